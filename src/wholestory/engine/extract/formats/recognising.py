"""Which format a file is in, by what it holds and never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wholestory.engine.extract.formats.grids import Grid, Line, csv_grids, json_lines_grid, parquet_grid
from wholestory.engine.extract.formats.mapping import Format, Table
from wholestory.engine.extract.formats.markup import Document, sniff_header
from wholestory.engine.extract.formats.workbooks import sheets
from wholestory.engine.extract.manifest import ExtractError

# A header is looked for among the first lines, since people put titles and merged group headings above it.
TITLES = 30
_WORDS = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = {"of", "the"}
_WORKBOOK = {"xlsx": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A grid whose header was found: the table it is, the header's line, and its names one a cell.

    `line` counts the grid's lines from 0; `fault` is not empty where the header rules the whole table out.
    """

    grid: Grid
    format: Format
    table: Table
    line: int
    names: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A grid in which no table's header was found, and why."""

    grid: Grid
    why: str


def container_of(path: Path) -> str:
    """What a file is by its first bytes: csv, xlsx, jsonl, parquet or xml. Raises ExtractError, OSError."""
    with path.open("rb") as file:
        start = file.read(1 << 10)
    if not start.strip():
        raise ExtractError(f"{path.name} is empty; hand over the file with its rows.")
    if start.startswith(tuple(_WORKBOOK.values())):
        return "xlsx"
    if start.startswith(b"PAR1"):
        return "parquet"
    text = start.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if text.startswith(b"<"):
        return "xml"
    return "jsonl" if text.startswith(b"{") else "csv"


def readings(path: Path, container: str) -> list[tuple[Grid, ...]]:
    """The tables of a file that is not XML, in each way in which it may be read, the likeliest first.

    Raises ExtractError, OSError.
    """
    if container == "xlsx":
        return [sheets(path)]
    if container == "parquet":
        return [(parquet_grid(path),)]
    if container == "jsonl":
        return [(json_lines_grid(path),)]
    return [(grid,) for grid in csv_grids(path)]


def recognise_xml(path: Path, formats: Iterable[Format]) -> Document | None:
    """An XML file of a known format, None for any other. Raises ExtractError, OSError."""
    for one in formats:
        if one.xml is None:
            continue
        header = sniff_header(path, one.xml)
        if header is not None and all(header.get(at, word) == word for at, word in one.xml.must.items()):
            return Document(path, one, header)
    return None


def recognise_readings(
    ways: Iterable[Sequence[Grid]], container: str, formats: Sequence[Format]
) -> list[Placed | Unplaced]:
    """A file by the first way of reading it in which some format's header stands; by the likeliest where none does."""
    likeliest: list[Placed | Unplaced] = []
    for found in ways:
        placed = recognise_grids(found, container, formats)
        if any(isinstance(one, Placed) for one in placed):
            return placed
        likeliest = likeliest or placed
    return likeliest


def recognise_grids(found: Sequence[Grid], container: str, formats: Iterable[Format]) -> list[Placed | Unplaced]:
    """Every grid of a file as a table of the one format that fits most of them; all unplaced where none fits."""
    fitting = [one for one in formats if container in one.containers]
    tried = [[place(grid, one) for grid in found] for one in fitting]
    if not tried:
        return [Unplaced(grid, "is in no format that is known") for grid in found]
    return max(tried, key=_fit)


def _fit(places: list[Placed | Unplaced]) -> tuple[int, int, int]:
    """How well a format fits: tables that are sound, tables at all, tables that look like one of its own."""
    placed = [one for one in places if isinstance(one, Placed)]
    near = sum(isinstance(one, Unplaced) and bool(one.why) for one in places)
    return sum(not one.fault for one in placed), len(placed), near


def place(grid: Grid, one: Format) -> Placed | Unplaced:
    """Find a table's header in a grid. Of the tables whose needed columns all stand there the fullest one is meant."""
    lines = list(islice(grid.lines(), 1 if grid.is_typed else TITLES))
    best: tuple[int, int, Table] | None = None
    nearest: tuple[int, Table, set[str]] | None = None
    for at, line in enumerate(lines):
        given = {key for cell in line.cells if cell.strip() for key in keys_of(cell)}
        for table in one.tables:
            known = {
                name
                for name, column in table.columns.items()
                if any(not given.isdisjoint(keys_of(each)) for each in column.names)
            }
            missing = set(table.needed) - known
            if not missing and (best is None or len(known) > best[0]):
                best = (len(known), at, table)
            if missing and len(known) > max(1, nearest[0] if nearest else 1):
                nearest = (len(known), table, missing)
    if best is not None:
        _, at, table = best
        names = names_of(lines[at], table)
        return Placed(grid, one, table, at, names, _fault(names, table))
    if nearest is not None:
        _, table, missing = nearest
        without = ", ".join(sorted(missing))
        return Unplaced(grid, f"looks like {table.title} and its header has no column {without}; add or rename it")
    return Unplaced(grid, "")


def names_of(header: Line, table: Table) -> tuple[str, ...]:
    """The names of a header's cells, the mapping's own where it knows them; an empty one is named by its place."""
    known: dict[str, str] = {}
    # One column's words in another order may be another column's name, which goes before.
    for way in (0, 1):
        for column in table.columns.values():
            for each in column.names:
                known.setdefault(keys_of(each)[way], column.name)
    return tuple(
        next((known[key] for key in keys_of(cell) if key in known), " ".join(cell.split()) or f"column {place}")
        for place, cell in enumerate(header.cells, 1)
    )


def _fault(names: tuple[str, ...], table: Table) -> str:
    twice = [name for name in table.columns if names.count(name) > 1]
    if twice:
        return f"the header names the column {twice[0]} twice; keep the one that is meant"
    return ""


def keys_of(name: str) -> tuple[str, str]:
    """What a column's name is known by: its letters and digits, and its words in any order without "of" and "the", so
    that "Contact date" is "Date of contact"."""
    return plain(name), " ".join(sorted(set(_WORDS.findall(name.casefold())) - _BETWEEN_WORDS))


def plain(name: str) -> str:
    """A column's name by its letters and digits alone, so that spaces, capitals and marks make no difference."""
    return re.sub(r"[\W_]+", "", name).casefold()
