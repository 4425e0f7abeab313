"""An extract's files: how they are written, which are missing or unnamed, and what is withheld."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.extract_on_disk import INVOLVEMENTS, PEOPLE, RECORDS, TOML, Folder, header_row
from wholestory.engine.extract import ExtractError, FileCount, read_extract


def test_windows_1252_is_read_and_said(folder: Folder) -> None:
    extract = folder.write(people="person_id,forenames\nP1,Zoé\nP2,Tom\n".encode("cp1252")).read()
    assert extract.people["police:P1"].forenames == "Zoé"
    assert extract.notes == ("police/people.csv was read as Windows-1252, since it is not UTF-8.",)


@pytest.mark.parametrize(
    ("people", "words", "rejected"),
    [
        ("forenames,surname\nIda,Marsh\n", "no column person_id", 1),
        ("person_id,person_id\nP1,P2\n", "person_id twice", 1),
        ("Person ID,forenames\nP1,Ida\n", "spells the column person_id otherwise", 1),
        ("person_id;forenames\nP1;Ida\n", "has semicolons between its names", 2),
        ("person_id\tforenames\nP1\tIda\n", "has tabs between its names", 2),
        ("P1,Ida,Marsh\nP2,Tom,Reed\n", "no column person_id", 2),
        ("person_id,forenames\nP1,Ida\n".encode("utf-16"), "UTF-16", 3),
        (b"person_id,forenames\rP1,Ida\r", "carriage return", 1),
        (b"person_id,fore\0names\nP1,Ida\n", "NUL", 2),
        (b"", "the file is empty", 0),
    ],
)
def test_a_file_whose_header_cannot_be_read_is_set_aside_whole(
    folder: Folder, people: str | bytes, words: str, rejected: int
) -> None:
    extract = folder.write(people=people).put("school/people.csv", PEOPLE).read()
    aside = [reject for reject in extract.rejects if reject.file == "people.csv"]
    assert len(aside) == rejected
    assert all(words in reject.why and not reject.value for reject in aside)
    assert any(words in note for note in extract.notes)
    content = people if isinstance(people, bytes) else people.encode()
    assert extract.headers["police/people.csv"] + b"".join(reject.raw for reject in aside) == content
    assert all(reject.column == "person_id" for reject in extract.rejects if reject.file == "involvements.csv")


def test_a_missing_file_stops_nothing_else(folder: Folder) -> None:
    folder.write()
    (folder.path / "police/people.csv").unlink()
    extract = folder.read()
    assert extract.counts["police/people.csv"] == FileCount()
    assert set(extract.records) == {"police:R1", "police:R2"}
    assert extract.counts["police/involvements.csv"] == FileCount(read=3, rejected=3)
    assert any("police/people.csv is missing" in note for note in extract.notes)


def test_an_agency_without_a_folder_and_files_outside_the_interchange_are_noted(folder: Folder) -> None:
    folder.write().put("police/diary.csv", "a\n").put("notes/readme.txt", "").put("loose.csv", "a\n")
    folder.put("extract.toml", TOML + '[agencies.clinic]\nkind = "health"\n')
    notes = " ".join(folder.read().notes)
    for words in (
        "clinic is named",
        "police/diary.csv is not",
        "The folder notes holds no",
        "loose.csv stands outside",
    ):
        assert words in notes


def test_every_row_of_a_folder_that_is_not_named_is_set_aside(folder: Folder) -> None:
    folder.write().put("clinic/people.csv", PEOPLE).put("clinic/records.csv", RECORDS)
    extract = folder.read()
    assert extract.counts["clinic/records.csv"] == FileCount(read=2, rejected=2)
    assert not any(key.startswith("clinic:") for key in extract.people)
    assert all("does not name the folder clinic" in reject.why for reject in extract.rejects)
    assert not any(reject.value for reject in extract.rejects)


def test_the_value_at_fault_is_withheld_where_it_may_be_restricted(folder: Folder) -> None:
    records = (
        "record_id,kind,recorded_at,narrative,handling\n"
        "R1,incident,canary,Words.,ordinary\n"
        "R2,incident,canary,Words.,restricted\n"
        "R3,incident,2016-01-01,Words.,canary\n"
        "R4,incident,2016-01-01,Words.,restricted\n"
        "R2,incident,2016-01-01,can\0ary,confidential_source\n"
    )
    items = "record_id,item_type,value\nR4,canary,x\nR1,canary,x\n"
    extract = folder.write(records=records, items=items, involvements=header_row(INVOLVEMENTS)).read()
    shown = {(reject.file, reject.line): reject.value for reject in extract.rejects}
    assert shown == {
        ("records.csv", 2): "canary",
        ("records.csv", 3): "(withheld: the row says restricted)",
        ("records.csv", 4): "(withheld: the row does not say that it is ordinary)",
        ("records.csv", 6): "",
        ("items.csv", 2): "(withheld: the row does not say that it is ordinary)",
        ("items.csv", 3): "(withheld: the row does not say that it is ordinary)",
    }


def test_a_handling_left_empty_is_ordinary_and_said(folder: Folder) -> None:
    extract = folder.write(
        records="record_id,kind,recorded_at\nR1,incident,2016-01-02\n", involvements=INVOLVEMENTS
    ).read()
    assert not extract.records["police:R1"].is_restricted
    assert any("1 records say nothing of handling" in note for note in extract.notes)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("as_at = [", "not readable TOML"),
        ('[agencies.police]\nkind = "police"\n', "does not say when"),
        ('as_at = "soon"\n[agencies.police]\nkind = "police"\n', "not a date or time"),
        ("as_at = 7\n[agencies.police]\n", "not a date or time"),
        ("as_at = 2016-01-01\n", "names no agencies"),
        ("as_at = 2016-01-01\n[agencies.police]\n", "no kind that is known"),
        ('as_at = 2016-01-01\n[agencies."../x"]\nkind = "police"\n', "letters, digits"),
        (b"as_at = 2016-01-01 # \xe9", "UTF-8"),
    ],
)
def test_an_extract_that_cannot_be_read_at_all_says_what_to_do(folder: Folder, toml: str | bytes, words: str) -> None:
    folder.write().put("extract.toml", toml)
    with pytest.raises(ExtractError, match=words):
        folder.read()


def test_a_folder_that_is_not_there_or_has_no_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="There is no folder"):
        read_extract(tmp_path / "nowhere")
    with pytest.raises(ExtractError, match="is missing; write one"):
        read_extract(tmp_path)


def test_progress_is_told_for_each_file(folder: Folder) -> None:
    told: list[tuple[str, int]] = []
    read_extract(folder.write().path, progress=lambda label, rows: told.append((label, rows)))
    assert ("police/involvements.csv", 3) in told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["people", "records", "involvements", "items"]),
    rest=st.binary() | st.text('RP12,"\r\n\0é|:-T=').map(str.encode),
    keep_header=st.booleans(),
)
def test_no_bytes_whatever_escape_the_count(tmp_path: Path, name: str, rest: bytes, keep_header: bool) -> None:
    header = {
        "people": PEOPLE,
        "records": RECORDS,
        "involvements": INVOLVEMENTS,
        "items": "record_id,item_type,value\n",
    }
    content = (header_row(header[name]) if keep_header else b"") + rest
    extract = Folder(tmp_path / "extract").write(**{name: content}).read()
    for reject in extract.rejects:
        if reject.label == f"police/{name}.csv":
            assert reject.raw in content
