"""The nearest vectors are the same ones, in the same order, that putting all in order would give."""

from __future__ import annotations

import numpy as np
import pytest

from wholestory.engine.reading.encoder.nearest import nearest_of


@pytest.mark.parametrize(("known", "count"), [(3, 3), (511, 16), (512, 1), (1300, 16), (1536, 600)])
def test_the_nearest_come_first_and_of_equal_ones_the_earlier(known: int, count: int) -> None:
    draw = np.random.default_rng(known)
    # Few different whole numbers, so that many are equally near.
    columns = draw.integers(-2, 3, (4, known)).astype(np.float32)
    vectors = draw.integers(-2, 3, (300, 4)).astype(np.float32)
    cosines = vectors @ columns
    in_order = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
    places, found = nearest_of(vectors, columns, count)
    assert np.array_equal(places, in_order)
    assert np.array_equal(found, np.take_along_axis(cosines, in_order, axis=1))
