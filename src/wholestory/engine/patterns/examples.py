"""The tiny stories that a pattern carries: they must complete it, or must not."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from wholestory.engine.patterns.finding import find_concerns
from wholestory.model.findings import Assertion, Mention, Reading
from wholestory.model.moments import UK, Moment, PartialDate
from wholestory.model.records import Agency, Involvement, Item, Person, Record
from wholestory.model.story import Event, SharedThing, Story, Telling
from wholestory.practice.patterns import Example, ExampleRecord, PatternRule

FIRST_DAY = date(2019, 1, 7)
_CHILD, _OTHER = "example:child", "example:other"


def run_examples(rule: PatternRule) -> list[str]:
    """A sentence for each of a rule's examples that does not come out as the rule says; empty if all do."""
    faults = [
        f'{rule.header.path} is not completed by its match "{example.say}"; mend the rule or the example'
        for example in rule.matches
        if not _completes(rule, example)
    ]
    return faults + [
        f'{rule.header.path} is completed by its near miss "{example.say}"; mend the rule or the example'
        for example in rule.near_misses
        if _completes(rule, example)
    ]


def _completes(rule: PatternRule, example: Example) -> bool:
    story, readings = example_story(example)
    as_at = Moment.of_day(FIRST_DAY + timedelta(days=4000))
    return bool(find_concerns(story, readings, [rule], as_at))


def example_story(example: Example) -> tuple[Story, dict[str, Reading]]:
    """The story that an example tells, with what its narratives are taken to say."""
    records = [_record(number, told) for number, told in enumerate(example.records, 1)]
    events = [_event(record, told) for record, told in zip(records, example.records, strict=True)]
    events.sort(key=lambda event: (event.happened, event.known, event.key))
    agencies = {told.agency: Agency(told.agency, told.agency, told.agency) for told in example.records}
    story = Story(
        child=_CHILD,
        persons=(Person(_CHILD, "example", date_of_birth=_born(example.months)),),
        events=tuple(events),
        shared=_shared(records, example.records),
        agencies=tuple(agencies.values()),
    )
    readings = {record.key: _reading(record, told) for record, told in zip(records, example.records, strict=True)}
    return story, readings


def _born(months: int) -> PartialDate:
    born = FIRST_DAY - timedelta(days=int(months * 30.44))
    return PartialDate(born.year, born.month, born.day)


def _record(number: int, told: ExampleRecord) -> Record:
    start = _moment(told.day, told.hour)
    end = Moment(start.at + timedelta(hours=told.hours)) if told.hours is not None else None
    others = (*((f"example:{role}", role) for role in told.people),)
    reporter = ((f"example:{told.reporter}", "reporter"),) if told.reporter else ()
    child = _OTHER if told.related else _CHILD
    return Record(
        key=f"{told.agency}:{number}",
        agency=told.agency,
        agency_kind=told.agency,
        kind=told.kind,
        recorded_at=_known(end or start, told.known_after),
        happened_from=start,
        happened_to=end,
        narrative=told.says,
        outcome=told.outcome,
        involvements=tuple(Involvement(*part) for part in ((child, told.role), *others, *reporter)),
        items=tuple(Item(item_type, f"example {item_type}") for item_type in told.items),
    )


def _moment(day: int, hour: int | None) -> Moment:
    at = FIRST_DAY + timedelta(days=day)
    return Moment.of_day(at) if hour is None else Moment(datetime.combine(at, time(hour), UK))


def _known(ended: Moment, days: int) -> Moment:
    if ended.whole_day:
        return Moment.of_day(ended.day + timedelta(days=days))
    return Moment(ended.at + timedelta(days=days, minutes=30))


def _event(record: Record, told: ExampleRecord) -> Event:
    roles = () if told.related else (told.role,)
    return Event(record.key, record.kind, (Telling(record, roles),), record.when, record.ended, record.recorded_at,
                 relation=told.related, belongs_to=_OTHER if told.related else "")  # fmt: skip


def _shared(records: list[Record], told: tuple[ExampleRecord, ...]) -> tuple[SharedThing, ...]:
    keys: dict[str, list[str]] = {}
    for record, example in zip(records, told, strict=True):
        for kind in example.shared:
            keys.setdefault(kind, []).append(record.key)
    return tuple(SharedThing(kind, f"example {kind}", (_OTHER,), tuple(found)) for kind, found in keys.items())


def _reading(record: Record, told: ExampleRecord) -> Reading:
    mentions = []
    for place, text in enumerate(told.signs):
        sign, _, said = text.partition(":")
        mentions.append(Mention(record.key, sign, place, place + 1, sign, Assertion(said or "present")))
    return Reading(record.key, tuple(mentions))
