"""Secrets of second factors lie sealed in the database, by a key that lies outside it."""

from __future__ import annotations

import importlib
import stat
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from wholestory.web.accounts import sealing
from wholestory.web.accounts.models import User

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "Blue-Kettle-Harbour-27"
migration = importlib.import_module("wholestory.web.accounts.migrations.0004_seal_secrets_of_second_factors").Migration


@pytest.fixture
def user() -> User:
    """Somebody who signs in with a password."""
    # A code is good once, for a person's number, which the next test may give to somebody else.
    cache.clear()
    return User.objects.create_user("rowan@example.org", PASSWORD, name="Rowan")


@pytest.fixture
def another_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For the time of a test the site's file holds another key."""
    path = settings.SITE.data / "keys" / "authenticators"
    before = path.read_text()
    path.write_text("another key altogether")
    sealing._fernet.cache_clear()
    yield
    path.write_text(before)
    sealing._fernet.cache_clear()


def _kept() -> str:
    """What the table holds, as whoever copies the database would read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return str(cursor.fetchall())


def _code(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def _gives_code(client: Client) -> str:
    client.post(reverse("account_login"), {"login": "rowan@example.org", "password": PASSWORD})
    return client.post(reverse("mfa_authenticate"), {"code": _code()}, follow=True).content.decode()


def test_what_the_database_holds_makes_nobodys_codes(user: User) -> None:
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert SECRET not in _kept() and _kept().count("sealed:") == 2
    assert len(codes) == 10 and sealing.unseal(seed) not in _kept()
    assert stat.S_IMODE((settings.SITE.data / "keys" / "authenticators").stat().st_mode) == 0o600


def test_a_code_is_checked_against_the_sealed_secret(client: Client, user: User) -> None:
    TOTP.activate(user, SECRET)
    assert "Sign out" in _gives_code(client)


def _sessions() -> str:
    """What the rows of sessions hold, as whoever copies the database would read it."""
    return str([row.get_decoded() for row in Session.objects.all()])


def test_a_secret_lies_sealed_in_the_session_until_its_first_code(client: Client, user: User) -> None:
    client.post(reverse("account_login"), {"login": "rowan@example.org", "password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert "sealed:" in _sessions() and secret not in _sessions()

    refused = client.post(reverse("mfa_activate_totp"), {"code": "not it"})
    assert refused.context["form"].secret == secret, "the app that scanned it goes on being good"
    assert "sealed:" in _sessions() and secret not in _sessions()

    client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert sealing.unseal(Authenticator.objects.get(type="totp").data["secret"]) == secret
    assert secret not in _kept() and "mfa.totp.secret" not in _sessions()


def test_a_secret_kept_in_clear_still_signs_in_and_is_sealed_when_brought_up_to_date(
    client: Client, user: User
) -> None:
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    old = {"seed": "ab" * 40, "used_mask": 3, "migrated_codes": ["12345678", "87654321"]}
    Authenticator.objects.create(user=user, type="recovery_codes", data=old)
    assert "Sign out" in _gives_code(client)

    # A passkey has nothing to seal.
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Blue key"})
    seal, unseal = migration.operations[0].code, migration.operations[0].reverse_code
    editor = connection.schema_editor()
    seal(apps, editor)
    once = _kept()
    seal(apps, editor)
    assert once == _kept(), "what is sealed stays as it is"
    for clear in (SECRET, "ab" * 40, "12345678", "87654321"):
        assert clear not in once
    recovery = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert recovery.generate_codes() == ["12345678", "87654321"]
    assert recovery.instance.data["used_mask"] == 3
    unseal(apps, editor)
    assert Authenticator.objects.get(type="recovery_codes").data == old


def test_with_another_key_sign_in_is_refused_in_a_sentence(
    client: Client, user: User, request: pytest.FixtureRequest
) -> None:
    TOTP.activate(user, SECRET)
    request.getfixturevalue("another_key")
    assert "put the file “authenticators” back" in _gives_code(client)
