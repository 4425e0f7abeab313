"""The steps of an inspection round as its people take them in a browser, each on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site

PLANNER, REVIEWER, MODERATOR = "inspector", "reviewer", "moderator"
LEAD, FORCE, COMMISSIONER = "lead", "supervisor", "commissioner"
REASONS = "The records show no talk with the child, and nobody is named who would have had it."
_SECONDS = 30


@dataclass
class Walk:
    """A round's journey on a site. `sound` is called with every page that is new or has changed its state."""

    site: Site
    javascript: bool
    sound: Callable[[Page], None]
    pages: dict[str, Page] = field(default_factory=dict)

    def as_(self, person: str, address: str = "") -> Page:
        """Somebody's page, signed in; at an address where one is given."""
        if person not in self.pages:
            page = self.site.context(person, javascript=self.javascript).new_page()
            page.set_default_timeout(_SECONDS * 1000)
            self.pages[person] = page
        page = self.pages[person]
        if address:
            page.goto(address)
        return page

    def close(self) -> None:
        """Close every page, with what it holds signed in."""
        for page in self.pages.values():
            page.context.close()


def breaks_no_rule(page: Page) -> None:
    """No accessibility rule is broken on the page as it stands. Axe is itself JavaScript."""
    results = Axe().run(page)
    assert results.violations_count == 0, (page.url, results.generate_report())


def main_text(page: Page) -> str:
    """What the page says, without what stands on every page."""
    return page.locator("main").inner_text()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button by its whole name, and wait for the page that it leads to: what is asked of a page next is not
    to be answered by the one before."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the first link of a name, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def fill_day(page: Page, legend: str, day: str) -> None:
    """Fill in a day, given as year, month and day."""
    group = page.get_by_role("group", name=legend)
    for label, value in zip(("Year", "Month", "Day"), day.split("-"), strict=True):
        group.get_by_label(label).fill(value)


def plan_round(walk: Walk, title: str, size: int) -> str:
    """Plan a round of cases of 2024; gives its address. A plan that is not complete is sent back first."""
    page = walk.as_(PLANNER, "/rounds/")
    walk.sound(page)
    follow(page, "Plan a round")
    walk.sound(page)
    press(page, "Keep the plan")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    walk.sound(page)
    page.get_by_label("What is the round called?").fill(title)
    page.get_by_label("Child protection inspections of police forces", exact=False).first.check()
    page.get_by_label("What is inspected, and why?").fill("Children who were missing or at risk of exploitation.")
    fill_day(page, "Records from", "2024-01-01")
    fill_day(page, "Records to", "2024-12-31")
    page.get_by_label("How many cases?").fill(str(size))
    page.get_by_label("Seed").fill(title.rsplit(maxsplit=1)[-1])
    press(page, "Keep the plan")
    walk.sound(page)
    return page.url


def sample_and_deal(walk: Walk, address: str) -> None:
    """Draw the sample, deal it to two reviewers and a moderator, and begin to grade."""
    page = walk.as_(PLANNER, address)
    press(page, "Begin to sample")
    walk.sound(page)
    press(page, "Draw the sample")
    walk.sound(page)
    reviewers = page.get_by_role("group", name="Who grades?")
    reviewers.get_by_label("Inspector", exact=True).check()
    reviewers.get_by_label("Reviewer", exact=True).check()
    page.get_by_role("group", name="Who settles differences?").get_by_label("Moderator", exact=True).check()
    press(page, "Deal out")
    press(page, "Begin to grade")
    walk.sound(page)


def grade_cases(walk: Walk, person: str, address: str, grade: str, whole: str = "") -> None:
    """Grade every strand of every case dealt to somebody alike and the case as a whole by `whole` (empty: as them),
    with one question answered by evidence, and hand each in."""
    page = walk.as_(person, address)
    cases = page.get_by_role("link", name=re.compile(r"^Grade case \d+$"))
    for case in [link.get_attribute("href") for link in cases.all()]:
        assert case
        page.goto(case)
        _answer_the_first_question(walk, page)
        _grade_every_part(walk, page, grade, whole or grade)
        press(page, "Hand the grading in")


def _answer_the_first_question(walk: Walk, page: Page) -> None:
    walk.sound(page)
    press(page, "Save the answer")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("What shows it?").fill("Nobody asked her.")
    page.get_by_label("Evidence:", exact=False).first.check()
    press(page, "Save the answer")


def _grade_every_part(walk: Walk, page: Page, grade: str, whole: str) -> None:
    """Of each part the link leads to its first question, whose list ends with the grade."""
    parts = page.get_by_role("list", name="Everything that is graded").get_by_role("link").all()
    addresses = [link.get_attribute("href") or "" for link in parts]
    last = len(addresses) - 1
    for place, address in enumerate(addresses):
        page.goto(address)
        to_grade = page.get_by_role("link", name="The grade", exact=True)
        if to_grade.count():
            to_grade.click()
        if place == 0:
            walk.sound(page)
        page.get_by_label(f"{whole if place == last else grade}:", exact=False).check()
        page.get_by_role("textbox", name="Reasons").fill(REASONS)
        press(page, "Save the grade")


def return_case(walk: Walk, address: str, first: str) -> None:
    """A reviewer returns a case because a child is at risk now; the force replies."""
    page = walk.as_(REVIEWER, address)
    follow(page, re.compile("Grade case 1"))
    follow(page, "This child is at risk now")
    walk.sound(page)
    press(page, "Return the case now")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What is the risk").fill(first)
    press(page, "Return the case now")
    assert "A reply is owed by" in main_text(page)
    assert "No reply yet" in main_text(walk.as_(PLANNER, address))

    force = walk.as_(FORCE, "/returned/")
    walk.sound(force)
    follow(force, "Reply")
    assert first in main_text(force)
    walk.sound(force)
    force.get_by_label("What was done").fill("Officers found her at 21:10; she is home and safe.")
    press(force, "Reply")
    assert "Your reply is on the round’s record." in main_text(force)


def settle_differences(walk: Walk, address: str, grade: str) -> None:
    """The moderator settles every part on which the reviewers differ, with both reasons side by side."""
    page = walk.as_(MODERATOR, address)
    cases = page.get_by_role("link", name=re.compile("^Settle "))
    for case in [link.get_attribute("href") for link in cases.all()]:
        assert case
        page.goto(case)
        walk.sound(page)
        assert REASONS in main_text(page)
        while (parts := _open_parts(page)).count():
            part = parts.first
            part.get_by_label(f"{grade}:", exact=False).check()
            part.get_by_role("textbox", name="Reasons").fill(
                "The second reviewer read the interview record; it settles this."
            )
            with page.expect_navigation():
                part.get_by_role("button", name="Settle").click()
    walk.sound(page)


def _open_parts(page: Page) -> Locator:
    return page.locator("form", has=page.get_by_role("button", name=re.compile("^Settle ")))
