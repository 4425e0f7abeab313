"""A small world for the web application: the bundled example, loaded once, and people with every kind of post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from wholestory.engine.extract import read_extract
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.loading import load

EXAMPLE = Path(__file__).parents[3] / "examples" / "extract"

# (sign-in name, role, agency, district) of everyone in the tests' world.
PEOPLE = (
    ("recorder@example.org", Role.RECORDER, "care_home", None),
    ("supervisor@example.org", Role.SUPERVISOR, "police", None),
    ("hub@example.org", Role.HUB, "social_care", None),
    ("clerk@example.org", Role.CLERK, "police", None),
    ("auditor@example.org", Role.AUDITOR, None, None),
    ("administrator@example.org", Role.ADMINISTRATOR, None, None),
    ("guardian@example.org", Role.DATA_GUARDIAN, None, None),
    ("inspector@example.org", Role.INSPECTOR, None, None),
    ("lead@example.org", Role.IMPROVEMENT_LEAD, "police", None),
    ("commissioner@example.org", Role.COMMISSIONER, None, None),
    ("nobody@example.org", None, None, None),
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database holds the bundled example and the people from the start; each test undoes what it did."""
    with django_db_blocker.unblock():
        if User.objects.exists():
            return
        for _ in load(read_extract(EXAMPLE)):
            pass
        for email, role, agency, district in PEOPLE:
            user = User.objects.create_user(email, name=email.partition("@")[0].title())
            if role:
                Post.objects.create(user=user, role=role, agency_id=agency, district_id=district)


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
