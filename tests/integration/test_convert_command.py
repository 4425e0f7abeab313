"""`wholestory convert`, and `wholestory review` on a file in an agency's own format, as a person runs them."""

import json
from pathlib import Path

from tests.conftest import Run, table

MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n7,03/02/2009,M,01/03/2020,02/03/2020\n8,04/05/2010,Q,02/03/2020,\n"


def source(folder: Path) -> Path:
    path = folder / "missing.csv"
    path.write_text(MISSING, encoding="utf-8")
    return path


def test_a_source_is_recognised_converted_and_added_to(tmp_path: Path, wholestory: Run) -> None:
    ran = wholestory("convert", source(tmp_path), "--out", tmp_path / "extract")
    assert ran.returncode == 1
    assert "missing.csv: SSDA903 return" in ran.stdout
    assert "2 rows read = 1 taken + 1 rejected" in ran.stdout
    (listed,) = (tmp_path / "extract/conversion").glob("*/rejected.csv")
    assert [row["column"] for row in table(listed)] == ["MISSING"]
    again = wholestory("convert", source(tmp_path), "--onto", tmp_path / "extract")
    assert "ssda903/records.csv: 0 new, 1 as before" in again.stdout
    assert "Traceback" not in ran.stderr + again.stderr


def test_an_extract_is_not_written_over(tmp_path: Path, wholestory: Run) -> None:
    wholestory("convert", source(tmp_path), "--out", tmp_path / "extract")
    for options in (("--out", tmp_path / "extract"), (), ("--onto", tmp_path)):
        refused = wholestory("convert", source(tmp_path), *options)
        assert refused.returncode == 2
        assert "--onto" in refused.stderr


def test_a_source_is_reviewed_as_it_is_and_its_rejects_are_counted(tmp_path: Path, wholestory: Run) -> None:
    for _ in range(2):
        ran = wholestory("review", source(tmp_path), "--out", tmp_path / "out", "--jobs", "1")
        assert ran.returncode == 1, ran.stderr
    files = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))["files"]
    assert (files["ssda903/missing.csv"]["read"], files["ssda903/missing.csv"]["rejected"]) == (2, 1)
    assert files["ssda903/records.csv"]["taken"] == 1
    assert [row["file"] for row in table(tmp_path / "out/rejected.csv")] == ["missing.csv"]
    assert b"8,04/05/2010,Q" in (tmp_path / "out/rejected/ssda903/missing.csv").read_bytes()


def test_what_cannot_be_read_ends_in_one_sentence(tmp_path: Path, wholestory: Run) -> None:
    strange = tmp_path / "own.csv"
    strange.write_text("nominal,when\n1,2020-01-01\n", encoding="utf-8")
    for words in ((strange,), (tmp_path / "absent.csv",), (strange, "--format", "fax"), (strange, "--as-at", "noon")):
        refused = wholestory("convert", *words, "--out", tmp_path / "extract")
        assert refused.returncode == 2
        assert refused.stderr.count("Error:") == 1 and "Traceback" not in refused.stderr


def test_a_mapping_is_proposed_shown_and_used(tmp_path: Path, wholestory: Run) -> None:
    log = tmp_path / "visits.csv"
    log.write_text("Child ID,Visit date,Notes\n7,01/02/2024,Seen alone\n", encoding="utf-8")
    shown = wholestory("map", log, "--out", tmp_path / "ours.toml")
    assert shown.returncode == 0, shown.stderr
    assert "1 rows read = 1 taken + 0 rejected" in shown.stdout and "narrative: Seen alone" in shown.stdout
    assert "Seen alone" not in (tmp_path / "ours.toml").read_text(encoding="utf-8")
    assert wholestory("map", log, "--out", tmp_path / "ours.toml").returncode == 2
    ran = wholestory("convert", log, "--format", tmp_path / "ours.toml", "--out", tmp_path / "extract")
    assert ran.returncode == 0, ran.stderr
    assert table(tmp_path / "extract/ours/records.csv")[0]["kind"] == "visit"


def test_an_agency_cannot_be_named_so_that_its_folder_lies_elsewhere(tmp_path: Path, wholestory: Run) -> None:
    for name in ("../beside", "/beside", ".."):
        refused = wholestory("convert", source(tmp_path), "--out", tmp_path / "extract", "--agency", name)
        assert refused.returncode == 2
        assert "cannot name a folder" in refused.stderr
    assert not (tmp_path / "beside").exists()
    assert not (tmp_path / "extract").exists()
