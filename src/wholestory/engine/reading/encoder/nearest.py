"""The nearest of many unit vectors: found roughly in whole numbers, then put in order by their exact products."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.products import FixedProducts, Products
from wholestory.engine.reading.encoder.rounded import Rounded
from wholestory.engine.reading.encoder.vectors import Vectors

Places = NDArray[np.int64]

# So many are compared at once: their products take half a megabyte for every thousand known vectors.
_AT_ONCE = 128
# Known vectors are dealt out into so many groups, whose largest products bound how far the nearest can be.
_GROUPS = 512
# The largest whole numbers for the parts of known vectors and of those asked about: seven bits and eight, which no
# processor's sums of two products overflow.
_KNOWN, _ASKED = 63, 127
# What rounding does to a product has a spread of its step over the square root of 12; nothing nearer than so many
# spreads to the bound is left out before the exact products are known.
_SPREADS = 10
# So many known vectors as floats stay in a processor's cache.
_TURNED = 1024


class Nearest:
    """The known vectors, asked for the nearest of each of some others."""

    def __init__(self, known: Rounded) -> None:
        """There is at least one known vector."""
        self._known = known
        self._step = float((np.abs(known.parts).max(axis=1) / known.lengths).max()) / _KNOWN
        self._products = FixedProducts(_in_columns(known, self._step))

    def of(self, vectors: Vectors, count: int) -> tuple[Places, Vectors]:
        """For each unit vector (a row) the places of its `count` nearest known ones and their cosines, nearest first.

        There are at least `count` known ones. Of equally near ones the earlier comes first.
        """
        places = np.empty((len(vectors), count), np.int64)
        cosines = np.empty((len(vectors), count), np.float32)
        for start in range(0, len(vectors), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            for number, near in enumerate(self._shortlists(vectors[some], count), start):
                exact = self._known.whole(near) @ vectors[number]
                order = np.lexsort((near, -exact))[:count]
                places[number], cosines[number] = near[order], exact[order]
        return places, cosines

    def _shortlists(self, vectors: Vectors, count: int) -> list[Places]:
        """For each vector the places of known ones among which its nearest are, in order."""
        step = np.abs(vectors).max(axis=1, keepdims=True) / np.float32(_ASKED)
        rough = self._products.of(np.round(vectors / step).astype(np.int8))
        # In units of a rough product, twice: for the one that is left out and for the one that sets the bound.
        spread = np.hypot(self._step, step) / 12**0.5
        slack = np.ceil(2 * _SPREADS * spread / (self._step * step)).astype(np.int32)
        row, place = np.divmod(np.flatnonzero(rough >= _bound(rough, count) - slack), rough.shape[1])
        return np.split(place, np.searchsorted(row, np.arange(1, len(vectors))))


def _in_columns(known: Rounded, step: float) -> NDArray[np.int8]:
    """Vectors as whole numbers of a step, a column each."""
    columns = np.empty((known.parts.shape[1], len(known)), np.int8)
    for start in range(0, len(known), _TURNED):
        some = slice(start, start + _TURNED)
        columns[:, some] = np.rint(known.whole(some) / np.float32(step)).astype(np.int8).T
    return columns


def _bound(products: Products, count: int) -> Products:
    """A number for each row that at least `count` of it reach, and few more: as many groups have one that does."""
    rows, known = products.shape
    groups = products
    if count <= _GROUPS < known:
        whole = known - known % _GROUPS
        groups = products[:, :whole].reshape(rows, -1, _GROUPS).max(axis=1)
        left = known - whole
        np.maximum(groups[:, :left], products[:, whole:], out=groups[:, :left])
    bound: Products = np.partition(groups, groups.shape[1] - count, axis=1)[:, -count, None]
    return bound
