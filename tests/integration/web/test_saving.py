"""A saved record is on the story at once, with what follows from it; who is who follows the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment
from wholestory.model.records import Involvement, Person, Record
from wholestory.web.accounts.models import User
from wholestory.web.children.actions.saving import new_key, save_record
from wholestory.web.children.models import Child, DutyRow
from wholestory.web.log.models import Entry
from wholestory.web.records.models import PersonRow, RecordRow

pytestmark = pytest.mark.django_db


def _missing(person: str, at: datetime) -> Record:
    agency = person.partition(":")[0]
    return Record(
        key=new_key(agency),
        agency=agency,
        agency_kind="police",
        kind="missing_episode",
        recorded_at=Moment(at),
        happened_from=Moment(at - timedelta(hours=9)),
        happened_to=Moment(at - timedelta(hours=1)),
        narrative="Not home by ten. Back at seven.",
        outcome="missing",
        involvements=(Involvement(person, "subject"),),
    )


@pytest.fixture
def writer(db: None) -> User:
    """Somebody who writes records."""
    return User.objects.get(email="supervisor@example.org")


def _a_police_person() -> PersonRow:
    child = Child.objects.filter(places__agency="police").first()
    assert child
    return PersonRow.objects.filter(cluster=child.key, agency="police")[0]


def test_a_missing_episode_starts_its_duties_at_once(writer: User) -> None:
    person, now = _a_police_person(), timezone.now()
    record = _missing(person.key, now)
    touched = save_record(record=record, by=writer, at=now)
    assert person.cluster in touched
    started = DutyRow.objects.filter(child=person.cluster, trigger=record.key)
    assert "return_interview" in set(started.values_list("duty", flat=True))
    assert Entry.objects.filter(who=writer.email, what="wrote", about=f"record {record.key}").count() == 1


def test_a_new_person_said_to_be_the_same_child_joins_the_story(writer: User) -> None:
    known, now = _a_police_person(), timezone.now()
    person = Person(key=new_key("aa_new_agency"), agency="aa_new_agency", forenames=known.forenames)
    one, other = sorted((person.key, known.key))
    same = Judgement(one, other, Verdict.SAME, writer.email, ("chosen by hand",), by_person=True)
    record = _missing(person.key, now)
    old = known.cluster
    save_record(record=record, by=writer, at=now, people=[person], judgements=[same])
    known.refresh_from_db()
    # The new key is the smallest, so the child bears it now; nothing is left under the old name.
    assert known.cluster == person.key
    assert Child.objects.filter(key=person.key).exists()
    assert not Child.objects.filter(key=old).exists()


def test_nothing_is_stored_when_something_fails(writer: User) -> None:
    person, now = _a_police_person(), timezone.now()
    record = _missing(person.key, now)
    save_record(record=record, by=writer, at=now)
    entries = Entry.objects.count()
    with pytest.raises(Exception, match=r"(?i)unique"):
        save_record(record=record, by=writer, at=now)
    assert RecordRow.objects.filter(key=record.key).count() == 1
    assert Entry.objects.count() == entries
