"""A round's report: kept as plain values, read on screen or as PDF, and as tables for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from wholestory.reports.grade_pictures import COLOURS, GradeRow, grade_words, squares_picture
from wholestory.reports.printed import Part, Picture, Printed, csv_text


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: its caption, its column heads and its rows as text.

    `grades`: ids of the grades that the columns after the first count cases of; empty where they count other things.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundReport:
    """A report: its title, what it says in sentences, its tables, and who signed it (empty: a draft)."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    signed: str = ""

    @property
    def text(self) -> str:
        """Everything in it as JSON text with keys in order: what a digest is taken of."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def report_in(content: dict[str, object]) -> RoundReport:
    """The report whose `asdict` was kept as JSON."""
    tables = content["tables"]
    assert isinstance(tables, list)
    return RoundReport(
        str(content["title"]),
        tuple(map(str, content["sentences"])),  # type: ignore[call-overload]  # JSON carries no types
        tuple(
            ReportTable(
                one["caption"], tuple(one["columns"]), tuple(map(tuple, one["rows"])), tuple(one.get("grades", ()))
            )
            for one in tables
        ),
        str(content["signed"]),
    )


def printed(report: RoundReport) -> Printed:
    """The report as it is read. Its pictures show nothing that its tables do not print."""
    closing = f"Signed off by {report.signed}." if report.signed else "A draft: not signed off."
    return Printed(report.title, report.sentences, tuple(map(_part, report.tables)), closing)


def _part(table: ReportTable) -> Part:
    rows = [(row[0], row[1 : 1 + len(table.grades)]) for row in table.rows]
    drawn = [
        GradeRow(name, dict(zip(table.grades, map(int, cells), strict=True)))
        for name, cells in rows
        if all(cell.isdecimal() for cell in cells) and any(int(cell) for cell in cells)
    ]
    # A site's own grades have no colour and letter that tell them apart: the table alone stands for them.
    if not drawn or not COLOURS.keys() >= set(table.grades):
        return Part(table.caption, (), None, table.columns, table.rows)
    missing = [name for name, _ in rows if name not in {one.title for one in drawn}]
    left = (f"Not drawn, with no case graded or a count left out: {', '.join(missing)}.",) if missing else ()
    told = " ".join(f"{one.title}: {_in_words(one)}." for one in drawn)
    picture = Picture(squares_picture(drawn), f"{table.caption}. {told}")
    return Part(table.caption, left, picture, table.columns, table.rows)


def _in_words(row: GradeRow) -> str:
    return ", ".join(f"{count} {grade_words(grade)}" for grade, count in row.counts.items())


DICTIONARY: Sequence[tuple[str, str]] = (
    ("table", "The caption of the table that a row is of"),
    ("row", "What the row counts: a part of practice, a district, a grade"),
    ("column", "The grade, or another head of the table"),
    (
        "value",
        "Number of cases, or what the head says; [c] where a count is left out so that nobody can be known by it",
    ),
)
"""What each column of the CSV file holds."""


def to_csv(report: RoundReport) -> str:
    """Every cell of every table as a line, with the columns of DICTIONARY."""
    return csv_text(
        [name for name, _ in DICTIONARY],
        [
            (table.caption, row[0], column, value)
            for table in report.tables
            for row in table.rows
            for column, value in zip(table.columns[1:], row[1:], strict=True)
        ],
    )
