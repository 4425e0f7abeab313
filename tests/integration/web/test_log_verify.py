"""The log of a whole site: many writers at once, heads in a second place, and `wholestory log verify`."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests import throwaway_postgresql
from tests.integration.web.site_process import Site

VERIFY = ("-c", "from wholestory.cli import main; main()", "log", "verify")
WRITE = """
from threading import Thread
from django.db import connection
from wholestory.web.log.actions import note
def write(name):
    for number in range({rows}):
        note(who=f"{{name}}@example.org", what="viewed", about=f"child police:{{number}}")
    connection.close()
threads = [Thread(target=write, args=(name,)) for name in range({threads})]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with the embedded database."""
    return Site(tmp_path / "data").set_up()


@pytest.fixture(scope="module")
def postgresql_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a PostgreSQL that the tests started."""
    return Site(tmp_path_factory.mktemp("site"), throwaway_postgresql.start()).set_up()


def _verified(site: Site) -> tuple[int, str]:
    done = site.run(*VERIFY)
    return done.returncode, done.stdout + done.stderr


def _tamper(site: Site, *statements: str) -> None:
    """Do what somebody does who rules the database: take the guards away, then change rows."""
    with sqlite3.connect(site.data / "wholestory.sqlite3") as database:
        for change in ("update", "delete"):
            database.execute(f"DROP TRIGGER log_entry_no_{change}")
        for statement in statements:
            database.execute(statement)
    database.close()


def test_many_threads_lose_nothing(site: Site) -> None:
    site.program(WRITE.format(rows=20, threads=8))
    code, told = _verified(site)
    assert code == 0, told
    assert "The log is whole: 160 rows in 8 chains" in told


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "UPDATE log_entry SET who = 'other' WHERE place = 3",
            "place 3 (",
        ),
        ("DELETE FROM log_entry WHERE place = 3", "rows 3 to 3 are missing"),
        ("DELETE FROM log_entry WHERE place > 3", "rows 4 to 5 are cut from the end"),
        ("UPDATE log_entry SET lane = 7 WHERE place = 5", "this row was altered, or put in|cut from the end|missing"),
        ("UPDATE log_head SET seal = 'x' WHERE lane = 0", "head altered"),
        ("DELETE FROM log_head WHERE lane = 0", "head is gone"),
    ],
)
def test_what_was_done_to_the_log_is_said_with_its_place(site: Site, statement: str, says: str) -> None:
    site.program(WRITE.format(rows=5, threads=1))
    _tamper(site, statement)
    code, told = _verified(site)
    assert code == 1, told
    assert any(one in told for one in says.split("|")), told
    assert "nothing in it can be proved" in told or "no time up to which" in told


def test_a_tail_cut_together_with_the_head_shows_by_the_second_place(site: Site) -> None:
    heads = "\nfrom wholestory.web.log.heads import write_heads; write_heads()"
    site.program(WRITE.format(rows=5, threads=1) + heads)
    with sqlite3.connect(site.data / "wholestory.sqlite3") as database:
        (seal,) = database.execute("SELECT seal FROM log_entry WHERE place = 3").fetchone()
    database.close()
    _tamper(
        site, "DELETE FROM log_entry WHERE place > 3", f"UPDATE log_head SET place = 3, seal = '{seal}' WHERE lane = 0"
    )
    code, told = _verified(site)
    assert code == 1
    assert "rows 4 to 5 are cut from the end" in told
    assert "Chain 0 is proved up to place 3" in told


def test_a_log_without_its_key_cannot_be_checked(site: Site) -> None:
    shutil.rmtree(site.data / "keys")
    (site.data / "keys").mkdir()
    code, told = _verified(site)
    assert code == 2
    assert "Set WHOLESTORY_DATA" in told


def test_a_changed_line_in_the_second_place_is_said(site: Site) -> None:
    site.program(WRITE.format(rows=1, threads=1))
    heads = site.data / "log-heads" / "heads.jsonl"
    heads.write_text("nothing\n" + heads.read_text())
    code, told = _verified(site)
    assert code == 2
    assert "Line 1 of" in told


def test_on_postgresql_two_writers_do_not_wait_for_one_another(postgresql_site: Site) -> None:
    """One transaction has added a row and is not ended; another adds one meanwhile, in another chain."""
    told = postgresql_site.program("""
from threading import Thread
from django.db import connection, transaction
from wholestory.web.log.actions import note
lanes = []
def write():
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")
    lanes.append(note(who="other@example.org", what="viewed").lane)
    connection.close()
with transaction.atomic():
    lanes.append(note(who="one@example.org", what="viewed").lane)
    other = Thread(target=write)
    other.start()
    other.join()
print(*sorted(lanes))
""")
    assert told.split() == ["0", "1"]


def test_on_postgresql_many_threads_lose_nothing_and_the_guards_hold(postgresql_site: Site) -> None:
    postgresql_site.program(WRITE.format(rows=20, threads=12))
    code, told = _verified(postgresql_site)
    assert code == 0, told
    refused = postgresql_site.run(
        "-c",
        "import django; django.setup()\nfrom django.db import connection\n"
        "connection.cursor().execute('TRUNCATE log_entry')",
    )
    assert "only ever added" in refused.stderr
