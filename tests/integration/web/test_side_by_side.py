"""Several processes on one PostgreSQL: an import is done once, also where its worker is killed, and no save is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import throwaway_postgresql
from tests.integration.web.site_process import Site

LONGEST = 300

_BEGIN = """
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pathlib import Path
from tests.integration.web.uploading import uploaded, zipped
from tests.integration.web.world import EXAMPLE
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.tasks import run_import
clerk = User.objects.create_user("all@example.org", name="All")
for role in (Role.CLERK, Role.RECORDER):
    Post.objects.create(user=clerk, role=role)
of = uploaded(zipped(EXAMPLE), clerk)
# Asked for twice, as where somebody presses a button again.
run_import.enqueue(of.pk)
print(of.pk)
"""

_STANDS = """
import json
from wholestory.web.children.models import Child
from wholestory.web.log.models import Entry
from wholestory.web.records.models import Import, PersonRow, RecordRow
ends = Entry.objects.filter(what="imported", details__outcome="done").count()
of = Import.objects.get()
print(json.dumps({
    "state": of.state, "error": of.error, "ends": ends, "people": PersonRow.objects.count(),
    "records": RecordRow.objects.count(), "events": sum(Child.objects.values_list("events", flat=True)),
}))
"""

_GO_ON = """
from datetime import timedelta
from django.utils import timezone
from wholestory.web.accounts.models import User
from wholestory.web.children.actions.imports import resume
from wholestory.web.records.models import Import
from wholestory.web.records.permissions import LOST_AFTER, why_not_resume
from wholestory.web.accounts.permissions import access_of
clerk = User.objects.get(email="all@example.org")
assert why_not_resume(access_of(clerk), Import.objects.get())
# As ten minutes later.
Import.objects.update(told_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
of = Import.objects.get()
assert not why_not_resume(access_of(clerk), of)
resume(of=of, by=clerk, at=timezone.now())
"""

_SAVE = """
import sys
from django.utils import timezone
from wholestory.model.moments import Moment
from wholestory.model.records import Involvement, Record
from wholestory.web.accounts.models import User
from wholestory.web.children.actions.saving import new_key, save_record
writer = User.objects.get(email="all@example.org")
print("ready", flush=True)
sys.stdin.readline()
for number in range(5):
    now = timezone.now()
    save_record(by=writer, at=now, record=Record(
        key=new_key("police"), agency="police", agency_kind="police", kind="observation", recorded_at=Moment(now),
        happened_from=Moment(now), narrative=f"Seen at the shop. {now.isoformat()}",
        involvements=(Involvement("police:N4007", "subject"),),
    ))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site on PostgreSQL in which the example waits to be imported."""
    site = Site(tmp_path_factory.mktemp("site"), throwaway_postgresql.start()).set_up()
    site.program(_BEGIN)
    yield site


def _stands(site: Site) -> dict[str, object]:
    found: dict[str, object] = json.loads(site.program(_STANDS))
    return found


@contextmanager
def _process(site: Site, *words: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, *words],
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def _worker(site: Site) -> Iterator[subprocess.Popen[str]]:
    """A worker as `wholestory serve` starts it, that ends once nothing waits."""
    with _process(site, "-m", "django", "db_worker", "--no-reload", "--batch", "--interval", "0.1") as process:
        yield process


def _until(site: Site, stage: str) -> None:
    """Wait until an import is at a stage."""
    with psycopg.connect(site.database, autocommit=True) as connection:
        for _ in range(LONGEST * 20):
            row = connection.execute("SELECT stage FROM records_import").fetchone()
            if row and row[0] == stage:
                return
            threading.Event().wait(0.05)
    raise AssertionError(f"The import never came to: {stage}")


def test_a_killed_workers_import_is_gone_on_with_and_done_once(site: Site) -> None:
    with _worker(site) as killed:
        _until(site, "Reviewing children")
        killed.kill()
        killed.wait(timeout=LONGEST)
    assert _stands(site)["state"] == "running"
    site.program(_GO_ON)
    # Two at a time, and the import is asked for three times in all.
    with ExitStack() as both:
        workers = [both.enter_context(_worker(site)) for _ in range(2)]
        assert [worker.wait(timeout=LONGEST) for worker in workers] == [0, 0]
    stands = _stands(site)
    assert (stands["state"], stands["error"], stands["ends"]) == ("done", "", 1)
    assert stands["people"] == len(_rows("people.csv"))
    assert stands["events"]


def _rows(name: str) -> list[str]:
    """The rows of the example's files of a name, without their headers."""
    example = Path(__file__).parents[3] / "examples" / "extract"
    return [line for file in example.glob(f"*/{name}") for line in file.read_text().splitlines()[1:]]


def test_two_people_who_save_at_once_lose_nothing(site: Site) -> None:
    # By itself this test finds the example still waiting.
    with _worker(site) as worker:
        assert worker.wait(timeout=LONGEST) == 0
    before = _stands(site)
    assert before["state"] == "done"
    program = f"import django; django.setup()\n{_SAVE}"
    with ExitStack() as both:
        people = [both.enter_context(_process(site, "-c", program)) for _ in range(2)]
        for one in people:
            assert one.stdin and one.stdout
            assert one.stdout.readline() == "ready\n"
        for one in people:
            assert one.stdin
            one.stdin.write("now\n")
            one.stdin.flush()
        assert [one.wait(timeout=LONGEST) for one in people] == [0, 0]
    after = _stands(site)
    assert after["records"] == int(str(before["records"])) + 10
    assert after["events"] == int(str(before["events"])) + 10
