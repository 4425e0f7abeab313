"""Where to look for expressions: at a rare word of theirs, and only if a word near it is one that they need there.

Which edges can begin a search at a pair of words is worked out once for each pair of words that is met, and noted. So
most of the many expressions that hold a word such as "told" are never tried.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholestory.engine.reading.graph import FIRST, MARK
from wholestory.engine.reading.lexicon import Edges
from wholestory.engine.reading.tables import Memory, Rows, spread
from wholestory.engine.reading.tokens import Ints, Words
from wholestory.engine.reading.vocabulary import Numbered, Vocabulary

# Which word near its own an edge needs: none, the next, the one before, or one over a gap on either side.
_ALONE, _NEXT, _PREVIOUS, _FAR_NEXT, _FAR_PREVIOUS = range(5)

_MEMORY_BITS = 20
_SLICE = 1 << 17

# A gap of n words is looked through for this many more, which hyphens may have cut apart.
HYPHENS = 6


@dataclass(frozen=True, slots=True)
class Text:
    """A text's words by number, the sentence of each, and the first word at or after each stretch between spaces."""

    words: Words
    numbered: Numbered
    sentence: Ints
    first_of_chunk: Ints


class Pairs:
    """Which edges to try where, for the pairs of words met so far."""

    def __init__(self, edges: Edges, vocabulary: Vocabulary) -> None:
        self._edges = edges
        self._vocabulary = vocabulary
        self._kind = _kinds(edges)
        self._most = _most_gaps(edges)
        self._rows = [Rows() for _ in range(5)]
        self._reach = np.zeros(0, np.int64)
        self._memory = Memory(_MEMORY_BITS)
        self._tried = Rows()
        self._tried.add([])

    def candidates(self, text: Text) -> tuple[Ints, Ints]:
        """Every word of the text with each edge that may read it on the way through its expression."""
        self._sort_new_words()
        number = text.numbered.number
        edges = len(self._kind)
        word, edge = self._rows[_ALONE].of(number)
        near, far = [word * edges + edge], [np.zeros(0, np.int64)]
        for kind in (_NEXT, _PREVIOUS, _FAR_NEXT, _FAR_PREVIOUS):
            word, other = self._pairs(text, kind)
            known = number[other] != 0
            word, other = word[known], other[known]
            which, edge = self._tried.of(self._looked_up(text, kind, number[word], other))
            (near if kind in (_NEXT, _PREVIOUS) else far).append(word[which] * edges + edge)
        # Over a gap one edge may be found to be worth trying more than once.
        return np.divmod(np.concatenate([*near, np.unique(np.concatenate(far))]), edges)

    def _sort_new_words(self) -> None:
        edges = self._vocabulary.edges
        reach = []
        for number in range(len(self._reach), len(edges)):
            _, mine = edges.of(np.array([number]))
            for kind, rows in enumerate(self._rows):
                rows.add(mine[self._kind[mine] == kind])
            reach.append(int(self._most[mine].max(initial=0)))
        if reach:
            self._reach = np.append(self._reach, reach)

    def _pairs(self, text: Text, kind: int) -> tuple[Ints, Ints]:
        """The words at which edges of a kind may be tried, each with the words that may be the one they need."""
        number = text.numbered.number
        word = np.flatnonzero(self._rows[kind].lengths(number))
        if kind in (_NEXT, _PREVIOUS):
            other = word + (1 if kind == _NEXT else -1)
            inside = (other >= 0) & (other < len(number))
            word, other = word[inside], other[inside]
        else:
            reach = self._reach[number[word]]
            which, other = reached(text, word, reach, 1 if kind == _FAR_NEXT else -1)
            word = word[which]
        same = text.sentence[word] == text.sentence[other]
        return word[same], other[same]

    def _looked_up(self, text: Text, kind: int, number: Ints, other: Ints) -> Ints:
        """For each pair of words the row of edges to try."""
        beside = text.numbered.number[other]
        keys = (kind << 60 | number << 30 | beside).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        rows = np.empty(len(keys), np.int64)
        for start in range(0, len(keys), _SLICE):
            some = slice(start, start + _SLICE)
            rows[some], known = self._memory.look_up(keys[some])
            if not known.all():
                if self._memory.held + np.count_nonzero(~known) > self._memory.most:
                    self._memory.forget()
                    self._tried = Rows()
                    self._tried.add([])
                    return self._looked_up(text, kind, number, other)
                new, first = np.unique(keys[some][~known], return_index=True)
                places = np.flatnonzero(~known)[first] + start
                stems = text.numbered.stem[other[places]]
                self._memory.note(new, self._learnt(kind, number[places], beside[places], stems))
                rows[some], _ = self._memory.look_up(keys[some])
        return rows

    def _learnt(self, kind: int, number: Ints, beside: Ints, stem: Ints) -> Ints:
        """Work out which edges of each word may be tried beside another; returns the rows that say so."""
        which, edge = self._rows[kind].of(number)
        if kind in (_NEXT, _FAR_NEXT):
            starts, near = self._edges.leaving
            state = self._edges.target[edge]
        else:
            starts, near = self._edges.reaching
            state = self._edges.source[edge]
        of, place = spread(starts[state], starts[state + 1])
        sets = self._edges.words[near[place]]
        read = self._vocabulary.belongs(beside[which[of]], sets) | self._vocabulary.belongs(stem[which[of]], sets)
        kept = np.bincount(of[read], minlength=len(edge)) > 0
        edge, counts = edge[kept], np.bincount(which[kept], minlength=len(number))
        rows = np.zeros(len(number), np.int64)
        ends = np.cumsum(counts)
        for pair in np.flatnonzero(counts).tolist():
            rows[pair] = len(self._tried)
            self._tried.add(edge[ends[pair] - counts[pair] : ends[pair]])
        return rows


def _kinds(edges: Edges) -> Ints:
    """For each edge, which word near its own it needs."""
    near = (edges.before < 0) | (edges.before >= MARK)
    starts, leaving = edges.leaving
    state = edges.target
    of, place = spread(starts[state], starts[state + 1])
    gaps = np.bincount(of[~near[leaving[place]]], minlength=len(state)) > 0
    goes_on = ~edges.is_end[state]
    first = edges.before == FIRST
    return np.select(
        [goes_on & ~gaps, ~first & near, goes_on, ~first], [_NEXT, _PREVIOUS, _FAR_NEXT, _FAR_PREVIOUS], _ALONE
    )


def _most_gaps(edges: Edges) -> Ints:
    """For each edge, the longest gap before it or after it, in words."""
    length = np.where((edges.before >= 0) & (edges.before < MARK), edges.before, 0)
    starts, leaving = edges.leaving
    of, place = spread(starts[edges.target], starts[edges.target + 1])
    most = length.copy()
    np.maximum.at(most, of, length[leaving[place]])
    return most


def reached(text: Text, word: Ints, most: Ints, step: int) -> tuple[Ints, Ints]:
    """For each word the words after it (`step` 1) or before it (-1) that a gap of at most so many may reach."""
    chunk, firsts = text.words.chunk[word], text.first_of_chunk
    if step > 0:
        low = word + 1
        high = np.minimum(firsts[np.minimum(chunk + most + 3, len(firsts) - 1)], low + most + 1 + HYPHENS)
        high = np.minimum(np.maximum(high, low + 1), len(text.words))
    else:
        high = word
        low = np.maximum(firsts[np.maximum(chunk - most - 2, 0)], high - most - 1 - HYPHENS)
        low = np.maximum(np.minimum(low, high - 1), 0)
    return spread(low, np.maximum(low, high))
