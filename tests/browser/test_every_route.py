"""Every page that the application can show, also beneath the navigation: no accessibility rule is broken, and it fits
a phone. A new page is looked at by itself; one of which walking.py has no example that is shown fails by name."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Guarded, give_password
from tests.browser.passkeys import add_passkey, virtual_authenticator
from tests.browser.serving import serving
from tests.browser.showing import Shown
from tests.integration.web.forms_on_pages import CANARY, Forms
from tests.integration.web.walking import routes
from tests.integration.web.world import PEOPLE

EVERYBODY = [email.partition("@")[0] for email, *_ in PEOPLE]

# What is on every page and works alike without JavaScript.
_EVERYWHERE = {"govuk-skip-link", "govuk-service-navigation", "govuk-button"}
_PICTURES = os.environ.get("PICTURES_OF_EVERY_PAGE", "")


@dataclass(frozen=True)
class Furnished(Guarded):
    """A site with an example of everything: its pages, and the routes that show nothing."""

    pages: tuple[Shown, ...]
    silent: tuple[str, ...]


@pytest.fixture(scope="module")
def furnished(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """A site of its own, since an example of everything would be in the way of the journeys on the other.

    It goes by the name `localhost`, which alone has passkeys without HTTPS.
    """
    with serving(tmp_path_factory.mktemp("furnished"), PASSWORD, DEMONSTRATION="1") as server:
        told = json.loads(server.program("from tests.browser.showing import shown; print(shown())"))
        pages = tuple(Shown(**page) for page in told["pages"])
        address = f"http://localhost:{server.port}"
        yield Furnished(address, browser, server.said, server, pages, tuple(told["silent"]))


def test_every_route_shows_somebody_a_page(furnished: Furnished) -> None:
    assert furnished.silent == (), "Give these an example in walking.py that is shown to somebody"
    assert len(furnished.pages) > 70


@pytest.mark.parametrize("person", EVERYBODY)
def test_no_page_breaks_an_accessibility_rule_or_is_wider_than_a_phone(furnished: Furnished, person: str) -> None:
    page = furnished.context(person).new_page()
    mine = [one for one in furnished.pages if one.person == person]
    differ = [one for one in mine if _looked_at(page, one)]
    # Axe is itself JavaScript: a page without it is one that its own scripts do not reach.
    page.route(re.compile(r"\.m?js$"), lambda route: route.abort())
    for one in differ:
        _looked_at(page, one, "without JavaScript")


def _looked_at(page: Page, one: Shown, how: str = "") -> bool:
    """Looks at a page; gives whether JavaScript adds anything to it that is not on every page."""
    page.goto(one.address)
    if page.get_by_label("Why do you need to read this now?").count() and one.route != "open_story":
        page.get_by_label("Why do you need to read this now?").fill("Looking at every page")
        page.get_by_role("button", name="Open the story").click()
    expect(page).to_have_url(re.compile(re.escape(one.address)))
    expect(page).to_have_title(re.compile(r".+ – Wholestory$"))
    results = Axe().run(page)
    assert results.violations_count == 0, (one, how, results.generate_report())
    _photograph(page, f"{one.route}{how}-wide")
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, (one, how, width)
    _photograph(page, f"{one.route}{how}-narrow")
    page.set_viewport_size({"width": 1280, "height": 900})
    modules = page.locator("[data-module]").evaluate_all("all => all.map(one => one.dataset.module)")
    return not set(modules) <= _EVERYWHERE


def _photograph(page: Page, name: str) -> None:
    """Keep a picture, for people to look at, where a folder for them is named."""
    if _PICTURES:
        page.screenshot(path=Path(_PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("person", EVERYBODY)
def test_what_is_typed_into_every_form_is_nothing_that_the_server_prints(furnished: Furnished, person: str) -> None:
    context = furnished.context(person)
    sent = 0
    for one in (one for one in furnished.pages if one.person == person):
        shown = context.request.get(one.address)
        for action, fields in Forms(shown.text(), shown.url).found:
            # Who signs out has no more forms.
            if not re.search("logout|everywhere", action):
                sent += context.request.post(action, form={**fields}).status < 500
                context.request.get(action, params={"q": CANARY})
    context.request.get(f"/{CANARY}/")
    assert sent or person in ("nobody", "commissioner", "auditor", "guardian")
    said = furnished.said.read_text()
    assert "A page was answered with" in said, "the server tells what it refused, and of that no more"
    assert CANARY.lower() not in said.lower()


# Pages of sign-in that answer nobody: switched off, or a file, or asked for by a script alone.
_NO_PAGE = {
    *("account_signup", "account_email"),
    *("mfa_download_recovery_codes", "mfa_login_webauthn"),
}
_BEFORE = ("mfa_activate_totp", "mfa_list_webauthn", "mfa_index", "mfa_add_webauthn", "account_change_password")
_AFTER = (
    *("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_list_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_add_webauthn", "usersessions_list"),
    *("account_inactive", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    "account_logout",
)
_SIGNING_IN = ("account_login", "account_reset_password", "mfa_authenticate")
_CODES = """
from allauth.mfa.totp.internal.auth import TOTP
from wholestory.web.accounts.models import User
TOTP.activate(User.objects.get(email="nobody@example.org"), "JBSWY3DPEHPK3PXP")
"""


def test_pages_of_sign_in_break_no_rule_either(furnished: Furnished) -> None:
    known = {*_NO_PAGE, *_BEFORE, *_AFTER, *_SIGNING_IN}
    assert {route.name for route in routes() if route.roles is None} == known
    page = furnished.context("nobody").new_page()
    for route in _BEFORE:
        _looked_at(page, _of_sign_in(route))
    virtual_authenticator(page)
    add_passkey(page)
    furnished.server.program(_CODES)
    page.goto(reverse("mfa_list_webauthn"))
    key = re.findall(r"/keys/(\d+)/", page.content())[0]
    for route in _AFTER:
        _looked_at(page, _of_sign_in(route, key), " with keys")
    page.context.clear_cookies()
    give_password(page, "nobody")
    page.wait_for_url("**/2fa/authenticate/")
    _looked_at(page, _of_sign_in("mfa_authenticate"))
    page.context.clear_cookies()
    for route in ("account_login", "account_reset_password"):
        _looked_at(page, _of_sign_in(route))


def _of_sign_in(route: str, key: str = "") -> Shown:
    of_a_key = route in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    return Shown(route, "nobody", reverse(route, kwargs={"pk": key} if of_a_key else {}))
