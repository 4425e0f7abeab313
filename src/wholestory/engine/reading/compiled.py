"""The expressions of a pack compiled together: seconds of work, kept as plain arrays for the next start."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from wholestory.engine.reading.frequencies import Frequencies
from wholestory.engine.reading.graph import FIRST, Edge, Graph, graph_of
from wholestory.engine.reading.merging import merged
from wholestory.engine.reading.tokens import Ints
from wholestory.practice.cache import Cache, key_of, sources_of
from wholestory.practice.expressions import Expression

_KIND = "graphs"
# Fewer expressions than this are compiled about as fast as they are read.
_WORTH_KEEPING = 500


@dataclass(frozen=True, slots=True)
class Compiled:
    """The edges of all expressions in one numbering of states, and the sets of words that they read.

    `edges` has a column an edge: source, target, set of words, what may stand before it, expression (by its place among
    those compiled). `ends` are states, `anchors` edges; `beside` has a column an anchor: the sets of words of which one
    must stand right before its own word, and right after it, -1 where there is no such set. Of the expressions, `loose`
    are those that their graph finds too much of and `wordless` those that have no graph. `words` are all written words
    (`bruis*`), as JSON; word number n belongs to the sets `sets[set_starts[n] : set_starts[n + 1]]`.
    """

    edges: Ints
    ends: Ints
    anchors: Ints
    beside: Ints
    states: Ints
    loose: Ints
    wordless: Ints
    words: Ints
    set_starts: Ints
    sets: Ints

    @property
    def written(self) -> list[str]:
        """The words, in the order of their numbers."""
        words: list[str] = json.loads(self.words.astype(np.uint8).tobytes())
        return words


def compile_together(expressions: Sequence[Expression], sample: Sequence[str]) -> Compiled:
    """Compile expressions; `sample` are folded sentences as people write them, to tell rare words from common ones."""
    how_common = Frequencies(sample).of
    read = ((place, graph_of(one, how_common)) for place, one in enumerate(expressions))
    graphs = {place: merged(graph) for place, graph in read if graph}
    numbers: dict[frozenset[str], int] = {}
    rows: list[tuple[int, ...]] = []
    ends: list[int] = []
    anchors: list[int] = []
    beside: list[tuple[int, int]] = []
    states = 0
    for place, graph in graphs.items():
        anchors += [len(rows) + edge for edge in graph.anchors]
        beside += _beside(graph, numbers)
        ends += sorted(states + end for end in graph.ends)
        rows += _rows(graph, place, states, numbers)
        states += graph.states
    members: dict[str, list[int]] = {}
    for words, number in numbers.items():
        for word in words:
            members.setdefault(word, []).append(number)
    written = sorted(members)
    starts = np.cumsum([0, *(len(members[word]) for word in written)])
    return Compiled(
        edges=np.array(rows, np.int64).reshape(-1, 5).T,
        ends=np.array(ends, np.int64),
        anchors=np.array(anchors, np.int64),
        beside=np.array(beside, np.int64).reshape(-1, 2).T,
        states=np.array([states], np.int64),
        loose=np.array([place for place, graph in graphs.items() if graph.loose], np.int64),
        wordless=np.array([place for place in range(len(expressions)) if place not in graphs], np.int64),
        words=np.frombuffer(json.dumps(written).encode(), np.uint8).astype(np.int64),
        set_starts=starts,
        sets=np.array([number for word in written for number in members[word]], np.int64),
    )


def _rows(graph: Graph, place: int, first: int, numbers: dict[frozenset[str], int]) -> list[tuple[int, ...]]:
    return [
        (edge.source + first, edge.target + first, numbers.setdefault(edge.words, len(numbers)), edge.before, place)
        for edge in graph.edges
    ]


def _beside(graph: Graph, numbers: dict[frozenset[str], int]) -> Iterable[tuple[int, int]]:
    """For each anchor the sets of words beside it, by number. Most anchors are tried in vain and found out by them."""
    leaving, reaching = defaultdict(list), defaultdict(list)
    for edge in graph.edges:
        leaving[edge.source].append(edge)
        reaching[edge.target].append(edge)

    def number_of(edges: Sequence[Edge]) -> int:
        words = frozenset(word for edge in edges for word in edge.words)
        return numbers.setdefault(words, len(numbers))

    for anchor in graph.anchors:
        edge = graph.edges[anchor]
        following = leaving[edge.target]
        may_begin = edge.before == FIRST or edge.is_over_a_gap
        may_end = edge.target in graph.ends or any(one.is_over_a_gap for one in following)
        yield -1 if may_begin else number_of(reaching[edge.source]), -1 if may_end else number_of(following)


def compiled(expressions: Sequence[Expression], sample: Sequence[str], cache: Cache) -> Compiled:
    """The expressions compiled: from the cache where they were kept there, else made now and kept."""
    if len(expressions) < _WORTH_KEEPING:
        return compile_together(expressions, sample)
    key = _key(expressions, sample)
    kept = _kept(cache.read(_KIND, key))
    if kept is None:
        kept = compile_together(expressions, sample)
        cache.write(_KIND, key, _to_keep(kept))
    return kept


def _key(expressions: Sequence[Expression], sample: Sequence[str]) -> str:
    """A key for all that the graphs follow from: what is written, its word classes, the sample and the program."""
    classes = {id(one.classes): one.classes for one in expressions}
    of_class = {number: place for place, number in enumerate(classes)}
    content = json.dumps(
        [
            [(one.source, of_class[id(one.classes)]) for one in expressions],
            [sorted((name, tuple(words)) for name, words in some.items()) for some in classes.values()],
            list(sample),
        ]
    )
    here = Path(__file__).parent
    return key_of(content, sources_of((here, here.parents[1] / "practice")))


def _to_keep(compiled: Compiled) -> bytes:
    file = io.BytesIO()
    arrays = {field.name: getattr(compiled, field.name).astype(np.int32) for field in fields(compiled)}
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def _kept(content: bytes | None) -> Compiled | None:
    if content is None:
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        return Compiled(**{field.name: held[field.name].astype(np.int64) for field in fields(Compiled)})
