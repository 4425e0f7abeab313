"""Examples of duties: small stories written into a duty's file, with the state that they must be judged to have.

A record's time is a day number and a clock time (`"1 09:30"`), or a day alone for a bare date (`"1"`). Day 0 is the
example's `starts`, a Monday without a bank holiday near it unless the example says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wholestory.model.moments import UK, Moment
from wholestory.model.records import AGENCY_KINDS, RECORD_KINDS, ROLES
from wholestory.practice.files import RuleFile
from wholestory.practice.tables import Table

FIRST_DAY = date(2015, 6, 1)
USUAL_AGE = 14
LONG_AFTER = "60"


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """One record of an example. `answers` and `same_event_as` hold other records' `name`s; `signs` as in rules."""

    name: str
    kind: str
    agency: str
    recorded: Moment
    at: Moment | None
    ended: Moment | None
    outcome: str
    text: str
    signs: tuple[str, ...]
    answers: tuple[str, ...]
    role: str
    other: str
    same_event_as: str
    restricted: bool


@dataclass(frozen=True, slots=True)
class DutyExample:
    """A small story and what must be said of its first record: a state of the duty, or that it is not owed."""

    says: str
    expect: str
    age: int | None
    as_at: Moment
    trigger: str
    records: tuple[ExampleRecord, ...]


def read_examples(rule: RuleFile, expectations: tuple[str, ...]) -> tuple[DutyExample, ...]:
    """Every `[[example]]` of a rule; faults are added to the rule's."""
    return tuple(_example(Table(rule, table, "example"), expectations) for table in rule.tables("example"))


def _example(table: Table, expectations: tuple[str, ...]) -> DutyExample:
    table.known(("says", "expect", "age", "age_unknown", "as_at", "starts", "trigger", "record"))
    if not table.text("says"):
        table.fault('has no says; tell the story in a sentence, as in says = "She comes home and is seen next day"')
    starts = _starts(table)
    records = tuple(_record(part, starts, place) for place, part in enumerate(table.tables("record")))
    if not records:
        table.fault("has no [[example.record]]; add the records that tell the story, the trigger first")
    return DutyExample(
        says=table.text("says"),
        expect=table.choice("expect", expectations, expectations[0]),
        age=None if table.truth("age_unknown") else table.number("age", USUAL_AGE),
        as_at=_moment(table, "as_at", starts, LONG_AFTER) or Moment.of_day(starts),
        trigger=table.text("trigger") or (records[0].name if records else ""),
        records=records,
    )


def _starts(table: Table) -> date:
    text = table.text("starts")
    try:
        return date.fromisoformat(text) if text else FIRST_DAY
    except ValueError:
        table.fault(f'has starts = "{text}", which is not a date; write it as 2015-06-01')
        return FIRST_DAY


_FIELDS = (
    *("name", "kind", "agency", "at", "ended", "recorded", "outcome", "text", "signs", "answers", "role"),
    *("other", "same_event_as", "restricted"),
)


def _record(table: Table, starts: date, place: int) -> ExampleRecord:
    table.known(_FIELDS)
    at, ended = _moment(table, "at", starts), _moment(table, "ended", starts)
    recorded = _moment(table, "recorded", starts) or ended or at
    if not recorded:
        table.fault('has no time; add at = "0 19:00" (day and clock time), and ended or recorded where they differ')
    return ExampleRecord(
        name=table.text("name") or f"record{place}",
        kind=table.choice("kind", tuple(sorted(RECORD_KINDS)), "contact"),
        agency=table.choice("agency", AGENCY_KINDS, "police"),
        recorded=recorded or Moment.of_day(starts),
        at=at,
        ended=ended,
        outcome=table.text("outcome"),
        text=table.text("text"),
        signs=table.texts("signs"),
        answers=table.texts("answers"),
        role=table.choice("role", ROLES, "subject"),
        other=table.choice("other", ("", *ROLES), ""),
        same_event_as=table.text("same_event_as"),
        restricted=table.truth("restricted"),
    )


def _moment(table: Table, name: str, starts: date, default: str = "") -> Moment | None:
    text = table.text(name) or default
    if not text:
        return None
    day, _, clock = text.partition(" ")
    try:
        when = starts + timedelta(days=int(day))
        if not clock:
            return Moment.of_day(when)
        return Moment.parse(datetime.combine(when, time.fromisoformat(clock), UK).isoformat())
    except (ValueError, OverflowError):
        table.fault(f'has {name} = "{text}"; write a day number and a clock time, as in "1 09:30", or a day alone')
        return None
