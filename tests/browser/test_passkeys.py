"""A passkey made and used in Chromium, whose virtual authenticator stands for the key of a telephone or a stick."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Guarded, give_password
from tests.browser.passkeys import add_passkey, virtual_authenticator


def test_a_passkey_signs_in_without_a_password_and_opens_stories(guarded: Guarded) -> None:
    page = guarded.context("supervisor").new_page()
    devtools, number = virtual_authenticator(page)
    add_passkey(page)
    assert len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]) == 1
    page.goto("/worklist/")
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/worklist/")
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    give_password(page, "supervisor")
    assert page.url.endswith("/accounts/2fa/authenticate/")
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/worklist/")


def test_a_passkey_that_was_taken_away_opens_nothing(guarded: Guarded) -> None:
    page = guarded.context("hub").new_page()
    devtools, number = virtual_authenticator(page)
    add_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    guarded.server.program(
        "from allauth.mfa.models import Authenticator\n"
        "Authenticator.objects.filter(user__email='hub@example.org', type='webauthn').delete()"
    )
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").get_by_text("Incorrect code").wait_for()
    page.goto("/worklist/")
    assert "/accounts/login/" in page.url
    assert devtools.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]
