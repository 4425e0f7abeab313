"""Rounds from start to end, by several people: planned, sampled, graded blind by two, settled, a case returned,
frozen, added to, recommended from, acted on, a second round, the two compared, and published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.round_steps import (
    COMMISSIONER,
    LEAD,
    PLANNER,
    REVIEWER,
    Walk,
    breaks_no_rule,
    fill_day,
    follow,
    grade_cases,
    main_text,
    plan_round,
    press,
    return_case,
    sample_and_deal,
    settle_differences,
)

_AT_RISK = "She has been missing since noon and nobody has looked for her."


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def walk(request: pytest.FixtureRequest, site: Site) -> Iterator[Walk]:
    """A journey whose pages axe looks at, where there is JavaScript for it to run."""
    with_javascript: bool = request.param
    walk = Walk(site, with_javascript, breaks_no_rule if with_javascript else lambda page: None)
    yield walk
    walk.close()


def test_two_rounds_from_plan_to_published_report(walk: Walk) -> None:
    mark = "scripted" if walk.javascript else "plain"
    first = plan_round(walk, f"Kelderby, spring, {mark}", 1)
    sample_and_deal(walk, first)
    _enter_own_grade(walk, first)
    return_case(walk, first, _AT_RISK)
    grade_cases(walk, PLANNER, first, "Inadequate")
    _cannot_be_seen_before_both_are_in(walk, first)
    grade_cases(walk, REVIEWER, first, "Inadequate", whole="Requires improvement")
    _settle_and_freeze(walk, first, "Inadequate")
    _add_addendum(walk, first)
    recommendation = _recommend_and_act(walk, f"Kelderby, spring, {mark}")

    second = plan_round(walk, f"Kelderby, autumn, {mark}", 1)
    sample_and_deal(walk, second)
    for person in (PLANNER, REVIEWER):
        grade_cases(walk, person, second, "Good")
    _freeze_without_a_difference(walk, second)
    _compare(walk, first, second)
    _judge(walk, recommendation)
    _publish(walk, first)


def _enter_own_grade(walk: Walk, address: str) -> None:
    page = walk.as_(LEAD, address)
    walk.sound(page)
    own = page.get_by_role("link", name="Enter your own grade")
    if own.count():
        follow(page, "Enter your own grade")
        walk.sound(page)
        page.get_by_label("Good:", exact=False).check()
        page.get_by_role("textbox", name="Reasons").fill("She was spoken to the same evening, as the log says.")
        press(page, "Enter the grade")


def _cannot_be_seen_before_both_are_in(walk: Walk, address: str) -> None:
    page = walk.as_(REVIEWER, address)
    assert "Inadequate" not in main_text(page)
    assert "1 of 2" in main_text(page)


def _settle_and_freeze(walk: Walk, address: str, grade: str) -> None:
    page = walk.as_(PLANNER, address)
    press(page, "Begin to moderate")
    walk.sound(page)
    assert "a difference is not settled yet" in main_text(page)
    settle_differences(walk, address, grade)
    _freeze(walk, address)


def _freeze_without_a_difference(walk: Walk, address: str) -> None:
    press(walk.as_(PLANNER, address), "Begin to moderate")
    _freeze(walk, address)


def _freeze(walk: Walk, address: str) -> None:
    page = walk.as_(PLANNER, address)
    press(page, "Freeze the round")
    assert "Frozen" in main_text(page)
    walk.sound(page)
    follow(page, "Read the report")
    expect(page.get_by_role("img").first).to_be_visible()
    expect(page.get_by_role("table", name="Cases by grade and part of practice")).to_be_visible()
    walk.sound(page)


def _add_addendum(walk: Walk, address: str) -> None:
    page = walk.as_(PLANNER, address)
    press(page, "Add an addendum")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What is to be added?").fill("One of the cases was moved to another force in June.")
    press(page, "Add an addendum")
    assert "moved to another force" in main_text(page)


def _recommend_and_act(walk: Walk, title: str) -> str:
    """A report of the round, one recommendation in it, an action done and a measure chosen; gives its address."""
    page = walk.as_(PLANNER, "/recommendations/")
    walk.sound(page)
    follow(page, "Write down a report")
    walk.sound(page)
    page.get_by_label("Title of the report").fill(f"{title}: report")
    page.get_by_label("Child protection inspections of police forces").first.check()
    page.get_by_label("Which round does it report?").select_option(label=title)
    fill_day(page, "When was it published?", "2024-08-01")
    press(page, "Write it down")
    walk.sound(page)
    follow(page, "Write down a recommendation")
    walk.sound(page)
    page.get_by_label("Number in the report").fill("1")
    page.get_by_role("group", name="By when is it to be met?").get_by_label("three months").check()
    page.get_by_label("What is recommended?").fill("See every child who was missing within 72 hours, and alone.")
    page.get_by_label("Which part of practice?").select_option("trusted_adult")
    page.get_by_label("Who is to do it?").fill("The chief constable")
    press(page, "Write it down")
    walk.sound(page)
    address = page.url
    _act(walk, address)
    return address


def _act(walk: Walk, address: str) -> None:
    page = walk.as_(LEAD, address)
    follow(page, "Set an action")
    walk.sound(page)
    page.get_by_label("What is to be done?").fill("A guidance note to every team.")
    page.get_by_label("Who sees to it?").fill("D. Hale")
    fill_day(page, "By when?", "2024-09-01")
    press(page, "Set it")
    follow(page, "Choose what is to get better")
    walk.sound(page)
    page.get_by_label("What is to get better?").select_option("language")
    press(page, "Choose it")
    follow(page, "It was done")
    walk.sound(page)
    fill_day(page, "On which day was it done?", "2024-08-20")
    fill_day(page, "From which day", "2024-08-20")
    page.get_by_label("What was done?").fill("The note went out to every team; it is on the intranet.")
    press(page, "It was done")
    assert "Action done" in main_text(page)
    assert "Effect shown" not in main_text(page)
    walk.sound(page)
    page.goto("/recommendations/")
    walk.sound(page)


def _compare(walk: Walk, first: str, second: str) -> None:
    page = walk.as_(LEAD, "/rounds/compare/")
    walk.sound(page)
    for label, address in (("First round", first), ("Second round", second)):
        page.get_by_label(label).select_option(address.rstrip("/").rpartition("/")[2])
    press(page, "Compare")
    assert "cases cannot tell" in main_text(page) or "resamples" in main_text(page)
    expect(page.get_by_role("img")).to_have_count(1)
    walk.sound(page)


def _judge(walk: Walk, address: str) -> None:
    page = walk.as_(REVIEWER, address)
    follow(page, "Judge how far it has come")
    walk.sound(page)
    page.get_by_label("At which review?").fill("Autumn round")
    page.get_by_label("No progress").check()
    fill_day(page, "On which day?", "2024-11-01")
    page.get_by_label("Why?").fill("A note was issued; the records show no change since.")
    press(page, "Put it on record")
    assert "No progress" in main_text(page)
    walk.sound(page)
    page.goto("/recommendations/report/")
    assert "A guidance note to every team." in main_text(page)
    walk.sound(page)


def _publish(walk: Walk, address: str) -> None:
    page = walk.as_(PLANNER, address)
    follow(page, "Read the report")
    follow(page, "Publication")
    assert "[c]" in main_text(page)
    assert _AT_RISK not in main_text(page)
    walk.sound(page)
    page.get_by_label("Your name and post").fill("A. Lead, inspector")
    press(page, "Sign off and publish")
    assert "What went out" in main_text(page)
    walk.sound(page)

    commissioner = walk.as_(COMMISSIONER, address)
    assert "Published" in main_text(commissioner)
    assert _AT_RISK not in main_text(commissioner)
    walk.sound(commissioner)
    follow(commissioner, "Read the report")
    assert "Signed off by A. Lead, inspector." in main_text(commissioner)
    walk.sound(commissioner)
    with commissioner.expect_download() as started:
        commissioner.get_by_role("link", name="Report as PDF").click()
    assert started.value.path().read_bytes().startswith(b"%PDF-")
