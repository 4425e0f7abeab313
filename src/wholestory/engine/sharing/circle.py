"""One child's circle: who and what the records link with the child, and the other children whom that links as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from wholestory.engine.sharing.cast import Cast
from wholestory.engine.sharing.sightings import Sighting, Sightings
from wholestory.engine.things.thing import Thing, doubt_between
from wholestory.model.records import Agency
from wholestory.model.story import Tie


@dataclass(slots=True)
class _Held:
    """What the restricted records of one agency link: this child's and others' records, and the other children."""

    mine: set[str] = field(default_factory=set)
    theirs: set[str] = field(default_factory=set)
    children: set[str] = field(default_factory=set)


class Circles:
    """The circle of any child, from the sightings of all. Restricted records lend no name and no kind of thing."""

    def __init__(self, cast: Cast, sightings: Sightings, agencies: Mapping[str, Agency]) -> None:
        self._cast = cast
        self._sightings = sightings
        self._agencies = agencies

    def of(self, child: str) -> tuple[Tie, ...]:
        """A child's ties, those with the most other children first, then those with the most records."""
        held: dict[str, _Held] = {}
        ties = [tie for thing, mine in self._things(child).items() for tie in self._tie(child, thing, mine, held)]
        ties += self._named_together(child, held)
        ties += (self._held_tie(agency, held[agency]) for agency in held)
        return tuple(sorted(ties, key=_place_in_circle))

    def _things(self, child: str) -> dict[Thing, list[Sighting]]:
        found: dict[Thing, list[Sighting]] = {}
        for key in self._cast.own.get(child, ()):
            for thing, sighting in self._sightings.in_record(key):
                if child in sighting.children and not self._sightings.households.is_home_of(thing, child):
                    found.setdefault(thing, []).append(sighting)
        return found

    def _tie(self, child: str, thing: Thing, mine: list[Sighting], held: dict[str, _Held]) -> Iterator[Tie]:
        theirs = {
            other: [one for one in self._sightings.of[thing] if other in one.children]
            for other in self._others(child, thing)
        }
        self._hold(mine, theirs, held)
        named = [one for one in mine if not self._restricted(one)]
        if named:
            known = {other: [one for one in found if not self._restricted(one)] for other, found in theirs.items()}
            yield self._named_tie(thing, named, {other: found for other, found in known.items() if found})

    def _others(self, child: str, thing: Thing) -> list[str]:
        households = self._sightings.households
        return [
            other
            for other in sorted(self._sightings.children_of(thing) - {child})
            if not households.is_home_of(thing, other)
            and not (households.together(child, other) and not households.from_outside(thing, (child, other)))
        ]

    def _hold(self, mine: list[Sighting], theirs: Mapping[str, list[Sighting]], held: dict[str, _Held]) -> None:
        """Note every link that a restricted record makes on either side."""
        own = [one for one in mine if self._restricted(one)]
        for other, found in theirs.items():
            for one in own:
                self._enter(held, one.record, mine=True, other=other)
            for one in filter(self._restricted, found):
                self._enter(held, one.record, mine=False, other=other)

    def _enter(self, held: dict[str, _Held], record: str, *, mine: bool, other: str) -> None:
        entry = held.setdefault(self._cast.records[record].agency, _Held())
        (entry.mine if mine else entry.theirs).add(record)
        entry.children.add(other)

    def _restricted(self, sighting: Sighting) -> bool:
        return self._cast.records[sighting.record].is_restricted

    def _named_tie(self, thing: Thing, mine: list[Sighting], theirs: Mapping[str, list[Sighting]]) -> Tie:
        records = sorted({one.record for one in mine})
        forms = {one.form for one in mine}
        others = {one.form for found in theirs.values() for one in found} or {thing.value}
        doubt = "" if forms & others else doubt_between(thing.kind, min(others), min(forms))
        return Tie(
            thing.kind,
            thing.value if thing.kind == "adult" else f"{thing.kind}:{thing.value}",
            self._sightings.name_of(thing),
            tuple(records),
            *self._span(records),
            self._named(theirs),
            tuple(sorted({one.record for found in theirs.values() for one in found})),
            doubt,
        )

    def _named_together(self, child: str, held: dict[str, _Held]) -> Iterator[Tie]:
        found: dict[str, set[str]] = {}
        for key in self._cast.own.get(child, ()):
            record = self._cast.records[key]
            together = self._cast.together_in(record)
            for other in together if child in together else ():
                if other == child or self._sightings.households.together(child, other):
                    continue
                if record.is_restricted:
                    self._enter(held, key, mine=True, other=other)
                else:
                    found.setdefault(other, set()).add(key)
        for other, keys in found.items():
            records = sorted(keys)
            children = self._named([other])
            yield Tie("child", other, children[0][1], tuple(records), *self._span(records), children)

    def _held_tie(self, agency: str, held: _Held) -> Tie:
        title = self._agencies[agency].title if agency in self._agencies else agency
        return Tie(
            "restricted",
            f"restricted:{agency}",
            f"a restricted record held by {title}",
            tuple(sorted(held.mine)),
            *self._span([*held.mine, *held.theirs]),
            self._named(held.children),
            tuple(sorted(held.theirs)),
        )

    def _named(self, children: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return tuple((child, self._cast.name_of(child)) for child in sorted(children))

    def _span(self, records: Iterable[str]) -> tuple[date, date]:
        days = [self._cast.records[record].when.day for record in records]
        return min(days), max(days)


def _place_in_circle(tie: Tie) -> tuple[int, int, str, str, str]:
    return -len(tie.children), -len(tie.records), tie.kind, tie.name, tie.key
