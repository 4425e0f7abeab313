"""Expressions as one graph over words: states between words, and edges that each read one word of a set.

Every expression has its own start; an edge says which words it reads and what may stand between its word and the one
before it. A word of an expression that holds punctuation ("self-harm", "a&e") becomes several edges with that
character between them. Where that cannot be said exactly, the expression is `loose`: the graph then finds a little
too much, and what it finds is confirmed with the expression's regular expression.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from wholestory.practice.expressions import Choice, Expression, Step, Word

# What may stand before an edge's word, besides 0 to 99 other words: it follows directly, anything, or one character.
DIRECTLY = -1
ANYHOW = -2
FIRST = -3
MARK = 1000

START = 0

# A place where the word beside is known too is this much rarer than its word alone.
_BESIDE = 0.1

# As the text is cut into words (tokens.py).
_FIGURES = r"£?[\d#](?:[.,:]?[\d#])*(?:[.,:]\*|[\w'#]*\*?)"
_PIECE = re.compile(rf"{_FIGURES}|[\w'][\w'#]*\*?")


@dataclass(frozen=True, slots=True)
class Edge:
    """One word read on the way from a state to the next; `before` is what may stand between it and the word before."""

    source: int
    target: int
    words: frozenset[str]
    before: int

    @property
    def is_over_a_gap(self) -> bool:
        """Whether other words may stand before its word."""
        return 0 <= self.before < MARK


@dataclass(slots=True)
class Graph:
    """One expression's edges. State 0 is the start; `ends` are the states in which it has been read whole.

    `anchors` are edges, given by place, of which every way through the expression takes exactly one.
    """

    edges: list[Edge] = field(default_factory=list)
    ends: frozenset[int] = frozenset()
    anchors: tuple[int, ...] = ()
    states: int = 1
    loose: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """The states after a part, the edges of which every way through it takes one, and how common their words are."""

    states: frozenset[int]
    cut: tuple[int, ...]
    cost: float


def graph_of(expression: Expression, how_common: Callable[[str], float]) -> Graph | None:
    """The graph of an expression; None where it can be read without a word (punctuation alone).

    `how_common` says about how often a word as written (`bruis*`) occurs: the anchors are the rarest there are.
    """
    graph = Graph(loose=_is_loose(expression.steps))
    read = _Builder(graph, how_common).walk(expression.steps, frozenset({START}), DIRECTLY)
    if START in read.states or not read.cut:
        return None
    graph.ends, graph.anchors = read.states, read.cut
    return graph


def _is_loose(steps: Iterable[Step]) -> bool:
    return any(
        any(_is_loose(option) for option in step.part.options)
        if isinstance(step.part, Choice)
        else _pieces(step.part.text) is None
        for step in steps
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    """Adds edges to a graph, part by part. `join` is what stands before a part's first word."""

    graph: Graph
    how_common: Callable[[str], float]

    def walk(self, steps: Sequence[Step], states: frozenset[int], join: int, beside: bool = False) -> _Read:
        """Add the edges of parts one after another. `beside` says that a word must stand right beside them."""
        best = _Read(states, (), math.inf)
        for place, step in enumerate(steps):
            before = join if step.gap is None else step.gap
            near = beside or (before < 0 and START not in states) or _is_followed(steps, place)
            read = self.part(step.part, states, before, near)
            if isinstance(step.part, Choice) and step.part.optional:
                states = read.states | states
                continue
            states, join = read.states, DIRECTLY
            best = min(best, read, key=lambda one: one.cost)
        return _Read(states, best.cut, best.cost)

    def part(self, part: Word | Choice, states: frozenset[int], join: int, beside: bool) -> _Read:
        """Add the edges of one part; words that stand alone, or begin alike, share their edges."""
        if isinstance(part, Word):
            return self.word(part.text, states, join, beside)
        singles: set[str] = set()
        longer: dict[str, list[tuple[Step, ...]]] = {}
        reads: list[_Read] = []
        for option in part.options:
            words = _plain_words(option)
            if words is None:
                reads.append(self.walk(option, states, join, beside))
            elif len(words) == 1:
                singles.add(words[0])
            else:
                longer.setdefault(words[0], []).append(option[1:])
        if singles:
            reads.append(self.edge(frozenset(singles), states, join, beside))
        for word, tails in longer.items():
            first = self.edge(frozenset({word}), states, join, True)
            rest = self.part(Choice(tuple(tails)), first.states, DIRECTLY, True)
            rarer = min(first, rest, key=lambda one: one.cost)
            reads.append(_Read(rest.states, rarer.cut, rarer.cost))
        after = frozenset(state for read in reads for state in read.states)
        return _Read(after, tuple(edge for read in reads for edge in read.cut), sum(read.cost for read in reads))

    def word(self, text: str, states: frozenset[int], join: int, beside: bool) -> _Read:
        """Add the edges of a word as written; one that holds punctuation has several."""
        pieces = _pieces(text)
        loose = [(word, "") for word in _PIECE.findall(text)]
        best = _Read(states, (), math.inf)
        for word, mark in loose if pieces is None else pieces:
            read = self.edge(frozenset({word}), states, MARK + ord(mark) if mark else join, beside)
            states = read.states
            best = min(best, read, key=lambda one: one.cost)
        return _Read(states, best.cut, best.cost)

    def edge(self, words: frozenset[str], states: frozenset[int], join: int, beside: bool) -> _Read:
        """Edges that read one of these words, from each of the states to one new state."""
        target, first = self.graph.states, len(self.graph.edges)
        self.graph.states += 1
        for source in sorted(states):
            anyhow = self.graph.loose and join == DIRECTLY
            before = FIRST if source == START else ANYHOW if anyhow else join
            self.graph.edges.append(Edge(source, target, words, before))
        cost = sum(self.how_common(word) for word in words) * (_BESIDE if beside else 1)
        return _Read(frozenset({target}), tuple(range(first, len(self.graph.edges))), cost)


def _is_followed(steps: Sequence[Step], place: int) -> bool:
    """Whether the word right after a part is known, because the next part must be there."""
    if place + 1 == len(steps) or steps[place + 1].gap is not None:
        return False
    after = steps[place + 1].part
    return not (isinstance(after, Choice) and after.optional)


def _plain_words(option: tuple[Step, ...]) -> list[str] | None:
    """The words of a sequence of plain words, one after another; None for any other."""
    words = []
    for step in option:
        if step.gap is not None or not isinstance(step.part, Word):
            return None
        if _pieces(step.part.text) != ((step.part.text, ""),):
            return None
        words.append(step.part.text)
    return words


# A pack writes the same few thousand words over and over, and a start would wait for each to be worked out anew.
@cache
def _pieces(text: str) -> tuple[tuple[str, str], ...] | None:
    """The words of a written word, each with the one character before it; None where that does not say all of it."""
    if text == "#":
        return (("#", ""),)
    pieces: list[tuple[str, str]] = []
    place = 0
    for found in _PIECE.finditer(text):
        mark = text[place : found.start()]
        if len(mark) != (1 if pieces else 0):
            return None
        pieces.append((found[0], mark))
        place = found.end()
    return tuple(pieces) if pieces and place == len(text) else None
