"""Every route, for every role: the status is what the view declares, and the log has one row of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.web.conftest import PEOPLE
from tests.integration.web.walking import Route, routes
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import access_of, why_not
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.permissions import children_for
from wholestory.web.log.models import Entry

pytestmark = pytest.mark.django_db

# Pages that people reach before they are signed in, or that are about their own sign-in alone.
SIGN_IN_PAGES = frozenset(
    """
    account_login account_logout account_inactive account_reauthenticate account_change_password account_signup
    account_email account_set_password account_reset_password mfa_index mfa_authenticate mfa_reauthenticate
    mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes
    mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn
    mfa_edit_webauthn mfa_login_webauthn usersessions_list
    """.split()
)


def _declared() -> list[Route]:
    return [route for route in routes() if route.name not in SIGN_IN_PAGES]


def test_every_route_says_to_whom_it_is_open() -> None:
    silent = [route.name for route in _declared() if route.roles is None]
    assert silent == [], "Put @open_to on these views"


@pytest.mark.parametrize("name", [email.partition("@")[0] for email, *_ in PEOPLE])
def test_a_route_answers_each_role_as_it_declares(signed_in: Callable[[str], Client], name: str) -> None:
    user = User.objects.get(email=f"{name}@example.org")
    roles = access_of(user).roles
    client = signed_in(name)
    for route in _declared():
        assert route.roles is not None
        address = route.address(user)
        if route.roles and roles.isdisjoint(route.roles):
            answers = [client.get(address), client.post(address)]
            told = [answer for answer in answers if answer.status_code != 405]
            assert told, route.name
            assert all(_is_refusal(answer, route.roles) for answer in told), f"{route.name} is open to {name}"
        else:
            answer = client.get(address)
            assert answer.status_code in (200, 302, 403, 405), f"{route.name} gave {answer.status_code} to {name}"
            assert not _is_refusal(answer, route.roles), f"{route.name} is closed to {name}"


def _is_refusal(answer: Any, roles: frozenset[Role]) -> bool:
    told = answer.content.decode() if answer.status_code == 403 else ""
    return bool(roles) and "This is for people who hold the post of" in told


def test_nobody_reads_anything_unless_signed_in(client: Client) -> None:
    user = User.objects.get(email="supervisor@example.org")
    for route in _declared():
        answers = [client.get(route.address(user)), client.post(route.address(user))]
        told = [answer for answer in answers if answer.status_code != 405]
        assert told, route.name
        assert {answer.status_code for answer in told} == {302}, route.name
        assert all(answer["Location"].startswith(reverse("account_login")) for answer in told), route.name


@pytest.mark.parametrize("name", ["supervisor", "auditor", "clerk"])
def test_every_page_shown_and_every_refusal_is_one_row(signed_in: Callable[[str], Client], name: str) -> None:
    user = User.objects.get(email=f"{name}@example.org")
    client = signed_in(name)
    if access_of(user).roles & READS_STORIES:
        child = children_for(access_of(user)).order_by("key")[0]
        client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "walking every page"})
    for route in _declared():
        address = route.address(user)
        rows = Entry.objects.count()
        answer = client.get(address)
        if answer.status_code in (200, 403):
            assert Entry.objects.count() == rows + 1, route.name
            assert Entry.objects.order_by("-id")[0].who == user.email


def test_the_sentence_that_refuses_names_the_posts() -> None:
    assert "supervisor or hub practitioner" in why_not((Role.SUPERVISOR, Role.HUB))
