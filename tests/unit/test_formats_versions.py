"""Reading a source again: the same rows change nothing, corrected rows become new versions and the old are kept."""

import csv
from pathlib import Path

import pytest

from wholestory.engine.extract import ExtractError, read_extract
from wholestory.engine.extract.formats import Choice, convert, shipped
from wholestory.engine.extract.formats.writing import Change, write_extract
from wholestory.model.moments import Moment

FORMATS = shipped()
NOW = Moment.parse("2024-06-30T12:00")
HEADER = "CHILD,DOB,MISSING,MIS_START,MIS_END,Note\n"
FIRST = HEADER + "7,03/02/2009,M,01/03/2020,,police told\n8,04/05/2010,M,02/03/2020,03/03/2020,\n"
SECOND = HEADER + "7,03/02/2009,M,01/03/2020,05/03/2020,police told\n9,04/05/2011,A,06/03/2020,07/03/2020,\n"


def onto(folder: Path, content: str, name: str = "missing.csv") -> dict[str, Change]:
    source = folder.parent / name
    source.write_text(content, encoding="utf-8")
    return write_extract(convert([source], Choice(FORMATS, NOW)), folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.csv")}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_source_again_changes_no_byte(tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    onto(folder, FIRST)
    before = contents(folder)
    changes = onto(folder, FIRST)
    assert contents(folder) == before
    assert changes["ssda903/records.csv"] == Change(added=0, same=2, corrected=0)
    assert not (folder / "versions").exists()


def test_a_corrected_row_becomes_a_new_version_and_the_old_is_kept_with_its_day(tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    onto(folder, FIRST)
    changes = onto(folder, SECOND)
    assert changes["ssda903/records.csv"] == Change(added=1, same=0, corrected=1)
    assert changes["ssda903/people.csv"] == Change(added=1, same=1, corrected=0)
    records = {row["record_id"]: row for row in rows(folder / "ssda903/records.csv")}
    assert records["7/missing_episode/2020-03-01"]["happened_to"] == "2020-03-05"
    assert "8/missing_episode/2020-03-02" in records
    (old,) = rows(folder / "versions/ssda903/records.csv")
    assert (old["record_id"], old["happened_to"], old["Note"]) == ("7/missing_episode/2020-03-01", "", "police told")
    assert old["superseded_at"] == "2020-03-07"


def test_every_version_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    for note in ("one", "two", "three"):
        onto(folder, HEADER + f"7,03/02/2009,M,01/03/2020,,{note}\n")
    assert [row["Note"] for row in rows(folder / "versions/ssda903/records.csv")] == ["one", "two"]
    assert [row["Note"] for row in rows(folder / "ssda903/records.csv")] == ["three"]


def test_a_further_source_adds_to_a_person_and_takes_nothing_away(tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    onto(folder, FIRST)
    changes = onto(
        folder, "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,2,03/02/2009,WBRI,A123456789012,,\n", "header.csv"
    )
    assert changes["ssda903/people.csv"] == Change(added=0, same=0, corrected=1)
    onto(folder, FIRST)
    person = next(row for row in rows(folder / "ssda903/people.csv") if row["person_id"] == "7")
    assert (person["sex"], person["identifiers"]) == ("F", "upn:A123456789012")


def test_the_reader_of_extracts_leaves_versions_and_what_was_set_aside_alone(tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    onto(folder, FIRST)
    onto(folder, SECOND + "7,03/02/2009,Q,01/03/2020,,\n")
    extract = read_extract(folder)
    assert extract.rejects == ()
    assert [agency.name for agency in extract.agencies] == ["ssda903"]
    assert str(extract.as_at) == "2020-03-07T23:59:59"
    (note,) = [note for note in extract.notes if "conversion" in note or "versions" in note]
    assert note.startswith("1 rows were set aside when this extract was made; conversion/2020-03-07-")


def test_an_extract_that_could_lose_a_row_is_not_written_onto(tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    onto(folder, FIRST)
    people = folder / "ssda903/people.csv"
    people.write_text(people.read_text(encoding="utf-8") + "7\n", encoding="utf-8")
    before = contents(folder)
    with pytest.raises(ExtractError, match="does not fit"):
        onto(folder, SECOND)
    assert contents(folder) == before
