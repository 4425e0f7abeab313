"""Files in known formats to an extract in the making: the stages in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from wholestory.engine.extract.cells import CellError, Horizon, trimmed
from wholestory.engine.extract.formats.drafts import AgencyDraft, Place
from wholestory.engine.extract.formats.grids import Grid, Line
from wholestory.engine.extract.formats.mapping import Format, Table
from wholestory.engine.extract.formats.markup import Document
from wholestory.engine.extract.formats.recognising import (
    Placed,
    Unplaced,
    container_of,
    readings,
    recognise_readings,
    recognise_xml,
)
from wholestory.engine.extract.formats.taking import Taker
from wholestory.engine.extract.manifest import ExtractError
from wholestory.engine.extract.rejects import UNCLEAR, WITHHELD, Reject
from wholestory.engine.extract.result import FileCount
from wholestory.model.moments import Moment
from wholestory.model.records import HANDLINGS, Agency

_NOT_DATA = frozenset({".md", ".txt", ".pdf", ".docx", ".doc", ".toml", ".html", ".png", ".jpg", ".zip"})


@dataclass
class Conversion:
    """What was made of sources: per agency a draft, and for every row whether it was taken.

    `counts` and `headers` are by `AGENCY/FILE`, `recognised` says each file's format, `as_at` when the newest source
    ends; `notes` are sentences. `digest` is of the sources' names and bytes, so that the same sources are known again.
    """

    as_at: Moment
    digest: str = ""
    agencies: dict[str, Agency] = field(default_factory=dict)
    drafts: dict[str, AgencyDraft] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    counts: dict[str, FileCount] = field(default_factory=dict)
    headers: dict[str, bytes] = field(default_factory=dict)
    recognised: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asked for: formats to be tried, the agency's folder (empty: named after the format), when the
    sources end (None: as they say, or the latest day they name), and the moment of asking, after which nothing lies."""

    formats: Sequence[Format]
    now: Moment
    agency: str = ""
    as_at: Moment | None = None


def convert(sources: Sequence[Path], choice: Choice) -> Conversion:
    """Read sources (files, or folders of them) in known formats. Raises ExtractError, OSError."""
    work = _Work(choice)
    digest = hashlib.sha256()
    for path in _files(sources, work.result.notes):
        if work.open(path, is_asked_for=path in sources):
            with path.open("rb") as file:
                digest.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    if not work.result.recognised:
        held = " ".join(work.result.notes)
        raise ExtractError(f"Nothing is in a format that is known. {held or 'Name the files that hold the rows.'}")
    work.read()
    work.result.digest = digest.hexdigest()
    return work.result


def _files(sources: Sequence[Path], notes: list[str]) -> Iterator[Path]:
    for source in sources:
        if not source.exists():
            raise ExtractError(f"There is no file or folder {source}; check its name.")
        if not source.is_dir():
            yield source
            continue
        for path in sorted(source.iterdir(), key=lambda path: path.name):
            if path.name.startswith("."):
                continue
            if path.is_dir() or path.suffix.lower() in _NOT_DATA:
                notes.append(f"{path.name} is no file of a format that is known and was not read.")
            else:
                yield path


