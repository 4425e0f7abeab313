"""How many cases a sample needs, against published worked examples and an independent library."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import power_proportions_2indep

from wholestory.engine.rounds.needed import POWER, cases_for_odds, needed, power_of
from wholestory.engine.rounds.published import RoundsError


@pytest.mark.parametrize(
    ("before", "after", "first", "second"), [(0.1, 0.3, 40, 40), (0.3, 0.25, 200, 100), (0.07, 0.31, 27, 60)]
)
def test_power_is_that_of_an_independent_library(before: float, after: float, first: int, second: int) -> None:
    independent = power_proportions_2indep(after - before, before, second, ratio=first / second, alpha=0.05)
    assert power_of(before, after, first, second) == pytest.approx(independent.power, abs=0.005)


def test_a_whole_scale_needs_what_a_published_example_says() -> None:
    """Back pain in four grades, odds ratio 1.2 (Whitehead's method as worked in the manual of Hmisc): 3,148 in both."""
    assert 2 * cases_for_odds([0.1, 0.2, 0.4, 0.3], 1.2) == pytest.approx(3148.5, abs=2)


def test_the_numbers_given_reach_the_power_and_one_case_fewer_does_not() -> None:
    plan = needed([20, 40, 20], 1, 0.2)
    assert power_of(plan.share, plan.share + 0.2, plan.each, plan.each) >= POWER
    assert power_of(plan.share, plan.share + 0.2, plan.each - 1, plan.each - 1) < POWER
    assert plan.following is not None
    assert power_of(plan.share, plan.share + 0.2, 80, plan.following) >= POWER
    assert power_of(plan.share, plan.share + 0.2, 80, plan.following - 1) < POWER
    assert plan.each_by_scale < plan.each


def test_a_round_with_too_few_cases_is_enough_for_no_next_one() -> None:
    assert needed([2, 18, 7], 1, 0.1).following is None


def test_a_round_without_one_good_case_can_be_planned_from() -> None:
    assert needed([0, 3, 3], 1, 0.5).each > 2


@pytest.mark.parametrize("change", [0.95, -0.5, 0.0])
def test_a_change_that_cannot_be_is_refused(change: float) -> None:
    with pytest.raises(RoundsError, match="give a change that leaves it between 0 and 100"):
        needed([20, 40, 20], 1, change)


@pytest.mark.parametrize("counts", [[27, 0, 0], [0, 27, 0], [0, 0, 27]])
def test_a_round_whose_cases_all_have_one_grade_can_be_planned_from(counts: list[int]) -> None:
    plan = needed(counts, 1, -0.2 if counts[0] else 0.2)
    assert plan.each_by_scale == plan.each


def test_a_round_without_a_case_is_refused_in_words() -> None:
    with pytest.raises(RoundsError, match="without a case"):
        needed([0, 0, 0], 1, 0.2)
