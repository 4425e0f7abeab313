"""Two kinds of table that grow while texts are read: rows of whole numbers, and a memory of hashes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wholestory.engine.reading.machine_code import machine_code
from wholestory.engine.reading.tokens import Bools, Hashes, Ints, Table


class Rows:
    """Rows of whole numbers of different lengths, each added once and never changed.

    Row n is `values[starts[n] : starts[n + 1]]`.
    """

    def __init__(self) -> None:
        self.starts = np.zeros(1024, np.int32)
        self.values = np.zeros(4096, np.int32)
        self._rows = self._used = 0

    def add(self, values: Sequence[int]) -> None:
        """Add the next row."""
        if self._rows + 2 > len(self.starts):
            self.starts = np.concatenate([self.starts, np.zeros_like(self.starts)])
        while self._used + len(values) > len(self.values):
            self.values = np.concatenate([self.values, np.zeros_like(self.values)])
        self.values[self._used : self._used + len(values)] = values
        self._rows += 1
        self._used += len(values)
        self.starts[self._rows] = self._used

    def of(self, row: int) -> list[int]:
        """The values of one row."""
        values: list[int] = self.values[self.starts[row] : self.starts[row + 1]].tolist()
        return values


# One place of a memory: a hash, 0 where it is free, and what was noted for it.
_PLACE = np.dtype([("hash", np.uint64), ("noted", np.int64)])


class Memory:
    """What was noted for a hash, a whole number each. It holds at most half as many hashes as it has places."""

    def __init__(self, bits: int) -> None:
        self._size = 1 << bits
        self.most = self._size // 2
        self.forget()

    def forget(self) -> None:
        """Empty it."""
        self._places = np.zeros(self._size, _PLACE)
        self.held = 0

    def look_up(self, hashes: Hashes) -> tuple[Ints, Bools]:
        """What is noted for each hash, and whether anything is."""
        found, known = np.empty(len(hashes), np.int64), np.empty(len(hashes), np.bool_)
        _look_up(self._places, hashes, found, known)
        return found, known

    def note(self, hashes: Hashes, noted: Ints) -> None:
        """Note a number for each of some different hashes that are not yet held."""
        self.held += len(hashes)
        _note(self._places, hashes, noted)


@machine_code
def _look_up(places: Table, hashes: Hashes, found: Ints, known: Bools) -> None:
    for at in range(len(hashes)):
        place = _place_of(places, hashes[at])
        found[at], known[at] = places[place].noted, places[place].hash == hashes[at]


@machine_code
def _note(places: Table, hashes: Hashes, noted: Ints) -> None:
    for at in range(len(hashes)):
        place = _place_of(places, hashes[at])
        places[place].hash, places[place].noted = hashes[at], noted[at]


@machine_code
def _place_of(places: Table, wanted: np.uint64) -> int:
    """Where a hash stands, or the free place where it would. The upper half of a hash tells words apart best."""
    place = int(wanted >> np.uint64(32)) % len(places)
    while places[place].hash != 0 and places[place].hash != wanted:
        place = (place + 1) % len(places)
    return place
