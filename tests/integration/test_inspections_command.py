"""The inspections command as a person runs it: load, list, show, compare, councils over time; and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run, table

GRADES = """\
force,round,fieldwork,published,cases,good,adequate,requires_improvement,inadequate,graded_by,subset,sum_agrees,source
Eight moors,Inspections,2030/2031,2031-01,500,155,155,,190,inspectors,all,yes,Moor Gazette
Eastmoor,Review,2031-04,2031-07-21,27,2,,19,7,inspectors,all,no,Moor Gazette
Westmoor,Inspection,2031-08,2032-01,33,17,8,5,3,force,self-assessed,yes,Moor Gazette
Westmoor,Inspection,2031-08,2032-01,33,9,8,7,9,inspectors,self-assessed,yes,Moor Gazette
"""
COUNCILS = """\
district,inspection,published,overall,help_and_protection,leadership,source
Eastmoor,2030-01,2030-03-02,inadequate,inadequate,inadequate,Report
Eastmoor,2033-01,2033-03-02,good,good,good,Report
Westmoor,2031-01,2031-03-02,requires improvement,,,Report
"""


@pytest.fixture
def store(tmp_path: Path, wholestory: Run) -> Path:
    """A store into which both files were loaded."""
    (tmp_path / "grades.csv").write_text(GRADES, encoding="utf-8")
    (tmp_path / "councils.csv").write_text(COUNCILS, encoding="utf-8")
    folder = tmp_path / "store"
    done = wholestory("inspections", "load", tmp_path / "grades.csv", tmp_path / "councils.csv", "--store", folder)
    assert (done.returncode, done.stdout) == (0, f"7 added, 0 there already, 0 rejected, in {folder}.\n"), done.stderr
    return folder


def test_loading_again_changes_nothing_and_other_figures_are_rejected(
    store: Path, wholestory: Run, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in store.rglob("*.json")}
    again = wholestory("inspections", "load", tmp_path / "grades.csv", "--store", store)
    assert (again.returncode, again.stdout) == (0, f"0 added, 4 there already, 0 rejected, in {store}.\n")
    (tmp_path / "other.csv").write_text(GRADES.replace("27,2,,19,7", "27,2,,18,7").replace(",no,", ",yes,"))
    other = wholestory("inspections", "load", tmp_path / "other.csv", "--store", store)
    assert other.returncode == 1
    assert "other.csv, line 3: gives other figures than were kept from an earlier file" in other.stdout
    assert {path: path.read_bytes() for path in store.rglob("*.json")} == before


def test_rounds_are_listed_with_their_names_and_what_does_not_add_up(store: Path, wholestory: Run) -> None:
    listed = wholestory("inspections", "list", "--store", store).stdout
    assert "eastmoor-2031-04 " in listed
    assert "does not add up: 28 graded of 27" in listed
    assert "westmoor-2031-08-self-assessed-by-force" in listed
    assert "3 judgements on councils (Eastmoor, Westmoor)" in listed


def test_an_empty_store_says_what_to_do(tmp_path: Path, wholestory: Run) -> None:
    listed = wholestory("inspections", "list", "--store", tmp_path / "none")
    assert listed.returncode == 0
    assert "Load a file first: wholestory inspections load FILE" in listed.stdout
    compared = wholestory("inspections", "compare", "a", "b", "--store", tmp_path / "none")
    assert compared.returncode == 2
    assert "There is no round called a in" in compared.stderr and "there are: none" in compared.stderr
    judged = wholestory("inspections", "judgements", "--store", tmp_path / "none")
    assert judged.returncode == 2 and "none; load a file first" in judged.stderr


def test_a_round_is_shown_as_printed_with_intervals(store: Path, wholestory: Run) -> None:
    shown = wholestory("inspections", "show", "eastmoor", "--store", store).stdout
    assert "requires improvement      19    68%   (49% to 82%)" in shown
    assert "2 + 19 + 7 is 28, and 27 cases were printed" in shown


def test_two_rounds_are_compared_in_plain_sentences_with_a_picture_its_table_and_a_page(
    store: Path, wholestory: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ("inspections", "compare", "eight-moors", "eastmoor", "--store", store, "--out", out)
    done = wholestory(*words)
    assert done.returncode == 0, done.stderr
    assert "28 cases cannot tell this apart from chance" in done.stdout
    assert "adequate with requires improvement are taken as one, which is a judgement" in done.stdout
    assert "2 + 19 + 7 is 28, and 27 cases were printed" in done.stdout
    assert "no size of the next round is enough beside this one" in done.stdout
    assert sorted(path.name for path in out.iterdir()) == ["comparison.csv", "comparison.html", "comparison.svg"]
    lines = table(out / "comparison.csv")
    assert [(line["grade"], line["a_cases"], line["b_cases"]) for line in lines] == [
        ("good", "155", "2"),
        ("adequate requires_improvement", "155", "19"),
        ("inadequate", "190", "7"),
    ]
    page = (out / "comparison.html").read_text(encoding="utf-8")
    assert "<svg" in page and "<caption>Cases by grade" in page and "Moor Gazette" in page
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert wholestory(*words).stdout == done.stdout
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_the_same_cases_graded_twice_are_compared_with_a_caution(store: Path, wholestory: Run) -> None:
    told = wholestory(
        "inspections", "compare", "westmoor-2031-08-self-assessed-by-force", "westmoor-2031-08-self-assessed",
        "--store", store,
    ).stdout  # fmt: skip
    assert "These are the same cases graded twice, and only totals were printed." in told


def test_names_joined_by_plus_are_pooled(store: Path, wholestory: Run) -> None:
    refused = wholestory("inspections", "compare", "eight+eastmoor", "eight", "--store", store)
    assert refused.returncode == 2
    assert "use different grades; pool rounds of one scale" in refused.stderr


def test_councils_are_shown_over_time(store: Path, wholestory: Run, tmp_path: Path) -> None:
    done = wholestory("inspections", "judgements", "Eastmoor", "--store", store, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "Eastmoor  2033-03-02" in done.stdout and "Westmoor" not in done.stdout
    assert [row["overall"] for row in table(tmp_path / "out/judgements.csv")] == ["inadequate", "good"]
    other = wholestory("inspections", "judgements", "Northmoor", "--store", store)
    assert "Districts kept: Eastmoor, Westmoor." in other.stderr


def test_a_folder_with_other_files_is_not_written_into(store: Path, wholestory: Run, tmp_path: Path) -> None:
    refused = wholestory("inspections", "judgements", "--store", store, "--out", tmp_path)
    assert refused.returncode == 2
    assert "holds other files; name a new folder for --out" in refused.stderr


def test_a_change_that_cannot_be_is_refused_in_a_sentence(store: Path, wholestory: Run) -> None:
    refused = wholestory("inspections", "compare", "eight", "eastmoor", "--change", "95", "--store", store)
    assert refused.returncode == 2
    assert "cannot change by +95 points" in refused.stderr
    assert "Traceback" not in refused.stderr
