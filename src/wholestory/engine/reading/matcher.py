"""Finds every expression of a pack in many notes at once.

For each expression there is one part, the rarest in a sample of sentences, of which every way through it takes exactly
one edge. Where a word of the text is read by such an edge, the expression is followed word by word to its end and back
to its start, for all places together: each round is a few operations on arrays of what is still possible. The work is
in proportion to the places where a rare word stands, not to the pack and not to the square of anything.

Of the ways in which an expression matches at a place, the one that begins first is taken, then the one with the
smallest gaps, then the longest; an expression does not overlap itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from wholestory.engine.reading.compiled import Compiled
from wholestory.engine.reading.graph import ANYHOW, DIRECTLY, FIRST, MARK
from wholestory.engine.reading.lexicon import Edges, WordSets
from wholestory.engine.reading.pairs import Pairs, Text, reached
from wholestory.engine.reading.tables import spread
from wholestory.engine.reading.tokens import Bools, Ints, Words
from wholestory.engine.reading.vocabulary import Vocabulary
from wholestory.practice.expressions import Expression, Step, Word

_NOTHING = np.zeros(0, np.int64)
# So many places are followed at once that a narrative of 10 MB needs no more memory for it than one of 200 kB.
_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Found:
    """Expressions found, one entry each: which, and its place in characters."""

    expression: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.expression)

    def take(self, which: Ints | Bools) -> Found:
        """Some of them."""
        return Found(self.expression[which], self.start[which], self.end[which])


class _Paths(NamedTuple):
    """Ways still possible: from which anchor, the edge last taken, the word it read and how many words gaps took.

    `whole` is false where an edge read only the stem of a word ("mum" of "mum's"), with which a way can only end.
    """

    anchor: Ints
    edge: Ints
    word: Ints
    gap: Ints
    whole: Bools

    def take(self, which: Ints | Bools) -> _Paths:
        return _Paths(self.anchor[which], self.edge[which], self.word[which], self.gap[which], self.whole[which])


class Matcher:
    """The expressions of a pack, compiled together. Number `n` found is the nth expression given."""

    def __init__(self, expressions: Sequence[Expression], compiled: Compiled) -> None:
        self._expressions = expressions
        self._edges = Edges.of(compiled)
        self._loose = np.zeros(len(expressions), np.bool_)
        self._loose[compiled.loose] = True
        self._wordless: list[int] = compiled.wordless.tolist()
        self._heads = {place: re.compile(_head(expressions[place].steps)) for place in self._wordless}
        self._vocabulary = Vocabulary(WordSets(compiled), self._edges)
        self._pairs = Pairs(self._edges, self._vocabulary)

    def find(self, words: Words, sentence: Ints, ends: Ints) -> Found:
        """Every expression in a text, ordered by start, then the longest first.

        `sentence` is the number of the sentence that each word stands in and `ends` where each sentence ends.
        """
        chunks = np.arange(len(words.chunk_starts) + 1)
        text = Text(words, self._vocabulary.numbered(words), sentence, np.searchsorted(words.chunk, chunks))
        word, edge = self._pairs.candidates(text)
        slices = (slice(start, start + _AT_ONCE) for start in range(0, len(edge), _AT_ONCE))
        found = _best([np.zeros((4, 0), np.int64), *(self._followed(text, word[some], edge[some]) for some in slices)])
        loose = self._loose[found.expression]
        parts = [found.take(~loose), self._confirmed(words.text, found.take(loose), ends)]
        parts += [self._everywhere(words.text, place) for place in self._wordless]
        together = Found(*(np.concatenate([getattr(part, name) for part in parts]) for name in Found.__slots__))
        return together.take(np.lexsort((together.expression, -together.end, together.start)))

    def _followed(self, text: Text, word: Ints, edge: Ints) -> Ints:
        """Where the expressions of some edges stand, each of which may read the word beside it on the way.

        A row each for the expression, its start, its end and the words in its gaps.
        """
        whole = self._vocabulary.belongs(text.numbered.number[word], self._edges.words[edge])
        anchored = _Paths(np.arange(len(edge)), edge, word, np.zeros(len(edge), np.int64), whole)
        on = self._forward(text, anchored)
        ended = np.zeros(len(edge), np.bool_)
        ended[on.anchor] = True
        return self._joined(text, anchored, self._backward(text, anchored.take(ended)), on)

    def _forward(self, text: Text, paths: _Paths) -> _Paths:
        """From each anchor on to every place where its expression has been read whole."""
        edges, done = self._edges, [paths.take(_NOTHING)]
        while len(paths.edge):
            done.append(paths.take(edges.is_end[edges.target[paths.edge]]))
            if not paths.whole.all():
                paths = paths.take(paths.whole)
            which, taken = _edges_at(edges.leaving, edges.target[paths.edge])
            paths = self._moved(text, paths, which, taken, taken, step=1)
        return _all(done)

    def _backward(self, text: Text, paths: _Paths) -> _Paths:
        """From each anchor back to every place where its expression begins."""
        edges, done = self._edges, [paths.take(_NOTHING)]
        while len(paths.edge):
            first = edges.before[paths.edge] == FIRST
            done.append(paths.take(first))
            paths = paths.take(~first)
            which, taken = _edges_at(edges.reaching, edges.source[paths.edge])
            paths = self._moved(text, paths, which, taken, paths.edge[which], step=-1)
        return _all(done)

    def _moved(self, text: Text, paths: _Paths, which: Ints, taken: Ints, joins: Ints, *, step: int) -> _Paths:
        """Ways that take an edge each, to the next word or the one before, or to one over a gap, where that may be.

        `joins` are the edges that say what may stand between: forward those taken, backward those taken last. Most
        ways end because the edge does not read the word; what stands between is looked at for the others only.
        """
        if not len(which):
            return paths.take(_NOTHING)
        is_gap = self._edges.is_gap[joins]
        near, far = np.flatnonzero(~is_gap), np.flatnonzero(is_gap)
        word = paths.word[which[near]] + step
        near, word, whole = self._reading(text, near, word, taken[near], step)
        fits = _follows(text, word if step > 0 else word + 1, self._edges.before[joins[near]])
        near = near[fits]
        came = which[near]
        on = _Paths(paths.anchor[came], taken[near], word[fits], paths.gap[came], whole[fits])
        if not len(far):
            return on
        place, word = reached(text, paths.word[which[far]], self._edges.before[joins[far]], step)
        far = far[place]
        far, word, whole = self._reading(text, far, word, taken[far], step)
        fits, gap = _over_gap(text, paths.word[which[far]], word, self._edges.before[joins[far]], step)
        far = far[fits]
        came = which[far]
        over = _Paths(paths.anchor[came], taken[far], word[fits], paths.gap[came] + gap[fits], whole[fits])
        return _all([on, over])

    def _reading(self, text: Text, ways: Ints, word: Ints, edge: Ints, step: int) -> tuple[Ints, Ints, Bools]:
        """Of ways that would read a word by an edge those that may, with their words, and whether all of it is read.

        The stem of a word alone is read where an expression ends with it.
        """
        sets, numbered = self._edges.words[edge], text.numbered
        reads = whole = self._vocabulary.belongs(numbered.number.take(word, mode="clip"), sets)
        if step > 0:
            stem = numbered.stem.take(word, mode="clip")
            has_stem = np.flatnonzero(stem)
            ends = self._edges.is_end[self._edges.target[edge[has_stem]]]
            reads = whole.copy()
            reads[has_stem] |= ends & self._vocabulary.belongs(stem[has_stem], sets[has_stem])
        read = np.flatnonzero(reads)
        return ways[read], word[read], whole[read]

    def _joined(self, text: Text, anchored: _Paths, back: _Paths, on: _Paths) -> Ints:
        """For every anchor that reached both ends, where its expression begins and ends, and its gaps."""
        first = np.full(len(anchored.edge), -1, np.int64)
        gap = np.zeros(len(anchored.edge), np.int64)
        order = np.lexsort((back.gap, back.word, back.anchor))[::-1]
        first[back.anchor[order]], gap[back.anchor[order]] = back.word[order], back.gap[order]
        end = np.full(len(anchored.edge), -1, np.int64)
        place = np.where(on.whole, text.numbered.whole_end[on.word], text.numbered.stem_end[on.word])
        order = np.lexsort((-place, on.gap, on.anchor))[::-1]
        end[on.anchor[order]] = place[order]
        best = np.zeros_like(gap)
        best[on.anchor[order]] = on.gap[order]
        gap += best
        whole = np.flatnonzero((first >= 0) & (end >= 0))
        expression = self._edges.expression[anchored.edge[whole]]
        return np.array([expression, text.words.start[first[whole]], end[whole], gap[whole]])

    def _confirmed(self, text: str, found: Found, ends: Ints) -> Found:
        """What the regular expressions of loose expressions find in the sentences where the graph found them."""
        sentences = np.searchsorted(ends, found.start, side="right")
        rows = []
        for expression, sentence in sorted(set(zip(found.expression.tolist(), sentences.tolist(), strict=True))):
            begin = int(ends[sentence - 1]) if sentence else 0
            for match in self._expressions[expression].regex.finditer(text, begin, int(ends[sentence])):
                rows.append((expression, match.start(), match.end()))
        return Found(*np.array(rows, np.int64).reshape(-1, 3).T)

    def _everywhere(self, text: str, expression: int) -> Found:
        """What the regular expression of a wordless expression finds, tried where its first character stands."""
        regex, rows, reached = self._expressions[expression].regex, [], 0
        for head in self._heads[expression].finditer(text):
            match = regex.match(text, head.start()) if head.start() >= reached else None
            if match:
                rows.append((expression, *match.span()))
                reached = match.end()
        return Found(*np.array(rows, np.int64).reshape(-1, 3).T)


def _head(steps: Sequence[Step]) -> str:
    """A pattern for the first character of whatever an expression matches; for any where that cannot be told."""
    first = steps[0].part
    if isinstance(first, Word):
        return "(?s:.)" if first.text[0] in "*#" else re.escape(first.text[0])
    heads = {_head(option) for option in first.options}
    return "(?s:.)" if first.optional else "|".join(sorted(heads))


def _best(parts: list[Ints]) -> Found:
    """Of ways in which an expression was found at a place the one with the smallest gaps, then the longest."""
    expression, start, end, gap = np.concatenate(parts, axis=1)
    order = np.lexsort((-end, gap, start, expression))
    return _apart(Found(expression[order], start[order], end[order]))


def _all(paths: list[_Paths]) -> _Paths:
    return _Paths(*map(np.concatenate, zip(*paths, strict=True)))


def _edges_at(grouped: tuple[Ints, Ints], state: Ints) -> tuple[Ints, Ints]:
    """The edges of each state: which of the states, and the edge."""
    starts, edges = grouped
    which, place = spread(starts[state], starts[state + 1])
    return which, edges[place]


def _follows(text: Text, word: Ints, before: Ints) -> Bools:
    """Whether a word may follow the one before it in the text, where `before` says what may stand between."""
    inside = (word > 0) & (word < len(text.words))
    at = np.where(inside, word, 0)
    inside &= text.sentence[at] == text.sentence[at - 1]
    marked = text.words.mark[at] == before - MARK
    fits: Bools = inside & np.where(before == DIRECTLY, text.words.joined[at], (before == ANYHOW) | marked)
    return fits


def _over_gap(text: Text, word: Ints, other: Ints, most: Ints, step: int) -> tuple[Bools, Ints]:
    """Whether a gap of at most so many words may lead from each word to the other beside it, and the gap's length."""
    one, next_one = (word, other) if step > 0 else (other, word)
    words = text.words
    # Hyphens and slashes right before a word are no word of the gap; anywhere else they are, as to whoever counts.
    length = words.until[next_one] - words.chunk[one] - 1
    fits = words.led[next_one] & words.outer[one] & (length <= most)
    # Between two words of one stretch ("man-?-car") nothing need stand but marks, the last a hyphen or slash.
    fits |= words.led[next_one] & (next_one == one + 1) & words.inner[next_one]
    fits &= text.sentence[one] == text.sentence[next_one]
    return fits, length


def _apart(found: Found) -> Found:
    """Without what overlaps an earlier finding of the same expression; ordered by expression, start and preference."""
    same = found.expression[1:] == found.expression[:-1]
    meet = np.flatnonzero(same & (found.start[1:] < found.end[:-1]))
    among = np.isin(found.expression, found.expression[meet])
    stays, last, reached = ~among, -1, -1
    some = np.flatnonzero(among)
    rows = (row.tolist() for row in (some, found.expression[some], found.start[some], found.end[some]))
    for place, number, start, end in zip(*rows, strict=True):
        if number != last:
            last, reached = number, -1
        if start >= reached:
            stays[place] = True
            reached = end
    return found.take(stays)
