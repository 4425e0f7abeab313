"""Related children: who shares an adult, a thing or a record with a child, and which of their events bear on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wholestory.engine.story.households import Households
from wholestory.engine.things.thing import Thing
from wholestory.model.records import Agency, Record
from wholestory.model.story import SharedThing

DAY = 86400.0
# Two sightings of one thing more than half a year apart say little; the same reach either side of a link.
REACH = 180 * DAY
# Of a thing that half a town shares, only the sightings nearest in time are followed, and a story shows no more
# than the related events nearest to their link: it must stay a story of this child.
SIGHTINGS_FOLLOWED = 60
EVENTS_SHOWN = 40

RELEVANT_KINDS = frozenset(
    {
        "missing_episode",
        "incident",
        "allegation",
        "crime",
        "intelligence",
        "encounter",
        "arrest",
        "police_protection",
        "vulnerability_notice",
    }
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing in a record: when (seconds), which record, and the children that the thing is linked to there."""

    at: float
    record: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One way in which two children are linked: a thing seen in two records, or (without a thing) one record."""

    thing: Thing | None
    mine: str
    theirs: str
    first: float
    last: float

    @property
    def records(self) -> tuple[str, ...]:
        """The keys of the records that make the link."""
        return tuple(sorted({self.mine, self.theirs}))


@dataclass(slots=True)
class Related:
    """Another child and everything that links the two."""

    child: str
    links: list[Link] = field(default_factory=list)

    def distance(self, at: float) -> float:
        """Seconds from a moment to the nearest link."""
        return min(max(0.0, link.first - at, at - link.last) for link in self.links)

    def holds_thing(self, record: str) -> bool:
        """Whether a record of theirs is one that makes a link."""
        return any(record == link.theirs for link in self.links)


class Sightings:
    """Every thing that links at least two children, with its sightings in order of time."""

    def __init__(self, sightings: Mapping[Thing, list[Sighting]], households: Households) -> None:
        self._of = {
            thing: tuple(sorted(found, key=lambda one: (one.at, one.record)))
            for thing, found in sightings.items()
            if len({child for sighting in found for child in sighting.children}) > 1
        }
        self._times = {thing: [one.at for one in found] for thing, found in self._of.items()}
        self._households = households

    def things(self) -> Iterable[tuple[Thing, tuple[Sighting, ...]]]:
        """Each thing with its sightings."""
        return self._of.items()

    def links(self, child: str, thing: Thing, record: str, at: float) -> Iterable[tuple[str, Link]]:
        """The other children linked to this one by a thing in one of this one's records, with each link."""
        times, found = self._times[thing], self._of[thing]
        low, high = bisect_left(times, at - REACH), bisect_right(times, at + REACH)
        near: Iterable[Sighting] = found[low:high]
        if high - low > SIGHTINGS_FOLLOWED:
            near = sorted(near, key=lambda one: (abs(one.at - at), one.record))[:SIGHTINGS_FOLLOWED]
        for sighting in near:
            for other in sighting.children:
                if other != child and not self._is_home(thing, child, other):
                    span = min(at, sighting.at), max(at, sighting.at)
                    yield other, Link(thing, record, sighting.record, *span)

    def _is_home(self, thing: Thing, child: str, other: str) -> bool:
        if thing.kind not in ("address", "venue"):
            return False
        return self._households.is_home_of(thing.value, child, other)


@dataclass(frozen=True, slots=True)
class Wording:
    """What may be said of a link: restricted records lend no words, only the agency that holds them."""

    records: Mapping[str, Record]
    agencies: Mapping[str, Agency]
    names: Mapping[Thing, str]

    def relation(self, links: Iterable[Link]) -> str:
        """How two children are linked, in one sentence without a full stop."""
        said: list[str] = []
        together: list[str] = []
        for link in sorted(links, key=lambda one: (one.thing is None, one.thing or Thing("", ""), one.records)):
            if self._withheld(link.records):
                continue
            if link.thing is None:
                together.append(link.mine)
            else:
                said.append(f"the {_KIND_SAYS[link.thing.kind]} {self.names[link.thing]}")
        said = list(dict.fromkeys(said))
        if said:
            return f"shares {_and(said[:3])} with this child"
        if together:
            return f"is named with this child in {_and(list(dict.fromkeys(together))[:3])}"
        return self._held(record for link in links for record in link.records)

    def shared(self, thing: Thing, links: Mapping[str, list[Link]]) -> SharedThing:
        """A shared thing, from other child -> the links that it makes."""
        records = tuple(sorted({record for found in links.values() for link in found for record in link.records}))
        name = self._held(records) if self._withheld(records) else self.names[thing]
        return SharedThing(thing.kind, name, tuple(sorted(links)), records)

    def _withheld(self, records: Iterable[str]) -> bool:
        return all(self.records[record].is_restricted for record in records)

    def _held(self, records: Iterable[str]) -> str:
        holder = min(self.records[record].agency for record in records)
        title = self.agencies[holder].title if holder in self.agencies else holder
        return f"a restricted record held by {title} links them"


_KIND_SAYS = {
    "adult": "adult",
    "vehicle": "vehicle",
    "phone": "phone",
    "online_account": "online account",
    "address": "address",
    "venue": "venue",
}


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
