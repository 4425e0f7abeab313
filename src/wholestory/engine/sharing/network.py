"""The network of children, adults and items: every link once, with its dates and records, a stream at a time.

Children are never paired with one another through a thing: a thing is a node of its own, so that the links are as many
as the sightings. A restricted record's link goes through a node that says who holds it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wholestory.engine.sharing.cast import MOST_IN_ONE_RECORD, Cast
from wholestory.engine.sharing.sightings import Sightings
from wholestory.engine.things.thing import Thing, doubt_between
from wholestory.model.records import Agency

SEEN_WITH = "seen with"
NAMED_TOGETHER = "named in one record"
BELONGS_TO = "said to belong to"
HELD = "linked by a restricted record"


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """Someone or something in the network.

    `kind` is child, adult, an item type or restricted. `children` counts the children it is linked with. `why_not` says
    why it links nobody, empty where it does.
    """

    key: str
    kind: str
    name: str
    children: int
    why_not: str = ""


@dataclass(frozen=True, slots=True, order=True)
class NetworkLink:
    """Two nodes that records link: how, from the first day to the last, in which records, held by which agencies.

    `doubt` says why it may be no link after all.
    """

    one: str
    other: str
    how: str
    first: date
    last: date
    records: tuple[str, ...]
    agencies: tuple[str, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Recurring:
    """An adult, a thing or a restricted record that links children of several households, or an outsider to one's."""

    node: Node
    children: tuple[str, ...]
    first: date
    last: date
    records: tuple[str, ...]
    agencies: tuple[str, ...]
    doubt: str = ""


