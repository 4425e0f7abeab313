"""The report in a real browser: it shows what it says, breaks no accessibility rule, and runs nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.conftest import Run

EXAMPLE = Path(__file__).parents[2] / "examples/extract"


@pytest.fixture
def report(wholestory: Run, tmp_path: Path) -> Path:
    """The example extract's report."""
    done = wholestory("review", EXAMPLE, "--out", tmp_path / "out")
    assert done.returncode == 1, done.stderr
    return tmp_path / "out/report.html"


def test_the_report_breaks_no_accessibility_rule_closed_or_open(browser_page: Page, report: Path) -> None:
    browser_page.goto(report.as_uri())
    assert Axe().run(browser_page).violations_count == 0
    browser_page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    results = Axe().run(browser_page)
    assert results.violations_count == 0, results.generate_report()


def test_a_child_can_be_opened_from_the_list_by_keyboard(browser_page: Page, report: Path) -> None:
    browser_page.goto(report.as_uri())
    link = browser_page.locator("#children ~ div table a").first
    name = link.inner_text()
    link.focus()
    browser_page.keyboard.press("Enter")
    story = browser_page.locator("article:target")
    assert name in story.locator("summary").inner_text()
    story.locator("summary").focus()
    browser_page.keyboard.press("Enter")
    assert story.get_by_role("heading", name="The story").is_visible()


def test_the_page_runs_and_fetches_nothing(browser_page: Page, report: Path) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: complaints.append(message.text))
    browser_page.goto(report.as_uri())
    assert asked == [report.as_uri()]
    assert complaints == []
    # Style is applied, so the policy's hash fits the style sheet.
    assert browser_page.locator("article").first.evaluate("one => getComputedStyle(one).borderTopWidth") == "2px"


def test_on_paper_every_story_is_printed(browser_page: Page, report: Path, tmp_path: Path) -> None:
    browser_page.goto(report.as_uri())
    browser_page.emulate_media(media="print")
    narrative = browser_page.locator("article blockquote").first
    assert narrative.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})")
    browser_page.emulate_media(media="screen")


def test_the_picture_in_the_readme_can_be_taken(browser_page: Page, report: Path, tmp_path: Path) -> None:
    """Takes the picture; with PICTURES=1 in the environment it replaces the one that the README shows."""
    browser_page.set_viewport_size({"width": 1100, "height": 1250})
    browser_page.goto(report.as_uri())
    story = browser_page.locator("article").first
    story.locator("summary").click()
    story.scroll_into_view_if_needed()
    folder = EXAMPLE.parents[1] / "docs/pictures" if os.environ.get("PICTURES") else tmp_path
    picture = folder / "report.png"
    browser_page.screenshot(path=picture)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_childs_circle_is_drawn_told_to_a_screen_reader_and_printed(browser_page: Page, report: Path) -> None:
    browser_page.goto(report.as_uri())
    browser_page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    drawing = browser_page.get_by_role("img", name="Who and what the records link with Maisie Thorne")
    assert drawing.locator("text", has_text="GX58 KTB").is_visible()
    assert "Vehicle GX58 KTB, and with it Keira" in (drawing.locator("desc").text_content() or "")
    assert drawing.locator("rect").count() <= 12
    words = drawing.locator("xpath=following-sibling::ul[1]").text_content() or ""
    assert "Vehicle GX58 KTB, from 2 February 2024 to 19 April 2024" in words
    assert drawing.locator("line").first.evaluate("one => getComputedStyle(one).stroke") != "none"
    browser_page.emulate_media(media="print")
    assert drawing.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})")
    browser_page.emulate_media(media="screen")


def test_it_fits_a_phone(browser_page: Page, report: Path) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.goto(report.as_uri())
    browser_page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    width = browser_page.evaluate("document.documentElement.scrollWidth")
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    assert width <= 320
