"""A small world for the web application: the bundled example, loaded once, and people with every kind of post."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.integration.web.world import PEOPLE, make_world
from wholestory.web.accounts.models import User

__all__ = ["PEOPLE"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database holds the bundled example and the people from the start; each test undoes what it did."""
    with django_db_blocker.unblock():
        make_world()


@pytest.fixture(autouse=True)
def own_uploads() -> Iterator[None]:
    """What a test uploaded goes with its rows: else the next import of the same number would find it."""
    yield
    shutil.rmtree(Path(settings.SITE.data) / "imports", ignore_errors=True)


@pytest.fixture
def signed_in(db: None) -> Iterator[Callable[[str], Client]]:
    """Gives a client signed in as one of PEOPLE, by the first part of the sign-in name."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(
            User.objects.get(email=f"{name}@example.org"), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    yield sign_in
