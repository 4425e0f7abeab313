"""Rows that could not be taken: kept with why, mended on screen or by file, and handed out to be mended."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from wholestory.engine.extract import Extract
from wholestory.engine.extract.columns import INVOLVEMENTS, PEOPLE, RECORDS
from wholestory.engine.extract.rows import MARKS
from wholestory.model.records import HANDLINGS
from wholestory.web.records.models import Import, ImportReject

_MENDED = "mended/"
# Files of the interchange that hold no record's words.
_WORDLESS = {form.file: form for form in (PEOPLE, INVOLVEMENTS)}


@transaction.atomic
def keep_outcome(of: Import, extract: Extract) -> None:
    """Keep what reading an extract gave: counts, notes, and every row that was set aside."""
    of.as_at = extract.as_at.at
    of.counts = {label: asdict(count) for label, count in extract.counts.items()}
    of.notes = list(extract.notes)
    of.save(update_fields=["as_at", "counts", "notes"])
    of.rejects.all().delete()
    ImportReject.objects.bulk_create(
        (
            ImportReject(
                of=of,
                agency=one.agency,
                file=one.file[:120],
                line=one.line,
                column=one.column[:80],
                value=one.value.replace("\0", "\ufffd").encode("utf-8", "replace").decode(),
                why=one.why,
                header=extract.headers.get(one.label, b""),
                raw=one.raw,
                mended=one.mended,
            )
            for one in extract.rejects
        ),
        batch_size=1_000,
    )


def file_of(reject: ImportReject) -> str:
    """The file of the interchange that a row belongs to, `AGENCY/FILE`; a mended row belongs where the first did."""
    file = reject.file.removeprefix(_MENDED)
    return file if "/" in file else f"{reject.agency}/{file}"


def columns_of(reject: ImportReject) -> list[str]:
    """The names in the header over a rejected row."""
    header = bytes(reject.header)
    return _cells(header, _mark(header))


def cells_of(reject: ImportReject) -> list[str]:
    """A rejected row's cells as they came, at least as many as its header has; those beyond have no name."""
    cells, width = _own_cells(reject), len(columns_of(reject))
    return [*cells, *[""] * (width - len(cells))]


def is_open(reject: ImportReject) -> bool:
    """Whether a rejected row can be no restricted record: it holds no record's words, or says that it is ordinary."""
    name = file_of(reject).rpartition("/")[2]
    columns, cells = columns_of(reject), _own_cells(reject)
    if name in _WORDLESS:
        # An agency's own file may bear the same name, and any column of its own may hold words.
        form = _WORDLESS[name]
        return set(form.needed) <= set(columns) <= set(form.columns) and len(cells) <= len(columns)
    said = dict(zip(columns, cells, strict=False))
    # An item does not say how its record is to be handled; a row whose cells have shifted, or that stands under a title
    # and not under its header, says nothing reliable.
    reliable = len(cells) == len(columns) and "record_id" in said
    return name == RECORDS.file and reliable and said.get("handling", "").strip() in ("", HANDLINGS[0])


def add_mended(folder: Path, file: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Add mended rows to `folder/AGENCY/FILE`, of which some may be there already."""
    path = folder / file
    names, known = read_table(path.read_bytes()) if path.is_file() else ([], [])
    header = list(dict.fromkeys([*names, *columns]))
    wide = [dict(zip(names, row, strict=False)) for row in known]
    for cells in rows:
        one = dict(zip(columns, cells, strict=False))
        if one not in wide:
            wide.append(one)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_table(header, wide))


def without(folder: Path, rejects: Iterable[ImportReject]) -> None:
    """Take mended rows that were rejected again out of the mended files, so that what is mended anew replaces them."""
    for reject in rejects:
        path = folder / file_of(reject)
        if not reject.file.startswith(_MENDED) or not path.is_file():
            continue
        names, rows = read_table(path.read_bytes())
        at_fault = _own_cells(reject)
        path.write_bytes(_table(names, [dict(zip(names, row, strict=False)) for row in rows if row != at_fault]))


def as_zip(rejects: Iterable[ImportReject]) -> bytes:
    """The rows as a zip of AGENCY/FILE, byte for byte under their header; several headers become one."""
    by_file: dict[str, list[ImportReject]] = {}
    for reject in rejects:
        by_file.setdefault(file_of(reject), []).append(reject)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, rows in sorted(by_file.items()):
            out.writestr(name, _as_file(rows))
    return packed.getvalue()


def _as_file(rows: Sequence[ImportReject]) -> bytes:
    headers = {bytes(row.header) for row in rows}
    if len(headers) == 1:
        return headers.pop() + b"".join(bytes(row.raw) for row in rows)
    columns = list(dict.fromkeys(name for row in rows for name in columns_of(row)))
    return _table(columns, [dict(zip(columns_of(row), cells_of(row), strict=False)) for row in rows])


def read_table(content: bytes) -> tuple[list[str], list[list[str]]]:
    """A CSV file as its header and its rows."""
    rows = [row for row in csv.reader(io.StringIO(_text(content), newline="")) if row]
    return (rows[0], rows[1:]) if rows else ([], [])


def _table(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _own_cells(reject: ImportReject) -> list[str]:
    return _cells(bytes(reject.raw), _mark(bytes(reject.header)))


def _mark(header: bytes) -> str:
    """What stands between the cells under a header: a converted file may have other marks than commas."""
    return max(MARKS, key=lambda mark: len(_cells(header, mark)))


def _cells(raw: bytes, mark: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(_text(raw), newline=""), delimiter=mark), [])
    except csv.Error:
        return []


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
