"""Rows to the engine's frozen values and back. The one place that knows both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter

from wholestory.model.links import FieldWeight, Judgement, Verdict
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Identifier, Involvement, Item, Person, Record
from wholestory.web.records.finding_keys import coarse_place, coarse_thing
from wholestory.web.records.models import InvolvementRow, ItemRow, JudgementRow, PersonRow, RecordRow
from wholestory.web.statements import Question

# Values and no rows: of a long story there are thousands, and making a row of each takes longer than fetching it.
_involvements = Question(
    lambda records: (
        InvolvementRow.objects.filter(record__in=records)
        .order_by()
        .values_list("pk", "record", "person", "role", "extra")
    )
)
_items = Question(
    lambda records: (
        ItemRow.objects.filter(record__in=records)
        .order_by()
        .values_list("pk", "record", "item_type", "value", "person", "extra")
    )
)


def moment(at: datetime | None, day_only: bool = False) -> Moment | None:
    """A time of a row as the engine has it; None where it is not known."""
    return Moment(at, day_only) if at else None


def person_of(row: PersonRow) -> Person:
    """A person."""
    return Person(
        key=row.key,
        agency=row.agency,
        forenames=row.forenames,
        surname=row.surname,
        aliases=tuple(row.aliases),
        date_of_birth=PartialDate.parse(row.born) if row.born else None,
        sex=row.sex,
        ethnicity=row.ethnicity,
        postcode=row.postcode,
        address=row.address,
        phones=tuple(row.phones),
        identifiers=tuple(Identifier(scheme, value) for scheme, value in row.identifiers),
        extra=_pairs(row.extra),
    )


def row_of_person(person: Person, cluster: str = "") -> PersonRow:
    """An unsaved row of a person; alone in its cluster unless one is named."""
    return PersonRow(
        key=person.key,
        agency=person.agency,
        forenames=person.forenames,
        surname=person.surname,
        aliases=list(person.aliases),
        born=str(person.date_of_birth or ""),
        sex=person.sex,
        ethnicity=person.ethnicity,
        postcode=person.postcode,
        address=person.address,
        home=coarse_place(person.address),
        phones=list(person.phones),
        identifiers=[[one.scheme, one.value] for one in person.identifiers],
        extra=[list(pair) for pair in person.extra],
        cluster=cluster or person.key,
    )


def record_of(row: RecordRow) -> Record:
    """A record with everyone involved and everything seen; `involvements` and `items` are best fetched beforehand."""
    return record_with_rows(row, row.involvements.all(), row.items.all())


def records_of(rows: Iterable[RecordRow]) -> list[Record]:
    """Some records with everyone involved and everything seen, which two queries fetch for any number of them."""
    rows = list(rows)
    keys = [row.key for row in rows]
    involvements: dict[str, list[Involvement]] = defaultdict(list)
    items: dict[str, list[Item]] = defaultdict(list)
    # In the order of the agency's file; asking the database for it costs more than the rows of most children.
    for _, record, person, role, extra in sorted(_involvements(keys), key=itemgetter(0)):
        involvements[record].append(Involvement(person, role, _pairs(extra)))
    for _, record, item_type, value, person, extra in sorted(_items(keys), key=itemgetter(0)):
        items[record].append(Item(item_type, value, person, _pairs(extra)))
    return [_record_with(row, involvements[row.key], items[row.key]) for row in rows]


def record_with_rows(row: RecordRow, involvements: Iterable[InvolvementRow], items: Iterable[ItemRow]) -> Record:
    """A record of its row and of those that hang from it."""
    return _record_with(
        row,
        [Involvement(one.person, one.role, _pairs(one.extra)) for one in involvements],
        [Item(one.item_type, one.value, one.person, _pairs(one.extra)) for one in items],
    )


def _record_with(row: RecordRow, involvements: Iterable[Involvement], items: Iterable[Item]) -> Record:
    recorded = moment(row.recorded_at, row.recorded_day_only)
    assert recorded is not None
    return Record(
        key=row.key,
        agency=row.agency,
        agency_kind=row.agency_kind,
        kind=row.kind,
        recorded_at=recorded,
        happened_from=moment(row.happened_from, row.happened_from_day_only),
        happened_to=moment(row.happened_to, row.happened_to_day_only),
        district=row.district,
        place=row.place,
        narrative=row.narrative,
        outcome=row.outcome,
        responds_to=tuple(row.responds_to),
        author_role=row.author_role,
        handling=row.handling,
        involvements=tuple(involvements),
        items=tuple(items),
        extra=_pairs(row.extra),
    )


def row_of_record(record: Record, stored_at: datetime, author: str = "") -> RecordRow:
    """An unsaved row of a record, without the rows that hang from it (see `rows_under`)."""
    happened, ended = record.happened_from, record.happened_to
    return RecordRow(
        key=record.key,
        agency=record.agency,
        agency_kind=record.agency_kind,
        kind=record.kind,
        recorded_at=record.recorded_at.at,
        recorded_day_only=record.recorded_at.whole_day,
        happened_from=happened.at if happened else None,
        happened_from_day_only=bool(happened and happened.whole_day),
        happened_to=ended.at if ended else None,
        happened_to_day_only=bool(ended and ended.whole_day),
        district=record.district,
        place=record.place,
        narrative=record.narrative,
        outcome=record.outcome,
        responds_to=list(record.responds_to),
        author_role=record.author_role,
        handling=record.handling,
        extra=[list(pair) for pair in record.extra],
        author=author,
        stored_at=stored_at,
    )


def rows_under(record: Record) -> tuple[list[InvolvementRow], list[ItemRow]]:
    """The unsaved rows of who was involved and what was seen."""
    involvements = [
        InvolvementRow(record_id=record.key, person=one.person, role=one.role, extra=[list(pair) for pair in one.extra])
        for one in record.involvements
    ]
    items = [
        ItemRow(
            record_id=record.key,
            item_type=one.item_type,
            value=one.value,
            person=one.person,
            extra=[list(pair) for pair in one.extra],
            thing=coarse_thing(one),
        )
        for one in record.items
    ]
    return involvements, items


def judgement_of(row: JudgementRow) -> Judgement:
    """A row of the ledger."""
    return Judgement(
        one=row.one,
        other=row.other,
        verdict=Verdict(row.verdict),
        judge=row.judge,
        reasons=tuple(row.reasons),
        score=row.score,
        fields=tuple(FieldWeight(field, level, weight) for field, level, weight in row.fields),
        by_person=row.by_person,
        judged_at=moment(row.judged_at),
        undone_at=moment(row.undone_at),
    )


def row_of_judgement(judgement: Judgement) -> JudgementRow:
    """An unsaved row of the ledger."""
    return JudgementRow(
        one=judgement.one,
        other=judgement.other,
        verdict=judgement.verdict.value,
        judge=judgement.judge,
        reasons=list(judgement.reasons),
        score=judgement.score,
        fields=[[one.field, one.level, one.weight] for one in judgement.fields],
        by_person=judgement.by_person,
        judged_at=judgement.judged_at.at if judgement.judged_at else None,
        undone_at=judgement.undone_at.at if judgement.undone_at else None,
    )


def _pairs(extra: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in extra)
