"""All expressions of a pack as arrays of edges and states, and which sets of words each word of a text belongs to."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholestory.engine.reading.compiled import Compiled
from wholestory.engine.reading.tokens import Ints, Table

# Edges, states and sets of words are some ten thousand each: half as wide, twice as many stay near the processor.
Shorts = npt.NDArray[np.int32]

# What is known of an edge, and of a state: whether an expression is whole there, and which stretch of `leaving` and of
# `reaching` holds its edges. What is looked at together stands together.
_EDGE = np.dtype([(name, np.int32) for name in "source target words before expression".split()])
_STATE = np.dtype([(name, np.int32) for name in "is_end leaving_from leaving_to reaching_from reaching_to".split()])


class Graphs(NamedTuple):
    """The graphs of all expressions as tables of their edges and of the states between.

    `leaving` and `reaching` are edges, those around one state side by side, each with the set of words that it reads.
    """

    edges: Table
    states: Table
    leaving: Shorts
    reaching: Shorts

    @classmethod
    def of(cls, compiled: Compiled) -> Graphs:
        """The graphs of expressions that were compiled together."""
        edges = np.zeros(compiled.edges.shape[1], _EDGE)
        states = np.zeros(int(compiled.states[0]), _STATE)
        for name, values in zip(("source", "target", "words", "before", "expression"), compiled.edges, strict=True):
            edges[name] = values
        states["is_end"][compiled.ends] = 1
        around = {}
        for name, keys in (("leaving", edges["source"]), ("reaching", edges["target"])):
            starts, places = grouped(keys, len(states))
            states[f"{name}_from"], states[f"{name}_to"] = starts[:-1], starts[1:]
            around[name] = np.stack([places, edges["words"][places]], axis=1).astype(np.int32)
        return cls(edges, states, around["leaving"], around["reaching"])


def grouped(keys: Ints | Shorts, groups: int) -> tuple[Ints, Ints]:
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
