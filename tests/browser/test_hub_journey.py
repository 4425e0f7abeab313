"""A hub practitioner prepares a conference, with and without JavaScript: reads across agencies, takes the chronology
with them, and records what was decided and what is challenged."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import pikepdf
import pytest
from django.utils import timezone
from docx.section import Section
from docx.text.paragraph import Paragraph
from playwright.sync_api import Page

from tests.browser.acts import Visitor
from tests.browser.conftest import Site

_STORY = "/children/care_home:LH-01/"
_PURPOSE = "The conference on Thursday"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_story_is_read_across_agencies(site: Site, javascript: bool) -> None:
    okoye = Visitor(site, "hub", javascript=javascript)
    okoye.goes_to(_STORY)
    okoye.gives_the_reason()
    okoye.sees("What stands unanswered", "The line of Maisie’s life", "Kelderby Children's Social Care", "age 14")
    _reads_by_lane_and_date(okoye)
    _narrows(okoye)
    _sees_what_was_known(okoye)
    _meets_what_is_restricted(okoye)
    _opens_a_record(okoye)


def _reads_by_lane_and_date(okoye: Visitor) -> None:
    page = okoye.page
    lanes = page.get_by_role("list", name="Agencies, from left to right").get_by_role("listitem").all_inner_texts()
    assert {"Wold and Marsh Police", "Larch House children's home"} <= set(lanes)
    assert "days with no contact recorded, " in page.locator(".ws-silence").first.inner_text()
    months = page.locator(".ws-month h3").all_inner_texts()
    okoye.follows("Show the oldest first")
    okoye.sees("the oldest first")
    assert page.locator(".ws-month h3").first.inner_text() != months[0]
    closed = page.locator("a.ws-open-month")
    if closed.count():
        before = page.locator(".ws-event").count()
        closed.first.click()
        page.locator(".ws-event").nth(before).wait_for()
        okoye.finds_it_sound()


def _narrows(okoye: Visitor) -> None:
    page = okoye.page
    okoye.goes_to(_STORY)
    okoye.opens("Show part of the story")
    okoye.finds_it_sound()
    page.get_by_label("Agency", exact=True).select_option(label="Larch House children's home")
    page.get_by_label("Kind of record").select_option(label="Missing episode")
    okoye.presses("Show this")
    okoye.sees("of this kind")
    assert "agency=care_home" in page.url and "kind=missing_episode" in page.url
    okoye.goes_to(_STORY + "?agency=health&kind=missing_episode")
    okoye.sees("No event of this kind is on record. Choose less above, or show the whole story.")
    okoye.follows("Show the whole story")


def _sees_what_was_known(okoye: Visitor) -> None:
    page = okoye.page
    everything = page.locator(".ws-event").count()
    okoye.opens("Show part of the story")
    page.get_by_label("What was known on this day").fill("2024-03-01")
    okoye.presses("Show this")
    okoye.sees("This is what was known on 1 March 2024", "What stood unanswered")
    assert "known=2024-03-01" in page.url
    assert 0 < page.locator(".ws-event").count() <= everything
    okoye.follows("Show what is known now")


def _meets_what_is_restricted(okoye: Visitor) -> None:
    """It shows as there, with whom to ask, and its words nowhere."""
    okoye.goes_to(_STORY + "?agency=health")
    withheld = okoye.page.locator(".ws-withheld").first
    assert withheld.inner_text() == "A restricted record is held here. Ask Kelderby hospital, clinics and surgeries."
    okoye.goes_to("/records/health:HE-001/?child=care_home:LH-01")
    okoye.sees("A restricted record is held here.", "To know what it says, ask Kelderby hospital")
    assert "Pregnancy test" not in okoye.page.content()


def _opens_a_record(okoye: Visitor) -> None:
    okoye.goes_to(_STORY + "?agency=police&kind=missing_episode")
    okoye.page.locator(".ws-event").first.get_by_role("link").first.click()
    okoye.sees("As it was written", "What was read in it", "People involved")
    okoye.page.locator("main details summary").first.click()
    okoye.sees("Why.", "The rule.")
    marks = okoye.page.locator("blockquote mark").count()
    assert marks
    okoye.follows("Hide the marks")
    okoye.finds_it_sound()
    assert okoye.page.locator("blockquote mark").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_a_chronology_is_taken_along_with_its_readers_mark(site: Site, javascript: bool) -> None:
    okoye = Visitor(site, "hub", javascript=javascript)
    okoye.goes_to(_STORY)
    okoye.gives_the_reason()
    okoye.follows("Make a chronology for a conference")
    okoye.sees("It covers the whole story.")
    okoye.presses("Make the chronology")
    okoye.meets_the_problem("Write what the chronology is for.")
    with pikepdf.open(io.BytesIO(_made(okoye, "PDF"))) as made:
        assert len(made.pages) > 0
    document = docx.Document(io.BytesIO(_made(okoye, "Word")))
    words = " ".join(one.text for one in document.element.iter() if getattr(one, "text", None))
    headed = " ".join(paragraph.text for part in document.sections for paragraph in _margins(part))
    assert "hub@example.org" in headed and _PURPOSE in headed
    assert "Maisie" in words
    assert "Pregnancy test" not in words


def _margins(part: Section) -> list[Paragraph]:
    return [*part.header.paragraphs, *part.footer.paragraphs]


def _made(okoye: Visitor, kind: str) -> bytes:
    okoye.page.get_by_label("What is it for?").fill(_PURPOSE)
    okoye.page.get_by_label(kind, exact=True).check()
    with okoye.page.expect_download() as download:
        okoye.presses("Make the chronology")
    return download.value.path().read_bytes()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_discussion_and_a_challenge_are_put_on_record(site: Site, javascript: bool) -> None:
    okoye = Visitor(site, "hub", javascript=javascript)
    okoye.goes_to(_STORY)
    okoye.gives_the_reason()
    okoye.follows("Strategy discussions")
    okoye.finds_it_sound()
    okoye.presses("Save the discussion")
    okoye.meets_the_problem("Write when it was held.", "Write who attended, one person a line.", "Write the reason.")
    _fill_in_the_discussion(okoye.page)
    okoye.presses("Save the discussion")
    okoye.sees("The discussion is on the story.", "J. Okoye, social care; PC Marsh, police", "See her alone (PC Marsh")
    okoye.page.get_by_role("button", name=re.compile("^Tick off")).first.click()
    okoye.sees("ticked off by Hub")
    _challenge(okoye)


def _fill_in_the_discussion(page: Page) -> None:
    held = timezone.localtime() - timedelta(hours=2)
    page.get_by_label("When was it held?").fill(f"{held:%Y-%m-%dT%H:%M}")
    page.get_by_label("Who attended?").fill("J. Okoye, social care\nPC Marsh, police\nDr Lund, health")
    page.get_by_label("What was decided, and why?").fill("An enquiry begins, since she was found twice at one address.")
    page.get_by_label("What is to be done").first.fill("See her alone")
    page.get_by_label("By whom").first.fill("PC Marsh")
    page.get_by_label("By when").first.fill(f"{held + timedelta(days=2):%Y-%m-%d}")


def _challenge(okoye: Visitor) -> None:
    page = okoye.page
    okoye.goes_to(f"{_STORY}challenges/")
    okoye.presses("Challenge")
    okoye.meets_the_problem("Choose the agency that decided.", "Write which decision you challenge.")
    page.get_by_label("Which agency’s decision do you challenge?").select_option(label="Wold and Marsh Police")
    page.get_by_label("Which decision?").fill("No further action on the report of 3 March")
    page.get_by_label("Why does it leave the child unsafe, and what do you ask for?").fill(
        "The man was not spoken to. We ask for an interview with him this week."
    )
    okoye.presses("Challenge")
    okoye.sees("The challenge is on the story. A reply is due", "stage 1")
    okoye.opens("Record the reply")
    okoye.finds_it_sound()
    page.get_by_label("What is the reply?").fill("Inspector Hale: he is to be seen on Friday.")
    okoye.presses("Record the reply")
    okoye.sees("It is on record.", "Reply recorded")
    okoye.goes_to("/challenges/")
    okoye.sees("Maisie: No further action on the report of 3 March")
