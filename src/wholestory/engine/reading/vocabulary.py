"""The words met so far: a number for each kind of word, with the sets it belongs to and the edges to try at it.

Words that belong to the same sets share a number, and every word that belongs to none has number 0, so that the table
grows with the pack and not with the texts. What a text's words are is looked up for all words at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholestory.engine.reading.compiled import Compiled
from wholestory.engine.reading.lexicon import Graphs, Shorts, WordSets, grouped
from wholestory.engine.reading.per_word import PerWord
from wholestory.engine.reading.tables import Rows
from wholestory.engine.reading.tokens import Ints, Words

_MEMORY_BITS = 19
# An edge and what must stand beside it on each side.
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Numbered:
    """The words of a text by number: `number` of the word as it stands, `stem` of the word without its "'s" or "'d".

    The ends are places in the text, of the word without apostrophes at its end and of the stem. `stem` is 0 for a
    word that has none.
    """

    number: Ints
    stem: Ints
    whole_end: Ints
    stem_end: Ints


class Vocabulary:
    """Looks up words; learns a word the first time it is met.

    `member` has a row of bits for each number, one a set of words.
    """

    def __init__(self, sets: WordSets, graphs: Graphs, compiled: Compiled) -> None:
        self._sets = sets
        anchors = compiled.anchors
        starts, places = grouped(graphs.edges["words"][anchors], sets.count)
        self._anchors = starts, anchors[places]
        self._beside = dict(zip(anchors.tolist(), compiled.beside.T.tolist(), strict=True))
        self._is_last = graphs.states["is_end"][graphs.edges["target"]] != 0
        self._numbers: dict[tuple[frozenset[int], int], int] = {}
        self.member = np.zeros((256, (sets.count + 7) // 8), np.uint8)
        self._stems: list[int] = []
        self._stem_of = np.zeros(0, np.int64)
        self._rows = PerWord(_MEMORY_BITS, self._row)
        self._edges = Rows()
        self._number_of(frozenset(), 0)

    def numbered(self, words: Words) -> Numbered:
        """The number of every word of a text."""
        rows = self._rows.of(words)
        if len(self._stem_of) < len(self._stems):
            self._stem_of = np.array(self._stems, np.int64)
        number, tail, short = (rows >> 32), rows & 0xFFFF, (rows >> 16) & 0xFFFF
        return Numbered(number, self._stem_of[number], words.end - tail, words.end - short)

    @property
    def anchored(self) -> tuple[Shorts, Shorts]:
        """Where to look for expressions: for each number where its rows begin in a table, and the table.

        A row is an edge that reads the word, and the sets of words of which one must stand right before it and right
        after it (-1 where there is no such set).
        """
        starts, values = self._edges.starts, self._edges.values
        return starts // _COLUMNS, values[: len(values) // _COLUMNS * _COLUMNS].reshape(-1, _COLUMNS)

    def _row(self, word: str) -> int:
        """A word's number and how many characters its stem and itself leave off at the end, as one whole number."""
        base = word.rstrip("'")
        stem = base.split("'")[0]
        left = self._number_of(frozenset(self._sets.of(stem)), 0) if stem != base else 0
        quoted = self._sets.of(word) if word != base else []
        number = self._number_of(frozenset([*self._sets.of(base), *quoted]), left)
        short = min(len(word) - len(stem), 0xFFFF) if left else 0
        return number << 32 | short << 16 | (0 if quoted else min(len(word) - len(base), 0xFFFF))

    def _number_of(self, sets: frozenset[int], stem: int) -> int:
        number = self._numbers.get((sets, stem))
        if number is None:
            number = self._numbers[sets, stem] = len(self._stems)
            self._stems.append(stem)
            self._add_bits(number, list(sets))
            self._edges.add(self._edges_at(sets, stem))
        return number

    def _add_bits(self, number: int, sets: Sequence[int]) -> None:
        if number == len(self.member):
            # Memory that nothing was written to yet is not taken.
            held, self.member = self.member, np.zeros((2 * number, self.member.shape[1]), np.uint8)
            self.member[:number] = held
        row = np.zeros(self.member.shape[1] * 8, np.uint8)
        row[sets] = 1
        self.member[number] = np.packbits(row, bitorder="little")

    def _edges_at(self, sets: frozenset[int], stem: int) -> list[int]:
        starts, anchored = self._anchors
        edges = {edge for words in sets for edge in anchored[starts[words] : starts[words + 1]].tolist()}
        if stem:
            # "mum's" is "mum" where an expression ends with it.
            edges.update(edge for edge in self._edges.of(stem)[::_COLUMNS] if self._is_last[edge])
        return [value for edge in sorted(edges) for value in (edge, *self._beside[edge])]
