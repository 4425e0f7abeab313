"""Two kinds of table that grow while texts are read: rows of whole numbers, and a memory of hashes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


def spread(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Every place in each [start, end), with the number of the range that it is in."""
    lengths = ends - starts
    which = np.repeat(np.arange(len(starts)), lengths)
    before = np.cumsum(lengths) - lengths
    return which, np.arange(len(which)) + (starts - before)[which]


class Rows:
    """Rows of different lengths, each added once and never changed."""

    def __init__(self) -> None:
        self._starts = np.zeros(1024, np.int64)
        self._values = np.zeros(4096, np.int64)
        self._rows = self._used = 0

    def __len__(self) -> int:
        return self._rows

    def add(self, values: Sequence[int] | Ints) -> None:
        """Add the next row."""
        if self._rows + 2 > len(self._starts):
            self._starts = np.concatenate([self._starts, np.zeros_like(self._starts)])
        while self._used + len(values) > len(self._values):
            self._values = np.concatenate([self._values, np.zeros_like(self._values)])
        self._values[self._used : self._used + len(values)] = values
        self._rows += 1
        self._used += len(values)
        self._starts[self._rows] = self._used

    def of(self, rows: Ints) -> tuple[Ints, Ints]:
        """The values of some rows one after another, with the place in `rows` that each value comes from."""
        which, place = spread(self._starts[rows], self._starts[rows + 1])
        return which, self._values[place]

    def lengths(self, rows: Ints) -> Ints:
        """How many values each of some rows has."""
        return self._starts[rows + 1] - self._starts[rows]


class Memory:
    """What was noted for a hash, a whole number each. It holds at most half as many hashes as it has places."""

    def __init__(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._last = (1 << bits) - 1
        self.most = 1 << (bits - 1)
        self.forget()

    def forget(self) -> None:
        """Empty it."""
        self._hashes = np.zeros(self._last + 1, np.uint64)
        self._noted = np.zeros(self._last + 1, np.int64)
        self.held = 0

    def look_up(self, hashes: Hashes) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """What is noted for each hash, and whether anything is."""
        places = self._places(hashes)
        return self._noted[places], self._hashes[places] == hashes

    def note(self, hashes: Hashes, noted: Ints) -> None:
        """Note a number for each of some different hashes that are not yet held."""
        self.held += len(hashes)
        left = np.arange(len(hashes))
        while len(left):
            # Two new hashes may want one free place: the last one written has it, the others look again.
            places = self._places(hashes[left])
            self._hashes[places] = hashes[left]
            won = self._hashes[places] == hashes[left]
            self._noted[places[won]] = noted[left[won]]
            left = left[~won]

    def _places(self, hashes: Hashes) -> Ints:
        """Where each hash stands, or the free place where it would."""
        places = (hashes >> self._shift).astype(np.int64)
        found = self._hashes[places]
        wrong = np.flatnonzero((found != hashes) & (found != 0))
        while len(wrong):
            places[wrong] = (places[wrong] + 1) & self._last
            found = self._hashes[places[wrong]]
            wrong = wrong[(found != hashes[wrong]) & (found != 0)]
        return places
