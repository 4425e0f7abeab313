"""Related children: who shares an adult, a thing or a record with a child, and which of their events bear on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wholestory.engine.sharing import Sighting, Sightings
from wholestory.engine.things.thing import Thing, doubt_between
from wholestory.model.records import Agency
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
class Link:
    """One way in which two children are linked: a thing seen in two records, or (without a thing) one record.

    `doubt` says why the thing may be two things after all, empty where nothing speaks for that.
    """

    thing: Thing | None
    mine: str
    theirs: str
    first: float
    last: float
    doubt: str = ""

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


class Links:
    """How the children of an extract are linked within REACH, asked one child at a time."""

    def __init__(self, sightings: Sightings) -> None:
        self._sightings = sightings
        self._cast = sightings.cast
        self._times = {thing: [one.at for one in found] for thing, found in sightings.of.items()}

    def of(self, child: str) -> Iterator[tuple[str, Link]]:
        """The other children linked to this one, each with each link; a child may come several times."""
        for key in self._cast.own.get(child, ()):
            record, at = self._cast.records[key], self._sightings.at[key]
            if child not in self._cast.children_in(record):
                continue
            for other in self._cast.together_in(record):
                if other != child:
                    yield other, Link(None, key, key, at, at)
            for thing, sighting in self._sightings.in_record(key):
                if child in sighting.children:
                    yield from self._by_thing(child, thing, sighting)

    def _by_thing(self, child: str, thing: Thing, mine: Sighting) -> Iterator[tuple[str, Link]]:
        times, found, at = self._times[thing], self._sightings.of[thing], mine.at
        low, high = bisect_left(times, at - REACH), bisect_right(times, at + REACH)
        near: Iterable[Sighting] = found[low:high]
        if high - low > SIGHTINGS_FOLLOWED:
            near = sorted(near, key=lambda one: (abs(one.at - at), one.record))[:SIGHTINGS_FOLLOWED]
        for theirs in near:
            for other in theirs.children:
                if other != child and not self._sightings.households.is_home_of(thing, child, other):
                    span = min(at, theirs.at), max(at, theirs.at)
                    doubt = doubt_between(thing.kind, *sorted((mine.form, theirs.form)))
                    yield other, Link(thing, mine.record, theirs.record, *span, doubt)


@dataclass(frozen=True, slots=True)
class Wording:
    """What may be said of a link: a restricted record lends no words, only the agency that holds it."""

    sightings: Sightings
    agencies: Mapping[str, Agency]

    def relation(self, links: Iterable[Link]) -> str:
        """How two children are linked, in one sentence without a full stop."""
        said: list[str] = []
        together: list[str] = []
        held: list[str] = []
        for link in sorted(links, key=lambda one: (one.thing is None, one.thing or Thing("", ""), one.records)):
            if self._withheld(link):
                held.extend(link.records)
            elif link.thing is None:
                together.append(link.mine)
            else:
                perhaps = f" ({link.doubt})" if link.doubt else ""
                said.append(f"the {KIND_SAYS[link.thing.kind]} {self.sightings.name_of(link.thing)}{perhaps}")
        said = list(dict.fromkeys(said))
        if said:
            return f"shares {_and(said[:3])} with this child"
        if together:
            return f"is named with this child in {_and(list(dict.fromkeys(together))[:3])}"
        return self._held(held)

    def shared(self, thing: Thing, links: Mapping[str, list[Link]]) -> Iterator[SharedThing]:
        """A shared thing, from other child -> the links that it makes: once by name, once for restricted records."""
        for withheld in (False, True):
            found = {
                other: [link for link in made if self._withheld(link) is withheld] for other, made in links.items()
            }
            children = tuple(sorted(other for other, made in found.items() if made))
            records = tuple(sorted({record for made in found.values() for link in made for record in link.records}))
            if children:
                doubts = {link.doubt for made in found.values() for link in made}
                doubt = "" if "" in doubts else min(doubts)
                if withheld:
                    yield SharedThing(thing.kind, self._held(records), children, records, doubt and _UNSURE, True)
                else:
                    yield SharedThing(thing.kind, self.sightings.name_of(thing), children, records, doubt)

    def _withheld(self, link: Link) -> bool:
        return any(self.sightings.cast.records[record].is_restricted for record in link.records)

    def _held(self, records: Iterable[str]) -> str:
        found = (self.sightings.cast.records[record] for record in records)
        holder = min(record.agency for record in found if record.is_restricted)
        title = self.agencies[holder].title if holder in self.agencies else holder
        return f"a restricted record held by {title} links them"


KIND_SAYS = {
    "adult": "adult",
    "vehicle": "vehicle",
    "phone": "phone",
    "online_account": "online account",
    "address": "address",
    "venue": "venue",
}


# A doubt in full would say how a restricted record writes the thing.
_UNSURE = "it may be two things"


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
