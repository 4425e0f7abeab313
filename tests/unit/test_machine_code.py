"""Loops in machine code, and the memory that they look words up in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.reading.machine_code import machine_code
from wholestory.engine.reading.tables import Memory, Rows


def test_a_function_that_can_be_kept_nowhere_is_made_all_the_same() -> None:
    made: dict[str, Callable[[int], int]] = {}
    exec("def twice(number):\n    return 2 * number", made)
    with pytest.raises(RuntimeError, match="cannot cache"):
        from numba import njit

        njit(cache=True)(made["twice"])
    assert machine_code(made["twice"])(21) == 42


# Few different hashes, so that many want one place.
_HASHES = st.lists(st.sampled_from([place << 32 | low for place in (1, 2, 63, 64) for low in (1, 2, 3)]), unique=True)


@given(_HASHES, _HASHES)
def test_a_memory_tells_what_was_noted_and_what_was_not(noted: list[int], asked: list[int]) -> None:
    memory = Memory(6)
    memory.note(np.array(noted, np.uint64), np.arange(len(noted)))
    found, known = memory.look_up(np.array(asked, np.uint64))
    assert known.tolist() == [one in noted for one in asked]
    assert [number for number, is_known in zip(found.tolist(), known, strict=True) if is_known] == [
        noted.index(one) for one in asked if one in noted
    ]
    memory.forget()
    assert memory.held == 0
    assert not memory.look_up(np.array(asked, np.uint64))[1].any()


@given(st.lists(st.lists(st.integers(0, 9), max_size=9000), max_size=5))
def test_rows_hold_what_was_added_to_them(rows: list[list[int]]) -> None:
    held = Rows()
    for row in rows:
        held.add(row)
    assert [held.of(place) for place in range(len(rows))] == rows


def test_rows_grow_as_far_as_they_must() -> None:
    held = Rows()
    for place in range(3000):
        held.add([place] * 7)
    assert held.of(0) == [0] * 7
    assert held.of(2999) == [2999] * 7
