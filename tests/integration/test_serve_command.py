"""`wholestory serve`, `load` and `people` say in a sentence what they cannot do."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, SmallExtract


@pytest.fixture(autouse=True)
def own_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of this test's own; the rules alone are ready sooner."""
    monkeypatch.setenv("WHOLESTORY_DATA", str(tmp_path / "site"))
    monkeypatch.setenv("WHOLESTORY_READER", "rules")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "wholestory.web.settings")


def test_a_demonstration_listens_on_this_machine_alone(wholestory: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOLESTORY_DEMONSTRATION", "1")
    done = wholestory("serve", "--listen", "0.0.0.0")
    assert done.returncode == 2
    assert "everybody knows how to sign in" in done.stderr


def test_a_port_in_use_is_said_to_be(wholestory: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = wholestory("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} of 127.0.0.1 is in use" in done.stderr


def test_an_extract_is_loaded_once(wholestory: Run, extract: SmallExtract) -> None:
    folder = extract.write()
    done = wholestory("load", folder)
    assert done.returncode == 0, done.stderr
    assert "Loaded 5 records about 4 persons." in done.stdout
    assert "Quorntastic" not in done.stdout + done.stderr
    again = wholestory("load", folder)
    assert again.returncode == 2
    assert "holds records already" in again.stderr
    added = wholestory("people", "add", "ana@example.org", "--name", "Ana", "--role", "administrator")
    assert added.returncode == 0, added.stderr
    assert wholestory("people", "add", "ana@example.org", "--name", "Ana", "--role", "hub").returncode == 2


def test_a_database_of_an_earlier_version_is_said_to_be_brought_up_to_date(wholestory: Run) -> None:
    def add(name: str) -> str:
        done = wholestory("people", "add", f"{name}@example.org", "--name", name, "--role", "administrator")
        assert done.returncode == 0, done.stderr
        return done.stderr

    assert "up to date" not in add("ana"), "nothing stood there before"
    back = [sys.executable, "-m", "django", "migrate", "children", "0010", "--verbosity", "0"]
    subprocess.run(back, check=True, timeout=120)
    assert re.search(r"Bringing the database up to date \(\d+ steps; ", add("ben"))
    assert "up to date" not in add("cleo")
