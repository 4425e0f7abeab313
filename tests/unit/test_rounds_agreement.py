"""Agreement between graders, against published worked examples and an independent library."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from wholestory.engine.rounds.agreement import agreement, agreement_by_strand, cross_table
from wholestory.engine.rounds.published import RoundsError
from wholestory.engine.rounds.saying import said_agreement

ORDER = ("good", "requires_improvement", "inadequate")
PAIRS = st.lists(st.tuples(st.sampled_from(ORDER), st.sampled_from(ORDER)), min_size=3, max_size=40)

# Krippendorff, Computing Krippendorff's alpha-reliability (2011), section E: four observers, twelve units, gaps.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    columns = [[None if cell == "." else cell for cell in line.split()] for line in OBSERVERS]
    units = list(zip(*columns, strict=True))
    found = agreement(units, ("1", "2", "3", "4", "5"))
    assert found and found.alpha
    assert round(found.alpha.value, 3) == 0.815
    assert found.alpha.interval.holds(found.alpha.value)
    assert found.kappa is None
    assert found.cases == 11


@given(PAIRS)
@settings(max_examples=25, deadline=None)
def test_kappa_is_that_of_an_independent_library(pairs: list[tuple[str, str]]) -> None:
    assume(len({grade for pair in pairs for grade in pair}) > 1)
    table = np.zeros((3, 3))
    for first, second in pairs:
        table[ORDER.index(first), ORDER.index(second)] += 1
    found = agreement(pairs, ORDER)
    assert found and found.kappa
    assert found.kappa.value == pytest.approx(cohens_kappa(table, wt="linear", return_results=False))
    assert found.alike.count == int(np.trace(table))


def test_full_agreement_is_one_and_contrary_grades_are_below_nought() -> None:
    alike = agreement([("good", "good"), ("inadequate", "inadequate"), ("good", "good")], ORDER)
    contrary = agreement([("good", "inadequate"), ("inadequate", "good")] * 4, ORDER)
    assert alike and alike.kappa and alike.alpha and alike.kappa.value == alike.alpha.value == 1
    assert contrary and contrary.kappa and contrary.alpha
    assert contrary.kappa.value < 0 and contrary.alpha.value < 0


def test_where_only_one_grade_was_given_nothing_is_claimed_beyond_the_share() -> None:
    found = agreement([("good", "good")] * 5, ORDER)
    assert found and found.alike.value == 1
    assert found.kappa is None and found.alpha is None


def test_one_case_claims_neither_agreement_nor_an_interval() -> None:
    found = agreement([("good", "inadequate")], ORDER)
    assert found and found.kappa is None and found.alpha is None
    assert said_agreement(found).endswith("one case cannot tell agreement from chance.")


def test_cases_with_one_grade_do_not_count_and_none_at_all_gives_none() -> None:
    assert agreement([("good", None), (None, None)], ORDER) is None
    found = agreement([("good", None), ("good", "inadequate"), ("inadequate", "inadequate")], ORDER)
    assert found and found.cases == 2


def test_few_cases_give_a_wide_interval_and_the_same_seed_the_same() -> None:
    pairs = [("good", "good"), ("good", "inadequate"), ("inadequate", "inadequate"), ("good", "good")] * 2
    found = agreement(pairs, ORDER, seed=3)
    assert found == agreement(pairs, ORDER, seed=3)
    assert found and found.kappa and found.kappa.interval.high - found.kappa.interval.low > 0.4


def test_strands_are_measured_one_by_one() -> None:
    found = agreement_by_strand({"investigation": [("good", "good")], "trusted_adult": []}, ORDER)
    assert list(found) == ["investigation", "trusted_adult"]
    assert found["trusted_adult"] is None


def test_a_grade_that_is_none_is_refused() -> None:
    with pytest.raises(RoundsError, match="splendid: no such grade"):
        agreement([("good", "splendid")], ORDER)


def test_a_cross_table_says_who_graded_higher_and_whether_a_coin_would() -> None:
    pairs = [("good", "good")] * 5 + [("good", "inadequate")] * 9 + [("inadequate", "good")]
    found = cross_table(pairs, ORDER)
    assert found.order == ("good", "inadequate")
    assert found.counts == ((5, 9), (1, 0))
    assert (found.cases, found.alike, found.first_higher, found.first_lower) == (15, 5, 9, 1)
    # Nine heads or more, or one or fewer, in ten tosses: 22 of 1,024.
    assert found.chance == pytest.approx(22 / 1024)
    assert cross_table([("good", "good")], ORDER).chance == 1
