"""What belongs together in one child's story: which record answers which, and which tell of the same occurrence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from wholestory.model.findings import Assertion, Reading
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Record
from wholestory.model.story import Event, Story
from wholestory.practice.duties import Condition
from wholestory.practice.expressions import fold

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
CHILD = "{child}"
ADULT = 18

# An officer writes down where a child was found a little after the missing report was closed.
_JUST_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in its event. `roles`: the parts that the story's child had in it.

    `moment` is when it happened, else when it was recorded, and `end` the last second that this may mean.
    """

    record: Record
    event: Event
    roles: frozenset[str]
    moment: Moment
    end: datetime

    def done_after(self, start: Moment) -> datetime:
        """The last second at which it may have been done, as an answer to what began at `start`.

        A crime's record says when the crime happened; where that is before then, it was done when recorded.
        """
        if self.record.kind == "crime" and self.moment < start:
            return self.record.recorded_at.end
        return self.end


@dataclass(frozen=True)
class Meeting:
    """The records of a story that meet a condition, in the order of their keys."""

    entries: tuple[Entry, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        """The same by their keys."""
        return {entry.record.key: entry for entry in self.entries}

    def since(self, start: Moment) -> list[Entry]:
        """Those that may have been done at a moment or later, and perhaps some crimes that were not."""
        ends, entries = self._by_end
        return entries[bisect_left(ends, start.at) :]

    @cached_property
    def _by_end(self) -> tuple[list[datetime], list[Entry]]:
        ends = {
            entry.record.key: max(entry.end, entry.record.recorded_at.end)
            if entry.record.kind == "crime"
            else entry.end
            for entry in self.entries
        }
        entries = sorted(self.entries, key=lambda entry: ends[entry.record.key])
        return [ends[entry.record.key] for entry in entries], entries


@dataclass(slots=True)
class Matter:
    """A child's story, indexed for judging duties. Only records known by `as_at` are in it.

    `persons`: the keys under which agencies know the child. `names`: the child's names, as they may be written.
    `meeting`: the records that meet a condition, kept by the condition once they were looked for.
    """

    story: Story
    readings: Mapping[str, Reading]
    as_at: Moment
    persons: frozenset[str]
    entries: dict[str, Entry] = field(default_factory=dict)
    by_kind: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    answered_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: re.Pattern[str] | None = None
    born_of_others: dict[str, PartialDate] = field(default_factory=dict)
    meeting: dict[Condition, Meeting] = field(default_factory=dict)
    _occurrences: dict[str, frozenset[str]] = field(default_factory=dict)
    _led_to: dict[str, set[str]] = field(default_factory=dict)
    _texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _signs: dict[str, frozenset[tuple[str, Assertion]]] = field(default_factory=dict)

    def own(self, kinds: Iterable[str]) -> list[Entry]:
        """The records of the child's own events of these kinds, in the order of the story."""
        return [entry for kind in kinds for entry in self.by_kind.get(kind, ()) if not entry.event.is_theirs]

    def sentences(self, record: Record) -> tuple[str, ...]:
        """The folded sentences of its narrative, and once more with the child's names written `{child}`."""
        if record.key not in self._texts:
            said = tuple(_SENTENCE_END.split(fold(record.narrative)))
            named = tuple(self.names.sub(CHILD, sentence) for sentence in said) if self.names else said
            self._texts[record.key] = said + tuple(new for old, new in zip(said, named, strict=True) if old != new)
        return self._texts[record.key]

    def signs(self, record: Record) -> frozenset[tuple[str, Assertion]]:
        """The indicators that its narrative carries, each with how it is said."""
        if record.key not in self._signs:
            reading = self.readings.get(record.key)
            mentions = reading.mentions if reading else ()
            self._signs[record.key] = frozenset((mention.indicator, mention.assertion) for mention in mentions)
        return self._signs[record.key]

    def leading_back_to(self, keys: Iterable[str]) -> set[str]:
        """Every record whose `responds_to` leads to one of the keys, directly or through others."""
        return _closure(keys, lambda key: self.answered_by.get(key, ()))

    def led_to_by(self, key: str) -> set[str]:
        """Every record that this one answers, directly or through others."""
        if key not in self._led_to:
            self._led_to[key] = _closure([key], self._answered)
        return self._led_to[key]

    def _answered(self, key: str) -> Sequence[str]:
        return self.entries[key].record.responds_to if key in self.entries else ()

    def same_occurrence(self, event: Event) -> frozenset[str]:
        """The keys of every record that tells of the event, or of the same stretch of time as the same kind of event.

        Two agencies' missing episodes that overlap are one, even where the story keeps them apart.
        """
        if event.key not in self._occurrences:
            self._occurrences[event.key] = frozenset(self._of_the_same_time(event))
        return self._occurrences[event.key]

    def _of_the_same_time(self, event: Event) -> Iterator[str]:
        yield from (record.key for record in event.records)
        if event.ended > event.happened:
            for entry in self.own([event.kind]):
                other = entry.event
                overlap = other.happened < event.ended and event.happened < other.ended
                if overlap and other.ended > other.happened:
                    yield entry.record.key

    def going_on(self, kind: str, when: Moment) -> bool:
        """Whether an event of that kind was going on at a moment, or had ended within the hour."""
        return any(
            entry.event.happened.at <= when.at <= entry.event.ended.end + _JUST_AFTER for entry in self.own([kind])
        )

    def known_child(self, person: str, when: Moment) -> bool:
        """Whether a person other than the story's child is on record as younger than 18."""
        born = self.born_of_others.get(person)
        return born is not None and born.age_on(when.day)[1] < ADULT


def gather(story: Story, readings: Mapping[str, Reading], as_at: Moment) -> Matter:
    """Index a story for judging."""
    persons = frozenset(person.key for person in story.persons)
    matter = Matter(story, readings, as_at, persons, names=_names(story))
    for event in sorted(story.events, key=lambda event: event.is_theirs):
        for telling in event.tellings:
            record = telling.record
            if record.recorded_at <= as_at and record.key not in matter.entries:
                involved = {part.role for part in record.involvements if part.person in persons}
                when = record.when
                entry = Entry(record, event, frozenset(involved | set(telling.roles)), when, when.end)
                matter.entries[record.key] = entry
                matter.by_kind[record.kind].append(entry)
    for key, entry in matter.entries.items():
        for answered in entry.record.responds_to:
            matter.answered_by[answered].append(key)
    for other in story.others:
        if other.date_of_birth:
            matter.born_of_others[other.key] = other.date_of_birth
    return matter


def _names(story: Story) -> re.Pattern[str] | None:
    spoken = {
        fold(word)
        for person in story.persons
        for name in (person.forenames, person.surname, *person.aliases)
        for word in name.split()
        if len(word) > 2
    }
    if not spoken:
        return None
    choice = "|".join(re.escape(word) for word in sorted(spoken, key=lambda word: (-len(word), word)))
    return re.compile(rf"\b(?:{choice})(?:\s+(?:{choice}))*\b")


def _closure(keys: Iterable[str], following: Callable[[str], Sequence[str]]) -> set[str]:
    start = set(keys)
    seen, waiting = set(start), list(start)
    while waiting:
        for key in following(waiting.pop()):
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return seen - start
