"""Writing: drafts, records sent with the wordings that their author kept, corrections, and children not here yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Involvement, Item, Person, Record
from wholestory.web.accounts.models import Agency, User
from wholestory.web.children.actions.saving import all_or_nothing, new_key, store_record
from wholestory.web.children.better_wording import Wording
from wholestory.web.children.computing import recompute
from wholestory.web.children.linking import judge_newcomer
from wholestory.web.children.models import Child, ChildPlace
from wholestory.web.children.queries.keys import persons_of
from wholestory.web.log.actions import note
from wholestory.web.records.models import Correction, Draft, KeptWording, PersonRow, RecordRow
from wholestory.web.records.storing import add_judgements, add_people, recluster
from wholestory.web.records.values import person_of


@dataclass(frozen=True, slots=True)
class Written:
    """What a form holds, as the engine has it: the record, its subject, and whom it brings that is not here yet."""

    record: Record
    subject: Person
    people: tuple[Person, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def written(
    *,
    child: str,
    form: Mapping[str, Any],
    others: Collection[Mapping[str, str]],
    items: Collection[Mapping[str, str]],
    agency: Agency,
    district: str,
    by: User,
    at: datetime,
) -> Written:
    """The record that a valid form means. `child` is the cluster of the child whom the author chose, `agency` the one
    it is written for, `district` that of the author's post (empty where it is all of them: it is then the one in which
    the child was last written about).
    """
    subject, people, judgements = _subject(child, agency.name, by, at)
    named = [one for one in others if one.get("name")]
    fresh = [_person_called(one["name"], agency.name) for one in named]
    record = Record(
        key=new_key(agency.name),
        agency=agency.name,
        agency_kind=agency.kind,
        kind=form["kind"],
        recorded_at=Moment(at),
        happened_from=Moment(form["happened_from"]) if form.get("happened_from") else None,
        happened_to=Moment(form["happened_to"]) if form.get("happened_to") else None,
        district=district or _district(child, agency.name),
        place=form.get("place", ""),
        narrative=form["narrative"],
        outcome=form.get("outcome", ""),
        responds_to=tuple(form.get("answers", ())),
        author_role=form.get("author_role", ""),
        handling=form["handling"],
        involvements=(
            Involvement(subject.key, "subject"),
            *(Involvement(person.key, one["role"]) for person, one in zip(fresh, named, strict=True)),
        ),
        items=tuple(Item(one["item_type"], one["value"]) for one in items if one.get("value")),
    )
    return Written(record, subject, (*people, *fresh), judgements)


def _subject(
    child: str, agency: str, by: User, at: datetime
) -> tuple[Person, tuple[Person, ...], tuple[Judgement, ...]]:
    """The agency's own person for a child; one is made, and said by the author to be this child, where it has none."""
    rows = sorted(persons_of([child]), key=lambda row: row.key)
    own = next((row for row in rows if row.agency == agency), None)
    if own:
        return person_of(own), (), ()
    known = person_of(rows[0])
    fresh = Person(
        key=new_key(agency),
        agency=agency,
        forenames=known.forenames,
        surname=known.surname,
        date_of_birth=known.date_of_birth,
        sex=known.sex,
    )
    one, other = sorted((fresh.key, known.key))
    chosen = Judgement(
        one, other, Verdict.SAME, by.email, ("Chosen by the author of a record.",), by_person=True, judged_at=Moment(at)
    )
    return fresh, (fresh,), (chosen,)


def _person_called(name: str, agency: str) -> Person:
    forenames, _, surname = name.strip().rpartition(" ")
    if not forenames:
        forenames, surname = surname, ""
    return Person(key=new_key(agency), agency=agency, forenames=forenames, surname=surname)


def _district(child: str, agency: str) -> str:
    """Where the child's newest record of this agency was made, else of any."""
    keys = PersonRow.objects.filter(cluster=child).values("key")
    rows = RecordRow.objects.filter(involvements__person__in=keys).exclude(district="").order_by("-recorded_at")
    own = rows.filter(agency=agency).values_list("district", flat=True).first()
    return own or rows.values_list("district", flat=True).first() or ""


@all_or_nothing
def submit(*, what: Written, kept: Mapping[Wording, str], child: str, by: User, at: datetime) -> frozenset[str]:
    """Submit a record. `kept` are the wordings that the author keeps, with the reasons; the draft is done with."""
    touched = store_record(record=what.record, by=by, at=at, people=what.people, judgements=what.judgements)
    KeptWording.objects.bulk_create(
        KeptWording(
            record=what.record.key,
            text=wording.finding.text,
            term=wording.finding.term,
            reason=reason,
            by=by,
            at=at,
        )
        for wording, reason in kept.items()
    )
    Draft.objects.filter(by=by, child=child).delete()
    return touched


def keep_draft(*, child: str, form: Mapping[str, list[str]], by: User, at: datetime) -> Draft:
    """Keep what a form holds, as it stands; one draft a person and child."""
    draft, _ = Draft.objects.update_or_create(by=by, child=child, defaults={"form": dict(form), "saved_at": at})
    return draft


def discard_draft(*, child: str, by: User) -> None:
    """Throw a draft away."""
    Draft.objects.filter(by=by, child=child).delete()


@transaction.atomic
def correct(*, record: str, text: str, reason: str, by: User, at: datetime) -> Correction:
    """Put a correction beside a record, whose narrative stays as it was written."""
    correction = Correction.objects.create(record=record, text=text, reason=reason, by=by, at=at)
    note(who=by.email, what="wrote", about=f"record {record}", reason=reason, at=at, kind="correction")
    return correction


@all_or_nothing
def add_child(*, form: Mapping[str, str], agency: str, district: str, by: User, at: datetime) -> str:
    """Add a child who is not here yet, and look for who it may be elsewhere; gives the child's cluster.

    The child can be found at once in the agency and district of whoever added it, before any record is written.
    """
    person = Person(
        key=new_key(agency),
        agency=agency,
        forenames=form["forenames"].strip(),
        surname=form.get("surname", "").strip(),
        date_of_birth=PartialDate.parse(form["born"]) if form.get("born") else None,
        sex=form.get("sex", ""),
    )
    add_people([person])
    add_judgements(judge_newcomer(person, Moment(at)))
    recompute(recluster([person.key]), Moment(at))
    cluster = PersonRow.objects.values_list("cluster", flat=True).get(key=person.key)
    child, _ = Child.objects.get_or_create(
        key=cluster,
        defaults={
            "name": person.name,
            "first_name": person.forenames.split()[0],
            "born": form.get("born", ""),
            "sex": person.sex,
            "district": district,
            "computed_at": at,
        },
    )
    ChildPlace.objects.get_or_create(child=child, agency=agency, district=district)
    note(who=by.email, what="wrote", about=f"person {person.key}", at=at, kind="person")
    return cluster
