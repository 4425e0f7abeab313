"""Reads an extract: every agency's files in turn, each row taken, set aside with a reason, or not yet known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from wholestory.engine.extract.cells import CellError, Horizon, trimmed
from wholestory.engine.extract.columns import FORMS, ITEMS, RECORDS, Form, layout
from wholestory.engine.extract.manifest import ExtractError, end_if_day, read_manifest, survey
from wholestory.engine.extract.mending import Mending, ids_of
from wholestory.engine.extract.rejects import UNCLEAR, WITHHELD, Reject
from wholestory.engine.extract.result import Extract, FileCount
from wholestory.engine.extract.rows import UTF16, WINDOWS, Row, Source, examine, fault_of
from wholestory.engine.extract.shelf import Shelf
from wholestory.model.moments import Moment
from wholestory.model.records import HANDLINGS

Progress = Callable[[str, int], None]
PROGRESS_EVERY = 10_000
_IDS = ("record_id", "person_id")


def read_extract(
    folder: Path, *, as_at: Moment | None = None, mended: Path | None = None, progress: Progress | None = None
) -> Extract:
    """Read an extract as it was known at a moment, by default when it was taken.

    `mended` holds mended rows as AGENCY/FILE, each with its header. `progress` is called with a file's label and the
    rows read of it so far, every PROGRESS_EVERY rows and at its end. A whole-day `as_at` means the end of that day.
    Raises ExtractError where nothing can be read; rows that cannot be taken are in the answer.
    """
    manifest = read_manifest(folder)
    if mended is not None and not mended.is_dir():
        raise ExtractError(f"There is no folder {mended}; give the folder that holds AGENCY/FILE with mended rows.")
    known_by = _known_by(manifest.as_at, as_at)
    shelf = Shelf(Horizon(manifest.as_at.at, known_by.at), manifest.agencies)
    reading = _Reading(shelf, progress or (lambda label, rows: None))
    try:
        for agency in manifest.agencies:
            reading.read_agency(agency.name, folder, mended)
        for root, before in ((folder, ""), (mended, "mended/")):
            if root is not None:
                found = survey(root, manifest.agencies, before)
                reading.notes += found.notes
                for name in found.unnamed:
                    reading.refuse_agency(name, root / name, before)
    except OSError as error:
        raise ExtractError(f"{error.filename} could not be read ({error.strerror}); check who may read it.") from error
    reading.notes += shelf.put_together()
    return Extract(
        as_at=known_by,
        agencies=manifest.agencies,
        people=shelf.people,
        records=shelf.records,
        rejects=tuple(sorted(reading.rejects, key=lambda reject: (reject.agency, reject.file, reject.line))),
        counts=dict(sorted(reading.counts.items())),
        unknown_kinds=shelf.unknown_kinds(),
        notes=tuple(reading.notes),
        headers=reading.headers,
    )


def _known_by(taken: Moment, asked: Moment | None) -> Moment:
    if asked is None:
        return taken
    if asked.at > taken.at:
        raise ExtractError(f"The extract was taken at {taken}, and nothing later is known; give an earlier time.")
    return min(end_if_day(asked), taken)


@dataclass(frozen=True, slots=True)
class _File:
    """One file to be read: `label` names it among all, `refusal` says why none of its rows can be taken, if so."""

    agency: str
    form: Form
    path: Path
    is_mended: bool = False
    refusal: str = ""

    @property
    def label(self) -> str:
        return ("mended/" if self.is_mended else "") + f"{self.agency}/{self.form.file}"

    @property
    def name(self) -> str:
        return self.label if self.is_mended else self.form.file

    def place(self, line: int) -> str:
        return f"on line {line} of {self.label}" if self.is_mended else f"on line {line}"


class _Reading:
    """The reading of one extract, from its first file to its last."""

    def __init__(self, shelf: Shelf, progress: Progress) -> None:
        self.shelf = shelf
        self.rejects: list[Reject] = []
        self.counts: dict[str, FileCount] = {}
        self.headers: dict[str, bytes] = {}
        self.notes: list[str] = []
        self._progress = progress

    def read_agency(self, agency: str, folder: Path, mended: Path | None) -> None:
        """Read an agency's files, each with its mended rows after it, so that rows can lean on mended ones."""
        self.shelf.begin_agency()
        if not (folder / agency).is_dir():
            self.notes.append(f"{agency} is named in extract.toml and has no folder; hand it over, or take it out.")
        for form in FORMS:
            mending = Mending()
            self._read_if_there(_File(agency, form, folder / agency / form.file), mending)
            if mended is not None and (mended / agency / form.file).is_file():
                self._read(_File(agency, form, mended / agency / form.file, is_mended=True), mending)

    def refuse_agency(self, name: str, folder: Path, before: str) -> None:
        """Set aside every row of a folder that extract.toml does not name."""
        why = f"extract.toml does not name the folder {name}; add [agencies.{name}] with its kind and title"
        for form in FORMS:
            if (folder / form.file).is_file():
                self._read(_File(name, form, folder / form.file, bool(before), why), Mending())

    def _read_if_there(self, file: _File, mending: Mending) -> None:
        if file.path.is_file():
            self._read(file, mending)
        elif not file.form.optional:
            self.counts[file.label] = FileCount()
            self.notes.append(f"{file.label} is missing; hand it over, or an empty one with its header if it has none.")

    def _read(self, file: _File, mending: Mending) -> None:
        source = examine(file.path)
        if source.encoding == WINDOWS:
            self.notes.append(f"{file.label} was read as Windows-1252, since it is not UTF-8.")
        desk = _Desk(self, file, source, mending)
        desk.read()
        if fault := desk.header_fault:
            self.notes.append(f"{file.label} could not be read: {fault}.")
        self.headers[file.label] = desk.header
        self._progress(file.label, desk.read_rows)
        self._count(file.label, desk.read_rows, desk.rejected, desk.later)

    def _count(self, label: str, read: int, rejected: int, later: int) -> None:
        self.counts[label] = FileCount(read, read - rejected - later, rejected, later)

    def replaced(self, place: int, where: str) -> None:
        """A mended row has taken the place of a reject."""
        reject = self.rejects[place]
        self.rejects[place] = replace(reject, mended=where)
        counted = self.counts[reject.label]
        self.counts[reject.label] = replace(counted, mended=counted.mended + 1)

    def tell(self, label: str, rows: int) -> None:
        """Tell how far a file has been read."""
        self._progress(label, rows)


