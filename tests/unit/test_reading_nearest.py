"""The nearest vectors are the same ones, in the same order, that putting all in order would give."""

from __future__ import annotations

import numpy as np
import pytest

from wholestory.engine.reading.encoder.nearest import Nearest
from wholestory.engine.reading.encoder.products import FixedProducts
from wholestory.engine.reading.encoder.rounded import Rounded


@pytest.mark.parametrize(("count_known", "count"), [(3, 3), (511, 16), (512, 1), (1300, 16), (1536, 600)])
def test_the_nearest_come_first_and_of_equal_ones_the_earlier(count_known: int, count: int) -> None:
    draw = np.random.default_rng(count_known)
    # Few different whole numbers, so that many are equally near; of lengths that no rounding reaches.
    known = Rounded(draw.integers(-2, 3, (count_known, 4)).astype(np.int8), np.full(count_known, 4, np.float32))
    vectors = draw.integers(-2, 3, (300, 4)).astype(np.float32)
    vectors[(vectors == 0).all(axis=1)] = 1
    vectors /= 4
    cosines = vectors @ known.whole().T
    in_order = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
    places, found = Nearest(known).of(vectors, count)
    assert np.array_equal(places, in_order)
    assert np.array_equal(found, np.take_along_axis(cosines, in_order, axis=1))


@pytest.mark.parametrize("seed", range(4))
def test_rounding_leaves_no_nearer_one_out(seed: int) -> None:
    draw = np.random.default_rng(seed)
    # Clusters of vectors whose products differ by less than the whole numbers can tell.
    middles = draw.normal(size=(40, 384))
    rows = np.repeat(middles, 100, axis=0) + draw.normal(scale=0.02, size=(4000, 384))
    known = Rounded.of((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32))
    vectors = (middles / np.linalg.norm(middles, axis=1, keepdims=True)).astype(np.float32)
    exact = np.sort(vectors.astype(np.float64) @ known.whole().T.astype(np.float64), axis=1)[:, ::-1][:, :16]
    _, found = Nearest(known).of(vectors, 16)
    assert np.abs(found - exact).max() < 1e-6


def test_products_of_the_largest_numbers_are_exact() -> None:
    draw = np.random.default_rng(1)
    columns = draw.choice([-63, 0, 63], (384, 700)).astype(np.int8)
    rows = draw.choice([-127, 127], (5, 384)).astype(np.int8)
    columns[:, 0], rows[0] = 63, 127
    assert np.array_equal(FixedProducts(columns).of(rows), rows.astype(np.int64) @ columns.astype(np.int64))
