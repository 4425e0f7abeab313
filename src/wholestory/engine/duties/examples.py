"""The examples of a duty, built into small stories and judged: they are its tests and its manual page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from wholestory.engine.duties.finding import find_duties
from wholestory.model.findings import Assertion, Mention, Reading
from wholestory.model.moments import PartialDate
from wholestory.model.records import Agency, Involvement, Person, Record
from wholestory.model.story import Event, Story, Telling
from wholestory.practice.duties import NOT_OWED, DutyRule
from wholestory.practice.duty_examples import DutyExample, ExampleRecord


def run_examples(rule: DutyRule) -> list[str]:
    """Judge each example of a rule; a sentence for each whose first record is not judged as the example says."""
    faults = []
    for example in rule.examples:
        found = judge_example(rule, example)
        if found != example.expect:
            faults.append(
                f'{rule.header.path} example "{example.says}" should be {example.expect} but is {found}; '
                "change the rule or the example"
            )
    return faults


def judge_example(rule: DutyRule, example: DutyExample) -> str:
    """The state of the duty that the example's trigger record starts, or that it is not owed."""
    story, readings = build_story(example)
    findings = find_duties(story, readings, [rule], example.as_at)
    trigger = next((_key(record) for record in example.records if record.name == example.trigger), "")
    return next((finding.state.value for finding in findings if finding.trigger == trigger), NOT_OWED)


def build_story(example: DutyExample) -> tuple[Story, dict[str, Reading]]:
    """The story and the readings that an example tells of. The child is called Alex in every agency."""
    records = {record.name: _record(record, example) for record in example.records}
    readings = {
        records[record.name].key: Reading(records[record.name].key, tuple(_mentions(record)))
        for record in example.records
    }
    agencies = sorted({record.agency for record in example.records})
    story = Story(
        child=f"{agencies[0]}:child" if agencies else "",
        persons=tuple(_child(agency, example) for agency in agencies),
        events=tuple(_events(example, records)),
        agencies=tuple(Agency(agency, agency, agency.replace("_", " ")) for agency in agencies),
    )
    return story, readings


def _child(agency: str, example: DutyExample) -> Person:
    born = None
    if example.age is not None and example.records:
        first = (example.records[0].at or example.records[0].recorded).day
        birthday = first - timedelta(days=round(365.25 * example.age) + 30)
        born = PartialDate(birthday.year, birthday.month, birthday.day)
    return Person(key=f"{agency}:child", agency=agency, forenames="Alex", date_of_birth=born)


def _key(record: ExampleRecord) -> str:
    return f"{record.agency}:{record.name}"


def _record(record: ExampleRecord, example: DutyExample) -> Record:
    keys = {other.name: _key(other) for other in example.records}
    involved = [Involvement(f"{record.agency}:child", record.role)]
    if record.other:
        involved.append(Involvement(f"{record.agency}:other", record.other))
    return Record(
        key=_key(record),
        agency=record.agency,
        agency_kind=record.agency,
        kind=record.kind,
        recorded_at=record.recorded,
        happened_from=record.at,
        happened_to=record.ended,
        narrative=record.text,
        outcome=record.outcome,
        responds_to=tuple(keys.get(name, name) for name in record.answers),
        handling="restricted" if record.restricted else "ordinary",
        involvements=tuple(involved),
    )


def _mentions(record: ExampleRecord) -> Iterable[Mention]:
    for sign in record.signs:
        indicator, _, assertion = sign.partition(" ")
        yield Mention(_key(record), indicator, 0, 0, "", Assertion(assertion or "present"))


def _events(example: DutyExample, records: dict[str, Record]) -> Iterable[Event]:
    for first in example.records:
        if first.same_event_as:
            continue
        told = [records[one.name] for one in example.records if first.name in (one.name, one.same_event_as)]
        tellings = tuple(Telling(record, tuple(_roles(record))) for record in told)
        yield Event(
            key=told[0].key,
            kind=first.kind,
            tellings=tellings,
            happened=min(record.when for record in told),
            ended=max(record.ended for record in told),
            known=min(record.recorded_at for record in told),
        )


def _roles(record: Record) -> Iterable[str]:
    return (part.role for part in record.involvements if part.person.endswith(":child"))