class _Work:
    """One conversion under way: every source is recognised before any is read, so that registers come first."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.result = Conversion(choice.as_at or choice.now)
        self._documents: list[Document] = []
        self._placed: list[Placed] = []
        self._unplaced: list[tuple[Unplaced, Format]] = []
        self._ends: list[Moment] = []
        self._labels: set[str] = set()

    def open(self, path: Path, *, is_asked_for: bool) -> bool:
        """Find out a file's format; false for a file of a folder that is in none."""
        try:
            container = container_of(path)
            if container == "xml":
                self._open_xml(path)
            else:
                self._open_grids(path, container)
        except ExtractError as error:
            if is_asked_for:
                raise
            self.result.notes.append(str(error))
            return False
        return True

    def _open_xml(self, path: Path) -> None:
        document = recognise_xml(path, self.choice.formats)
        if document is None:
            raise self._unknown(path)
        self._documents.append(document)
        self._say(path, document.format)

    def _open_grids(self, path: Path, container: str) -> None:
        found = recognise_readings(readings(path, container), container, self.choice.formats)
        placed = [one for one in found if isinstance(one, Placed)]
        near = next((one.why for one in found if isinstance(one, Unplaced) and one.why), "")
        if not placed:
            raise self._unknown(path, near)
        self._placed += placed
        self._unplaced += [(one, placed[0].format) for one in found if isinstance(one, Unplaced)]
        self._say(path, placed[0].format)

    def _say(self, path: Path, one: Format) -> None:
        self.result.recognised[path.name] = one.header.title

    def _unknown(self, path: Path, near: str = "") -> ExtractError:
        names = ", ".join(one.id for one in self.choice.formats)
        hint = f" It {near}." if near and not near.startswith("is in no") else ""
        return ExtractError(
            f"{path.name} is in none of the formats {names}.{hint} "
            f"For a file of your own, propose a mapping with: wholestory map {path.name}"
        )

    def read(self) -> None:
        """Read everything that was recognised, registers of persons before what leans on them."""
        for document in self._documents:
            self._read_document(document)
        self._placed.sort(key=lambda one: (one.format.id, one.format.tables.index(one.table)))
        for placed in self._placed:
            self._read_grid(placed)
        for unplaced, one in self._unplaced:
            self._set_aside_grid(unplaced, one)
        self._settle_as_at()
        for name, draft in self.result.drafts.items():
            if draft.differing:
                self.result.notes.append(
                    f"{name}: in {draft.differing:,} places two rows differ about the same person or record; the first "
                    "stands, the other is kept in a further column."
                )

    def _settle_as_at(self) -> None:
        choice, result = self.choice, self.result
        if choice.as_at is None:
            latest = latest_day(result.drafts.values())
            result.as_at = max([*self._ends, *([latest] if latest else [])], default=choice.now)

    def _agency(self, one: Format, authority: str) -> Agency:
        name = self.choice.agency or (f"{one.id}_{authority}" if authority else one.id)
        title = f"{one.agency_title} (authority {authority})" if authority else one.agency_title
        agency = self.result.agencies.setdefault(name, Agency(name, one.agency_kind, title))
        self.result.drafts.setdefault(name, AgencyDraft())
        return agency

    def _taker(self, one: Format, agency: Agency, end: Moment) -> Taker:
        return Taker(one, agency, self.result.drafts[agency.name], Horizon(end.at, end.at))

    def _label(self, file: str) -> str:
        label, number = file, 1
        while label in self._labels:
            number += 1
            label = f"{number} {file}"
        self._labels.add(label)
        return label

    def _read_document(self, document: Document) -> None:
        one, choice, path = document.format, self.choice, document.path
        assert one.xml is not None
        said = _end_of(document, one.xml.as_at)
        end = choice.as_at or said or choice.now
        agency = self._agency(one, "" if choice.agency else _authority(document, one.xml.authority))
        self._ends += [said] if said else []
        taker, desk = self._taker(one, agency, end), _Desk(self.result, agency.name, self._label(path.name))
        for row in document.rows():
            desk.take(taker, row.table, row.cells, Line(row.line, [], row.raw))
        if document.broken is not None:
            line, why, rest = document.broken
            desk.read += 1
            desk.set_aside(Line(line, [], rest), "", "", why)
        for what, count in document.unread.items():
            self.result.notes.append(f"{path.name}: {count:,} of {what} stand outside every child and were not read.")
        desk.close(b"")

    def _read_grid(self, placed: Placed) -> None:
        grid, one = placed.grid, placed.format
        end = self.choice.as_at or self.choice.now
        agency = self._agency(one, "")
        taker, desk = self._taker(one, agency, end), _Desk(self.result, agency.name, self._label(_file_of(grid)))
        self.result.notes += grid.notes
        lines = grid.lines()
        above = list(islice(lines, placed.line + 1))
        titles = [line for line in above[:-1] if any(line.cells)]
        if titles:
            self.result.notes.append(f"{desk.file}: {len(titles)} lines above the header were read as titles.")
        for line in lines:
            if not any(cell.strip() for cell in line.cells) and not line.fault:
                continue
            desk.take_line(taker, placed, line)
        desk.close(b"".join(line.raw for line in above))

    def _set_aside_grid(self, unplaced: Unplaced, one: Format) -> None:
        """Reject the rows of a sheet that looks like a list; a sheet that does not (a cover, a guide) is noted."""
        grid, rows = unplaced.grid, 0
        desk = _Desk(self.result, self._agency(one, "").name, self._label(_file_of(grid)))
        for line in grid.lines():
            rows += 1
            if unplaced.why:
                desk.read += 1
                desk.set_aside(line, "", "", unplaced.why)
        if unplaced.why:
            desk.close(b"")
        elif rows:
            self.result.notes.append(
                f"{desk.file} holds {rows:,} lines under no header of the format; it was not read."
            )


