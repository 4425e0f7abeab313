"""Doubtful links in the order in which a person should settle them: the most consequential first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wholestory.engine.people.company import Involvements
from wholestory.engine.people.ledger import live_rows
from wholestory.model.links import Clusters, Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A doubtful link between two stories, the strongest there is between them.

    `records` is how many records stand in the smaller of the two: so many would a reader of the larger one not see if
    the two are one. `persons` is how many persons would become one.
    """

    row: Judgement
    records: int
    persons: int


def unsettled(ledger: Iterable[Judgement], clusters: Clusters, involvements: Involvements) -> tuple[Unsettled, ...]:
    """The doubtful links between different clusters, one for each two: most records first, then most persons, then
    the highest score, then by keys."""
    strongest: dict[tuple[str, str], Judgement] = {}
    for row in live_rows(ledger):
        one, other = sorted(clusters.of.get(key, key) for key in row.pair)
        if row.verdict is Verdict.DOUBTFUL and one != other:
            held = strongest.get((one, other))
            if held is None or (-row.score, row.pair) < (-held.score, held.pair):
                strongest[one, other] = row
    records = _records_by_cluster(clusters, involvements)
    found = [
        Unsettled(
            row,
            min(records.get(one, 0), records.get(other, 0)),
            sum(len(clusters.members.get(cluster, (cluster,))) for cluster in (one, other)),
        )
        for (one, other), row in strongest.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.records, -one.persons, -one.row.score, one.row.pair)))


def _records_by_cluster(clusters: Clusters, involvements: Involvements) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for involved in involvements.values():
        for cluster in {clusters.of.get(one.person, one.person) for one in involved}:
            found[cluster] = found.get(cluster, 0) + 1
    return found
