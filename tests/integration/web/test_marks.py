"""Something is marked as wrong: kept beside it, taking nothing away, and handed on without anybody's name."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.children.mark_export import without_names
from wholestory.web.children.mark_keys import link_key, read_reading_key, reading_key
from wholestory.web.children.models import Child, ConcernRow, DutyRow, Mark, ReadingRow
from wholestory.web.children.summarising import summarise
from wholestory.web.log.models import Entry
from wholestory.web.records.models import InvolvementRow, JudgementRow, PersonRow, RecordRow

SignedIn = Callable[[str], Client]
REASON = "It was her brother’s birthday, and the money was from Maisie Thorne’s aunt."


def _child() -> Child:
    return Child.objects.filter(places__agency="police", name__contains="Maisie")[0]


def _opened(client: Client, child: Child) -> Client:
    client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Putting a reading right"})
    return client


def _address(child: Child, of: str, key: str) -> str:
    return reverse("mark", kwargs={"child": child.key}, query={"of": of, "key": key})


def _a_reading(child: Child, column: str, rule: str) -> tuple[str, str]:
    """(key, words) of the first sign or challenged wording in an ordinary record of the child's."""
    mine = InvolvementRow.objects.filter(person__in=PersonRow.objects.filter(cluster=child.key).values("key"))
    records = RecordRow.objects.filter(key__in=mine.values("record"), handling="ordinary").order_by("key")
    for row in ReadingRow.objects.filter(record__in=records.values("key")).order_by("record"):
        for one in getattr(row, column):
            return reading_key(row.record, one["start"], one["end"], one[rule]), one["text"]
    raise AssertionError("nothing was read in the example")


def _keys(child: Child) -> dict[str, str]:
    duty, concern = DutyRow.objects.filter(child=child)[0], ConcernRow.objects.filter(child=child)[0]
    persons = PersonRow.objects.filter(cluster=child.key).values("key")
    link = JudgementRow.objects.filter(one__in=persons, other__in=persons, verdict="same")[0]
    return {
        "mention": _a_reading(child, "mentions", "indicator")[0],
        "language": _a_reading(child, "language", "term")[0],
        "duty": duty.key,
        "concern": concern.key,
        "link": link_key(link.one, link.other),
    }


@pytest.mark.parametrize("of", ["mention", "language", "duty", "concern", "link"])
def test_anything_found_is_marked_wrong_with_a_reason_and_that_is_undone(signed_in: SignedIn, of: str) -> None:
    child = _child()
    address, client = _address(child, of, _keys(child)[of]), _opened(signed_in("supervisor"), child)
    assert "Write the reason." in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": REASON})
    mark = Mark.objects.get()
    assert (mark.of, mark.reason, mark.by.email) == (of, REASON, "supervisor@example.org")
    other = _opened(signed_in("hub"), child)
    page = other.get(address).content.decode()
    assert "Marked as wrong" in page
    assert "birthday" in page
    assert "Undo my mark" not in page
    undo = reverse("undo_mark", kwargs={"child": child.key, "mark": mark.pk})
    assert other.post(undo).status_code == 403
    client.post(undo)
    assert "birthday" not in client.get(address).content.decode()


def test_a_mark_takes_nothing_away(signed_in: SignedIn) -> None:
    child = _child()
    summarise([child.key], timezone.now())
    before = Child.objects.values("unanswered", "missed", "urgency").get(key=child.key)
    client = _opened(signed_in("supervisor"), child)
    for of, key in _keys(child).items():
        client.post(_address(child, of, key), {"reason": REASON})
    summarise([child.key], timezone.now())
    assert Child.objects.values("unanswered", "missed", "urgency").get(key=child.key) == before
    assert Mark.objects.count() == 5


@pytest.mark.parametrize("of", ["mention", "duty", "concern", "link", "nothing"])
def test_what_is_not_found_is_not_marked(signed_in: SignedIn, of: str) -> None:
    child = _child()
    client = _opened(signed_in("supervisor"), child)
    assert client.get(_address(child, of, "police:KP-1001#0-4#nothing_of_the_kind")).status_code == 404
    assert client.get(_address(child, of, "nonsense")).status_code == 404


def test_words_of_a_restricted_record_are_not_marked_by_another_agency(signed_in: SignedIn) -> None:
    child = _child()
    key, words = _a_reading(child, "mentions", "indicator")
    record = read_reading_key(key)[0]
    agency = "hub" if not record.startswith("social_care") else "supervisor"
    RecordRow.objects.filter(key=record).update(handling="restricted")
    page = _opened(signed_in(agency), child).get(_address(child, "mention", key))
    assert page.status_code == 404
    assert words not in page.content.decode()


def test_marks_are_handed_on_without_names_once_somebody_has_read_them(signed_in: SignedIn) -> None:
    child = _child()
    key, words = _a_reading(child, "mentions", "indicator")
    client = _opened(signed_in("supervisor"), child)
    client.post(_address(child, "mention", key), {"reason": REASON})
    page = client.get("/marks/")
    assert "Maisie" not in page.context["lines"][0][1]["reason"].value()
    posted = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-take": "on",
        "form-0-words": page.context["lines"][0][1]["words"].value(),
        "form-0-reason": page.context["lines"][0][1]["reason"].value(),
    }
    refused = client.post("/marks/", posted)
    assert "Read every line" in refused.content.decode()
    assert not Entry.objects.filter(what="exported").exists()
    file = client.post("/marks/", {**posted, "no_names": "on"})
    assert "attachment" in file.headers["Content-Disposition"]
    marked = tomllib.loads(file.content.decode())["marked"]
    assert marked[0]["rule"] == read_reading_key(key)[3]
    assert marked[0]["words"]
    assert "{child}’s aunt" in marked[0]["reason"]
    assert child.key not in file.content.decode()
    assert Entry.objects.get(what="exported").details == {"marks": [Mark.objects.get().pk]}
    assert words


def test_names_and_numbers_are_taken_out(db: None) -> None:
    child = _child()
    by = User.objects.get(email="hub@example.org")
    text = "MAISIE rang from 07700 900141, see KB2 6LH or m.thorne@example.org"
    mark = Mark.objects.create(of="duty", key="x", child=child.key, reason=text, by=by, at=timezone.now())
    [(_, reason)] = without_names([mark])
    assert reason == "{child} rang from {number}, see {number} or {number}"


def test_with_nothing_marked_the_page_says_what_to_do(signed_in: SignedIn) -> None:
    assert "“This is wrong because…”" in signed_in("supervisor").get("/marks/").content.decode()


def test_marks_stand_beside_what_they_are_on_wherever_it_is_shown(signed_in: SignedIn) -> None:
    child = _child()
    keys = _keys(child)
    client = _opened(signed_in("supervisor"), child)
    for of in ("mention", "duty", "concern"):
        client.post(_address(child, of, keys[of]), {"reason": f"Not so, this {of}."})
    record = reverse("record", kwargs={"record": read_reading_key(keys["mention"])[0]}, query={"child": child.key})
    assert "Not so, this mention." in client.get(record).content.decode()
    concern = reverse("concern", kwargs={"child": child.key, "concern": keys["concern"]})
    assert "Not so, this concern." in client.get(concern).content.decode()
    trigger = RecordRow.objects.get(key=DutyRow.objects.get(child=child, key=keys["duty"]).trigger)
    month = (trigger.happened_from or trigger.recorded_at).strftime("%Y-%m")
    story = reverse("story", kwargs={"child": child.key}, query={"open": month})
    assert "Not so, this duty." in client.get(story).content.decode()
