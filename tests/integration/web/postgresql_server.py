"""A PostgreSQL server of the tests' own, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Starts a server that listens on this machine alone; gives `postgresql://USER@HOST:PORT/postgres`.

    PostgreSQL refuses to be run by root, as tests in a container often are: it then runs as its own user.
    """
    found = [*Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")] or [Path(shutil.which("pg_ctl") or "")]
    binaries = found[-1].parent
    assert (binaries / "initdb").exists(), "PostgreSQL is missing: on Debian or Ubuntu, apt-get install postgresql"
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="wholestory-pg-") as folder:
        if as_user:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"

        def run(*command: str | Path) -> None:
            subprocess.run(
                [*as_user, *command], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

        run(binaries / "initdb", "-D", data, "-U", "wholestory", "-A", "trust", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        run(binaries / "pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            yield f"postgresql://wholestory@127.0.0.1:{port}/postgres"
        finally:
            run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
