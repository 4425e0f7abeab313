"""The nearest of many unit vectors: exact, without putting all of them in order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.vectors import Vectors

Places = NDArray[np.int64]

# So many are compared at once: their cosines take half a megabyte for every thousand known vectors.
_AT_ONCE = 128
# Known vectors are dealt out into so many groups, whose largest cosines bound how far the nearest can be.
_GROUPS = 512


def nearest_of(vectors: Vectors, known: Vectors, count: int) -> tuple[Places, Vectors]:
    """For each unit vector the places of its `count` nearest known ones and their cosines, nearest first.

    `vectors` has a row a vector, `known` (at least `count` of them) a column a vector: a few vectors are multiplied
    with columns that lie so in memory in half the time. Of equally near ones the earlier comes first.
    """
    places = np.empty((len(vectors), count), np.int64)
    cosines = np.empty((len(vectors), count), np.float32)
    room = np.empty((min(_AT_ONCE, len(vectors)), known.shape[1]), np.float32)
    for start in range(0, len(vectors), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        asked = vectors[some]
        places[some], cosines[some] = _largest(np.matmul(asked, known, out=room[: len(asked)]), count)
    return places, cosines


def _largest(cosines: Vectors, count: int) -> tuple[Places, Vectors]:
    """Of each row the `count` largest and where they stand, largest first."""
    bound = _bound(cosines, count)
    row, place = np.divmod(np.flatnonzero(cosines >= bound), cosines.shape[1])
    found = cosines[row, place]
    order = np.lexsort((place, -found, row))
    begins = np.searchsorted(row, np.arange(len(cosines)))
    kept = order[begins[:, None] + np.arange(count)]
    return place[kept], found[kept]


def _bound(cosines: Vectors, count: int) -> Vectors:
    """A number for each row that at least `count` of it reach, and few more: as many groups have one that does."""
    rows, known = cosines.shape
    groups = cosines
    if count <= _GROUPS < known:
        whole = known - known % _GROUPS
        groups = cosines[:, :whole].reshape(rows, -1, _GROUPS).max(axis=1)
        left = known - whole
        np.maximum(groups[:, :left], cosines[:, whole:], out=groups[:, :left])
    bound: Vectors = np.partition(groups, groups.shape[1] - count, axis=1)[:, -count, None]
    return bound
