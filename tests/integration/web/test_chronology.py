"""A chronology leaves the program: marked with its reader, readable by everybody, without what must not leave."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from tests.pdf_structure import tagged
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Involvement, Item, Person, Record
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import Child
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.sight import Sight
from wholestory.web.children.telling.told import tell
from wholestory.web.log.models import Entry
from wholestory.web.records.models import Correction, PersonRow
from wholestory.web.records.storing import add_people, add_records

SignIn = Callable[[str], Client]
AS_AT = Moment(datetime(2024, 9, 1, 12, tzinfo=UTC))
ROBIN, AUNT = "police:robin", "police:aunt"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def robin(db: None) -> Child:
    """A made child who is safe at an aunt's, which several records mention in their own ways."""
    add_people(
        [
            Person(ROBIN, "police", "Robin", "Meadow", date_of_birth=PartialDate.parse("2010-02-03")),
            Person(AUNT, "police", "Iris", "Meadow", address="14A Tanner Road, Madeby", postcode="MB1 4TR"),
        ]
    )
    PersonRow.objects.filter(key=AUNT).update(address_is_safe_contact=True)
    words = (
        ("Robin stays with Iris at 14a Tanner Rd.", "Madeby Library", ()),
        ("Quiet visit. # not a heading, $ no sum, @no-link. 日", "14 A TANNER ROAD", (Item("address", "mb14tr"),)),
    )
    add_records(
        [
            Record(f"police:R{number}", "police", "police", "visit", Moment.parse(f"2024-03-0{number}"), place=place,
                   narrative=narrative, items=items,
                   involvements=(Involvement(ROBIN, "subject"), Involvement(AUNT, "parent_carer")))
            for number, (narrative, place, items) in enumerate(words, 1)
        ],
        AS_AT.at,
    )  # fmt: skip
    add_records(
        [
            Record("police:R3", "police", "police", "missing_episode", Moment.parse("2024-03-06"), outcome="missing",
                   happened_from=Moment.parse("2024-03-05T20:00"), happened_to=Moment.parse("2024-03-06T02:00"),
                   involvements=(Involvement(ROBIN, "subject"),)),
            Record("police:R5", "police", "police", "placement_start", Moment.parse("2024-04-05"), place="Canary House",
                   narrative="Canary.", handling="restricted", involvements=(Involvement(ROBIN, "subject"),))
        ],
        AS_AT.at,
    )  # fmt: skip
    recompute([ROBIN], AS_AT)
    return Child.objects.get(key=ROBIN)


def _made(client: Client, file: str, query: str = "", reason: str = "Conference on Monday") -> bytes:
    client.post(reverse("open_story", kwargs={"child": ROBIN}), {"reason": "Preparing the conference"})
    there = reverse("chronology", kwargs={"child": ROBIN}) + query
    made = client.post(there, {"reason": reason, "file": file})
    assert made.status_code == 200
    assert made.headers["Content-Disposition"].startswith("attachment")
    return made.content


