"""All expressions of a pack as arrays of edges and states, and which sets of words each word of a text belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from wholestory.engine.reading.compiled import Compiled
from wholestory.engine.reading.graph import MARK
from wholestory.engine.reading.tokens import Bools, Ints


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of all expressions, one entry an edge, and for each state which edges leave and reach it (as CSR).

    `is_gap` marks edges before whose word other words may stand, `is_end` the states in which an expression is whole.
    """

    source: Ints
    target: Ints
    words: Ints
    before: Ints
    expression: Ints
    is_gap: Bools
    is_end: Bools
    anchors: Ints
    leaving: tuple[Ints, Ints]
    reaching: tuple[Ints, Ints]

    @classmethod
    def of(cls, compiled: Compiled) -> Edges:
        """The edges of expressions that were compiled together."""
        states = int(compiled.states[0])
        source, target, words, before, expression = compiled.edges
        is_end = np.zeros(states, np.bool_)
        is_end[compiled.ends] = True
        leaving, reaching = grouped(source, states), grouped(target, states)
        is_gap = (before >= 0) & (before < MARK)
        return cls(source, target, words, before, expression, is_gap, is_end, compiled.anchors, leaving, reaching)


def grouped(keys: Ints, groups: int) -> tuple[Ints, Ints]:
    """Which places hold each key: where each key's places begin in the second array, and the places."""
    starts = np.zeros(groups + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=groups), out=starts[1:])
    return starts, np.argsort(keys, kind="stable")


class WordSets:
    """Every set of words that an edge reads, and for each word of a text the sets that it belongs to."""

    def __init__(self, compiled: Compiled) -> None:
        self._starts, self._sets = compiled.set_starts, compiled.sets
        self.count = int(self._sets.max(initial=-1)) + 1
        self._exact: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        self._shapes: list[tuple[re.Pattern[str], int]] = []
        for place, word in enumerate(compiled.written):
            if "#" in word:
                self._shapes.append((_number_shape(word), place))
            elif word.endswith("*"):
                self._begun[word[:-1]] = place
            else:
                self._exact[word] = place
        self._longest = max(map(len, self._begun), default=0)

    def of(self, word: str) -> list[int]:
        """The sets that a word of a folded text belongs to."""
        beginnings = (word[:length] for length in range(min(len(word), self._longest) + 1))
        found = [self._begun[stem] for stem in beginnings if stem in self._begun]
        if word in self._exact:
            found.append(self._exact[word])
        if any(letter.isdecimal() for letter in word):
            found += [place for shape, place in self._shapes if shape.fullmatch(word)]
        return [number for place in found for number in self._sets_of(place)]

    def _sets_of(self, place: int) -> list[int]:
        numbers: list[int] = self._sets[self._starts[place] : self._starts[place + 1]].tolist()
        return numbers


def _number_shape(word: str) -> re.Pattern[str]:
    if word == "#":
        return re.compile(r"£?\d[\d.,:]*")
    stem = word.removesuffix("*")
    return re.compile(re.escape(stem).replace(r"\#", r"\d+") + (r"[\w']*" if stem != word else ""))
