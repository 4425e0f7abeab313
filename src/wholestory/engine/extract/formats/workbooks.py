"""Excel workbooks, sheet by sheet, through calamine: formulas are never run, their last results are read.

A workbook is a zip, and a small one can claim to be huge. Its parts are unpacked once against a limit, and the corner
of each sheet is looked for, before it is opened.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from wholestory.engine.extract.formats.grids import Grid, Line, as_csv
from wholestory.engine.extract.manifest import ExtractError
from wholestory.engine.extract.rows import BIGGEST_CELL

MOST_BYTES = 256 * 1024 * 1024
MOST_CELLS = 20_000_000
_CHUNK = 1 << 20
_KEPT = 64
_CELL = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3})?(\d{1,7})[\"']")


def sheets(path: Path) -> tuple[Grid, ...]:
    """Every sheet of a workbook that holds something. Raises ExtractError, OSError."""
    _bounded(path)
    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
    except (CalamineError, ZipError, ValueError) as error:
        raise ExtractError(f"{path.name} is not an Excel workbook that can be read; save it as .xlsx.") from error
    return tuple(_grid(path, name) for name in names)


def _grid(path: Path, name: str) -> Grid:
    def lines() -> Iterator[Line]:
        try:
            sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
        except (CalamineError, ZipError, ValueError) as error:
            raise ExtractError(f"The sheet {name} of {path.name} cannot be read; save it as .xlsx again.") from error
        for number, row in enumerate(rows, 1):
            cells = [_text(value) for value in row]
            if any(cells):
                yield Line(number, cells, as_csv(cells), _fault(cells))

    return Grid(path, name, lines)


def _fault(cells: list[str]) -> str:
    if any(len(cell) > BIGGEST_CELL for cell in cells):
        return "has a cell longer than 10 MB; shorten it, or hand the document over by itself"
    return ""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _bounded(path: Path) -> None:
    """Refuse a workbook that would unpack to more than a machine of ordinary size holds. Raises ExtractError."""
    if not zipfile.is_zipfile(path):
        if path.stat().st_size > MOST_BYTES:
            raise _too_big(path)
        return
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as book:
            for part in book.infolist():
                unpacked += _unpacked(book, part, MOST_BYTES - unpacked, path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ExtractError(
            f"{path.name} is a damaged or protected workbook; save it again as .xlsx without a password."
        ) from error


def _unpacked(book: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, path: Path) -> int:
    """How many bytes a part holds, counted while unpacking it, since a zip may lie about it."""
    is_sheet = "sheets/" in part.filename
    size, deepest, widest, before = 0, 0, 0, b""
    with book.open(part) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise _too_big(path)
            if is_sheet:
                deepest, widest = _corner(before + chunk, deepest, widest)
                before = chunk[-_KEPT:]
    if deepest * widest > MOST_CELLS:
        raise _too_big(path)
    return size


def _corner(chunk: bytes, deepest: int, widest: int) -> tuple[int, int]:
    """The lowest row and the rightmost column that any cell names: calamine makes room for all that lies between."""
    for letters, row in set(_CELL.findall(chunk)):
        deepest = max(deepest, int(row))
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        widest = max(widest, column)
    return deepest, widest


def _too_big(path: Path) -> ExtractError:
    return ExtractError(
        f"{path.name} unpacks to more than {MOST_BYTES // 1024**2} MB or {MOST_CELLS:,} cells; "
        "delete what is empty beyond its tables, or hand it over in parts."
    )
