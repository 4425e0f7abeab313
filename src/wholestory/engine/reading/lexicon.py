"""All expressions of a pack as arrays of edges and states, and which sets of words each word of a text belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholestory.engine.reading.graph import Graph
from wholestory.engine.reading.tokens import Bools, Ints


class Frequencies:
    """How common words are, from a sample of sentences: an expression is looked for where its rarest part stands."""

    def __init__(self, sample: Iterable[str]) -> None:
        self._counts = Counter(re.findall(r"[\w']+", " ".join(sample)))
        self._words = sorted(self._counts)
        self._numbers = sum(count for word, count in self._counts.items() if word[0].isdigit())
        self._known: dict[str, float] = {}

    def of(self, word: str) -> float:
        """How often a written word (`bruis*`, `#`) was met; a little more than never for one that was not."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._count(word) + 0.1
        return found

    def _count(self, word: str) -> int:
        if "#" in word:
            return self._numbers
        if not word.endswith("*"):
            return self._counts[word]
        stem, total = word[:-1], 0
        for place in range(bisect_left(self._words, stem), len(self._words)):
            if not self._words[place].startswith(stem):
                break
            total += self._counts[self._words[place]]
        return total


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of all expressions, one entry an edge, and for each state which edges leave and reach it (as CSR)."""

    source: Ints
    target: Ints
    words: Ints
    before: Ints
    expression: Ints
    is_end: Bools
    anchors: Ints
    leaving: tuple[Ints, Ints]
    reaching: tuple[Ints, Ints]

    @classmethod
    def of(cls, graphs: Sequence[Graph], sets: Mapping[frozenset[str], int]) -> Edges:
        """Lay the graphs of all expressions into one numbering of states."""
        first = np.cumsum([0, *(graph.states for graph in graphs)])
        rows = [
            (edge.source + base, edge.target + base, sets[edge.words], edge.before, number)
            for number, (graph, base) in enumerate(zip(graphs, first.tolist(), strict=False))
            for edge in graph.edges
        ]
        table = np.array(rows, np.int64).reshape(-1, 5)
        ends = [base + end for graph, base in zip(graphs, first.tolist(), strict=False) for end in graph.ends]
        is_end = np.zeros(int(first[-1]), np.bool_)
        is_end[ends] = True
        states = int(first[-1])
        begins = np.cumsum([0, *(len(graph.edges) for graph in graphs)]).tolist()
        anchors = [start + edge for graph, start in zip(graphs, begins, strict=False) for edge in graph.anchors]
        source, target, words, before, expression = table.T
        leaving, reaching = grouped(source, states), grouped(target, states)
        return cls(source, target, words, before, expression, is_end, np.array(anchors, np.int64), leaving, reaching)


def grouped(keys: Ints, groups: int) -> tuple[Ints, Ints]:
    """Which places hold each key: where each key's places begin in the second array, and the places."""
    starts = np.zeros(groups + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=groups), out=starts[1:])
    return starts, np.argsort(keys, kind="stable")


class WordSets:
    """Every set of words that an edge reads, and for each word of a text the sets that it belongs to."""

    def __init__(self, sets: Mapping[frozenset[str], int]) -> None:
        self.count = len(sets)
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._begun: dict[str, list[int]] = defaultdict(list)
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for words, place in sets.items():
            for word in words:
                if "#" in word:
                    self._numbers[word].append(place)
                elif word.endswith("*"):
                    self._begun[word[:-1]].append(place)
                else:
                    self._exact[word].append(place)
        self._shapes = [(_number_shape(word), places) for word, places in self._numbers.items()]
        self._longest = max(map(len, self._begun), default=0)

    def of(self, word: str) -> list[int]:
        """The sets that a word of a folded text belongs to."""
        found = list(self._exact.get(word, ()))
        for length in range(min(len(word), self._longest) + 1):
            found.extend(self._begun.get(word[:length], ()))
        if any(letter.isdecimal() for letter in word):
            for shape, places in self._shapes:
                if shape.fullmatch(word):
                    found.extend(places)
        return found


def _number_shape(word: str) -> re.Pattern[str]:
    if word == "#":
        return re.compile(r"£?\d[\d.,:]*")
    stem = word.removesuffix("*")
    return re.compile(re.escape(stem).replace(r"\#", r"\d+") + (r"[\w']*" if stem != word else ""))
