"""Graphs made smaller: states from which, or to which, the same ways lead become one, and their edges with them.

A choice of several words in several places would else go on from as many states as it has options, each with all the
edges that follow. Every way through a graph (words, what stands between, how many anchors it takes) stays.
"""

from __future__ import annotations

from collections.abc import Iterable

from wholestory.engine.reading.graph import START, Edge, Graph

# An edge while states are merged: source, target, what stands before it, whether it is an anchor; and its words.
_Key = tuple[int, int, int, bool]
_Edges = dict[_Key, frozenset[str]]


def merged(graph: Graph) -> Graph:
    """The same expression with as few states as merging from both sides gives."""
    anchors = frozenset(graph.anchors)
    edges = _united(
        ((edge.source, edge.target, edge.before, place in anchors), edge.words)
        for place, edge in enumerate(graph.edges)
    )
    ends, states, before = graph.ends, graph.states, -1
    while len(edges) != before:
        before = len(edges)
        edges, ends = _merge_alike_before(edges, ends, states)
        edges, ends = _merge_alike_after(edges, ends, states)
    return _renumbered(edges, ends, graph.loose)


def _united(edges: Iterable[tuple[_Key, frozenset[str]]]) -> _Edges:
    """Edges between the same states that differ by their words alone as one."""
    found: _Edges = {}
    for key, words in edges:
        found[key] = found.get(key, frozenset()) | words
    return found


def _merge_alike_after(edges: _Edges, ends: frozenset[int], states: int) -> tuple[_Edges, frozenset[int]]:
    """Merge states from which the same edges lead to the same states (later states lie after earlier ones)."""
    leaving: dict[int, list[_Key]] = {}
    for key in edges:
        leaving.setdefault(key[0], []).append(key)
    known: dict[object, int] = {}
    new: dict[int, int] = {}
    for state in range(states - 1, -1, -1):
        mine = _united(
            ((0, new[target], before, anchor), edges[source, target, before, anchor])
            for source, target, before, anchor in leaving.get(state, ())
        )
        new[state] = known.setdefault((state in ends, frozenset(mine.items())), state)
    return _moved(edges, ends, new)


def _merge_alike_before(edges: _Edges, ends: frozenset[int], states: int) -> tuple[_Edges, frozenset[int]]:
    """Merge states to which the same edges lead from the same states."""
    reaching: dict[int, list[_Key]] = {}
    for key in edges:
        reaching.setdefault(key[1], []).append(key)
    known: dict[object, int] = {}
    new: dict[int, int] = {}
    for state in range(states):
        mine = _united(
            ((new[source], 0, before, anchor), edges[source, target, before, anchor])
            for source, target, before, anchor in reaching.get(state, ())
        )
        new[state] = known.setdefault(frozenset(mine.items()), state)
    return _moved(edges, ends, new)


def _moved(edges: _Edges, ends: frozenset[int], new: dict[int, int]) -> tuple[_Edges, frozenset[int]]:
    moved = _united(((new[key[0]], new[key[1]], *key[2:]), words) for key, words in edges.items())
    return moved, frozenset(new[end] for end in ends)


def _renumbered(edges: _Edges, ends: frozenset[int], loose: bool) -> Graph:
    """A graph of these edges, its states numbered anew and in order, START first."""
    states = sorted({START, *(state for key in edges for state in key[:2])})
    number = {state: place for place, state in enumerate(states)}
    keys = sorted(edges)
    return Graph(
        edges=[Edge(number[source], number[target], edges[source, target, before, anchor], before)
               for source, target, before, anchor in keys],
        ends=frozenset(number[end] for end in ends),
        anchors=tuple(place for place, key in enumerate(keys) if key[3]),
        states=len(states),
        loose=loose,
    )  # fmt: skip
