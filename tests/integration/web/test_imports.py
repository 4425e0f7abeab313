"""An extract is taken in beside what is there, can be stopped, gone on with and undone as one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SmallExtract
from tests.integration.web.uploading import imported, uploaded, zipped
from wholestory.engine.people import live_rows
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions import imports as actions
from wholestory.web.children.models import Child, ChildPlace, ConcernRow, DutyRow, ReadingRow
from wholestory.web.children.running import run, steps_of
from wholestory.web.records.models import (
    EarlierVersion,
    Import,
    ImportReject,
    NameWord,
    PersonName,
    PersonNumber,
    PersonRow,
    RecordRow,
)
from wholestory.web.records.rejected import cells_of, is_open
from wholestory.web.records.storing import ledger_of
from wholestory.web.records.values import person_of, record_of

SignedIn = Callable[[str], Client]
EXAMPLE = Path(__file__).parents[3] / "examples" / "extract"


@pytest.fixture
def clerk(db: None) -> User:
    """A clerk for every agency."""
    user = User.objects.create_user("all@example.org", name="All")
    Post.objects.create(user=user, role=Role.CLERK)
    return user


def changed_example(tmp_path: Path, *changes: tuple[str, str, str]) -> bytes:
    """The example with (file, old, new) changes."""
    folder = tmp_path / "changed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXAMPLE, folder)
    for file, old, new in changes:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, file
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return zipped(folder)


def everything() -> dict[str, Any]:
    """What the tables say, apart from row numbers and from when it was worked out."""
    return {
        "people": {row.key: (person_of(row), row.cluster) for row in PersonRow.objects.all()},
        "records": {
            row.key: (record_of(row), row.author, row.stored_at)
            for row in RecordRow.objects.prefetch_related("involvements", "items")
        },
        "names": sorted(PersonName.objects.values_list("person", "word", "born")),
        "words": sorted(NameWord.objects.values_list("word", "sound")),
        "numbers": sorted(PersonNumber.objects.values_list("person", "scheme", "value")),
        "links": {(row.pair, row.verdict, row.reasons, row.score) for row in live_rows(ledger_of())},
        "children": sorted(Child.objects.values_list("key", "name", "born", "events", "district", "surnames")),
        "places": sorted(ChildPlace.objects.values_list("child", "agency", "district")),
        "concerns": sorted(ConcernRow.objects.values_list("child", "key", "statement")),
        "duties": sorted(DutyRow.objects.values_list("child", "key", "response")),
        "read": sorted(ReadingRow.objects.values_list("record", flat=True)),
    }


def test_an_extract_is_taken_and_its_counts_reconcile(clerk: User, extract: SmallExtract) -> None:
    extract.add("police/records.csv", record_id="R9", kind="incident", recorded_at="no day", narrative="Seen.")
    of = imported(zipped(extract.write()), clerk)
    assert (of.state, of.error) == (Import.State.DONE, "")
    for count in of.counts.values():
        assert count["read"] == count["taken"] + count["rejected"] + count["not_yet_known"]
    assert of.counts["police/records.csv"]["rejected"] == of.rejects.count() == 1
    assert RecordRow.objects.filter(key="police:R1").exists()
    robin = PersonRow.objects.get(key="police:P1")
    assert robin.cluster == PersonRow.objects.get(key="clinic:C1").cluster
    assert Child.objects.get(key=robin.cluster).events == 3


def test_the_same_again_changes_nothing(clerk: User, extract: SmallExtract) -> None:
    content = zipped(extract.write())
    imported(content, clerk)
    before = everything()
    again = imported(content, clerk)
    assert again.state == Import.State.DONE
    assert not again.changes.exists()
    assert everything() == before


def test_a_corrected_row_stands_and_the_old_one_is_kept_and_comes_back(clerk: User, tmp_path: Path) -> None:
    row = RecordRow.objects.exclude(narrative="").filter(agency="police").order_by("key")[0]
    words = row.narrative[:30]
    before = everything()
    of = imported(changed_example(tmp_path, ("police/records.csv", words, "As corrected. " + words)), clerk)
    assert of.state == Import.State.DONE, of.error
    change = of.changes.get()
    assert change.earlier and not change.is_person
    assert RecordRow.objects.get(key=change.key).narrative.startswith("As corrected. ")
    actions.undo(of=of, by=clerk, at=timezone.now(), reason="It was the wrong file.")
    run(of.pk)
    assert everything() == before


def test_stopped_gone_on_with_and_undone(clerk: User, extract: SmallExtract) -> None:
    before = everything()
    content = zipped(extract.write())
    whole = imported(content, clerk)
    after = everything()
    actions.undo(of=whole, by=clerk, at=timezone.now(), reason="It was the wrong file.")
    run(whole.pk)
    assert everything() == before
    of = uploaded(content, clerk)
    Import.objects.filter(pk=of.pk).update(stop_asked=True)
    run(of.pk)
    of.refresh_from_db()
    assert of.state == Import.State.STOPPED
    actions.resume(of=of, by=clerk, at=timezone.now())
    run(of.pk)
    of.refresh_from_db()
    assert of.state == Import.State.DONE
    stands = everything()
    for found in (after, stands):
        found["records"] = {key: row[:2] for key, row in found["records"].items()}
    assert stands == after


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stop_after=st.integers(0, 12), changes=st.sets(st.integers(0, 5), min_size=1, max_size=3))
def test_import_then_undo_gives_the_same_tables(
    clerk: User, tmp_path: Path, stop_after: int, changes: set[int]
) -> None:
    """Wherever it is stopped, and whatever it changes."""
    rows = list(RecordRow.objects.exclude(narrative="").filter(agency="police").order_by("key")[:6])
    before = everything()
    content = changed_example(
        tmp_path,
        *(("police/records.csv", rows[place].narrative[:25], f"Put right {place}: ") for place in sorted(changes)),
    )
    of = uploaded(content, clerk)
    Import.objects.filter(pk=of.pk).update(state=Import.State.RUNNING)
    of.refresh_from_db()
    steps = steps_of(of)
    for _ in islice(steps, stop_after):
        pass
    del steps
    Import.objects.filter(pk=of.pk).update(state=Import.State.STOPPED)
    actions.undo(of=of, by=clerk, at=timezone.now(), reason="It was the wrong file.")
    run(of.pk)
    assert everything() == before
    assert Import.objects.get(pk=of.pk).state == Import.State.UNDONE


def test_a_clerk_takes_in_their_own_agencys_records_alone(signed_in: SignedIn, extract: SmallExtract) -> None:
    clerk = User.objects.get(email="clerk@example.org")
    of = imported(zipped(extract.write()), clerk)
    assert of.state == Import.State.FAILED
    assert "holds records of clinic" in of.error
    assert not RecordRow.objects.filter(key="police:R1").exists()


def test_a_single_file_in_a_known_format_is_taken(clerk: User) -> None:
    content = b"agency_note\n1\n"
    of = imported(content, clerk, "table.csv")
    assert of.state == Import.State.FAILED
    assert of.error and "/" + "imports" not in of.error


def test_the_pages_of_an_import(signed_in: SignedIn, clerk: User, extract: SmallExtract) -> None:
    client = signed_in("clerk")
    address = reverse("imports")
    assert "Choose a file." in client.post(address, {}).content.decode()
    assert "Choose a .zip" in client.post(address, {"file": SimpleUploadedFile("a.exe", b"x")}).content.decode()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    file = SimpleUploadedFile("ours.zip", zipped(extract.write()))
    waiting = client.post(address, {"file": file}, follow=True)
    of = Import.objects.get(title="ours.zip")
    assert "It waits for a worker to begin." in waiting.content.decode()
    client.post(reverse("stop_import", kwargs={"number": of.pk}))
    run(of.pk)
    assert Import.objects.get(pk=of.pk).state == Import.State.STOPPED
    client.post(reverse("resume_import", kwargs={"number": of.pk}))
    run(of.pk)
    of.refresh_from_db()
    page = client.get(reverse("import", kwargs={"number": of.pk})).content.decode()
    assert "No row was rejected." in page and "police/records.csv" in page
    assert client.post(reverse("stop_import", kwargs={"number": of.pk})).status_code == 403
    page = client.post(reverse("import", kwargs={"number": of.pk}), {"reason": ""}).content.decode()
    assert "Write the reason." in page
    client.post(reverse("import", kwargs={"number": of.pk}), {"reason": "It was the wrong file."})
    run(of.pk)
    assert "It has been undone." in client.get(reverse("import", kwargs={"number": of.pk})).content.decode()
    assert not RecordRow.objects.filter(key="police:R1").exists()
    assert EarlierVersion.objects.filter(key="police:R1").exists()


def test_an_import_is_not_undone_beneath_a_later_one(clerk: User, extract: SmallExtract) -> None:
    first = imported(zipped(extract.write()), clerk)
    extract.rows["police/records.csv"][0]["narrative"] = "Put right."
    imported(zipped(extract.write()), clerk)
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(reverse("import", kwargs={"number": first.pk}), {"reason": "It was the wrong file."})
    assert page.status_code == 403
    assert "changed the same rows since" in page.content.decode()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize(("handling", "opens"), [("ordinary", True), ("restricted", False)])
def test_a_restricted_row_stays_closed_whatever_stands_between_its_cells(mark: str, handling: str, opens: bool) -> None:
    header = mark.join(("record_id", "kind", "handling", "narrative")).encode()
    raw = mark.join(("R1", "incident", handling, "seen")).encode()
    row = ImportReject(agency="police", file="records.csv", header=header, raw=raw)
    assert is_open(row) == opens
    assert cells_of(row) == ["R1", "incident", handling, "seen"]
    under_a_title = ImportReject(agency="police", file="records.csv", header=b"All records\n" + header, raw=raw)
    assert not is_open(under_a_title)


@pytest.mark.parametrize(
    ("file", "header", "raw", "opens"),
    [
        ("people.csv", "person_id,forenames,date_of_birth", "P1,Ada,soon", True),
        ("involvements.csv", "record_id,person_id,role", "R1,P1,", True),
        # An agency's own file of the same name, a column of the agency's own, a row whose cells have shifted.
        ("people.csv", "Ref,Forename,Case note", "P1,Ada,seen", False),
        ("people.csv", "person_id,forenames,case_note", "P1,Ada,seen", False),
        ("people.csv", "person_id,forenames", "P1,Ada,seen", False),
        ("involvements.csv", "", "R1,P1,", False),
    ],
)
def test_a_row_is_open_where_its_file_can_hold_no_words(file: str, header: str, raw: str, opens: bool) -> None:
    row = ImportReject(agency="police", file=file, header=header.encode(), raw=raw.encode())
    assert is_open(row) == opens
