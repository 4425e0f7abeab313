"""A site's secrets are whole from the moment that they are there, whoever asks for them first."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from wholestory.web.configuration import Configuration

THREADS, TIMES = 12, 60


def test_a_key_that_many_ask_for_at_once_is_one_key_and_never_half_of_it(tmp_path: Path) -> None:
    site, together = Configuration(tmp_path), Barrier(THREADS, timeout=60)

    def ask(number: int) -> str:
        together.wait()
        return site.key(f"key-{number}")

    with ThreadPoolExecutor(THREADS) as threads:
        for number in range(TIMES):
            (given,) = set(threads.map(ask, [number] * THREADS))
            assert len(given) == 86


def test_a_key_is_kept_for_its_owner_alone_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    key = Configuration(tmp_path).key("log")
    assert Configuration(tmp_path).key("log") == key
    (file,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
