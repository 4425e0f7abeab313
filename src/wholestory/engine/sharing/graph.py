"""The network as a graph: the shortest ways between two people, and what other tools open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import TypeAlias

import networkx as nx

from wholestory.engine.sharing.network import Network

# A link that may be none counts for more, so that a sure way of the same length comes first.
_SURE, _DOUBTFUL = 4, 5
WAYS_SHOWN = 3

Graph: TypeAlias = nx.Graph


@dataclass(frozen=True, slots=True)
class Step:
    """One link on a way, in the direction of the way: (kind, name) at both ends, and what makes the link."""

    one: tuple[str, str]
    other: tuple[str, str]
    how: str
    first: date
    last: date
    records: tuple[str, ...]
    doubt: str


def graph_of(network: Network) -> Graph:
    """Everyone and everything that is linked. Nodes and links come in one order, so that the same network is the same.

    Places and things that link nobody are left out. Attributes are texts and whole numbers only, lists joined by `|`.
    """
    graph: Graph = nx.Graph()
    for node in sorted(network.nodes()):
        if not node.why_not:
            graph.add_node(node.key, kind=node.kind, label=node.name, children=node.children)
    for link in sorted(network.links()):
        graph.add_edge(
            link.one,
            link.other,
            how=link.how,
            first=link.first.isoformat(),
            last=link.last.isoformat(),
            records="|".join(link.records),
            count=len(link.records),
            doubt=link.doubt,
            weight=_DOUBTFUL if link.doubt else _SURE,
        )
    return graph


def ways_between(graph: Graph, one: str, other: str) -> list[list[str]]:
    """The shortest ways between two people, at most WAYS_SHOWN of equal length, as node keys; none where none leads.

    A way never leads through what links nobody, and prefers links that are sure.
    """
    if one not in graph or other not in graph or not nx.has_path(graph, one, other):
        return []
    ways = nx.all_shortest_paths(graph, one, other, weight="weight")
    return sorted(islice(ways, WAYS_SHOWN))


def steps_of(graph: Graph, way: list[str]) -> list[Step]:
    """Each link of a way, in order."""
    steps = []
    for one, other in pairwise(way):
        edge, start, end = graph.edges[one, other], graph.nodes[one], graph.nodes[other]
        steps.append(
            Step(
                (start["kind"], start["label"]),
                (end["kind"], end["label"]),
                edge["how"],
                date.fromisoformat(edge["first"]),
                date.fromisoformat(edge["last"]),
                tuple(edge["records"].split("|")),
                edge["doubt"],
            )
        )
    return steps
