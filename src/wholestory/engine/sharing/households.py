"""Children of one household share its adults and its car as a matter of course; only what comes from outside links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from wholestory.engine.sharing.cast import Cast
from wholestory.engine.sharing.register import Register
from wholestory.engine.things.places import plain_words
from wholestory.engine.things.thing import Thing
from wholestory.model.records import Record

_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Households:
    """Where everyone lives, by cluster: places in their one form, institutions and blocks left out of `of`.

    `everywhere` holds all of a cluster's addresses, institutions too; `surnames` are by cluster, plainly written.
    `holders` maps a thing to the clusters that it was said to belong to.
    """

    cast: Cast
    register: Register
    of: Mapping[str, frozenset[str]]
    everywhere: Mapping[str, frozenset[str]]
    surnames: Mapping[str, frozenset[str]]
    holders: dict[Thing, set[str]] = field(default_factory=dict)

    @classmethod
    def gather(cls, cast: Cast, register: Register, linking: frozenset[str]) -> Households:
        """Gather from everyone's recorded addresses; `linking` are those that are no institution."""
        everywhere: dict[str, frozenset[str]] = {}
        surnames: dict[str, frozenset[str]] = {}
        for cluster, members in cast.clusters.members.items():
            persons = [cast.people[key] for key in members if key in cast.people]
            homes = frozenset(register.place(one.address) for one in persons if one.address) - {""}
            if homes:
                everywhere[cluster] = homes
            surnames[cluster] = frozenset(" ".join(plain_words(one.surname)) for one in persons) - {""}
        of = {cluster: homes & linking for cluster, homes in everywhere.items()}
        return cls(cast, register, of, everywhere, surnames)

    def together(self, one: str, other: str) -> bool:
        """Whether two clusters are recorded at one home that is no institution."""
        return not self.of.get(one, _NOWHERE).isdisjoint(self.of.get(other, _NOWHERE))

    def is_home_of(self, thing: Thing, *children: str) -> bool:
        """Whether a thing is a place that is recorded as an address of any of the children."""
        return thing.kind in ("address", "venue") and any(
            thing.value in self.everywhere.get(child, _NOWHERE) for child in children
        )

    def unrelated(self, thing: Thing, children: Iterable[str]) -> tuple[str, ...]:
        """Of the children who have a thing, sorted, those whom it links: two households, or one and an outsider."""
        linked = sorted(child for child in children if not self.is_home_of(thing, child))
        apart = any(not self.together(one, other) for one, other in combinations(linked, 2))
        if apart or (len(linked) > 1 and self.from_outside(thing, linked)):
            return tuple(linked)
        return ()

    def from_outside(self, thing: Thing, children: Iterable[str]) -> bool:
        """Whether a thing that children of one household share is, or belongs to, an adult not of the family."""
        children = tuple(children)
        adults = {thing.value} if thing.kind == "adult" else self.holders.get(thing, set())
        if not adults:
            return False
        family = frozenset().union(*(self._family(child) for child in children))
        return any(not any(self._related(adult, child) for child in children) for adult in adults - family)

    def _family(self, child: str) -> frozenset[str]:
        """The clusters that act as family in records: carers, and suspects or associates in what happened at home."""
        found = {child}
        for key in self.cast.own.get(child, ()):
            record = self.cast.records[key]
            found.update(map(self.cast.cluster, record.people_as("parent_carer")))
            if self._at_home(record, child):
                found.update(self.cast.adults_in(record))
        return frozenset(found)

    def _at_home(self, record: Record, child: str) -> bool:
        homes = self.everywhere.get(child, _NOWHERE)
        places = [record.place, *(item.value for item in record.items if item.item_type == "address")]
        return bool(homes) and any(self.register.place(place) in homes for place in places if place)

    def _related(self, adult: str, child: str) -> bool:
        """Whether an adult lives with a child or bears the same surname."""
        return self.together(adult, child) or bool(
            self.surnames.get(adult, _NOWHERE) & self.surnames.get(child, _NOWHERE)
        )
