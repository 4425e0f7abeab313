"""What patterns look at: each record of a child's story with the signs that it carries about this child."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wholestory.model.findings import Assertion, Reading
from wholestory.model.moments import Moment
from wholestory.model.records import Record
from wholestory.model.story import Event, SharedThing, Story, Telling

# A mention is about the subject of its record. Of another child named in the record, these hold as well.
HOUSEHOLD_SIGNS = frozenset(
    {"domestic_abuse", "home_conditions", "parental_difficulty", "new_adult", "unsupervised", "access_refused"}
)
TOGETHER_KINDS = frozenset({"missing_episode", "encounter"})

ADULT_AGE = 18

_NO_SIGNS: Mapping[str, frozenset[Assertion]] = {}


@dataclass(slots=True, eq=False)
class Fact:
    """One telling of an event as this child's story knows it.

    `number` is its place in the order in which records became known, set when all are known. `about` is false where
    only its household signs concern this child. `signs` maps a sign to how it is said. `shared` is the kind of thing
    that this child shares with another, `shared_records` the records of both that hold it; `withheld` is
    what to say of it instead where a restricted record makes the link.
    """

    number: int
    record: Record
    event: str
    start: datetime
    end: datetime
    own: bool
    about: bool
    roles: tuple[str, ...] = ()
    relation: str = ""
    signs: Mapping[str, frozenset[Assertion]] = field(default_factory=dict)
    shared: str = ""
    shared_records: tuple[str, ...] = ()
    withheld: str = ""

    @property
    def known(self) -> Moment:
        """When a reader of everything could first have read it."""
        return self.record.recorded_at


class Facts:
    """A child's facts in the order in which they became known, indexed by sign, kind and shared thing."""

    def __init__(self, story: Story, readings: Mapping[str, Reading], as_at: Moment) -> None:
        self.story = story
        self.persons = frozenset(person.key for person in story.persons)
        self.others = {person.key: person for person in story.others}
        self.all = _in_known_order(story, readings, as_at)
        self.by_sign: dict[str, list[Fact]] = {}
        self.by_kind: dict[str, list[Fact]] = {}
        self.by_shared: dict[str, list[Fact]] = {}
        for fact in self.all:
            self._index(fact)

    def _index(self, fact: Fact) -> None:
        if fact.shared:
            self.by_shared.setdefault(fact.shared, []).append(fact)
            return
        self.by_kind.setdefault(fact.record.kind, []).append(fact)
        for sign in fact.signs:
            self.by_sign.setdefault(sign, []).append(fact)


def _in_known_order(story: Story, readings: Mapping[str, Reading], as_at: Moment) -> tuple[Fact, ...]:
    facts = [fact for fact in (*_told(story, readings), *_shared(story)) if fact.known <= as_at]
    facts.sort(key=lambda fact: (fact.known.at, not fact.known.whole_day, fact.record.key, fact.shared))
    for number, fact in enumerate(facts):
        fact.number = number
    return tuple(facts)


def _told(story: Story, readings: Mapping[str, Reading]) -> Iterator[Fact]:
    for event in story.events:
        if not event.is_theirs and _grown_up(story, event):
            continue
        for telling in event.tellings:
            yield _fact(event, telling, readings.get(telling.record.key))


def _grown_up(story: Story, event: Event) -> bool:
    ages = story.age_on(event.happened.day)
    return ages is not None and ages[0] >= ADULT_AGE


def _fact(event: Event, telling: Telling, reading: Reading | None) -> Fact:
    record = telling.record
    subject = event.is_theirs or "subject" in telling.roles
    together = "child" in telling.roles and record.kind in TOGETHER_KINDS
    return Fact(
        number=0,
        record=record,
        event=event.key,
        start=record.when.at,
        end=max(record.ended.end, record.when.at),
        own=not event.is_theirs,
        about=subject or together,
        roles=telling.roles,
        relation=event.relation,
        signs=_signs(reading, subject, "child" in telling.roles) if reading else _NO_SIGNS,
    )


def _signs(reading: Reading, subject: bool, child: bool) -> Mapping[str, frozenset[Assertion]]:
    signs: dict[str, frozenset[Assertion]] = {}
    for mention in reading.mentions:
        if subject or (child and mention.indicator in HOUSEHOLD_SIGNS):
            signs[mention.indicator] = signs.get(mention.indicator, frozenset()) | {mention.assertion}
    return signs


def _shared(story: Story) -> Iterator[Fact]:
    """One fact for each thing shared, known when both this child's and another child's record of it are."""
    if not story.shared:
        return
    told = {telling.record.key: (event, telling) for event in story.events for telling in event.tellings}
    for thing in story.shared:
        # What may be two things after all is shown, and completes no pattern.
        fact = None if thing.doubt else _shared_fact(thing, told)
        if fact:
            yield fact


def _shared_fact(thing: SharedThing, told: Mapping[str, tuple[Event, Telling]]) -> Fact | None:
    found = sorted((told[key] for key in thing.records if key in told), key=lambda pair: pair[1].record.recorded_at)
    own = [pair for pair in found if not pair[0].is_theirs]
    theirs = [pair for pair in found if pair[0].is_theirs]
    if not own:
        return None
    event, telling = max([own[0], *theirs[:1]], key=lambda pair: (pair[1].record.recorded_at, pair[1].record.key))
    record = telling.record
    records = tuple(pair[1].record.key for pair in (own[0], *theirs[:1]))
    return Fact(0, record, event.key, record.when.at, record.ended.end, own=not event.is_theirs, about=False,
                relation=event.relation, shared=thing.kind, shared_records=records,
                withheld=thing.name if thing.withheld else "")  # fmt: skip
