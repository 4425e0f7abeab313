"""What is worked out once for each different word that texts hold, however often the word stands in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wholestory.engine.reading.tables import Memory
from wholestory.engine.reading.tokens import Ints, Words

_SLICE = 1 << 16


class PerWord:
    """A whole number for each word, worked out by `tell` the first time that the word is met.

    At most half of 2 to the power of `bits` different words are remembered; then all are forgotten.
    """

    def __init__(self, bits: int, tell: Callable[[str], int]) -> None:
        self._memory = Memory(bits)
        self._tell = tell

    def of(self, words: Words) -> Ints:
        """The number of every word of a text."""
        rows = np.empty(len(words), np.int64)
        for start in range(0, len(words), _SLICE):
            rows[start : start + _SLICE] = self._look_up(words, start)
        return rows

    def _look_up(self, words: Words, start: int) -> Ints:
        hashes = words.table["hash"][start : start + _SLICE]
        rows, known = self._memory.look_up(hashes)
        if not known.all():
            if self._memory.held + np.count_nonzero(~known) > self._memory.most:
                self._memory.forget()
                known[:] = False
            unknown = np.flatnonzero(~known)
            new, first = np.unique(hashes[unknown], return_index=True)
            places = (unknown[first] + start).tolist()
            told = [self._tell(words.text[words.start[at] : words.end[at]]) for at in places]
            self._memory.note(new, np.array(told, np.int64))
            rows, _ = self._memory.look_up(hashes)
        return rows
