"""Small counts left out of linked tables cannot be worked out again, not even by trying every possibility."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholestory.engine.rounds.published import RoundsError
from wholestory.engine.rounds.publishing import Narrowed, Publishable, narrowed, publishable
from wholestory.engine.rounds.small_counts import Cell, CountTable, SmallCounts, linked

EXACT = SmallCounts(least=3, to=1)
GRADES, DISTRICTS, TYPES = ("good", "inadequate"), ("Eastmoor", "Westmoor"), ("missing", "online")


def crossed(name: str, rows: tuple[str, tuple[str, ...]], counts: list[int]) -> CountTable:
    """A table of rows by grade; `counts` row by row."""
    return CountTable(name, (rows[0], "grade"), dict(zip(product(rows[1], GRADES), counts, strict=True)))


def by_district(*counts: int) -> CountTable:
    return crossed("grades by district", ("district", DISTRICTS), list(counts))


def by_type(*counts: int) -> CountTable:
    return crossed("grades by case type", ("case_type", TYPES), list(counts))


def cell(**values: str) -> Cell:
    return frozenset(values.items())


def left_out(found: Publishable) -> set[Cell]:
    return {cell for cell, shown in found.shown.items() if shown is None}


def naive(table: CountTable, rule: SmallCounts) -> Publishable:
    """What would go out if only the small counts themselves were left out."""
    cells, sums = linked([table])
    shown = {cell: None if 0 < count < rule.least else rule.shown(count) for cell, count in cells.items()}
    return Publishable((table,), rule, shown, sums)


def test_a_small_count_left_out_alone_is_found_by_subtraction() -> None:
    (leak,) = narrowed(naive(by_district(2, 10, 8, 12), SmallCounts(5, 1)))
    assert leak == Narrowed(cell(district="Eastmoor", grade="good"), 2, 2)


def test_others_are_left_out_with_it_so_that_it_is_not() -> None:
    found = publishable([by_district(2, 10, 8, 12)], SmallCounts(5, 1))
    assert narrowed(found) == ()
    assert cell(district="Eastmoor", grade="good") in left_out(found)
    assert len(left_out(found)) >= 4
    assert found.shown[frozenset()] == 32


def test_rounding_alone_may_hide_it_and_then_no_other_count_is_lost() -> None:
    found = publishable([by_district(2, 10, 8, 12)], SmallCounts(5, 5))
    assert left_out(found) == {cell(district="Eastmoor", grade="good")}
    assert [found.text(found.tables[0], values) for values in (("Eastmoor", "good"), ("Westmoor", None))] == [
        "[c]",
        "20",
    ]


def test_a_count_that_one_table_hides_is_not_given_away_by_another() -> None:
    """Grades by district hide 2 good cases of Eastmoor behind its total; by type the totals of grades come back."""
    district, case_type = by_district(2, 10, 8, 12), by_type(6, 15, 4, 7)
    found = publishable([district, case_type], SmallCounts(5, 1))
    assert narrowed(found) == ()
    assert set(found.shown) == set(linked([district, case_type])[0])


def test_a_table_about_a_part_is_linked_with_the_table_about_the_whole() -> None:
    part = CountTable(
        "months of Eastmoor", ("month",), {("May",): 1, ("June",): 11}, within=(("district", "Eastmoor"),)
    )
    whole = CountTable("districts", ("district",), {("Eastmoor",): 12, ("Westmoor",): 20})
    found = publishable([part, whole], SmallCounts(5, 1))
    assert narrowed(found) == ()
    assert cell(district="Eastmoor", month="May") in left_out(found)


@cache
def every_table() -> tuple[dict[Cell, int], ...]:
    """Every table of grades by district with up to eight cases in a cell, with its totals."""
    return tuple(linked([by_district(*numbers)])[0] for numbers in product(range(9), repeat=4))


def fits(found: Publishable) -> list[dict[Cell, int]]:
    """Every table that the printed numbers allow, by trying all of them."""
    return [cells for cells in every_table() if all(_may_be(found, cell, count) for cell, count in cells.items())]


def _may_be(found: Publishable, cell: Cell, count: int) -> bool:
    shown = found.shown[cell]
    if shown is None:
        return count >= 1
    return shown == found.rule.shown(count) and (count == 0 or count >= found.rule.least)


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.sampled_from([EXACT, SmallCounts(3, 3)]))
@settings(max_examples=25, deadline=None)
def test_nobody_who_tries_every_table_learns_a_small_count(counts: list[int], rule: SmallCounts) -> None:
    found = publishable([by_district(*counts)], rule)
    possible = list(fits(found))
    assert possible
    for one in left_out(found):
        values = {cells[one] for cells in possible}
        assert len(values) >= rule.least - 1 or min(values) >= rule.least, (one, values)


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.sampled_from([EXACT, SmallCounts(3, 3)]))
@settings(max_examples=25, deadline=None)
def test_the_checker_finds_what_trying_every_table_finds(counts: list[int], rule: SmallCounts) -> None:
    found = naive(by_district(*counts), rule)
    possible = list(fits(found))
    for leak in narrowed(found):
        values = {cells[leak.cell] for cells in possible}
        assert (min(values), max(values)) == (leak.low, leak.high)


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.lists(st.integers(0, 9), min_size=3, max_size=3))
@settings(max_examples=25, deadline=None)
def test_linked_tables_go_out_without_a_leak_and_with_noughts_and_large_counts_right(
    first: list[int], second: list[int]
) -> None:
    district = by_district(*first)
    good, bad = first[0] + first[2], first[1] + first[3]
    split = (min(second[0], good), min(second[1], bad))
    case_type = by_type(split[0], split[1], good - split[0], bad - split[1])
    found = publishable([district, case_type])
    assert narrowed(found) == ()
    cells, _ = linked([district, case_type])
    for one, shown in found.shown.items():
        assert shown is None or shown == found.rule.shown(cells[one])
        assert not (shown is not None and 0 < cells[one] < found.rule.least)


def test_the_rule_is_stated_in_a_sentence() -> None:
    assert SmallCounts().sentence == (
        "[c]: a count from 1 to 4, or one that is left out so that such a count cannot be worked out from the others. "
        "Nought is shown. Other counts are rounded to the nearest 5, so that parts may not add up."
    )
    assert "rounded" not in EXACT.sentence


@pytest.mark.parametrize(("least", "to"), [(2, 1), (5, 10), (5, 0)])
def test_a_rule_that_cannot_protect_is_refused(least: int, to: int) -> None:
    with pytest.raises(ValueError, match="Leave out counts below 3 or more"):
        SmallCounts(least, to)


def test_a_printed_number_may_mean_every_count_that_is_rounded_to_it() -> None:
    for rule in (SmallCounts(), SmallCounts(10, 10), EXACT, SmallCounts(5, 3)):
        for count in (0, *range(rule.least, 60)):
            low, high = rule.may_mean(rule.shown(count))
            assert low <= count <= high
            assert rule.shown(high) == rule.shown(count) and (count == 0 or rule.shown(high + 1) > rule.shown(count))


def test_tables_that_contradict_one_another_or_lack_a_combination_are_refused() -> None:
    with pytest.raises(RoundsError, match="grades by case type counts some cases otherwise"):
        publishable([by_district(2, 10, 8, 12), by_type(1, 1, 1, 1)])
    with pytest.raises(RoundsError, match="needs one to three dimensions and a count of 0 or more"):
        publishable([CountTable("gaps", ("a", "b"), {("x", "y"): 3, ("z", "w"): 4})])
