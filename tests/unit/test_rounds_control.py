"""Control limits for small counts: noise is no news, and what chance would hardly give is."""

from __future__ import annotations

from math import comb, exp, factorial

import numpy as np
import pytest

from wholestory.engine.rounds.control import (
    ABOVE,
    BELOW,
    RATE,
    RUN,
    RUN_BELOW,
    TAIL,
    Period,
    chart,
)
from wholestory.engine.rounds.published import RoundsError


def months(counts: list[int], of: float) -> list[Period]:
    return [Period(f"month {number}", count, of) for number, count in enumerate(counts, 1)]


def binomial(count: int, of: int, share: float) -> float:
    return comb(of, count) * share**count * (1 - share) ** (of - count)


@pytest.mark.parametrize(("count", "of"), [(6, 20), (1, 9), (30, 41), (2, 200)])
def test_limits_of_shares_leave_out_exactly_what_chance_gives_once_in_740(count: int, of: int) -> None:
    point = chart(months([count] * 8, of)).points[0]
    low, high = round(point.low * of), round(point.high * of)
    share = count / of
    assert sum(binomial(one, of, share) for one in range(low)) < TAIL
    assert sum(binomial(one, of, share) for one in range(low + 1)) >= TAIL
    assert sum(binomial(one, of, share) for one in range(high + 1, of + 1)) <= TAIL
    assert sum(binomial(one, of, share) for one in range(high, of + 1)) > TAIL


def test_limits_of_rates_leave_out_exactly_what_chance_gives_once_in_740() -> None:
    point = chart(months([3] * 8, 1000), RATE).points[0]
    high = round(point.high * 1000)
    chances = [exp(-3) * 3**count / factorial(count) for count in range(60)]
    assert point.low == 0
    assert sum(chances[high + 1 :]) <= TAIL < sum(chances[high:])


def test_a_small_month_has_wider_limits_than_a_large_one() -> None:
    found = chart([*months([5] * 8, 20), Period("small", 2, 5), Period("large", 60, 200)], baseline=8)
    small, large = found.points[-2:]
    assert small.high - small.low > large.high - large.low
    assert found.news == ()


def test_a_month_beyond_the_limits_is_news_with_its_direction() -> None:
    found = chart([*months([5] * 8, 20), Period("good", 16, 20), Period("bad", 0, 60)], baseline=8)
    assert [(point.period.name, point.news) for point in found.news] == [("good", ABOVE), ("bad", BELOW)]


def test_a_long_run_below_the_centre_is_news_though_no_month_is() -> None:
    found = chart([*months([10] * 10, 20), *months([8] * 8, 20)], baseline=10)
    assert {point.news for point in found.points[:10]} == {""}
    assert found.points[-1].news == RUN_BELOW
    assert RUN == 0.5**8


def test_with_few_events_months_of_nothing_are_no_run_as_soon() -> None:
    """At half a case a month six months in ten have none: nine in a row are no news yet, as eight heads would be."""
    found = chart([*months([0, 1, 0, 1, 0, 1, 0, 1] * 2, 10), *months([0] * 9, 10)], baseline=16)
    assert found.news == ()


def test_a_month_on_the_centre_neither_ends_a_run_nor_goes_on_with_it() -> None:
    found = chart([*months([10] * 10, 20), *months([8, 8, 8, 8, 10, 8, 8, 8, 8], 20)], baseline=10)
    assert found.points[14].news == ""
    assert found.points[-1].news == RUN_BELOW


def test_with_too_few_months_nothing_is_called_news() -> None:
    found = chart([*months([5] * 3, 20), Period("odd", 20, 20)], baseline=3)
    assert not found.enough
    assert found.news == ()


def test_one_exception_after_a_baseline_of_nothing_is_no_news() -> None:
    found = chart([*months([0] * 12, 20), Period("first", 1, 20)], baseline=12)
    assert 0 < found.centre < 0.01
    assert found.news == ()


def test_noise_alone_seldom_makes_news() -> None:
    draw = np.random.default_rng(11)
    charts = [chart(months([int(count) for count in draw.binomial(12, 0.3, 24)], 12)) for _ in range(100)]
    assert sum(len(found.news) for found in charts) / (100 * 24) < 0.015


def test_months_with_nothing_to_count_are_left_out_and_none_at_all_is_refused() -> None:
    assert len(chart([Period("empty", 0, 0), *months([1], 2)]).points) == 1
    with pytest.raises(RoundsError, match="No period has anything to count"):
        chart([Period("empty", 0, 0)])
    with pytest.raises(RoundsError, match="More was counted than there is in odd"):
        chart([Period("odd", 3, 2)])
