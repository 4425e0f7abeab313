"""Samples that anybody can draw again: the same cases from the same frame, seed and size."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.rounds.published import RoundsError
from wholestory.engine.rounds.sampling import (
    DRAWN,
    HAND_PICKED,
    SELF_ASSESSED,
    Case,
    allocate,
    digest_of,
    draw,
    pick,
)

TYPES, DISTRICTS = ("missing", "exploitation", "domestic_abuse"), ("Eastmoor", "Westmoor")
FRAME = [
    Case(f"police:K{number:03}", TYPES[number % 3], DISTRICTS[number % 5 > 2], "police") for number in range(1, 91)
]
DRAWN_KEYS = ("police:K020", "police:K053", "police:K003", "police:K036", "police:K040", "police:K064")
FRAME_DIGEST = "61c4a3f007ad5ee9fe3a4e89d0f5d18c9bcdf6dbf7c15f119b7a390f46654d8b"
SIZES = st.dictionaries(st.tuples(st.text("abcdef", min_size=1, max_size=3)), st.integers(1, 60), min_size=1)


def test_the_sample_is_the_same_to_the_case_on_every_machine() -> None:
    """Written down once; SHA-256 gives the same on any platform, version and database."""
    sample = draw(FRAME, 6, "autumn 2026")
    assert sample.keys == DRAWN_KEYS
    assert sample.frame_digest == FRAME_DIGEST
    assert sample.method == DRAWN


def test_the_order_of_the_frame_changes_nothing() -> None:
    mixed = random.Random(4).sample(FRAME, len(FRAME))
    assert draw(mixed, 20, "a") == draw(FRAME, 20, "a")


def test_another_seed_draws_other_cases() -> None:
    assert draw(FRAME, 20, "a").keys != draw(FRAME, 20, "b").keys


def test_strata_are_filled_in_proportion_and_add_up() -> None:
    sample = draw(FRAME, 30, "a", by=("case_type", "district"))
    assert sum(len(stratum.keys) for stratum in sample.strata) == len(sample.keys) == 30
    for stratum in sample.strata:
        assert abs(len(stratum.keys) - 30 * stratum.of / 90) < 1
    assert {key for stratum in sample.strata for key in stratum.keys} == set(sample.keys)


@given(SIZES, st.integers(1, 500), st.text(max_size=3))
def test_largest_remainder_gives_every_stratum_its_quota_rounded_down_or_up(
    sizes: dict[tuple[str, ...], int], wanted: int, seed: str
) -> None:
    size = min(wanted, sum(sizes.values()))
    shares = allocate(sizes, size, seed)
    assert sum(shares.values()) == size
    for values, share in shares.items():
        quota = size * sizes[values] / sum(sizes.values())
        assert quota - 1 < share < quota + 1
        assert share <= sizes[values]


def test_equal_remainders_do_not_always_fall_to_the_same_district() -> None:
    names = ("Eastmoor", "Northmoor", "Southmoor", "Westmoor")
    sizes: dict[tuple[str, ...], int] = {(name,): 10 for name in names}
    lucky = {
        next(values for values, share in allocate(sizes, 5, str(seed)).items() if share == 2) for seed in range(40)
    }
    assert lucky == set(sizes)


def test_leaving_out_a_case_moves_no_other_and_keeps_the_reason() -> None:
    before = draw(FRAME, 30, "a", by=("agency",))
    gone = before.keys[0]
    after = draw(FRAME, 30, "a", by=("agency",), excluded={gone: "the reviewer worked on it"})
    assert set(before.keys) - set(after.keys) == {gone}
    assert after.excluded == {gone: "the reviewer worked on it"}
    assert after.frame_size == 89
    assert after.frame_digest == digest_of(case for case in FRAME if case.key != gone)


def test_strata_of_which_nothing_was_drawn_are_told() -> None:
    rare = [*FRAME, Case("police:R1", "detention", "Eastmoor", "police")]
    assert [stratum.values for stratum in draw(rare, 9, "a", by=("case_type",)).without_a_case] == [("detention",)]


def test_over_many_seeds_every_case_of_a_stratum_has_the_same_chance() -> None:
    frame = [Case(str(number), "missing", "Eastmoor", "police") for number in range(10)]
    drawn = [key for seed in range(2_000) for key in draw(frame, 3, str(seed)).keys]
    assert all(500 < drawn.count(case.key) < 700 for case in frame)


def test_cases_picked_by_people_are_kept_with_the_frame_and_the_method() -> None:
    assert pick(FRAME, ["police:K007", "police:K003"]).keys == ("police:K003", "police:K007")
    assert pick(FRAME, ["police:K007"]).method == HAND_PICKED
    assert pick(FRAME, ["police:K007"], SELF_ASSESSED).frame_digest == digest_of(FRAME)


def test_what_cannot_be_drawn_is_refused_with_what_to_do() -> None:
    with pytest.raises(RoundsError, match="91 cases cannot be drawn from 90"):
        draw(FRAME, 91, "a")
    with pytest.raises(RoundsError, match="0 cases cannot be drawn"):
        draw(FRAME, 0, "a")
    with pytest.raises(RoundsError, match="cannot be stratified by colour; choose from case_type"):
        draw(FRAME, 5, "a", by=("colour",))
    with pytest.raises(RoundsError, match="police:K001 is in the frame twice"):
        draw([*FRAME, FRAME[0]], 5, "a")
    with pytest.raises(RoundsError, match="Left out, and not in the frame: police:X"):
        draw(FRAME, 5, "a", excluded={"police:X": "why"})
    with pytest.raises(RoundsError, match="Not in the frame: police:X"):
        pick(FRAME, ["police:X"])
    with pytest.raises(RoundsError, match="No case was named"):
        pick(FRAME, [])
