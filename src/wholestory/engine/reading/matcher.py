"""Finds every expression of a pack in many notes at once.

For each expression there is one part, the rarest in a sample of sentences, of which every way through it takes exactly
one edge. Where a word of the text is read by such an edge, the expression is followed word by word to its end and back
to its start (walking.py).

Of the ways in which an expression matches at a place, the one that begins first is taken, then the one with the
smallest gaps, then the longest; an expression does not overlap itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholestory.engine.reading.compiled import Compiled
from wholestory.engine.reading.lexicon import Graphs, WordSets
from wholestory.engine.reading.tokens import Bools, Ints, Words
from wholestory.engine.reading.vocabulary import Numbered, Vocabulary
from wholestory.engine.reading.walking import Text, follow
from wholestory.practice.expressions import Expression, Step, Word


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


class Matcher:
    """The expressions of a pack, compiled together. Number `n` found is the nth expression given."""

    def __init__(self, expressions: Sequence[Expression], compiled: Compiled) -> None:
        self._expressions = expressions
        self._graphs = Graphs.of(compiled)
        self._loose = np.zeros(len(expressions), np.bool_)
        self._loose[compiled.loose] = True
        self._wordless: list[int] = compiled.wordless.tolist()
        self._heads = {place: re.compile(_head(expressions[place].steps)) for place in self._wordless}
        self._vocabulary = Vocabulary(WordSets(compiled), self._graphs, compiled)

    def find(self, words: Words, sentence: Ints, ends: Ints) -> Found:
        """Every expression in a text, ordered by start, then the longest first.

        `sentence` is the number of the sentence that each word stands in and `ends` where each sentence ends.
        """
        found = _best(follow(self._text(words, sentence), self._graphs))
        loose = self._loose[found.expression]
        parts = [found.take(~loose), self._confirmed(words.text, found.take(loose), ends)]
        parts += [self._everywhere(words.text, place) for place in self._wordless]
        together = Found(*(np.concatenate([getattr(part, name) for part in parts]) for name in Found.__slots__))
        return together.take(np.lexsort((together.expression, -together.end, together.start)))

    def _text(self, words: Words, sentence: Ints) -> Text:
        numbered, vocabulary, table = self._vocabulary.numbered(words), self._vocabulary, words.table
        for name in Numbered.__slots__:
            table[name] = getattr(numbered, name)
        table["sentence"] = sentence
        return Text(table, words.first_of_chunk, *vocabulary.anchored, vocabulary.member)

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


def _best(rows: Ints) -> Found:
    """Of ways in which an expression was found at a place the one with the smallest gaps, then the longest."""
    expression, start, end, gap = rows.T
    order = np.lexsort((-end, gap, start, expression))
    return _apart(Found(expression[order], start[order], end[order]))


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
