"""A case that turned 18, moved, closed or died asks for no new duty; what had begun stays, and it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholestory.model.moments import Moment
from wholestory.web.accounts.models import User
from wholestory.web.children.actions.case_status import set_status
from wholestory.web.children.ages import age_in_words, day_of_turning_18
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import CaseStatus, Child, ConcernRow, DutyRow
from wholestory.web.records.models import PersonRow, RecordRow

SignedIn = Callable[[str], Client]


def _child_with_missed_duties() -> Child:
    child = Child.objects.filter(places__agency="police", missed__gte=2).order_by("key")[0]
    recompute([child.key], Moment(timezone.now()))
    return child


def _missed(child: Child) -> dict[str, date]:
    """The duties missed, and the day on which each trigger happened."""
    rows = DutyRow.objects.filter(child=child, state="missed")
    records = RecordRow.objects.in_bulk([row.trigger for row in rows])
    return {
        row.key: timezone.localdate(records[row.trigger].happened_from or records[row.trigger].recorded_at)
        for row in rows
    }


def _by() -> User:
    return User.objects.get(email="supervisor@example.org")


def test_only_duties_from_that_day_on_are_not_asked_for(db: None) -> None:
    child = _child_with_missed_duties()
    missed = _missed(child)
    since = max(missed.values())
    concerns = ConcernRow.objects.filter(child=child).count()
    set_status(child=child.key, kind="closed", since=since, reason="The plan ended.", by=_by())
    for key, day in missed.items():
        row = DutyRow.objects.get(child=child, key=key)
        assert row.state == ("excused" if day >= since else "missed"), key
        assert ("Not asked for, because the child had the case closed on" in row.statement) is (day >= since)
    assert ConcernRow.objects.filter(child=child).count() == concerns
    assert Child.objects.get(key=child.key).missed < child.missed


def test_the_status_follows_when_the_child_gets_another_key(db: None) -> None:
    child = _child_with_missed_duties()
    set_status(child=child.key, kind="moved", since=date(2000, 1, 1), reason="Handed over.", by=_by())
    other = PersonRow.objects.filter(cluster=child.key).exclude(key=child.key)[0]
    CaseStatus.objects.update(child=other.key)
    recompute([child.key], Moment(timezone.now()))
    assert not _missed(child)


def test_a_supervisor_says_so_on_a_page_and_takes_it_back(signed_in: SignedIn) -> None:
    child = _child_with_missed_duties()
    missed = _missed(child)
    client = signed_in("supervisor")
    client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Closing the case"})
    address = reverse("case_status", kwargs={"child": child.key})
    posted = {"kind": "died", "since": "2000-01-01", "reason": "As the coroner’s officer told us."}
    page = client.post(address, posted, follow=True).content.decode()
    assert "As the coroner’s officer told us." in page
    assert not _missed(child)
    page = client.post(reverse("undo_case_status", kwargs={"child": child.key}), follow=True).content.decode()
    assert "The case is open" in page
    assert _missed(child) == missed
    assert CaseStatus.objects.get().undone_at


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"since": ""}, "Write the day."),
        ({"since": (timezone.localdate() + timedelta(days=2)).isoformat()}, "Write it down once the day has come"),
        ({"kind": "turned_18", "since": "2010-01-01"}, "By the date of birth on record the child turns 18 on"),
        ({"kind": ""}, "Choose what happened."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(signed_in: SignedIn, changed: dict[str, str], sentence: str) -> None:
    child = Child.objects.filter(places__agency="police")[0]
    client = signed_in("supervisor")
    client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Closing the case"})
    posted = {"kind": "closed", "since": "2020-01-01", "reason": "The plan ended well.", **changed}
    assert sentence in client.post(reverse("case_status", kwargs={"child": child.key}), posted).content.decode()
    assert not CaseStatus.objects.exists()


def test_a_recorder_is_told_why_they_cannot(signed_in: SignedIn) -> None:
    child = Child.objects.filter(places__agency="care_home")[0]
    client = signed_in("recorder")
    client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Reading the case"})
    page = client.get(reverse("case_status", kwargs={"child": child.key})).content.decode()
    assert "you hold no such post" in page
    assert client.post(reverse("undo_case_status", kwargs={"child": child.key})).status_code == 403


@pytest.mark.parametrize(
    ("born", "words"),
    [("", "age not recorded"), ("2010-06-15", "14"), ("2010", "13 or 14"), ("2010-06", "13 or 14")],
)
def test_ages_in_words(born: str, words: str) -> None:
    assert age_in_words(born, date(2024, 6, 15)) == words


@pytest.mark.parametrize(
    ("born", "day"),
    [("2008-02-29", date(2026, 3, 1)), ("2008-06-15", date(2026, 6, 15)), ("2008-06", None), ("", None)],
)
def test_the_day_of_turning_18(born: str, day: date | None) -> None:
    assert day_of_turning_18(born) == day
