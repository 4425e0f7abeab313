"""Rows that were set aside: handed back byte for byte, safe to open, and mended by themselves."""

import csv
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.extract import FileCount, Reject, read_extract, write_rejects
from wholestory.model.spreadsheets import spreadsheet_safe

TOML = 'as_at = 2016-06-30T09:00:00\n[agencies.police]\nkind = "police"\n'
PEOPLE = b"person_id,forenames,sex,date_of_birth\r\nP1,Ida,F,2001-05-06\r\nP2,Tom,M,2001-15-06\r\nP3,Ann,F\r\n"
RECORDS = b"record_id,kind,recorded_at\nR1,incident,2016-01-02\nR2,visit,2016-31-02\n"
INVOLVEMENTS = b"record_id,person_id,role\nR1,P1,subject\nR1,P2,witness\nR2,P1,subject\nR1,P11,reporter\n"


def extract_folder(root: Path) -> Path:
    (root / "police").mkdir(parents=True)
    (root / "extract.toml").write_text(TOML)
    (root / "police/people.csv").write_bytes(PEOPLE)
    (root / "police/records.csv").write_bytes(RECORDS)
    (root / "police/involvements.csv").write_bytes(INVOLVEMENTS)
    return root


def mended_folder(root: Path, **files: bytes) -> Path:
    (root / "police").mkdir(parents=True)
    for name, content in files.items():
        (root / "police" / f"{name}.csv").write_bytes(content)
    return root


def test_rejected_rows_are_handed_back_byte_for_byte_under_their_header(tmp_path: Path) -> None:
    extract = read_extract(extract_folder(tmp_path / "extract"))
    write_rejects(extract.rejects, extract.headers, tmp_path / "out")
    aside = tmp_path / "out/rejected/police"
    assert (aside / "people.csv").read_bytes() == PEOPLE.replace(b"P1,Ida,F,2001-05-06\r\n", b"")
    assert (aside / "records.csv").read_bytes() == RECORDS.replace(b"R1,incident,2016-01-02\n", b"")
    assert (aside / "involvements.csv").read_bytes() == INVOLVEMENTS.replace(b"R1,P1,subject\n", b"")


def test_the_list_of_rejects_names_file_line_column_value_and_remedy(tmp_path: Path) -> None:
    extract = read_extract(extract_folder(tmp_path / "extract"))
    write_rejects(extract.rejects, extract.headers, tmp_path / "out")
    with (tmp_path / "out/rejected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["column"], row["value"]) for row in rows] == [
        ("involvements.csv", "3", "person_id", "P2"),
        ("involvements.csv", "4", "record_id", "R2"),
        ("involvements.csv", "5", "person_id", "P11"),
        ("people.csv", "3", "date_of_birth", "2001-15-06"),
        ("people.csv", "4", "", ""),
        ("records.csv", "3", "recorded_at", "2016-31-02"),
    ]
    assert all(row["agency"] == "police" and row["why"] and not row["mended"] for row in rows)


def test_no_rejects_still_leave_a_list_that_says_so(tmp_path: Path) -> None:
    write_rejects((), {}, tmp_path)
    assert (tmp_path / "rejected.csv").read_text().splitlines() == ["agency,file,line,column,value,why,mended"]
    assert not (tmp_path / "rejected").exists()


def test_values_are_made_safe_for_spreadsheets_and_cut(tmp_path: Path) -> None:
    rejects = [
        Reject("police", "people.csv", 2, "sex", "=HYPERLINK(1)", "is wrong; mend it", b"a\n"),
        Reject("police", "people.csv", 3, "sex", "x" * 300, "is wrong; mend it", b"b\n"),
        Reject("police", "people.csv", 4, "sex", "a\udc81\0b", "is wrong; mend it", b"c\n"),
    ]
    write_rejects(rejects, {}, tmp_path)
    with (tmp_path / "rejected.csv").open(encoding="utf-8", newline="") as file:
        values = [row["value"] for row in csv.DictReader(file)]
    assert values == ["'=HYPERLINK(1)", "x" * 200, "a\ufffd\ufffdb"]
    assert (tmp_path / "rejected/police/people.csv").read_bytes() == b"a\nb\nc\n"


