"""Intervals of shares and rates against published worked examples and an independent library."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from wholestory.engine.rounds.shares import Rate, Share, difference, ratio

SHARES = st.integers(1, 400).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))


@given(SHARES)
def test_the_interval_of_a_share_is_wilsons(share: Share) -> None:
    low, high = proportion_confint(share.count, share.of, method="wilson")
    assert (share.interval.low, share.interval.high) == pytest.approx((low, high), abs=1e-9)
    assert share.interval.holds(share.value)


def test_the_difference_of_two_shares_is_newcombes_own_example() -> None:
    """Newcombe 1998, table II, example (a): 56 of 70 less 48 of 80 is 0.2000, from 0.0524 to 0.3339."""
    found = difference(Share(48, 80), Share(56, 70))
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


@given(SHARES, SHARES)
def test_the_difference_of_two_shares_is_that_of_an_independent_library(before: Share, after: Share) -> None:
    low, high = confint_proportions_2indep(
        after.count, after.of, before.count, before.of, compare="diff", method="newcomb"
    )
    found = difference(before, after)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.2, 5))
def test_a_ratio_of_rates_lies_where_the_exact_share_of_the_events_does(before: int, after: int, scale: float) -> None:
    found = ratio(Rate(before, 1000.0), Rate(after, 1000.0 * scale))
    if before + after == 0:
        assert (found.low, found.high) == (0.0, math.inf)
        return
    exact = binomtest(after, before + after).proportion_ci(0.95, method="exact")
    assert found.low == pytest.approx(exact.low / (1 - exact.low) / scale, rel=1e-6)
    if before:
        assert found.high == pytest.approx(exact.high / (1 - exact.high) / scale, rel=1e-6)
    else:
        assert found.high == math.inf


@pytest.mark.parametrize(("count", "of"), [(1, 0), (-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        Share(count, of)


def test_what_is_no_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="is no rate"):
        Rate(3, 0)
