"""A report as it is read: a title, then parts with sentences, a picture and its table. On screen and as tagged PDF."""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from wholestory.model.spreadsheets import spreadsheet_safe
from wholestory.reports.typesetting import typeset


def picture_address(svg: str) -> str:
    """A picture within its address: no rule about inline styles of a page then applies to what it holds."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG text, and what it shows in words, for who cannot see it."""

    svg: str
    described: str

    @property
    def address(self) -> str:
        """The picture within an address."""
        return picture_address(self.svg)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report. `columns` and `rows` are its table as text; without columns it has none."""

    heading: str
    sentences: tuple[str, ...] = ()
    picture: Picture | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A report: its title, what it says first, its parts, and its last line (empty: none)."""

    title: str
    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: str = ""


def to_pdf(printed: Printed) -> bytes:
    """The PDF (PDF/UA-1): title, language, headings, pictures with their words and tables with header rows are there
    for a screen reader."""
    return typeset("printed.typ", asdict(printed))


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file as text, each cell safe to open in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows([spreadsheet_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def dictionary_csv(dictionary: Iterable[tuple[str, str]]) -> str:
    """A data dictionary as a CSV file: what each column of another file holds."""
    return csv_text(["column", "holds"], dictionary)
