"""Who appears in the records: whose records they are, who of them is a child, and what each may be called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from wholestory.model.links import Clusters
from wholestory.model.moments import PartialDate
from wholestory.model.records import Person, Record

CHILD_ROLES = frozenset({"subject", "child"})
# The parts in which one child's record bears on another child in it; who reports or cares is not thereby linked.
LINKING_ROLES = frozenset({"subject", "child", "associate", "suspect", "witness"})
ADULT_ROLES = ("suspect", "associate")
# A record that names more people than this is a list (a class, a home's roll) and links none of them.
MOST_IN_ONE_RECORD = 12


class Cast:
    """Everyone in the records, by cluster. Built once, then only read; `records` are sorted by key.

    `own` maps a cluster to the keys of the records it is involved in; `children` are the clusters that are children.
    """

    def __init__(self, people: Mapping[str, Person], records: Mapping[str, Record], clusters: Clusters) -> None:
        self.people = people
        self.clusters = clusters
        self.records = {key: records[key] for key in sorted(records)}
        self.own = self._index_own()
        self.children = frozenset(
            cluster for cluster in self.own if cluster in clusters.members and self._is_child(cluster)
        )
        self._openly = frozenset(
            one.person for record in self.records.values() if not record.is_restricted for one in record.involvements
        )

    def cluster(self, person: str) -> str:
        """The cluster of a person; a person whom no judgement knows is alone."""
        return self.clusters.of.get(person, person)

    def children_in(self, record: Record) -> tuple[str, ...]:
        """The children in a record in a part that links, in the order of the file."""
        involved = (self.cluster(one.person) for one in record.involvements if one.role in LINKING_ROLES)
        return tuple(dict.fromkeys(cluster for cluster in involved if cluster in self.children))

    def adults_in(self, record: Record) -> tuple[str, ...]:
        """The suspects and associates of a record who are no children, in the order of the file."""
        found = dict.fromkeys(map(self.cluster, record.people_as(*ADULT_ROLES)))
        return tuple(cluster for cluster in found if cluster not in self.children)

    def together_in(self, record: Record) -> tuple[str, ...]:
        """The children whom a record links by naming them together; none where it is a list of many."""
        present = self.children_in(record)
        return present if len(present) <= MOST_IN_ONE_RECORD else ()

    def name_of(self, cluster: str) -> str:
        """The longest name that an ordinary record's person bears; the key where no such name is recorded."""
        members = self.clusters.members.get(cluster, (cluster,))
        named = [self.people[key] for key in members if key in self.people and key in self._openly]
        names = [person.name for person in named if person.forenames or person.surname]
        return min(names, key=lambda name: (-len(name), name)) if names else cluster

    def _index_own(self) -> Mapping[str, tuple[str, ...]]:
        own: dict[str, dict[str, None]] = {}
        for key, record in self.records.items():
            for involvement in record.involvements:
                own.setdefault(self.cluster(involvement.person), {})[key] = None
        return MappingProxyType({cluster: tuple(keys) for cluster, keys in own.items()})

    def _is_child(self, cluster: str) -> bool:
        """Subject or child of a record, or surely under 18 at one.

        Someone who was 18 or older at every such record, by the youngest age that their birth allows, is none.
        """
        members = self.clusters.members[cluster]
        born = fullest_birth(self.people[key].date_of_birth for key in members if key in self.people)
        for key in self.own[cluster]:
            record = self.records[key]
            roles = {one.role for one in record.involvements if one.person in members}
            youngest, oldest = born.age_on(record.when.day) if born else (0, 18)
            if youngest < 18 and (oldest < 18 or roles & CHILD_ROLES):
                return True
        return False


def fullest_birth(births: Iterable[PartialDate | None]) -> PartialDate | None:
    """The date of birth that is known to the day before one known to the month, before one known to the year."""
    known = [born for born in births if born]
    return max(known, key=lambda born: (born.day is not None, born.month is not None)) if known else None
