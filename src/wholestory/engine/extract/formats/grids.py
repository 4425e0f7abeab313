"""Tables as they came, whatever they came in: lines of cells, each with its place and its own bytes.

Every container is read with bounds, so that a small file cannot ask for a large machine: nothing in it is run,
followed or expanded.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from wholestory.engine.extract.formats.values import BETWEEN
from wholestory.engine.extract.manifest import ExtractError
from wholestory.engine.extract.rows import BIGGEST_CELL, MARKS, UTF16, WINDOWS, Source, examine, fault_of

_DEEPEST_JSON = 32
_MOST_CELLS = 50_000_000
_BATCH = 1_000
_FIRST_ROWS = 30
_STROKE = "|"


class Line(NamedTuple):
    """One line: its number from 1, its cells, its bytes (a CSV line made of it where it has none of its own).

    Where it cannot be read, `fault` says why and how to mend it.
    """

    number: int
    cells: list[str]
    raw: bytes
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: a CSV file, a sheet, a file of JSON Lines, a Parquet file.

    `name` tells it apart within its file (the sheet's name, else empty). `lines` begins anew with each call.
    `is_typed`: the columns' names stand in the file itself, so that its first line is the header for certain.
    `between`: what parts the cells of a CSV file, as it is called; empty for anything else.
    """

    path: Path
    name: str
    lines: Callable[[], Iterator[Line]]
    notes: tuple[str, ...] = ()
    is_typed: bool = False
    between: str = ""


def csv_grids(path: Path) -> list[Grid]:
    """A CSV file, UTF-8 or Windows-1252, as each of MARKS parts its cells, the likeliest first.

    Excel parts them by semicolons where a comma is the decimal mark. Raises OSError, ExtractError.
    """
    source = examine(path)
    if source.encoding == UTF16:
        raise ExtractError(f'{path.name} is saved as UTF-16 ("Unicode text"); save it as CSV UTF-8.')
    cells = {mark: _cells_alike(replace(source, mark=mark)) for mark in MARKS}
    if not any(cells.values()) and _cells_alike(replace(source, mark=_STROKE)):
        raise ExtractError(
            f"{path.name} has upright strokes between its cells; save it with commas (CSV UTF-8), or hand over the "
            "workbook."
        )
    likeliest_first = sorted(MARKS, key=lambda mark: cells[mark], reverse=True)
    return [_csv_grid(replace(source, mark=mark)) for mark in likeliest_first]


def _cells_alike(source: Source) -> int:
    """How many cells a file's first rows have, of those that have equally many, and more than one."""
    rows = islice(source.rows(), _FIRST_ROWS)
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    return max((width * rows for width, rows in widths.items()), default=0)


def _csv_grid(source: Source) -> Grid:
    def lines() -> Iterator[Line]:
        for row in source.rows():
            if row.cells or row.fault:
                _, fault = fault_of(row, source, len(row.cells))
                yield Line(row.line, row.cells, source.raw(row.text), fault)

    name, between = source.path.name, MARKS[source.mark]
    notes = [f"{name} was read as Windows-1252, since it is not UTF-8."] if source.encoding == WINDOWS else []
    notes += [f"{name} was read with {between} between its cells."] if source.mark != "," else []
    return Grid(source.path, "", lines, tuple(notes), between=between)


def json_lines_grid(path: Path) -> Grid:
    """A file of JSON Lines, one object a line; the header is every name met, in the order met. Raises OSError."""
    names: dict[str, None] = {}
    for _, record, _ in _objects(path):
        names.update(dict.fromkeys(record))

    def lines() -> Iterator[Line]:
        yield Line(0, list(names), b"")
        for number, record, (raw, fault) in _objects(path):
            yield Line(number, [record.get(name, "") for name in names], raw, fault)

    return Grid(path, "", lines, is_typed=True)


def _objects(path: Path) -> Iterator[tuple[int, dict[str, str], tuple[bytes, str]]]:
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(BIGGEST_CELL):
            number += 1
            whole, fault = raw, ""
            if len(raw) == BIGGEST_CELL and not raw.endswith(b"\n"):
                fault = "is longer than 10 MB; shorten it, or hand the document over by itself"
                whole += b"".join(iter(lambda: _rest(file), b""))
            if not raw.strip():
                continue
            record: dict[str, str] = {}
            if not fault:
                try:
                    record = _flat(raw.removeprefix(b"\xef\xbb\xbf"))
                except ValueError as error:
                    fault = str(error)
            yield number, record, (whole, fault)


def _rest(file: io.BufferedReader) -> bytes:
    """The next piece of an over-long line, empty once it has ended."""
    return file.readline(BIGGEST_CELL)


def _flat(raw: bytes) -> dict[str, str]:
    """One JSON object as text cells. Raises ValueError with a sentence."""
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_pairs, parse_float=str, parse_int=str)
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON (at its letter {error.pos + 1}); write one object a line") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply; write plain values") from error
    if not isinstance(value, dict):
        raise ValueError('is no object; write one object a line, as {"name": "value"}')
    return {name: _cell(one) for name, one in value.items()}


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("names a value twice; keep the one that is meant")
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return BETWEEN.join(_cell(one).replace(BETWEEN, "\\" + BETWEEN) for one in value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def parquet_grid(path: Path) -> Grid:
    """A Parquet file, read a batch of rows at a time. Raises OSError, ExtractError."""
    # Imported here: it takes a third of a second, which no other format should pay.
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
        names = list(file.schema_arrow.names)
        size = file.metadata.num_rows * len(names)
    except (pyarrow.ArrowException, ValueError) as error:
        raise ExtractError(f"{path.name} is not a Parquet file that can be read; write it again.") from error
    if size > _MOST_CELLS:
        raise ExtractError(f"{path.name} has more than {_MOST_CELLS:,} cells; hand it over in parts.")

    def lines() -> Iterator[Line]:
        yield Line(0, names, b"")
        number = 0
        try:
            for batch in parquet.ParquetFile(path).iter_batches(batch_size=_BATCH):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    cells = [_cell(value) for value in values]
                    yield Line(number, cells, as_csv(cells), _too_long(cells))
        except (pyarrow.ArrowException, ValueError, OSError) as error:
            raise ExtractError(f"{path.name} is damaged after row {number:,}; write it again.") from error

    return Grid(path, "", lines, is_typed=True)


def _too_long(cells: list[str]) -> str:
    if any(len(cell) > BIGGEST_CELL for cell in cells):
        return "has a cell longer than 10 MB; shorten it, or hand the document over by itself"
    return ""


def as_csv(cells: list[str]) -> bytes:
    """A line of CSV made of cells, for a row that has no bytes of its own."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "surrogatepass")
