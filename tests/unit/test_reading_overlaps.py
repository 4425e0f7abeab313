"""What is kept of findings that overlap, decided for many notes at once, is what one by one would be kept."""

from __future__ import annotations

import random

import numpy as np
import pytest

from wholestory.engine.reading.matcher import Found
from wholestory.engine.reading.overlaps import PRESENT, longest, without_look_alikes
from wholestory.engine.reading.tokens import Ints

Row = tuple[int, int, int, int]


def some_findings(seed: int) -> list[Row]:
    """Rows of start, end, rule and use, in order of their starts, crowded enough to overlap."""
    chance = random.Random(seed)
    rows = set()
    for _ in range(chance.randrange(0, 60)):
        start = chance.randrange(0, 120)
        rows.add((start, start + chance.randrange(1, 20), chance.randrange(3), chance.choice((0, 1, PRESENT))))
    return sorted(rows)


def as_found(rows: list[Row]) -> tuple[Found, Ints, Ints]:
    """The rows as findings, with their rules and uses."""
    start, end, rule, use = np.array(rows, np.int64).reshape(-1, 4).T
    return Found(np.arange(len(rows)), start, end), rule, use


def meet(one: Row, other: Row) -> bool:
    """Whether two findings of one rule overlap."""
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]


@pytest.mark.parametrize("seed", range(60))
def test_of_findings_that_overlap_the_longest_stays(seed: int) -> None:
    rows = some_findings(seed)
    found, rule, use = as_found(rows)
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (row[0] - row[1], row[3] == PRESENT, row[0], row[3])):
        if not any(meet(row, other) for other in kept):
            kept.append(row)
    assert [rows[place] for place in longest(found, rule, use)] == sorted(kept, key=lambda row: row[:3])


@pytest.mark.parametrize("seed", range(60))
def test_a_look_alike_takes_what_it_overlaps_of_its_rule_and_nothing_else(seed: int) -> None:
    rows = some_findings(seed)
    found, rule, use = as_found(rows)
    alike = [row for row in rows if row[3] == 1]
    expected = [row for row in rows if row[3] != 1 and not any(meet(row, other) for other in alike)]
    assert [rows[place] for place in without_look_alikes(found, rule, use == 1)] == expected
