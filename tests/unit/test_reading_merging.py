"""A merged graph reads what the graph reads, from fewer states."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wholestory.engine.reading.graph import START, Graph, graph_of
from wholestory.engine.reading.merging import merged
from wholestory.practice.expressions import compile_expression

CLASSES = {"vehicle": ("car", "white van", "bmw*"), "adult": ("man", "men", "mum's boyfriend")}
_Way = tuple[tuple[str, int, bool], ...]


def read(source: str) -> Graph:
    graph = graph_of(compile_expression(source, CLASSES), len)
    assert graph is not None
    return graph


def ways(graph: Graph, state: int = START, before: _Way = ()) -> Iterator[_Way]:
    """Every way through a graph: its words, what stands before each, and whether it is the anchor."""
    if state in graph.ends:
        yield before
    for place, edge in enumerate(graph.edges):
        if edge.source == state:
            for word in edge.words:
                yield from ways(graph, edge.target, (*before, (word, edge.before, place in graph.anchors)))


@pytest.mark.parametrize(
    "source",
    [
        "ran away",
        "(came|got|was brought) back",
        "was [very] drunk",
        "@adult .. @vehicle",
        "(not|never|has not|had never) [been] (seen|in a car) [today] (by|with) (her|the yp|him)",
        "(a man|some man|man) ..2 (in|by a) (car|white van) [at night]",
        "[his|her] self-harm* [again] (a&e|mum's)",
    ],
)
def test_the_same_ways_lead_through_a_merged_graph(source: str) -> None:
    graph = read(source)
    less = merged(graph)
    assert set(ways(less)) == set(ways(graph))
    assert all(sum(anchor for _, _, anchor in way) == 1 for way in ways(less))
    assert len(less.edges) <= len(graph.edges)


def test_what_follows_a_choice_is_held_once() -> None:
    following = "(off|from|back from) home"
    after_one, after_many = read(f"a {following}"), read(f"(a|b c|d e|f g|h i|j k) {following}")
    assert len(after_many.edges) > len(merged(after_many).edges) == len(merged(after_one).edges) + 10
