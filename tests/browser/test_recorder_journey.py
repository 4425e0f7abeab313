"""A recorder's evening, with and without JavaScript: finds the child, writes with help, sends, and corrects."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.browser.acts import LONGEST_MS, Visitor
from tests.browser.conftest import Site

_WORDS = (
    "Maisie was putting herself at risk again. She is known for attention seeking. Not home by ten, phone off. "
    "She said that her boyfriend is 24 and that he gave her a new phone."
)
_NARRATIVE = "What happened, in your own words"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_record_is_written_with_help_and_corrected(site: Site, javascript: bool) -> None:
    bev = Visitor(site, "recorder", javascript=javascript)
    _find_the_child(bev)
    bev.gives_the_reason("Writing down what happened tonight")
    _begin(bev)
    _settle_the_wordings(bev)
    bev.page.get_by_role("button", name="Send the record").click()
    bev.sees(
        "The record is on Maisie’s story",
        "What is owed now",
        "Return interview",
        "Wordings you kept",
        "Her own word for it",
    )
    _correct(bev)


def test_a_draft_on_its_way_does_not_come_back_once_its_record_is_sent(site: Site) -> None:
    bev = Visitor(site, "recorder", javascript=True)
    _find_the_child(bev)
    bev.gives_the_reason("Writing down what happened tonight")
    page, address, held = bev.page, bev.page.url, list[Route]()
    page.get_by_label("What is this record about?").select_option("observation")

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/write/help/", hold, times=1)
    with page.expect_request("**/write/help/"):
        page.get_by_label(_NARRATIVE).fill("Good evening, helped with tea and rang nan.")
    page.get_by_role("button", name="Send the record").click()
    expect(page.get_by_role("heading", name="Write a record about Maisie")).to_be_visible()
    held[0].continue_()
    bev.sees("The record is on Maisie’s story")
    bev.goes_to(address)
    expect(page.get_by_label(_NARRATIVE)).to_have_value("")


def _find_the_child(bev: Visitor) -> None:
    bev.goes_to("/find/")
    bev.finds_it_sound()
    bev.page.get_by_label("Name, date of birth or number").fill("Nobody Atall")
    bev.presses("Find")
    bev.sees("No child was found", "Try fewer words")
    bev.page.get_by_label("Name, date of birth or number").fill("Maysie Thorn")
    bev.presses("Find")
    bev.sees("1 child may be meant", "Maisie Thorn")
    bev.follows("Write a record about Maisie")


def _begin(bev: Visitor) -> None:
    """The help appears while she types, or when she asks for it; the draft keeps itself, or is kept."""
    bev.sees("Write a record about Maisie")
    bev.presses("Send the record")
    bev.meets_the_problem("Choose what this record is about.", "Write what happened.")
    page = bev.page
    page.get_by_label("What is this record about?").select_option("missing_episode")
    # Not three: the return interview is owed within 72 hours, which late in the evening would be over.
    evening = datetime.now(UTC) - timedelta(days=1 if bev.javascript else 2)
    page.get_by_label("When did it happen, or begin?").fill(f"{evening:%Y-%m-%d}T20:00")
    page.get_by_label("When did it end?").fill(f"{evening:%Y-%m-%d}T{_ended(bev)}")
    page.get_by_label(_NARRATIVE).fill(_WORDS)
    if bev.javascript:
        expect(page.get_by_role("status")).to_contain_text("Draft kept", timeout=LONGEST_MS)
    else:
        bev.presses("Keep as a draft")
        bev.sees("Kept as a draft. Only you can see it.")
    address = page.url
    bev.goes_to("/find/")
    bev.goes_to(address)
    bev.sees("This is your draft")
    assert page.get_by_label(_NARRATIVE).input_value() == _WORDS
    assert page.get_by_label("What is this record about?").input_value() == "missing_episode"
    if bev.javascript:
        # One more letter, and the help is there without a page being sent.
        page.get_by_label(_NARRATIVE).press_sequentially(" ")
        expect(page.locator("#writing-help")).to_contain_text("This may read as blaming Maisie", timeout=LONGEST_MS)
    else:
        bev.presses("Check what I have written")
    bev.sees(
        "putting herself at risk", "Say instead:", "What this says", "says:", "What will be owed", "Return interview"
    )


def _ended(bev: Visitor) -> str:
    """By this, and by its evening, the two journeys' records are told apart on the story."""
    return "23:30" if bev.javascript else "23:45"


def _settle_the_wordings(bev: Visitor) -> None:
    page = bev.page
    bev.presses("Send the record")
    expect(page.locator(".govuk-error-summary").get_by_text("may blame the child")).to_be_visible()
    bev.sees("Nothing has been sent yet.")
    page.get_by_role("button", name=re.compile("^Use it instead of putting herself at risk")).click()
    bev.finds_it_sound()
    assert "putting herself at risk" not in page.get_by_label(_NARRATIVE).input_value()
    page.get_by_label(re.compile(r"^Or keep yours because \(about attention")).fill("Her own word for it")


def _correct(bev: Visitor) -> None:
    bev.follows("Open Maisie’s story")
    bev.sees("What stands unanswered", "The line of Maisie’s life", "a related event. Ask ")
    event = bev.page.locator(".ws-event", has_text=f"missing, until {_ended(bev)}")
    event.first.get_by_role("link").first.click()
    bev.sees("As it was written", "She said that her boyfriend is 24", "None. What was written is never changed")
    bev.follows("Write a correction")
    bev.presses("Put it beside the record")
    bev.meets_the_problem(
        "Write what should be read instead, or as well.", "Write why the record needs this correction."
    )
    bev.page.get_by_label("What should be read instead, or as well?").fill("He is 25: his sister told us.")
    bev.page.get_by_label("Why?").fill("She rang back")
    bev.presses("Put it beside the record")
    bev.sees("The correction stands beside the record.", "She said that her boyfriend is 24")
    assert "He is 25: his sister told us." in bev.page.locator(".ws-correction").inner_text()
