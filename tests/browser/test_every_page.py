"""Every page of the navigation, for every post: no accessibility rule broken, by keyboard, on a phone, enlarged."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.browser.conftest import Site
from tests.integration.web.world import PEOPLE

EVERYBODY = [email.partition("@")[0] for email, *_ in PEOPLE]
SIGN_IN_PAGES = ("/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/no/such/page/")


@pytest.fixture(scope="module", params=EVERYBODY)
def person(request: pytest.FixtureRequest, site: Site) -> Iterator[BrowserContext]:
    """A browser in which one of everybody is signed in."""
    context = site.context(request.param)
    yield context
    context.close()


def _is_complaint(message: ConsoleMessage) -> bool:
    # A page that is not there is asked for on purpose.
    return message.type == "error" and "404" not in message.text


def _pages(page: Page) -> list[str]:
    page.goto("/")
    links = page.locator(".govuk-service-navigation__link").evaluate_all("all => all.map(one => one.pathname)")
    return [page.url, *links]


def test_no_accessibility_rule_is_broken_and_nothing_comes_from_elsewhere(person: BrowserContext, site: Site) -> None:
    page = person.new_page()
    asked: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
    for address in (*_pages(page), *SIGN_IN_PAGES):
        page.goto(address)
        results = Axe().run(page)
        assert results.violations_count == 0, (address, results.generate_report())
        assert page.title().endswith("– Wholestory")
    assert all(one.startswith((site.address, "data:")) for one in asked)
    assert complaints == []


def test_every_page_fits_a_phone_and_the_same_at_400_per_cent(person: BrowserContext) -> None:
    page = person.new_page()
    # 1280 pixels at 400 per cent are 320 pixels of layout.
    page.set_viewport_size({"width": 320, "height": 256})
    for address in (*_pages(page), *SIGN_IN_PAGES):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_the_keyboard_meets_the_way_past_the_navigation_first(site: Site) -> None:
    page = site.context("supervisor").new_page()
    page.goto("/worklist/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_the_sign_in_page_says_what_is_wrong_and_breaks_no_rule(site: Site) -> None:
    for javascript in (True, False):
        page = site.context(javascript=javascript).new_page()
        page.goto("/accounts/login/")
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert page.get_by_label("Email").get_attribute("aria-invalid") == "true"
        if javascript:
            assert Axe().run(page).violations_count == 0


def test_somebody_signs_out_without_javascript(site: Site) -> None:
    page = site.context("supervisor", javascript=False).new_page()
    page.goto("/worklist/")
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/worklist/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
