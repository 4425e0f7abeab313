"""How common words are in a sample of sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable


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
