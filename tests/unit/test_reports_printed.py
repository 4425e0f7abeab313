"""Reports as tagged PDF: title, language, tags, and a reading order that is that of the report."""

from __future__ import annotations

import json

from tests.pdf_structure import tagged
from wholestory.reports.printed import Part, Printed, csv_text, dictionary_csv, to_pdf
from wholestory.reports.round_report import DICTIONARY, ReportTable, RoundReport, printed, report_in, to_csv

GRADES = ("good", "requires_improvement", "inadequate")
COLUMNS = ("Part", "Good", "Requires improvement", "Inadequate", "Does not arise")
ROUND = RoundReport(
    "Northmoor, spring",
    ("Of 4 cases: 1 good, 3 inadequate.", "Children who were missing."),
    (
        ReportTable(
            "Cases by grade",
            COLUMNS,
            (
                ("Initial contact", "1", "0", "3", "0"),
                ("Detention", "0", "0", "0", "4"),
                ("Help", "[c]", "0", "3", "[c]"),
            ),
            GRADES,
        ),
        ReportTable("How far the reviewers agreed", ("Part", "Alike"), (("Initial contact", "3 of 4"),)),
    ),
)


def test_a_round_report_declares_itself_and_is_read_in_its_own_order() -> None:
    found = tagged(to_pdf(printed(ROUND)))
    assert (found.title, found.language, found.marked, found.declares_ua) == (ROUND.title, "en-GB", True, 1)
    assert found.shows_title
    assert found.texts("Title", "H1", "P", "Table") == [
        ROUND.title,
        *ROUND.sentences,
        "Cases by grade",
        "Not drawn, with no case graded or a count left out: Detention, Help.",
        " ".join([*COLUMNS, *(cell for row in ROUND.tables[0].rows for cell in row)]),
        "How far the reviewers agreed",
        "Part Alike Initial contact 3 of 4",
        "A draft: not signed off.",
    ]


def test_a_table_has_header_cells_and_a_picture_its_words() -> None:
    found = tagged(to_pdf(printed(ROUND)))
    assert found.texts("TH") == [*COLUMNS, "Part", "Alike"]
    assert len(found.texts("TD")) == sum(len(row) for table in ROUND.tables for row in table.rows)
    pictures = [one.alt for one in found.root.walk() if one.tag == "Figure"]
    assert pictures == ["Cases by grade. Initial contact: 1 good, 0 requires improvement, 3 inadequate."]
    order = [one.tag for one in found.root.walk() if one.tag in ("H1", "Figure", "Table")]
    assert order == ["H1", "Figure", "Table", "H1", "Table"]


def test_a_picture_shows_nothing_that_its_table_leaves_out() -> None:
    part = printed(ROUND).parts[0]
    assert part.picture and "Help" not in part.picture.svg and "Help" not in part.picture.described


def test_a_sites_own_grades_are_told_by_their_table_alone() -> None:
    own = ReportTable("By grade", ("Part", "Strong", "Weak"), (("Help", "3", "1"),), ("strong", "weak"))
    part = printed(RoundReport("Own", (), (own,))).parts[0]
    assert part.picture is None and part.rows == own.rows


def test_what_was_kept_is_read_again_as_it_was() -> None:
    assert report_in(json.loads(ROUND.text)) == ROUND


def test_text_that_no_page_may_hold_and_a_report_without_tables_are_set() -> None:
    odd = Printed(
        "Odd #title \x00", ("$x$ *not markup* \x07", "A name: 日"), (Part("Empty #heading", columns=("A",)),), ""
    )
    found = tagged(to_pdf(odd))
    assert found.texts("H1") == ["Empty #heading"]
    assert "*not markup* \ufffd" in found.texts("P")[0]
    assert found.texts("P")[1] in ("A name: 日", "A name: (U+65E5)")


def test_the_files_for_programs_are_described_and_safe_in_a_spreadsheet() -> None:
    head, *lines = to_csv(ROUND).splitlines()
    assert head.split(",") == [name for name, _ in DICTIONARY]
    assert len(lines) == sum(len(row) - 1 for table in ROUND.tables for row in table.rows)
    assert dictionary_csv(DICTIONARY).splitlines()[0] == "column,holds"
    assert csv_text(["a"], [["=1+1"]]).splitlines()[1] == "'=1+1"
