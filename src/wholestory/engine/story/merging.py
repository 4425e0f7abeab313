"""The same event told several times becomes one event; two events never become one.

Two records are the same event only if they are of one kind and about the same child, and their times and something
they have in common (an overlap, a reply, a place, an adult) say so. Records that belong together in pairs are grouped
closest first, and a group never takes in two records of one agency that are not themselves the same event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholestory.engine.sharing.cast import ADULT_ROLES
from wholestory.engine.sharing.institutions import Institutions
from wholestory.engine.things.places import plain_place
from wholestory.model.records import WHAT_WAS_DONE, Record

HOUR = 3600.0
MISSING_APART = 2 * HOUR
REPLY_APART = 48 * HOUR
ALLEGATION_APART = 72 * HOUR
MEETING_APART = 6 * HOUR
# Whatever they have in common, records further apart than this are not of the same event.
_MOST_APART = max(MISSING_APART, REPLY_APART, ALLEGATION_APART, MEETING_APART)

_DONE = frozenset(WHAT_WAS_DONE)


@dataclass(frozen=True, slots=True)
class _Span:
    """A record with its first and last second, the children it is about and what it has in common with others."""

    record: Record
    first: float
    last: float
    subjects: frozenset[str]
    adults: frozenset[str]
    place: str

    def apart(self, other: _Span) -> float:
        """Seconds between the two; 0 where they overlap."""
        return max(0.0, self.first - other.last, other.first - self.last)


@dataclass(frozen=True, slots=True)
class Merging:
    """Groups records that tell of the same event. `of` maps person key to cluster."""

    of: Mapping[str, str]
    institutions: Institutions

    def groups(self, records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
        """The records in groups, one an event; every record is in one group.

        The groups and their members are sorted by key, whatever the order of the records.
        """
        by_kind: dict[str, list[Record]] = {}
        for record in sorted(records, key=_key):
            by_kind.setdefault(record.kind, []).append(record)
        groups = [group for kind in sorted(by_kind) for group in self._group_kind(by_kind[kind])]
        return tuple(sorted(groups, key=lambda group: group[0].key))

    def _group_kind(self, records: Sequence[Record]) -> list[tuple[Record, ...]]:
        if len(records) == 1:
            return [(records[0],)]
        same = _RULES.get(records[0].kind, _same_done if records[0].kind in _DONE else _same_happening)
        spans = [self._span(record) for record in records]
        pairs = [
            (spans[here].apart(spans[there]), here, there)
            for here, there in _near(spans)
            if _same_subject(spans[here], spans[there]) and same(spans[here], spans[there])
        ]
        group_of = {place: [place] for place in range(len(spans))}
        for _, here, there in sorted(pairs):
            one, other = group_of[here], group_of[there]
            if one is not other and _fit(one, other, spans, same):
                one.extend(other)
                for place in other:
                    group_of[place] = one
        groups = {id(group): sorted(group) for group in group_of.values()}
        return [tuple(records[place] for place in group) for group in groups.values()]

    def _span(self, record: Record) -> _Span:
        return _Span(
            record,
            record.when.at.timestamp(),
            max(record.ended.end, record.when.end).timestamp(),
            frozenset(self.of.get(person, person) for person in record.people_as("subject")),
            frozenset(self.of.get(person, person) for person in record.people_as(*ADULT_ROLES)),
            self._place_of(record),
        )

    def _place_of(self, record: Record) -> str:
        """Where it took place, if that is no institution by its words: its place, else an address seen in it."""
        places = [record.place] + [item.value for item in record.items if item.item_type in ("address", "venue")]
        plain = (plain_place(place) for place in places if place)
        return next((place for place in plain if place and not self.institutions.why_by_words(place)), "")


def _key(record: Record) -> str:
    return record.key


def _near(spans: Sequence[_Span]) -> Iterator[tuple[int, int]]:
    """The places of every two records that may tell of the same event by when they were, the lower place first."""
    lasting: list[int] = []
    for place in sorted(range(len(spans)), key=lambda place: spans[place].first):
        since = spans[place].first - _MOST_APART
        lasting = [other for other in lasting if spans[other].last >= since]
        yield from ((min(place, other), max(place, other)) for other in lasting)
        lasting.append(place)


def _fit(
    one: Sequence[int], other: Sequence[int], spans: Sequence[_Span], same: Callable[[_Span, _Span], bool]
) -> bool:
    return all(
        same(spans[here], spans[there])
        for here in one
        for there in other
        if spans[here].record.agency == spans[there].record.agency
    )


def _same_subject(one: _Span, other: _Span) -> bool:
    return not one.subjects or not other.subjects or not one.subjects.isdisjoint(other.subjects)


def _replies(one: _Span, other: _Span) -> bool:
    return other.record.key in one.record.responds_to or one.record.key in other.record.responds_to


def _same_missing(one: _Span, other: _Span) -> bool:
    """Overlapping absences; another agency may have the times up to two hours out."""
    two_agencies = one.record.agency != other.record.agency
    return one.apart(other) <= (MISSING_APART if two_agencies else 0.0)


def _same_happening(one: _Span, other: _Span) -> bool:
    apart = one.apart(other)
    if _replies(one, other):
        return apart <= REPLY_APART
    if one.record.agency == other.record.agency or apart > MEETING_APART:
        return False
    return bool(one.place and one.place == other.place) or not one.adults.isdisjoint(other.adults)


def _same_allegation(one: _Span, other: _Span) -> bool:
    if _same_happening(one, other):
        return True
    about_one_adult = not one.adults.isdisjoint(other.adults)
    return about_one_adult and _replies(one, other) and one.apart(other) <= ALLEGATION_APART


def _same_done(one: _Span, other: _Span) -> bool:
    """What was done is the same only as one agency's copy of another's record of that day."""
    two_agencies = one.record.agency != other.record.agency
    return two_agencies and one.record.when.day == other.record.when.day and _replies(one, other)


_RULES: Mapping[str, Callable[[_Span, _Span], bool]] = {
    "missing_episode": _same_missing,
    "allegation": _same_allegation,
}
