"""Many children at once on one machine: in order, by workers that leave what they share alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from wholestory.runners.lasting import keep_for_good
from wholestory.runners.one_machine import map_in_order, workers_available


@pytest.fixture
def thawed() -> Iterator[None]:
    """The collector at Python's own setting; after the test it is as it was, and passes over nothing."""
    often = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.unfreeze()
    gc.set_threshold(*often)


def test_what_is_held_for_good_is_passed_over_and_what_comes_later_is_not(thawed: None) -> None:
    held = [[number] for number in range(1000)]
    before = gc.get_freeze_count()
    keep_for_good()
    assert gc.get_freeze_count() >= before + len(held)
    assert gc.isenabled()
    assert gc.get_threshold()[0] > 700
    later: list[object] = []
    later.append(later)
    del later
    assert gc.collect() > 0


@pytest.mark.skipif(workers_available() < 2, reason="one processor starts no workers")
def test_workers_pass_over_what_they_share_and_answer_in_order() -> None:
    frozen = list(map_in_order(lambda number: (number, gc.get_freeze_count()), range(200), 2))
    assert [number for number, _ in frozen] == list(range(200))
    assert all(count > 0 for _, count in frozen)
    assert gc.get_freeze_count() == 0