@given(st.text())
def test_a_safe_cell_starts_no_formula_and_loses_nothing(text: str) -> None:
    safe = spreadsheet_safe(text)
    assert safe.removeprefix("'") == text or safe == text
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_mended_rows_take_the_place_of_those_rejected_and_what_leaned_on_them_is_taken(tmp_path: Path) -> None:
    mended = mended_folder(
        tmp_path / "mended",
        people=b"person_id,forenames,sex,date_of_birth\nP2,Tom,M,2001-06-15\nP3,Ann,F,\n",
        records=b"record_id,kind,recorded_at\nR2,visit,2016-02-28\n",
        involvements=b"record_id,person_id,role\nR1,P1,reporter\n",
    )
    extract = read_extract(extract_folder(tmp_path / "extract"), mended=mended)
    assert set(extract.people) == {"police:P1", "police:P2", "police:P3"}
    assert extract.records["police:R1"].people_as("subject", "witness", "reporter") == (
        "police:P1",
        "police:P2",
        "police:P1",
    )
    assert extract.records["police:R2"].people_as("subject") == ("police:P1",)
    assert extract.counts["police/people.csv"] == FileCount(read=3, taken=1, rejected=2, mended=2)
    assert extract.counts["mended/police/people.csv"] == FileCount(read=2, taken=2)
    assert extract.counts["police/involvements.csv"] == FileCount(read=4, taken=3, rejected=1, mended=1)
    assert extract.still_rejected == ()


def test_rejects_that_were_mended_stay_listed_and_leave_the_rows_to_mend(tmp_path: Path) -> None:
    mended = mended_folder(tmp_path / "mended", records=b"record_id,kind,recorded_at\nR2,visit,2016-02-28\n")
    extract = read_extract(extract_folder(tmp_path / "extract"), mended=mended)
    write_rejects(extract.rejects, extract.headers, tmp_path / "out")
    with (tmp_path / "out/rejected.csv").open(encoding="utf-8", newline="") as file:
        listed = {(row["file"], row["line"]): row["mended"] for row in csv.DictReader(file)}
    assert listed["records.csv", "3"] == "mended/police/records.csv line 2"
    assert not (tmp_path / "out/rejected/police/records.csv").exists()


def test_a_mended_row_that_repeats_an_id_or_is_still_wrong_is_set_aside_by_itself(tmp_path: Path) -> None:
    mended = mended_folder(
        tmp_path / "mended", people=b"person_id,forenames,sex,date_of_birth\nP1,Ida,F,\nP2,Tom,M,2001-99-06\n"
    )
    extract = read_extract(extract_folder(tmp_path / "extract"), mended=mended)
    aside = [reject for reject in extract.rejects if reject.label == "mended/police/people.csv"]
    assert [(reject.line, reject.column) for reject in aside] == [(2, "person_id"), (3, "date_of_birth")]
    assert "on line 2" in aside[0].why
    assert extract.counts["mended/police/people.csv"] == FileCount(read=2, rejected=2)
    write_rejects(extract.rejects, extract.headers, tmp_path / "out")
    assert (tmp_path / "out/rejected/mended/police/people.csv").read_bytes().count(b"\n") == 3


def test_what_was_rejected_can_be_handed_in_as_it_stands_once_its_header_is_mended(tmp_path: Path) -> None:
    folder = extract_folder(tmp_path / "extract")
    (folder / "police/people.csv").write_bytes(b"person id,forenames\nP1,Ida\nP2,Tom\n")
    extract = read_extract(folder)
    write_rejects(extract.rejects, extract.headers, tmp_path / "out")
    aside = tmp_path / "out/rejected/police/people.csv"
    aside.write_bytes(aside.read_bytes().replace(b"person id", b"person_id"))
    again = read_extract(folder, mended=tmp_path / "out/rejected")
    assert set(again.people) == {"police:P1", "police:P2"}
    assert again.counts["police/people.csv"] == FileCount(read=2, rejected=2, mended=2)


def test_a_mended_folder_is_read_with_the_same_care(tmp_path: Path) -> None:
    mended = mended_folder(tmp_path / "mended", people=b"person_id\nP9\n")
    (mended / "clinic").mkdir()
    (mended / "clinic/records.csv").write_bytes(RECORDS)
    extract = read_extract(extract_folder(tmp_path / "extract"), mended=mended)
    assert "police:P9" in extract.people
    assert extract.counts["mended/clinic/records.csv"] == FileCount(read=2, rejected=2)