class _Desk:
    """One file of a source, row by row: read = taken + rejected."""

    def __init__(self, result: Conversion, agency: str, file: str) -> None:
        self.file = file
        self.read = 0
        self._rejected = 0
        self._result = result
        self._agency = agency

    def take_line(self, taker: Taker, placed: Placed, line: Line) -> None:
        """Take or set aside one line of a grid."""
        names, cells = placed.names, line.cells
        fault = line.fault or placed.fault
        if not fault and len(cells) != len(names):
            if between := placed.grid.between:
                fault = f"has {len(cells)} cells where the header has {len(names)}; add or take out {between}"
            names = (*names, *(f"column {place}" for place in range(len(names) + 1, len(cells) + 1)))
        if fault:
            self.read += 1
            self.set_aside(line, "", "", fault)
            return
        self.take(taker, placed.table, _by_name(names, cells), line)

    def take(self, taker: Taker, table: Table, cells: dict[str, str], line: Line) -> None:
        """Take or set aside one row whose cells are known by name."""
        self.read += 1
        try:
            taker.take(table, cells, Place(self.file, table.name, line.number))
        except CellError as fault:
            self.set_aside(line, fault.column, _shown(table, cells, fault.column), fault.why)

    def set_aside(self, line: Line, column: str, value: str, why: str) -> None:
        """Reject a row whole."""
        self._rejected += 1
        raw = line.raw if line.raw.endswith(b"\n") else line.raw + b"\n"
        self._result.rejects.append(Reject(self._agency, self.file, line.number, column, value, why, raw))

    def close(self, header: bytes) -> None:
        """Count the file."""
        label = f"{self._agency}/{self.file}"
        self._result.counts[label] = FileCount(self.read, self.read - self._rejected, self._rejected)
        self._result.headers[label] = header


def _shown(table: Table, cells: dict[str, str], column: str) -> str:
    """The cell at fault, unless it might be words of a restricted record."""
    columns = {one for part in table.records if "handling" in part.fields for one in part.fields["handling"].columns}
    handlings = {trimmed(cells.get(one, "")) for one in columns} - {"", "ordinary"}
    if not handlings:
        return cells.get(column, "")[: 1 << 10]
    return WITHHELD if handlings <= set(HANDLINGS) else UNCLEAR


def _by_name(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Cells by their column's name; of columns of the same name that no mapping knows each keeps its own cell."""
    found: dict[str, str] = {}
    for place, (name, cell) in enumerate(zip(names, cells, strict=False), 1):
        found[name if name not in found else f"{name} (column {place})"] = cell
    return found


def _file_of(grid: Grid) -> str:
    name = f"{grid.path.name} {grid.name}" if grid.name else grid.path.name
    name = name.replace("/", "_")
    return name if grid.between or grid.path.suffix == ".jsonl" else f"{name}.csv"


def _end_of(document: Document, path: str) -> Moment | None:
    try:
        return Moment(Moment.parse(document.header.get(path, "")).end)
    except ValueError:
        return None


def _authority(document: Document, path: str) -> str:
    found = document.header.get(path, "")
    return found if found.isalnum() and found.isascii() else ""


def latest_day(drafts: Iterable[AgencyDraft]) -> Moment | None:
    """The end of the latest day that records name, births among them; None where there are no records."""
    drafts = list(drafts)
    days = {
        held.cells[name]
        for draft in drafts
        for held in draft.records.values()
        for name in ("happened_from", "happened_to", "recorded_at")
    }
    if not days:
        return None
    births = {held.cells["date_of_birth"] for draft in drafts for held in draft.people.values()}
    whole = {day for day in days | births if len(day) >= len("YYYY-MM-DD")}
    return Moment(max(Moment.parse(day).end for day in whole))
