"""A supervisor's day, with and without JavaScript: takes a case, answers a concern, a second person agrees, and it
comes back when new evidence completes it again."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

_SEEN = (
    "{name} came home with a new phone and £60 in cash. She said that her boyfriend is 24 and picks her up in his car."
)


def _sound(page: Page, *, javascript: bool) -> None:
    """No accessibility rule is broken on the page as it stands (axe itself needs JavaScript)."""
    if javascript:
        results = Axe().run(page)
        assert results.violations_count == 0, (page.url, results.generate_report())


def _give_reason(page: Page) -> None:
    page.get_by_label("Why do you need to read this now?").fill("Working through the worklist")
    page.locator("main form button").first.click()


def _write(page: Page, story: str, name: str) -> None:
    """The supervisor writes down another sign about the child."""
    page.goto(f"{story}write/")
    page.get_by_label("What is this record about?").select_option("encounter")
    page.get_by_label("What happened, in your own words").fill(_SEEN.format(name=name))
    page.get_by_role("button", name="Send the record").click()


def _open_concern(page: Page, story: str) -> None:
    """Opens the latest concern about signs together, which the record just written completes."""
    page.goto(f"{story}concerns/")
    page.get_by_role("link", name="A much older partner, and one more sign").last.click()


@pytest.mark.parametrize(("javascript", "name"), [(True, "Elise"), (False, "Keira")])
def test_a_concern_is_answered_agreed_to_and_comes_back(site: Site, javascript: bool, name: str) -> None:
    page = site.context("supervisor", javascript=javascript).new_page()
    page.set_default_timeout(8_000)
    page.goto("/worklist/")
    _sound(page, javascript=javascript)
    case = page.locator(".ws-case", has_text=name)
    case.get_by_role("button", name="Take").click()
    assert "Held by you" in case.inner_text()
    _sound(page, javascript=javascript)
    case.get_by_role("link", name=f"{name}, ").click()
    _give_reason(page)
    story = page.url.partition("?")[0]
    _write(page, story, name)

    _open_concern(page, story)
    address = page.url
    _sound(page, javascript=javascript)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    _sound(page, javascript=javascript)
    page.get_by_label("Action was taken").check()
    page.get_by_label("Why?").fill("Seen alone today; the plan names the man and the car.")
    page.get_by_label("Whom do you ask to agree?").select_option(label="Hub")
    page.get_by_role("button", name="Answer", exact=True).click()
    assert "It closes once a second person agrees." in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Agree").get_attribute("aria-disabled") == "true"
    assert "You gave this answer yourself" in page.locator("main").inner_text()
    _sound(page, javascript=javascript)

    second = site.context("hub", javascript=javascript).new_page()
    second.goto("/agreements/")
    _sound(second, javascript=javascript)
    second.get_by_role("link", name=f"{name}, ").click()
    _give_reason(second)
    second.get_by_role("button", name="Agree").click()
    assert "You agreed, and the concern is answered." in second.locator("main").inner_text()

    _write(page, story, name)
    page.goto(address)
    assert "What is new" in page.locator("main").inner_text()
    _sound(page, javascript=javascript)
    second.goto("/notices/")
    page.goto("/notices/")
    assert "has come back with new evidence" in page.locator("main").inner_text()
    _sound(page, javascript=javascript)
