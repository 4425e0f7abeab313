"""A round's report as a tagged PDF (PDF/UA-1) and as tables for programs. What is in it comes as plain values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files

import typst

from wholestory.reports.printable import printable


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: its caption, its column heads and its rows as text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
        tuple(ReportTable(one["caption"], tuple(one["columns"]), tuple(map(tuple, one["rows"]))) for one in tables),
        str(content["signed"]),
    )


def to_pdf(report: RoundReport) -> bytes:
    """The PDF; headings, tables with header rows, title and language are there for a screen reader."""
    template = files("wholestory.reports").joinpath("pages/round_report.typ").read_bytes()
    made = typst.compile(template, sys_inputs={"data": printable(report.text)}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made


DICTIONARY: Sequence[tuple[str, str]] = (
    ("table", "The caption of the table that a row is of"),
    ("row", "What the row counts: a part of practice, a district"),
    ("column", "The grade, or another head of the table"),
    ("value", "Number of cases; [c] where a count is left out so that nobody can be known by it"),
)
"""What each column of the CSV file holds."""


def to_csv(report: RoundReport) -> str:
    """Every cell of every table as a line, with the columns of DICTIONARY."""
    return _csv(
        [name for name, _ in DICTIONARY],
        [
            (table.caption, row[0], column, value)
            for table in report.tables
            for row in table.rows
            for column, value in zip(table.columns[1:], row[1:], strict=True)
        ],
    )


def dictionary_csv() -> str:
    """The data dictionary of `to_csv`."""
    return _csv(["column", "holds"], DICTIONARY)


def _csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    # A cell that begins like a formula would be worked out by a spreadsheet.
    writer.writerows([["'" + cell if cell[:1] in "=+-@" and cell else cell for cell in row] for row in rows])
    return text.getvalue()
