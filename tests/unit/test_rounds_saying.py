"""Plain sentences: what they say, and that they claim no more than the numbers."""

from __future__ import annotations

import pytest

from wholestory.engine.rounds.agreement import agreement, cross_table
from wholestory.engine.rounds.comparing import compare
from wholestory.engine.rounds.needed import needed
from wholestory.engine.rounds.published import PublishedResult
from wholestory.engine.rounds.saying import cautions, in_twenty, said, said_agreement, said_cross, said_needed

ORDER = ("good", "requires_improvement", "inadequate")


def result(graded_by: str = "inspectors", **counts: int) -> PublishedResult:
    return PublishedResult("Moor", "Review", "2031", "2031", sum(counts.values()), counts, graded_by, "all", "Gazette")


def test_twenty_seven_cases_that_cannot_be_told_apart_are_told_so() -> None:
    first = {"good": 2, "requires_improvement": 18, "inadequate": 7}
    second = {"good": 5, "requires_improvement": 16, "inadequate": 6}
    told = said(compare(first, second), "2031", "2032")
    assert told[2] == (
        "Good: 5 of 27 (19%, 8% to 37%) in 2032, 2 of 27 (7%, 2% to 23%) in 2031; a change between -8 and +30 points."
    )
    assert "27 cases cannot tell this apart from chance" in told[0]
    assert told[0].startswith("2032 comes out better in ")
    assert told[0].endswith("That is not the same as no difference.")


def test_a_difference_beyond_chance_is_told_with_how_seldom_chance_gives_it() -> None:
    first = {"good": 2, "requires_improvement": 18, "inadequate": 20}
    told = said(compare(first, {"good": 30, "requires_improvement": 8, "inadequate": 2}), "A", "B")
    assert told[0] == (
        "B comes out better in every resample. This is more than chance would give: with no difference, one as large "
        "comes up less than once in 1,000 times."
    )
    assert "more than chance would give, taken by itself" in told[2]


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1, "every resample"),
        (0.96, "more than 19 of 20 resamples"),
        (0.95, "19 of 20 resamples"),
        (0.949, "18 of 20 resamples"),
        (0.5, "10 of 20 resamples"),
        (0.02, "fewer than 1 of 20 resamples"),
    ],
)
def test_a_share_of_resamples_is_never_told_larger_than_it_is(share: float, words: str) -> None:
    assert in_twenty(share) == words


def test_few_cases_the_same_cases_and_other_grades_each_carry_a_caution() -> None:
    first = result("force", good=3, adequate=2, inadequate=1)
    second = result(good=1, requires_improvement=3, inadequate=2)
    told = " ".join(cautions(compare(first.counts, second.counts), first, second))
    for part in ("fewer than 10 cases", "the same cases graded twice", "adequate with requires improvement are taken"):
        assert part in told


def test_a_plan_says_what_both_kinds_of_round_would_need() -> None:
    assert said_needed(needed([20, 40, 20], 1, -0.1)).startswith(
        "To show that 10 points fewer are good (from about 25%)"
    )
    assert "the next round would need 95 cases beside this one" in said_needed(needed([40, 40, 20], 1, 0.2))


def test_a_cross_table_is_told_with_its_direction() -> None:
    pairs = [("good", "good")] * 5 + [("good", "inadequate")] * 9 + [("inadequate", "good")]
    assert said_cross(cross_table(pairs, ORDER), "the force", "inspectors") == (
        "Of 15 cases graded by both, 5 were graded alike; the force graded 9 higher than inspectors and 1 lower. "
        "That is more one-sided than chance would give, which leans so far 21 times in 1,000."
    )
    even = [("good", "inadequate"), ("inadequate", "good")]
    assert "Tossing a coin over the 2" in said_cross(cross_table(even, ORDER), "A", "B")
    assert said_cross(cross_table([("good", "good")], ORDER), "A", "B").endswith(
        "A graded 0 higher than B and 0 lower."
    )
    assert said_cross(cross_table([], ORDER), "A", "B") == "No case was graded by both."


def test_agreement_is_told_without_being_called_good_or_poor() -> None:
    pairs = [("good", "good"), ("good", "inadequate"), ("inadequate", "inadequate")] * 5
    told = said_agreement(agreement(pairs, ORDER))
    assert told.startswith(
        "15 cases were graded by two people or more; all gave one grade to 10 of 15 (67%, 42% to 85%)"
    )
    assert "kappa 0.40 (" in told and "alpha 0." in told
    assert said_agreement(agreement([("good", "good")] * 3, ORDER)).endswith("cannot be told from habit.")
    assert said_agreement(None) == "No case was graded by two people, so that agreement cannot be told."
