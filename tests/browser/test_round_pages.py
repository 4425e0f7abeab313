"""Pages of inspection rounds in a real browser: picture and table are there, no accessibility rule is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from wholestory.engine.rounds.comparing import compare
from wholestory.engine.rounds.published import Judgement, PublishedResult
from wholestory.reports.round_pages import (
    COMPARISON,
    JUDGEMENTS,
    RoundPage,
    comparison_page,
    judgements_page,
    write_round_page,
)


def result(force: str, published_n: int, **counts: int) -> PublishedResult:
    return PublishedResult(
        force, "Review", "2031-04", "2031-07-21", published_n, counts, "inspectors", "all", "Gazette"
    )


LARGE = result("Eight moors <all>", 500, good=155, adequate=155, inadequate=190)
SMALL = result("Eastmoor", 27, good=2, requires_improvement=19, inadequate=7)
COUNCILS = (
    Judgement("Eastmoor", "2030-01", "2030-03-02", "inadequate", "inadequate", "", "Report"),
    Judgement("Eastmoor", "2033-01", "2033-03-02", "good", "good", "good", "Report"),
)
PAGES = {
    COMPARISON: comparison_page(compare(LARGE.counts, SMALL.counts), LARGE, SMALL),
    JUDGEMENTS: judgements_page(COUNCILS),
}


@pytest.mark.parametrize(("name", "page"), PAGES.items(), ids=PAGES)
def test_a_page_of_rounds_breaks_no_accessibility_rule_and_has_its_table(
    browser_page: Page, tmp_path: Path, name: str, page: RoundPage
) -> None:
    write_round_page(tmp_path, name, page)
    complaints: list[str] = []
    browser_page.on("console", lambda message: complaints.append(message.text))
    browser_page.goto((tmp_path / f"{name}.html").as_uri())
    results = Axe().run(browser_page)
    assert results.violations_count == 0, results.generate_report()
    assert browser_page.get_by_role("img").count() == 1
    assert browser_page.locator("tbody tr").count() == len(page.rows)
    assert complaints == []


def test_the_page_fits_a_narrow_screen_with_what_is_wide_scrolling_inside(browser_page: Page, tmp_path: Path) -> None:
    write_round_page(tmp_path, COMPARISON, PAGES[COMPARISON])
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.goto((tmp_path / f"{COMPARISON}.html").as_uri())
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
