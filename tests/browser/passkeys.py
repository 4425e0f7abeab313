"""A virtual authenticator of the browser's, and how somebody adds a passkey with it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

_INTERNAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def virtual_authenticator(page: Page) -> tuple[CDPSession, str]:
    """An authenticator for this page's context, and its number."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _INTERNAL})
    return devtools, str(made["authenticatorId"])


def add_passkey(page: Page) -> None:
    """Adds a passkey that signs in by itself, on pages that break no rule."""
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("This key signs me in by itself").check()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/recovery-codes/")
