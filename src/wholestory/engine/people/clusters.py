"""Clusters derived from the ledger, whoever judged: the SAME rows joined, strongest first, APART rows kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from wholestory.engine.people.ledger import live_rows
from wholestory.model.links import Clusters, Judgement, Verdict


class _Groups:
    """Persons joined so far, and whom each group must not be joined with."""

    def __init__(self, keys: Iterable[str], apart: Iterable[tuple[str, str]]) -> None:
        self.group = {key: key for key in keys}
        self.members = {key: [key] for key in self.group}
        self.foes: dict[str, set[str]] = {}
        for one, other in apart:
            self.foes.setdefault(one, set()).add(other)
            self.foes.setdefault(other, set()).add(one)

    def join(self, one: str, other: str) -> bool:
        """Join two persons' groups; false where a judgement keeps a member of one apart from a member of the other."""
        small, large = sorted((self.group[one], self.group[other]), key=lambda group: len(self.members[group]))
        if small == large:
            return True
        foes = self.foes.get(large, set())
        if any(member in foes for member in self.members[small]):
            return False
        for member in self.members.pop(small):
            self.group[member] = large
            self.members[large].append(member)
        self.foes.setdefault(large, set()).update(self.foes.pop(small, ()))
        return True


def clusters_of(keys: Iterable[str], ledger: Sequence[Judgement]) -> Clusters:
    """Which persons are one, named by the smallest key.

    `keys` are all person keys; everyone appears once, alone if nothing links them. Rows that name somebody else are
    passed over. Of several rows about one pair one stands (see `live_rows`). People's SAME rows are joined first, then
    the stronger (ties: by keys), so the result does not depend on the order of pairs; one that would bring an APART
    pair together is left out (see `left_out`).
    """
    known = set(keys)
    rows = [row for row in live_rows(ledger) if row.one in known and row.other in known]
    groups = _Groups(sorted(known), ((row.one, row.other) for row in rows if row.verdict is Verdict.APART))
    same = sorted((not row.by_person, -row.score, row.one, row.other) for row in rows if row.verdict is Verdict.SAME)
    for _, _, one, other in same:
        groups.join(one, other)
    members = {min(group): tuple(sorted(group)) for group in groups.members.values()}
    of = {key: name for name, group in members.items() for key in group}
    return Clusters(
        MappingProxyType({key: of[key] for key in sorted(of)}),
        MappingProxyType({name: members[name] for name in sorted(members)}),
    )


def left_out(clusters: Clusters, ledger: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The SAME rows that the clusters do not follow, because they would bring together a pair judged apart."""
    return tuple(
        row
        for row in live_rows(ledger)
        if row.verdict is Verdict.SAME
        and row.one in clusters.of
        and row.other in clusters.of
        and clusters.of[row.one] != clusters.of[row.other]
    )
