"""Many vectors in a quarter of the room: a byte a part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.vectors import Vectors

_MOST = 127.0
# So many vectors as floats stay in a processor's cache.
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Rounded:
    """Unit vectors: row n of `parts` over `lengths[n]` is one.

    The parts of a unit vector lie within -1 and 1; a byte each keeps a cosine within about 0.003.
    """

    parts: NDArray[np.int8]
    lengths: Vectors

    @classmethod
    def of(cls, vectors: Vectors) -> Rounded:
        """Unit vectors (one row each) rounded."""
        largest = np.abs(vectors).max(axis=1, keepdims=True)
        return cls.of_parts(np.round(vectors / largest * _MOST).astype(np.int8))

    @classmethod
    def of_parts(cls, parts: NDArray[np.int8]) -> Rounded:
        """The unit vectors whose parts these are, each times a number of its own."""
        lengths = np.empty(len(parts), np.float32)
        for start in range(0, len(parts), _AT_ONCE):
            rows = parts[start : start + _AT_ONCE].astype(np.float32)
            lengths[start : start + _AT_ONCE] = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        return cls(parts, lengths)

    def __len__(self) -> int:
        return len(self.parts)

    def whole(self, places: slice | NDArray[np.int64] = slice(None)) -> Vectors:
        """Some of the vectors, or all, as they are."""
        rows = self.parts[places].astype(np.float32)
        rows /= self.lengths[places, None]
        return rows
