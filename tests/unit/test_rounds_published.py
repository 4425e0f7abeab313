"""Published results: taken whole or rejected with what to mend, kept as printed, pooled only where that makes sense."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wholestory.engine.rounds.published import PublishedResult, RoundsError, pooled, same_cases
from wholestory.engine.rounds.store import ADDED, DIFFERS, UNCHANGED, RoundStore
from wholestory.engine.rounds.taking import Taken, take

HEADER = (
    "force,round,fieldwork,published,cases,good,adequate,requires_improvement,inadequate,graded_by,subset,"
    "sum_agrees,source"
)
EASTMOOR = "Eastmoor,Review,2031-04,2031-07-21,20,2,,13,5,inspectors,all,yes,Moor Gazette"
WESTMOOR = "Westmoor,Review,2031/2032,2032-02,30,10,,8,13,inspectors,all,no,Moor Gazette"
COUNCILS = """district,inspection,published,overall,help_and_protection,leadership,source
Eastmoor,2030-01,2030-03-02,requires improvement,,inadequate,Report
Eastmoor,2033-01,2033-03-02,good,good,good,Report
"""


def taken(folder: Path, *rows: str, header: str = HEADER) -> Taken:
    path = folder / "grades.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return take(path)


def result(text: str, folder: Path) -> PublishedResult:
    (found,) = taken(folder, text).results
    return found


def test_a_row_is_taken_as_printed_with_the_grades_that_were_used(tmp_path: Path) -> None:
    found = result(EASTMOOR, tmp_path)
    assert found.counts == {"good": 2, "requires_improvement": 13, "inadequate": 5}
    assert (found.published_n, found.graded, found.sum_agrees, found.discrepancy) == (20, 20, True, "")
    assert found.id == "eastmoor-2031-04"
    assert found.title == "Eastmoor, review 2031-04"


def test_figures_that_do_not_add_up_are_kept_and_told_and_never_repaired(tmp_path: Path) -> None:
    found = result(WESTMOOR, tmp_path)
    assert (found.published_n, found.graded, found.sum_agrees) == (30, 31, False)
    assert found.discrepancy == (
        "The published grades do not add up: 10 + 8 + 13 is 31, and 30 cases were printed. Both are kept as printed; "
        "shares are of the grades."
    )


def test_a_grade_printed_with_nought_was_used_and_an_empty_one_was_not(tmp_path: Path) -> None:
    found = result(EASTMOOR.replace("20,2,,13,5", "18,0,,13,5"), tmp_path)
    assert found.counts == {"good": 0, "requires_improvement": 13, "inadequate": 5}


def test_outstanding_may_have_a_column(tmp_path: Path) -> None:
    found = taken(tmp_path, f"{EASTMOOR},0", header=f"{HEADER},outstanding").results[0]
    assert list(found.counts) == ["outstanding", "good", "requires_improvement", "inadequate"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2031-07-21,20,2", "2031-07-21,twenty,2", "has cases that is not a whole number; write digits only"),
        (",2,,13,5,", ",2,,-13,5,", "has requires_improvement that is not a whole number"),
        (",2,,13,5,", ",20,,,,", "has fewer than two grades"),
        (",yes,", ",no,", 'says sum_agrees = "no", and 2 + 13 + 5 is 20 where cases is 20'),
        (",13,5,", ",13,6,", 'says sum_agrees = "yes", and 2 + 13 + 6 is 21 where cases is 20'),
        (",yes,", ",maybe,", "has sum_agrees that is none of yes, no; write one of them"),
        ("inspectors", "somebody", "has graded_by that is none of inspectors, force"),
        ("2031-04,", "April,", "has fieldwork that is no date; write 2015-07-21, 2015-07, 2015 or 2014/2015"),
        ("2031-07-21", "2031-02-30", "has published that is no date"),
        ("Eastmoor,", ",", "has no force; fill it in"),
        (",Moor Gazette", ",", "has no source; fill it in"),
        (",Moor Gazette", "", "has 12 cells where the header has 13; mend the commas"),
    ],
)
def test_a_bad_row_is_rejected_whole_with_its_line_and_what_to_mend(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in EASTMOOR
    found = taken(tmp_path, WESTMOOR, EASTMOOR.replace(old, new, 1))
    assert [one.force for one in found.results] == ["Westmoor"]
    (row,) = found.rejected
    assert (row.file, row.line) == ("grades.csv", 3)
    assert reason in row.reason


def test_a_row_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    found = taken(tmp_path, EASTMOOR, EASTMOOR)
    assert len(found.results) == 1
    assert found.rejected[0].reason == "tells of the same round as line 2; leave one of the two"


def test_judgements_are_told_by_their_header_and_may_have_parts_that_were_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "councils.csv"
    path.write_text(COUNCILS + "Westmoor,2030-01,March 2030,good,,,Report\nWestmoor,2030-01,2030-03-02,fine,,,Report\n")
    found = take(path)
    assert [(one.overall, one.help_and_protection) for one in found.judgements] == [
        ("requires_improvement", ""),
        ("good", "good"),
    ]
    assert [row.reason for row in found.rejected] == [
        "has published that is not a day; write it as 2015-07-21",
        "has overall that is no grade; write one of outstanding, good, adequate, requires improvement, inadequate",
    ]


@pytest.mark.parametrize(
    ("content", "lesson"),
    [
        (b"force,grade\nEastmoor,good\n", "has no column round, fieldwork"),
        (HEADER.encode() + b",colour\n", r"has columns that nothing reads \(colour\)"),
        (HEADER.encode() + b",good\n", "has a column twice"),
        (b"force,\xff\n", "is not UTF-8; save it as"),
        (b'force,"round\n', "is not a CSV file"),
        (b"", "has no column"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_columns_that_are_wanted(
    tmp_path: Path, content: bytes, lesson: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(RoundsError, match=lesson):
        take(path)
    with pytest.raises(RoundsError, match="could not be opened"):
        take(tmp_path / "missing.csv")


def test_the_store_keeps_what_was_loaded_and_overwrites_nothing(tmp_path: Path) -> None:
    store, one = RoundStore(tmp_path / "kept"), result(EASTMOOR, tmp_path)
    assert store.results() == ()
    assert [store.add(one), store.add(one)] == [ADDED, UNCHANGED]
    other = result(EASTMOOR.replace("20,2,,13,5", "20,3,,12,5"), tmp_path)
    assert store.add(other) == DIFFERS
    assert store.results() == (one,)


def test_a_round_is_found_by_its_name_or_the_beginning_that_is_its_own(tmp_path: Path) -> None:
    store = RoundStore(tmp_path / "kept")
    for text in (EASTMOOR, WESTMOOR, EASTMOOR.replace(",all,", ",care homes,")):
        store.add(result(text, tmp_path))
    assert store.result("west").force == "Westmoor"
    assert store.result("eastmoor-2031-04").subset == "all"
    with pytest.raises(
        RoundsError, match="More than one round begins with east: eastmoor-2031-04, eastmoor-2031-04-care"
    ):
        store.result("east")
    with pytest.raises(RoundsError, match="There is no round called north"):
        store.result("north")


@pytest.mark.parametrize("harm", ["{", "[]", '{"force": 3}', None])
def test_a_stored_file_that_was_changed_by_hand_is_told_by_its_name(tmp_path: Path, harm: str | None) -> None:
    store, one = RoundStore(tmp_path / "kept"), result(EASTMOOR, tmp_path)
    store.add(one)
    path = store.path(one)
    wrong = json.loads(path.read_text(encoding="utf-8")) | {"counts": {"good": "two"}}
    path.write_text(harm or json.dumps(wrong), encoding="utf-8")
    with pytest.raises(RoundsError, match=r"eastmoor-2031-04\.json is not as it was stored"):
        store.results()


def test_rounds_of_one_scale_are_pooled_and_their_sources_kept(tmp_path: Path) -> None:
    found = pooled([result(EASTMOOR, tmp_path), result(WESTMOOR, tmp_path)], "Both moors")
    assert found.counts == {"good": 12, "requires_improvement": 21, "inadequate": 18}
    assert (found.published_n, found.graded, found.source) == (50, 51, "Moor Gazette")
    assert found.fieldwork == "2031-04 to 2031/2032"


def test_what_must_not_be_pooled_is_refused(tmp_path: Path) -> None:
    one = result(EASTMOOR, tmp_path)
    part = result(EASTMOOR.replace(",all,", ",care homes,"), tmp_path)
    by_force = result(EASTMOOR.replace("inspectors", "force"), tmp_path)
    other = result(WESTMOOR.replace("10,,8,13", "10,8,,13"), tmp_path)
    for wrong, lesson in (
        ([one, part], "share cases"),
        ([one, by_force], "graded by different people"),
        ([one, other], "use different grades"),
        ([], "nothing to pool"),
    ):
        with pytest.raises(RoundsError, match=lesson):
            pooled(wrong, "All")
    assert same_cases(one, by_force)
    assert not same_cases(one, part)
