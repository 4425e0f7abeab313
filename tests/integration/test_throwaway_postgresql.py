"""The tests' own PostgreSQL leaves their tables alone, and goes with the process that started it, also when that is
asked to end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg

_STARTS = "import time; from tests import throwaway_postgresql as own; print(own.start(), flush=True); time.sleep(100)"


def test_a_process_that_is_asked_to_end_takes_its_server_along() -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", _STARTS], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().partition("host=")[2].strip())
        with psycopg.connect(f"host={folder} user=tests dbname=postgres") as connection:
            setting = connection.execute("SHOW autovacuum").fetchone()
        assert (folder / "data" / "postmaster.pid").is_file()
        process.terminate()
        process.wait(timeout=90)
    assert setting == ("off",)
    assert not folder.exists()
