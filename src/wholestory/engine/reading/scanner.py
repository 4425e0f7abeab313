"""One pass over a text for the wording of every rule together.

The literal anchors of all expressions are scanned for at once (Aho-Corasick); only where one begins a word is the
expression itself tried, inside that sentence. The work per narrative grows with what is found, not with the pack.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from wholestory.practice.expressions import Expression


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """What an expression stands for: a part of the pack, the rule's place in it and how the rule uses it."""

    part: str
    rule: int
    use: str


class Hit(NamedTuple):
    """An expression found in a text: where, what it stands for, as written in the rule, and in which sentence."""

    start: int
    end: int
    target: Target
    source: str
    sentence: int


class Scanner:
    """All expressions of a pack, compiled together. Safe to share between processes by forking."""

    def __init__(self, entries: Iterable[tuple[Expression, Target]]) -> None:
        by_anchor: dict[str, list[int]] = defaultdict(list)
        self._entries: list[tuple[re.Pattern[str] | str, Target, str]] = []
        for expression, target in entries:
            for anchor in sorted(expression.anchors):
                by_anchor[anchor].append(len(self._entries))
            self._entries.append((expression.pattern, target, expression.source))
        anchors = sorted(by_anchor)
        self._by_anchor = [by_anchor[anchor] for anchor in anchors]
        self._automaton = AhoCorasick(anchors) if anchors else None

    def scan(self, folded: str, sentences: Sequence[Span]) -> list[Hit]:
        """Every hit in a folded text, ordered by start, then the longest first."""
        if self._automaton is None or not sentences:
            return []
        starts = [sentence.start for sentence in sentences]
        tried: set[tuple[int, int]] = set()
        hits: list[Hit] = []
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and _is_word(folded[start - 1]) and _is_word(folded[start]):
                continue
            place = bisect_right(starts, start) - 1
            for entry in self._by_anchor[index]:
                if (entry, place) not in tried:
                    tried.add((entry, place))
                    hits.extend(self._find(entry, folded, sentences[place], place))
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.target.part, hit.target.rule, hit.target.use, hit.source))
        return hits

    def _find(self, entry: int, folded: str, sentence: Span, place: int) -> Iterable[Hit]:
        pattern, target, source = self._entries[entry]
        if isinstance(pattern, str):
            # Compiled on first use: most of a pack's expressions are never met in a short run.
            pattern = re.compile(pattern)
            self._entries[entry] = (pattern, target, source)
        for found in pattern.finditer(folded, sentence.start, sentence.end):
            yield Hit(found.start(), found.end(), target, source, place)


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter in "_'"