class Network:
    """The network of a whole extract, read off the sightings; nothing is expanded until it is asked for."""

    def __init__(self, cast: Cast, sightings: Sightings, agencies: Mapping[str, Agency]) -> None:
        self._cast = cast
        self._sightings = sightings
        self._titles = {name: agency.title for name, agency in agencies.items()}
        self._held = self._gather_held()

    def nodes(self) -> Iterator[Node]:
        """Everyone and everything that stands in a link, and what was set aside because it links nobody."""
        people: dict[str, set[str]] = {}
        for link in self.links():
            for key, other in ((link.one, link.other), (link.other, link.one)):
                if key in self._cast.own:
                    found = people.setdefault(key, set())
                    if other in self._cast.children:
                        found.add(other)
        for key, children in people.items():
            kind = "child" if key in self._cast.children else "adult"
            yield Node(key, kind, self._cast.name_of(key), len(children))
        for thing in self._sightings.of:
            if thing.kind != "adult" and self._sightings.is_open(thing):
                yield self._node(thing, len(self._open(thing)))
        for thing, why in sorted(self._sightings.set_aside.items()):
            if self._sightings.is_open(thing):
                yield self._node(thing, 0, why)
        yield from (self._held_node(record) for record in sorted(self._held))

    def links(self) -> Iterator[NetworkLink]:
        """Every link once: things, then restricted records, then people named in one record, then whose a thing is."""
        for thing in self._sightings.of:
            for child, found in self._open(thing).items():
                yield self._link(child, _key(thing), SEEN_WITH, found)
        for record, children in sorted(self._held.items()):
            for child in sorted(children):
                yield self._link(child, f"{_HELD_KEY}{record}", HELD, {record: ""})
        yield from self._together()
        yield from self._belongings()

    def recurring(self) -> tuple[Recurring, ...]:
        """What recurs across children, by most children, then most records, then key."""
        found = [one for thing in self._sightings.of if (one := self._recurs(thing))]
        found += (self._recurring(self._held_node(record), sorted(children), {record: ""})
                  for record, children in self._held.items())  # fmt: skip
        return tuple(sorted(found, key=lambda one: (-len(one.children), -len(one.records), one.node.key)))

    def name_of(self, key: str) -> str:
        """What to show for a person's key."""
        return self._cast.name_of(key)

    def _recurs(self, thing: Thing) -> Recurring | None:
        seen = self._open(thing)
        children = self._sightings.households.unrelated(thing, seen)
        if len(children) < 2:
            return None
        records = {record: form for child in children for record, form in seen[child].items()}
        return self._recurring(self._node(thing, len(children)), children, records)

    def _recurring(self, node: Node, children: Iterable[str], records: Mapping[str, str]) -> Recurring:
        doubts = {doubt_between(node.kind, node.key.partition(":")[2], form) for form in records.values() if form}
        return Recurring(node, tuple(children), *self._facts(records), "; ".join(sorted(doubts - {""})))

    def _node(self, thing: Thing, children: int, why_not: str = "") -> Node:
        return Node(_key(thing), thing.kind, self._sightings.name_of(thing), children, why_not)

    def _held_node(self, record: str) -> Node:
        agency = self._cast.records[record].agency
        name = f"a restricted record held by {self._titles.get(agency, agency)}"
        return Node(f"{_HELD_KEY}{record}", "restricted", name, len(self._held[record]))

    def _open(self, thing: Thing) -> dict[str, dict[str, str]]:
        """Child -> the ordinary records that hold the thing with that child, each with how it is written there."""
        found: dict[str, dict[str, str]] = {}
        for sighting in self._sightings.of[thing]:
            if self._cast.records[sighting.record].is_restricted:
                continue
            for child in sighting.children:
                if not self._sightings.households.is_home_of(thing, child):
                    found.setdefault(child, {})[sighting.record] = sighting.form
        return {child: found[child] for child in sorted(found)}

    def _gather_held(self) -> dict[str, set[str]]:
        """Restricted record -> the children whom it links, by a thing in it or by naming them together."""
        held: dict[str, set[str]] = {}
        for thing, sightings in self._sightings.of.items():
            restricted = [one.record for one in sightings if self._cast.records[one.record].is_restricted]
            linked = (
                self._sightings.households.unrelated(thing, self._sightings.children_of(thing)) if restricted else ()
            )
            if len(linked) > 1:
                held.setdefault(min(restricted), set()).update(linked)
        for key, record in self._cast.records.items():
            together = self._cast.together_in(record) if record.is_restricted else ()
            if any(not self._sightings.households.together(together[0], other) for other in together[1:]):
                held.setdefault(key, set()).update(together)
        return held

    def _together(self) -> Iterator[NetworkLink]:
        """People named in one ordinary record: children with children, adults with adults; each pair once."""
        for person in sorted(self._cast.own):
            found: dict[str, dict[str, str]] = {}
            for key in self._cast.own[person]:
                for other in self._beside(person, key):
                    found.setdefault(other, {})[key] = ""
            for other in sorted(found):
                yield self._link(person, other, NAMED_TOGETHER, found[other])

    def _beside(self, person: str, record: str) -> Iterator[str]:
        """The people of the same generation in a record whose keys come after a person's."""
        found = self._cast.records[record]
        if found.is_restricted:
            return
        for group in (self._cast.together_in(found), self._cast.adults_in(found)):
            if person in group and len(group) <= MOST_IN_ONE_RECORD:
                yield from (other for other in group if other > person)

    def _belongings(self) -> Iterator[NetworkLink]:
        for thing in self._sightings.of:
            found: dict[str, dict[str, str]] = {}
            for holder, record in sorted(self._sightings.holders.get(thing, ())):
                if not self._cast.records[record].is_restricted:
                    found.setdefault(holder, {})[record] = ""
            for holder, records in found.items():
                yield self._link(holder, _key(thing), BELONGS_TO, records)

    def _link(self, one: str, other: str, how: str, records: Mapping[str, str]) -> NetworkLink:
        kind, _, value = other.partition(":")
        doubts = {doubt_between(kind, value, form) for form in records.values() if form}
        return NetworkLink(one, other, how, *self._facts(records), "" if "" in doubts else min(doubts, default=""))

    def _facts(self, records: Iterable[str]) -> tuple[date, date, tuple[str, ...], tuple[str, ...]]:
        keys = tuple(sorted(records))
        days = [self._cast.records[key].when.day for key in keys]
        return min(days), max(days), keys, tuple(sorted({self._cast.records[key].agency for key in keys}))


_HELD_KEY = "restricted:"


def _key(thing: Thing) -> str:
    return thing.value if thing.kind == "adult" else f"{thing.kind}:{thing.value}"
