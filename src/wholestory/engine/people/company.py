"""Who is seen with whom: what involvements in records say about pairs of persons."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from wholestory.engine.people.blocking import name_keys
from wholestory.engine.people.profiles import Profile
from wholestory.model.records import Involvement

Involvements = Mapping[str, tuple[Involvement, ...]]

_ADULTS = frozenset({"parent_carer", "professional"})
_CHILDREN = frozenset({"subject", "child"})
# Someone seen with more people than this (a duty officer, a school) says nothing about who they are.
_LARGEST_CIRCLE = 60


@dataclass(frozen=True, slots=True)
class Company:
    """For each person the records they stand in, and the roles they ever had."""

    records: Mapping[str, frozenset[str]]
    roles: Mapping[str, frozenset[str]]
    involved: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, involvements: Involvements) -> Company:
        """Gather from record key -> involvements."""
        records: dict[str, set[str]] = {}
        roles: dict[str, set[str]] = {}
        involved: dict[str, tuple[str, ...]] = {}
        for record in sorted(involvements):
            involved[record] = tuple(sorted({one.person for one in involvements[record]}))
            for involvement in involvements[record]:
                records.setdefault(involvement.person, set()).add(record)
                roles.setdefault(involvement.person, set()).add(involvement.role)
        return cls(
            {person: frozenset(found) for person, found in records.items()},
            {person: frozenset(found) for person, found in roles.items()},
            involved,
        )

    def together(self, one: str, other: str) -> bool:
        """Whether both stand in one record."""
        return not self.records.get(one, frozenset()).isdisjoint(self.records.get(other, frozenset()))

    def generations(self, one: str, other: str) -> bool:
        """Whether one appears only as parent or professional and the other only as child."""
        first, second = self.roles.get(one, frozenset()), self.roles.get(other, frozenset())
        return _apart_in_age(first, second) or _apart_in_age(second, first)

    def only_adult(self, person: str) -> bool:
        """Whether a person appears in records only as a parent or professional."""
        roles = self.roles.get(person, frozenset())
        return bool(roles) and roles <= _ADULTS

    def only_child(self, person: str) -> bool:
        """Whether a person appears in records only as a child."""
        roles = self.roles.get(person, frozenset())
        return bool(roles) and roles <= _CHILDREN

    def circles(self, of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """For each cluster the persons involved in a record with one of its members."""
        found: dict[str, set[str]] = {}
        for persons in self.involved.values():
            for person, other in combinations(persons, 2):
                found.setdefault(of.get(person, person), set()).add(other)
                found.setdefault(of.get(other, other), set()).add(person)
        return {cluster: tuple(sorted(persons)) for cluster, persons in sorted(found.items())}


def _apart_in_age(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first) and first <= _ADULTS and bool(second & _CHILDREN) and not second & _ADULTS


def pairs_in_company(
    company: Company, of: Mapping[str, str], profiles: Mapping[str, Profile], touched: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Pairs who are seen with one and the same person and whose names begin alike; the smaller key first.

    `of` maps person to cluster; only pairs are given of whom one, or the person they are seen with, belongs to a
    cluster in `touched`.
    """
    seen: set[tuple[str, str]] = set()
    for cluster, persons in company.circles(of).items():
        others = [person for person in persons if person in profiles and of.get(person, person) != cluster]
        if len(others) > _LARGEST_CIRCLE:
            continue
        blocks: dict[object, list[str]] = {}
        for person in others:
            for key in {key for name in profiles[person].names for key in name_keys(name)}:
                blocks.setdefault(key, []).append(person)
        for members in blocks.values():
            seen.update(
                pair
                for pair in combinations(members, 2)
                if cluster in touched or any(of.get(person, person) in touched for person in pair)
            )
    yield from sorted(seen)
