"""A server's threads share one reader: what one of them learns of words must not spoil what another reads."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from wholestory.engine.reading import Reader
from wholestory.practice.pack import load_practice

PACK = load_practice()
THREADS = 8


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as Python lets them."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def _reader() -> Reader:
    return Reader(PACK.indicators, PACK.cues, PACK.language, PACK.words)


def test_threads_that_share_a_reader_read_what_each_would_alone(hasty: None) -> None:
    narratives = [note.narrative for note in PACK.notes[:400]]
    alone = list(map(partial(_reader().read, ""), narratives))
    shared = _reader()
    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(partial(shared.read, ""), narratives))
    assert together == alone