def _words(made: bytes) -> str:
    """Everything that stands in a Word file, whichever part it stands in."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        told = " ".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist() if name.endswith("xml"))
    return re.sub(r"<[^>]+>", "", told)


def test_the_pdf_can_be_read_by_everybody(signed_in: SignIn, robin: Child) -> None:
    found = tagged(_made(signed_in("supervisor"), "pdf"))
    assert (found.language, found.marked, found.shows_title, found.declares_ua) == ("en-GB", True, True, 1)
    assert found.title == "Chronology: Robin Meadow, 16"
    assert {"H1", "H2", "P", "L", "LI"} <= {one.tag for one in found.root.walk()}


def test_the_pdf_is_read_in_the_order_of_the_word_file(signed_in: SignIn, robin: Child) -> None:
    client = signed_in("supervisor")
    document = Document(io.BytesIO(_made(client, "word")))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name in ("Heading 1", "Heading 2")]
    found = tagged(_made(client, "pdf"))
    assert found.texts("H1", "H2") == [" ".join(heading.split()) for heading in headings]
    written = " ".join(one.text for one in document.paragraphs)
    events = re.findall(r"Robin was [^.]+\.", written)
    assert events and re.findall(r"Robin was [^.]+\.", found.root.all_text) == events


def test_the_word_file_has_headings_language_and_the_readers_mark(signed_in: SignIn, robin: Child) -> None:
    document = Document(io.BytesIO(_made(signed_in("supervisor"), "word")))
    assert document.core_properties.title == "Chronology: Robin Meadow, 16"
    mark = document.sections[0].header.paragraphs[0].text
    assert mark.startswith("Made by Supervisor (supervisor@example.org) on ")
    assert mark.endswith("Reason: Conference on Monday")
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert {"Title", "Heading 1", "Heading 2"} <= set(styles)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Robin was visited, Madeby Library." in text
    assert "Iris Meadow (parent carer)" in text


def test_a_safe_contacts_address_stands_nowhere(signed_in: SignIn, robin: Child) -> None:
    text = _words(_made(signed_in("supervisor"), "word", reason="For the meeting at 14a Tanner Road"))
    assert "[address kept back]" in text
    assert "Madeby Library" in text
    assert not re.search(r"tanner|14 ?a\b|mb1 ?4tr", text, re.IGNORECASE)


def test_restricted_words_never_leave_whoever_asks(signed_in: SignIn, robin: Child) -> None:
    text = _words(_made(signed_in("supervisor"), "word"))
    assert "Canary" not in text
    assert "A restricted record is held here. Ask Wold and Marsh Police" in text
    assert "Where the child lives stands in a restricted record" in text


def test_it_obeys_filter_and_day(signed_in: SignIn, robin: Child) -> None:
    client = signed_in("supervisor")
    early = _words(_made(client, "word", "?known=2024-03-01"))
    assert "What was known on 1 March 2024. The whole story." in early
    assert "Quiet visit" not in early
    placements = _words(_made(client, "word", "?kind=placement_start"))
    assert "Only part of the story (kind: Placement start)" in placements
    assert "Madeby Library" not in placements


def test_corrections_stand_beside_what_was_written(signed_in: SignIn, robin: Child) -> None:
    by = User.objects.get(email="supervisor@example.org")
    Correction.objects.create(
        record="police:R2", by=by, at=timezone.now(), text="It was Iris’s sister.", reason="Asked"
    )
    assert "Correction: It was Iris’s sister. (Supervisor, " in _words(_made(signed_in("supervisor"), "word"))
    assert "Iris’s sister" not in _words(_made(signed_in("supervisor"), "word", "?known=2024-03-30"))


def test_each_export_is_logged_with_its_reason(signed_in: SignIn, robin: Child) -> None:
    _made(signed_in("supervisor"), "pdf", "?kind=visit")
    entry = Entry.objects.get(what="exported")
    assert (entry.who, entry.about) == ("supervisor@example.org", f"child {ROBIN}")
    assert entry.reason == "Conference on Monday"
    assert entry.details == {"file": "pdf", "asked": "kind=visit", "glass_broken": False}


def test_without_a_reason_nothing_leaves(signed_in: SignIn, robin: Child) -> None:
    client = signed_in("supervisor")
    client.post(reverse("open_story", kwargs={"child": ROBIN}), {"reason": "Preparing the conference"})
    page = client.post(reverse("chronology", kwargs={"child": ROBIN}), {"file": "pdf"})
    assert "Write what the chronology is for." in page.content.decode()
    assert not Entry.objects.filter(what="exported").exists()


def test_what_leaves_is_seen_as_ordinary_alone(robin: Child) -> None:
    told = tell(robin, None)
    assert told
    leaving = Sight(access_of(User.objects.get(email="hub@example.org")), told.outline, leaving=True)
    handled = {one.handling for line in told.outline.events for one in leaving.readable(line)}
    assert handled == {"ordinary"}
    assert Filters().address == ""
