"""People before any administrator: added by command, and made up for the demonstration while it is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.test import Client

from wholestory.web.accounts.first_people import (
    DEMONSTRATION_PASSWORD,
    PersonError,
    add_demonstration_people,
    add_person,
)
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role

pytestmark = pytest.mark.django_db


def _sign_in(email: str, password: str) -> int:
    return Client().post("/accounts/login/", {"login": email, "password": password}).status_code


def test_the_first_administrator_signs_in_with_the_password_that_was_printed() -> None:
    password = add_person(email="First@Example.org", name="First", role="administrator")
    assert Post.objects.get(user__email="first@example.org").role == Role.ADMINISTRATOR
    assert _sign_in("first@example.org", password) == 302


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"role": "king"}, "no role king"),
        ({"email": "nobody"}, "no e-mail address"),
        ({"email": "hub@example.org"}, "is there already"),
        ({"agency": "navy"}, "no agency navy"),
        ({"district": "moon"}, "no district moon"),
    ],
)
def test_a_person_who_cannot_be_added_is_refused_in_a_sentence(said: dict[str, str], fault: str) -> None:
    with pytest.raises(PersonError, match=fault):
        add_person(**{"email": "new@example.org", "name": "New", "role": "recorder", **said})
    assert not User.objects.filter(email="new@example.org").exists()


def test_made_up_people_sign_in_only_while_the_demonstration_is_on(settings: LazySettings) -> None:
    settings.SITE = replace(settings.SITE, demonstration=True)
    people = add_demonstration_people()
    assert {role for _, role in people} == set(Role)
    assert people == add_demonstration_people()
    email = people[1][0]
    assert _sign_in(email, DEMONSTRATION_PASSWORD) == 302
    client = Client()
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/worklist/").status_code == 200

    settings.SITE = replace(settings.SITE, demonstration=False)
    assert _sign_in(email, DEMONSTRATION_PASSWORD) == 403
    assert client.get("/worklist/").status_code == 302
    with pytest.raises(PersonError, match="DEMONSTRATION is off"):
        add_demonstration_people()


def test_each_role_that_has_pages_is_led_to_one(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("recorder").get("/").headers["Location"] == "/find/"
    assert signed_in("hub").get("/").headers["Location"] == "/worklist/"
