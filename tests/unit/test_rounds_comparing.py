"""Two sets of ordinal grades compared: exact where it says so, the same every time, and the same as by brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu, permutation_test

from wholestory.engine.rounds.comparing import chance_of, common_grades, compare, superiority
from wholestory.engine.rounds.published import GRADES, RoundsError

THREE = ("good", "requires_improvement", "inadequate")
SMALL = st.lists(st.integers(0, 4), min_size=3, max_size=3)


def cases(counts: list[int]) -> list[int]:
    """Each case's grade as a number, higher for better."""
    return [-place for place, count in enumerate(counts) for _ in range(count)]


def counts(*numbers: int) -> dict[str, int]:
    return dict(zip(THREE, numbers, strict=True))


@given(SMALL, SMALL)
@settings(max_examples=30, deadline=None)
def test_the_exact_chance_is_that_of_every_permutation(one: list[int], two: list[int]) -> None:
    assume(sum(one) > 1 and sum(two) > 1 and sum(one) + sum(two) <= 11)
    everyone = np.array(cases(one) + cases(two))
    assume(len(set(everyone)) > 1)
    middle = sum(one) * sum(two) / 2

    def distance(first: np.ndarray, second: np.ndarray) -> float:
        return abs(float(mannwhitneyu(first, second, method="asymptotic").statistic) - middle)

    independent = permutation_test(
        (cases(one), cases(two)), distance, alternative="greater", n_resamples=np.inf, vectorized=False
    )
    chance, exact = chance_of(one, two)
    assert exact
    assert chance == pytest.approx(independent.pvalue)


@given(SMALL, SMALL)
def test_the_chance_of_a_better_grade_is_that_over_every_pair(one: list[int], two: list[int]) -> None:
    assume(sum(one) and sum(two))
    pairs = [(first, second) for first in cases(one) for second in cases(two)]
    wins = sum((second > first) + (second == first) / 2 for first, second in pairs)
    assert superiority(one, two) == pytest.approx(wins / len(pairs))
    assert superiority(one, two) + superiority(two, one) == pytest.approx(1)


def test_a_large_comparison_is_drawn_and_comes_close_to_the_large_sample_answer() -> None:
    one, two = [120, 150, 130], [100, 140, 160]
    chance, exact = chance_of(one, two, seed=5)
    assert not exact
    assert chance == pytest.approx(mannwhitneyu(cases(one), cases(two)).pvalue, abs=0.01)
    assert chance_of(one, two, seed=5) == (chance, exact)


def test_the_smaller_set_is_dealt_out_so_that_the_order_of_the_two_changes_nothing() -> None:
    assert chance_of([177, 179, 220], [3, 15, 9]) == chance_of([3, 15, 9], [177, 179, 220])


def test_twenty_seven_cases_cannot_tell_a_few_good_cases_from_chance() -> None:
    found = compare(counts(2, 18, 7), counts(5, 16, 6))
    assert not found.told_apart
    assert found.better > 0.5
    assert found.cases == (27, 27)


def test_a_large_difference_is_told_apart_and_better_in_nearly_every_resample() -> None:
    found = compare(counts(2, 18, 20), counts(30, 8, 2))
    assert found.told_apart
    assert found.better_in > 0.99
    assert found.better_interval.low > 0.5


def test_the_same_seed_gives_the_same_answer_and_another_nearly_the_same() -> None:
    one, two = counts(9, 12, 10), counts(4, 10, 19)
    assert compare(one, two, seed=7) == compare(one, two, seed=7)
    assert compare(one, two, seed=8).better_in == pytest.approx(compare(one, two, seed=7).better_in, abs=0.02)


def test_equal_sets_show_no_difference() -> None:
    found = compare(counts(5, 5, 5), counts(5, 5, 5))
    assert (found.better, found.chance, found.exact) == (0.5, 1.0, True)


@pytest.mark.parametrize(
    ("first", "second", "groups"),
    [
        (THREE, THREE, (("good",), ("requires_improvement",), ("inadequate",))),
        (
            ("good", "adequate", "inadequate"),
            THREE,
            (("good",), ("adequate", "requires_improvement"), ("inadequate",)),
        ),
        (
            ("good", "adequate", "requires_improvement", "inadequate"),
            THREE,
            (("good",), ("adequate", "requires_improvement"), ("inadequate",)),
        ),
        (
            ("outstanding", "good", "requires_improvement", "inadequate"),
            THREE,
            (("outstanding", "good"), ("requires_improvement",), ("inadequate",)),
        ),
        (
            ("good", "adequate"),
            ("good", "requires_improvement", "inadequate"),
            (("good",), ("adequate", "requires_improvement", "inadequate")),
        ),
    ],
)
def test_grades_that_only_one_set_used_are_taken_with_those_below(
    first: tuple[str, ...], second: tuple[str, ...], groups: tuple[tuple[str, ...], ...]
) -> None:
    assert common_grades(dict.fromkeys(first, 1), dict.fromkeys(second, 1), GRADES) == groups


def test_a_grade_that_was_used_for_no_case_is_not_taken_with_another() -> None:
    assert compare(counts(0, 3, 4), counts(1, 2, 3)).merged == ()


def test_good_is_counted_down_to_good() -> None:
    whole = dict.fromkeys(("outstanding", "good", "inadequate"), 3)
    assert compare(whole, whole).good == 2
    assert compare(counts(1, 2, 3), whole).good == 1


@pytest.mark.parametrize(
    ("first", "second", "lesson"),
    [
        (counts(0, 0, 0), counts(1, 1, 1), "no graded case"),
        ({"fine": 3}, counts(1, 1, 1), "fine: no such grade; the grades are outstanding, good"),
        ({"good": 3}, {"good": 4}, "cannot be put in one order"),
    ],
)
def test_what_cannot_be_compared_is_refused(first: dict[str, int], second: dict[str, int], lesson: str) -> None:
    with pytest.raises(RoundsError, match=lesson):
        compare(first, second)
