"""Children of one household share its adults and its car as a matter of course; only what comes from outside links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wholestory.engine.story.things import Addresses, Thing, plain
from wholestory.model.links import Clusters
from wholestory.model.records import Person, Record


@dataclass(frozen=True, slots=True)
class Households:
    """Where everyone lives, by cluster: plain addresses, institutions and blocks left out of `of`.

    `surnames` are by cluster, plainly written. `everywhere` holds all of a cluster's addresses, institutions too. `holders` maps a thing to the clusters that it
    was said to belong to.
    """

    of: Mapping[str, frozenset[str]]
    everywhere: Mapping[str, frozenset[str]]
    surnames: Mapping[str, frozenset[str]]
    holders: dict[Thing, set[str]] = field(default_factory=dict)

    @classmethod
    def gather(cls, people: Mapping[str, Person], clusters: Clusters, addresses: Addresses) -> Households:
        """Gather from everyone's recorded addresses."""
        everywhere = {
            cluster: frozenset(plain(people[key].address) for key in members if key in people and people[key].address)
            for cluster, members in clusters.members.items()
        }
        of = {
            cluster: frozenset(home for home in homes if not addresses.link_nobody(home))
            for cluster, homes in everywhere.items()
            if homes
        }
        surnames = {
            cluster: frozenset(plain(people[key].surname) for key in members if key in people) - {""}
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

    def outsiders(self, thing: Thing, family: frozenset[str]) -> bool:
        """Whether a thing that two children of one household share is, or belongs to, an adult not of the family."""
        adults = {thing.value} if thing.kind == "adult" else self.holders.get(thing, set())
        return bool(adults - family)

    def family(self, child: str, records: Iterable[Record], clusters: Clusters) -> frozenset[str]:
        """The clusters that belong to a child's home: who lives there, cares for the child or bears the surname, and
        who is a suspect or associate in what happened at that home. `records` are the child's own.
        """
        of = clusters.of
        found = {child}
        for record in records:
            found.update(of.get(key, key) for key in record.people_as("parent_carer"))
            places = [record.place, *(item.value for item in record.items if item.item_type == "address")]
            at_home = any(self.is_home_of(plain(place), child) for place in places if place)
            for involvement in record.involvements:
                cluster = of.get(involvement.person, involvement.person)
                if at_home or self.together(cluster, child) or self._surnames(cluster) & self._surnames(child):
                    found.add(cluster)
        return frozenset(found)

    def _surnames(self, cluster: str) -> frozenset[str]:
        return self.surnames.get(cluster, frozenset())