class _Desk:
    """One file, row by row."""

    def __init__(self, reading: _Reading, file: _File, source: Source, mending: Mending) -> None:
        self.header = b""
        self.read_rows = 0
        self.rejected = 0
        self.later = 0
        self._reading = reading
        self._file = file
        self._source = source
        self._mending = mending
        self._layout = layout([], file.form)

    @property
    def header_fault(self) -> str:
        """Why none of the file can be read, empty where it can."""
        return self._layout.fault

    def read(self) -> None:
        """Read the file to its end."""
        rows = iter(self._source.rows())
        lead = self._read_header(rows)
        refusal = self._file.refusal or self._layout.fault
        if refusal:
            for row in (*lead, *rows):
                self._set_aside_whole(row, refusal)
        else:
            self._read_rows(rows)

    def _read_header(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Read up to the header. A row that cannot be one is given back, to be set aside like any other."""
        lead = ""
        for row in rows:
            lead += row.text
            if not row.cells and not row.fault:
                continue
            fault = _UTF16 if self._source.encoding == UTF16 else fault_of(row, self._source, len(row.cells))[1]
            if fault:
                self._layout = replace(self._layout, fault=f"the header of the file {fault}")
                return (row._replace(text=lead),)
            self._layout = layout(row.cells, self._file.form)
            if not set(self._layout.names) & set(self._file.form.columns):
                return (row._replace(text=lead),)
            break
        self.header = self._source.raw(lead)
        return ()

    def _set_aside_whole(self, row: Row, why: str) -> None:
        if row.cells or row.fault:
            self.read_rows += 1
            self._set_aside(row, "", "", why)

    def _read_rows(self, rows: Iterable[Row]) -> None:
        width, source = len(self._layout.names), self._source
        for row in rows:
            if not row.cells and not row.fault:
                continue
            self.read_rows += 1
            if self.read_rows % PROGRESS_EVERY == 0:
                self._reading.tell(self._file.label, self.read_rows)
            index, why = fault_of(row, source, width)
            if why:
                self._set_aside(row, self._layout.name_of(index), "", why)
            else:
                self._take(row)

    def _take(self, row: Row) -> None:
        file, lay = self._file, self._layout
        try:
            known = self._reading.shelf.take(
                file.form,
                file.agency,
                lay.pick(row.cells),
                lay.extra(row.cells),
                file.place(row.line),
                is_mended=file.is_mended,
            )
        except CellError as fault:
            self._set_aside(row, fault.column, self._value(row.cells, fault.column), fault.why)
            return
        self.later += not known
        if file.is_mended and (place := self._mended(row)) is not None:
            self._reading.replaced(place, f"{file.label} line {row.line}")

    def _mended(self, row: Row) -> int | None:
        return self._mending.replaced_by(ids_of(row, self._layout, self._file.form), row.text)

    def _set_aside(self, row: Row, column: str, value: str, why: str) -> None:
        file = self._file
        ids = ids_of(row, self._layout, file.form)
        if file.form.columns[0] in ids:
            self._reading.shelf.refuse(file.form, file.agency, ids[file.form.columns[0]])
        if not file.is_mended:
            self._mending.rejected(len(self._reading.rejects), ids, row.text)
        raw = self._source.raw(row.text)
        self._reading.rejects.append(Reject(file.agency, file.name, row.line, column, value, why, raw))
        self.rejected += 1

    def _value(self, cells: list[str], column: str) -> str:
        """The cell at fault, unless it might be words of a restricted record (also where cells have shifted)."""
        names = self._layout.names
        value = cells[names.index(column)][: 1 << 10]
        if column in _IDS or self._file.form not in (RECORDS, ITEMS):
            return value
        if self._file.form is ITEMS:
            return value if self._is_open(cells) else UNCLEAR
        handling = trimmed(cells[names.index("handling")]) if "handling" in names else ""
        if handling in ("", "ordinary"):
            return value
        return WITHHELD if handling in HANDLINGS else UNCLEAR

    def _is_open(self, cells: list[str]) -> bool:
        given = trimmed(cells[self._layout.names.index("record_id")])
        record = self._reading.shelf.records.get(f"{self._file.agency}:{given}")
        return record is not None and not record.is_restricted


_UTF16 = 'is saved as UTF-16 ("Unicode text"); save the file as CSV UTF-8'
