"""A process that serves the application on a data folder of its own, and programs that run beside it.

Nothing here can wait for ever: what does not start is ended, and so is what does not end.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Seconds: generous for a busy machine, and an end for a test that would otherwise hang.
_PROGRAM, _STARTS, _ENDS = 600, 180, 60


@dataclass(frozen=True)
class Serving:
    """A running server: its port, the environment that it runs in, and the file of what it prints."""

    port: int
    environment: Mapping[str, str]
    said: Path

    def program(self, program: str) -> str:
        """Run a program within the application, beside the server; gives what it printed."""
        return run(program, self.environment)


def run(program: str, environment: Mapping[str, str]) -> str:
    """Run a program within the application; gives what it printed."""
    command = [sys.executable, "-c", f"import django; django.setup()\n{program}"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=_PROGRAM
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving(folder: Path, password: str, **settings: str) -> Iterator[Serving]:
    """Serve the tests' world as `wholestory serve` does, in a folder of its own.

    `settings` are WHOLESTORY_… settings by their short names.
    """
    given = {"DATA": str(folder / "data"), "READER": "rules", **settings}
    environment = {
        **os.environ,
        # The tests turn it off for themselves; a site that is served has what it has without being told.
        "WHOLESTORY_SECOND_FACTOR": "",
        **{f"WHOLESTORY_{name}": value for name, value in given.items()},
        "DJANGO_SETTINGS_MODULE": "wholestory.web.settings",
        "PYTHONUNBUFFERED": "1",
    }
    make = (
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        f"from tests.integration.web.world import make_world; make_world({password!r})"
    )
    run(make, environment)
    port = free_port()
    command = [sys.executable, "-c", "from wholestory.cli import main; main()", "serve", "--port", str(port)]
    # Into a file: a pipe that nobody empties would one day hold the server up.
    said = folder / "said"
    with said.open("w") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, text=True)
        try:
            until_it_listens(server, said, port)
            yield Serving(port, environment, said)
        finally:
            end(server)


def until_it_listens(process: subprocess.Popen[str], said: Path, port: int) -> None:
    """Wait until a port is held: that is before the practice pack is read; requests wait until they are served."""
    for _ in range(_STARTS * 5):
        assert process.poll() is None, said.read_text()
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.2)
    raise AssertionError(said.read_text())


def end(process: subprocess.Popen[str]) -> None:
    """End a process, kindly first."""
    # Not SIGINT: where the tests run in the background, programs that they start do not hear it.
    process.terminate()
    try:
        process.wait(timeout=_ENDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=_ENDS)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
