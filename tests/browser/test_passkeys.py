"""A passkey made and used in Chromium, whose virtual authenticator stands for the key of a telephone or a stick."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Guarded, give_password

_INTERNAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _authenticator(page: Page) -> tuple[CDPSession, str]:
    """An authenticator for this page's context, and its number."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _INTERNAL})
    return devtools, str(made["authenticatorId"])


def _add_passkey(page: Page) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Passwordless").check()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")


def test_a_passkey_signs_in_without_a_password_and_opens_stories(guarded: Guarded) -> None:
    page = guarded.context("supervisor").new_page()
    devtools, number = _authenticator(page)
    _add_passkey(page)
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
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/worklist/")


def test_a_passkey_that_was_taken_away_opens_nothing(guarded: Guarded) -> None:
    page = guarded.context("hub").new_page()
    devtools, number = _authenticator(page)
    _add_passkey(page)
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
