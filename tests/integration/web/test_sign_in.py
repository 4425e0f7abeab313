"""Signing in and out: what is logged, who is locked out, how long it lasts, and what comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from wholestory.web.accounts.models import User
from wholestory.web.configuration import Configuration, ConfigurationError
from wholestory.web.log.models import Entry

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery staple"
NAME = "supervisor@example.org"


@pytest.fixture
def user() -> User:
    """The supervisor, with a password."""
    found = User.objects.get(email=NAME)
    found.set_password(PASSWORD)
    found.save()
    return found


def _sign_in(client: Client, password: str = PASSWORD, name: str = NAME) -> int:
    return client.post(reverse("account_login"), {"login": name, "password": password}).status_code


def _logged() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("id").values_list("who", "what"))


def test_signing_in_and_out_are_rows(client: Client, user: User) -> None:
    assert user.password.startswith("argon2")
    assert _sign_in(client) == 302
    client.post(reverse("account_logout"))
    assert _logged() == [(NAME, "signed in"), (NAME, "signed out")]


def test_a_failure_is_a_row_that_never_holds_what_nobody_is_called(client: Client, user: User) -> None:
    _sign_in(client, "wrong")
    _sign_in(client, "wrong", name="quorntastic@example.org")
    assert _logged() == [(NAME, "sign-in failed"), ("nobody", "sign-in failed")]
    assert not Entry.objects.filter(about__contains="quorntastic").exists()


def test_whoever_forgot_the_password_is_told_whom_to_ask(client: Client) -> None:
    assert 'href="/accounts/password/reset/"' in client.get(reverse("account_login")).content.decode()
    page = client.get("/accounts/password/reset/")
    assert page.status_code == 200
    assert "Ask an administrator" in page.content.decode()


def test_five_failures_lock_out_this_account_from_this_address(client: Client, user: User) -> None:
    for _ in range(5):
        code = _sign_in(client, "wrong")
    assert code == 429
    page = client.post(reverse("account_login"), {"login": NAME, "password": PASSWORD})
    assert page.status_code == 429
    assert "closed for an hour" in page.content.decode()
    from_elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert _sign_in(from_elsewhere) == 302


def test_nobody_signs_up_or_changes_their_address(client: Client) -> None:
    for page in ("account_signup", "account_email"):
        assert client.get(reverse(page)).status_code == 404


@pytest.mark.parametrize(
    ("key", "ago", "says"),
    [("seen", timedelta(minutes=31), "half an hour"), ("began", timedelta(hours=10, minutes=1), "ten hours ago")],
)
def test_a_session_ends(signed_in: Callable[[str], Client], key: str, ago: timedelta, says: str) -> None:
    client = signed_in("supervisor")
    session = client.session
    session[key] = (timezone.now() - ago).timestamp()
    session.save()
    page = client.get(reverse("worklist"), follow=True)
    assert page.redirect_chain[0][0].startswith(reverse("account_login"))
    assert says in page.content.decode()
    assert client.get(reverse("worklist")).status_code == 302


def test_a_second_factor_is_set_up_before_any_story_is_read(client: Client, user: User, settings: Settings) -> None:
    settings.SECOND_FACTOR = True
    _sign_in(client)
    assert client.get(reverse("worklist"))["Location"] == reverse("mfa_activate_totp")
    auditor = Client()
    auditor.force_login(User.objects.get(email="auditor@example.org"), "django.contrib.auth.backends.ModelBackend")
    assert auditor.get(reverse("everywhere")).status_code == 200


def test_signing_in_with_password_and_code(client: Client, user: User, settings: Settings) -> None:
    settings.SECOND_FACTOR = True
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    assert Authenticator.objects.filter(user=user).count() == 1
    assert _sign_in(client) == 302
    assert client.get(reverse("worklist")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("worklist")).status_code == 200
    assert (NAME, "sign-in failed") in _logged()


def test_a_one_time_password_is_changed_first_and_ends(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(one_time_until=timezone.now() + timedelta(days=1))
    _sign_in(client)
    change = reverse("account_change_password")
    assert client.get(reverse("worklist"))["Location"] == change
    new = "another horse battery staple"
    client.post(change, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(reverse("worklist")).status_code == 200
    User.objects.filter(pk=user.pk).update(one_time_until=timezone.now() - timedelta(days=1))
    assert _sign_in(Client(), new) == 200


def test_signing_out_everywhere_ends_every_session(user: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        _sign_in(client)
        assert client.get(reverse("worklist")).status_code == 200
    here.post(reverse("everywhere"))
    assert {client.get(reverse("worklist")).status_code for client in (here, there)} == {302}


def test_the_organisations_sign_in_needs_all_three_settings() -> None:
    given = {"WHOLESTORY_DATA": "d", "WHOLESTORY_OPENID": "https://login.example.org"}
    with pytest.raises(ConfigurationError, match="set all three"):
        Configuration.of(given).openid_settings()
    whole = {**given, "WHOLESTORY_OPENID_CLIENT": "c", "WHOLESTORY_OPENID_SECRET": "s"}
    (app,) = Configuration.of(whole).openid_settings()["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert app["settings"] == {"server_url": "https://login.example.org"}


def test_a_demonstration_needs_no_second_factor_and_a_site_does() -> None:
    assert Configuration.of({}).second_factor
    assert not Configuration.of({"WHOLESTORY_DEMONSTRATION": "1"}).second_factor
    with pytest.raises(ConfigurationError, match="SECOND_FACTOR"):
        Configuration.of({"WHOLESTORY_SECOND_FACTOR": "off"})


def test_an_administrator_takes_away_a_second_factor_that_was_lost(
    signed_in: Callable[[str], Client], client: Client, user: User
) -> None:
    TOTP.activate(user, SECRET)
    signed_in("supervisor")
    page = reverse("person", kwargs={"person": user.pk})
    administrator = signed_in("administrator")
    assert administrator.post(page, {"do": "factor", "reason": ""}).status_code == 200
    assert Authenticator.objects.filter(user=user).exists(), "a reason is asked for"
    administrator.post(page, {"do": "factor", "reason": "Her telephone was stolen; seen in person."})
    assert not Authenticator.objects.filter(user=user).exists()
    assert Entry.objects.get(reason__contains="stolen").what == "changed"
    assert _sign_in(client) == 302
    assert client.get(reverse("worklist")).status_code == 200


def test_who_has_just_signed_in_is_not_asked_to_show_it_again(client: Client, user: User) -> None:
    _sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    session["began"] -= 6 * 60
    session.save()
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("way", ["account_reauthenticate", "mfa_reauthenticate"])
def test_who_signed_in_a_while_ago_shows_it_by_password_or_code_and_goes_on(
    client: Client, user: User, way: str
) -> None:
    cache.clear()
    _sign_in(client)
    TOTP.activate(user, SECRET)
    session = client.session
    session["began"] -= 6 * 60
    session.save()
    wanted = reverse("mfa_generate_recovery_codes")
    assert client.get(wanted)["Location"].startswith(reverse("account_reauthenticate"))

    page = client.get(reverse(way), {"next": wanted}).content.decode()
    assert "<h1" in page and page.count("Go on") == 1
    assert f'<form method="post" action="{reverse(way)}"' in page
    assert ("one of your recovery codes" in page) == (way == "mfa_reauthenticate")
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    shown = client.post(reverse(way), {"password": PASSWORD, "code": code, "next": wanted})
    assert shown["Location"] == wanted
    assert client.get(wanted).status_code == 200
