"""A PostgreSQL cluster of the tests' own: made in a temporary folder, reached by a socket there, gone at the end."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

# PostgreSQL refuses to run as root; Debian's package brings this user.
_UNPRIVILEGED = "postgres"


def start() -> str:
    """Start a cluster that ends with this process; gives its address, as WHOLESTORY_DATABASE takes it.

    Raises FileNotFoundError with what to install where PostgreSQL is not here.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="wholestory-postgresql-"))
    runs_as = _UNPRIVILEGED if os.geteuid() == 0 else None
    if runs_as:
        os.chown(folder, pwd.getpwnam(runs_as).pw_uid, -1)
    data = folder / "data"

    def run(*words: str | Path) -> None:
        subprocess.run(words, check=True, user=runs_as, cwd=folder, stdout=subprocess.DEVNULL, timeout=180)

    run(
        programs / "initdb",
        "--pgdata",
        data,
        "--username",
        "tests",
        "--auth",
        "trust",
        "--encoding",
        "UTF8",
        "--no-sync",
    )
    # Nothing here outlives the tests, so nothing waits for the disk. A vacuum of its own in the middle of a test would
    # write down that the tables it has just filled, in a transaction still open, are empty: a join of some thousand
    # rows was then planned as loops inside loops, and went on for a quarter of an hour.
    settings = (
        f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
        "-c autovacuum=off"
    )
    run(programs / "pg_ctl", "--pgdata", data, "--wait", "--silent", "-o", settings, "-l", folder / "log", "start")
    atexit.register(_stop, programs, folder, runs_as)
    _end_in_order()
    return f"postgresql://tests@/postgres?host={folder}"


def _end_in_order() -> None:
    """Let a process that is asked to end do what it does at its end, unless it has its own way: the server would
    otherwise run on."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _stop(programs: Path, folder: Path, runs_as: str | None) -> None:
    stop = f"{programs / 'pg_ctl'} --pgdata {folder / 'data'} --mode immediate --silent stop"
    subprocess.run(stop.split(), check=False, user=runs_as, cwd=folder, timeout=60)
    shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    # Debian keeps the server's programs of each version in a folder that is not on the path.
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda place: int(place.parts[-3]))
    found = str(places[-1]) if places else shutil.which("initdb")
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed here (on Debian or Ubuntu: apt-get install postgresql).")
    return Path(found).parent
