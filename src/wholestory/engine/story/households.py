"""Children of one household share its adults and its car as a matter of course; only what comes from outside links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wholestory.engine.story.things import Addresses
from wholestory.engine.things.places import plain_place, plain_words
from wholestory.engine.things.thing import Thing
from wholestory.model.links import Clusters
from wholestory.model.records import Person, Record


@dataclass(frozen=True, slots=True)
class Households:
    """Where everyone lives, by cluster: plain addresses, institutions and blocks left out of `of`.

    `everywhere` holds all of a cluster's addresses, institutions too; `surnames` are by cluster, plainly written.
    `holders` maps a thing to the clusters that it was said to belong to.
    """

    of: Mapping[str, frozenset[str]]
    everywhere: Mapping[str, frozenset[str]]
    surnames: Mapping[str, frozenset[str]]
    holders: dict[Thing, set[str]] = field(default_factory=dict)

    @classmethod
    def gather(cls, people: Mapping[str, Person], clusters: Clusters, addresses: Addresses) -> Households:
        """Gather from everyone's recorded addresses."""
        everywhere = {
            cluster: frozenset(plain_place(people[key].address) for key in members if key in people) - {""}
            for cluster, members in clusters.members.items()
        }
        of = {
            cluster: frozenset(home for home in homes if not addresses.link_nobody(home))
            for cluster, homes in everywhere.items()
            if homes
        }
        surnames = {
            cluster: frozenset(" ".join(plain_words(people[key].surname)) for key in members if key in people) - {""}
            for cluster, members in clusters.members.items()
        }
        return cls(of, {cluster: homes for cluster, homes in everywhere.items() if homes}, surnames)

    def together(self, one: str, other: str) -> bool:
        """Whether two clusters are recorded at one home that is no institution."""
        nowhere: frozenset[str] = frozenset()
        return not self.of.get(one, nowhere).isdisjoint(self.of.get(other, nowhere))

    def is_home_of(self, place: str, *children: str) -> bool:
        """Whether a plain address or venue is recorded as an address of any of the children."""
        return any(place in self.everywhere.get(child, ()) for child in children)

    def from_outside(self, thing: Thing, child: str, family: frozenset[str]) -> bool:
        """Whether a thing that two children of one household share is, or belongs to, an adult not of the family."""
        adults = {thing.value} if thing.kind == "adult" else self.holders.get(thing, set())
        return any(not self._related(adult, child) for adult in adults - family)

    def family(self, child: str, records: Iterable[Record], clusters: Clusters) -> frozenset[str]:
        """The clusters that act as family in records: carers, and suspects or associates in what happened at home."""
        of = clusters.of
        found = {child}
        for record in records:
            found.update(of.get(key, key) for key in record.people_as("parent_carer"))
            places = [record.place, *(item.value for item in record.items if item.item_type == "address")]
            if any(self.is_home_of(plain_place(place), child) for place in places if place):
                found.update(of.get(key, key) for key in record.people_as("suspect", "associate"))
        return frozenset(found)

    def _related(self, adult: str, child: str) -> bool:
        """Whether an adult lives with a child or bears the same surname."""
        return self.together(adult, child) or bool(self._surnames(adult) & self._surnames(child))

    def _surnames(self, cluster: str) -> frozenset[str]:
        return self.surnames.get(cluster, frozenset())
