"""Writes a conversion as an extract, new or onto one that is there.

Onto an extract: rows that it has stay untouched, new rows are added, and of a row that says otherwise the old version
goes to `versions/AGENCY/FILE` with the day of the source that superseded it. What a conversion set aside lies in a
folder of its own in `conversion/`. The reader of extracts leaves both folders alone.
"""

from __future__ import annotations

import csv
import json
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wholestory.engine.extract.columns import INVOLVEMENTS, ITEMS, PEOPLE, RECORDS, Form
from wholestory.engine.extract.formats.converting import Conversion
from wholestory.engine.extract.formats.drafts import AgencyDraft, Cells
from wholestory.engine.extract.manifest import CONVERSION, VERSIONS, ExtractError, read_manifest
from wholestory.engine.extract.rejects import write_rejects
from wholestory.model.moments import Moment
from wholestory.model.records import Agency

SUPERSEDED = "superseded_at"
_KEYS: Mapping[Form, tuple[str, ...]] = {
    PEOPLE: ("person_id",),
    RECORDS: ("record_id",),
    INVOLVEMENTS: ("record_id", "person_id", "role"),
    ITEMS: ("record_id", "item_type", "value"),
}
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one file of an extract: how many rows were added, stayed as they were, or got a new version."""

    added: int = 0
    same: int = 0
    corrected: int = 0


@dataclass
class _Table:
    """One file of an extract in memory: its columns in order and its rows by key."""

    columns: list[str]
    rows: dict[Key, Cells] = field(default_factory=dict)


def write_extract(conversion: Conversion, folder: Path) -> dict[str, Change]:
    """Write an extract, or onto the one in `folder`; says by AGENCY/FILE what changed. Raises ExtractError, OSError."""
    agencies, as_at = dict(conversion.agencies), conversion.as_at
    if (folder / "extract.toml").is_file():
        manifest = read_manifest(folder)
        agencies = _together(manifest.agencies, conversion.agencies)
        as_at = max(as_at, manifest.as_at)
    changes: dict[str, Change] = {}
    for name, draft in conversion.drafts.items():
        for form, rows in _rows_of(draft):
            path = folder / name / form.file
            if not rows and (form.optional or path.is_file()):
                continue
            changes[f"{name}/{form.file}"] = _write_onto(path, form, rows, folder / VERSIONS / name, conversion.as_at)
    _write_manifest(folder / "extract.toml", agencies, as_at)
    _write_conversion(conversion, folder_of(conversion, folder), changes)
    return changes


def folder_of(conversion: Conversion, extract: Path) -> Path:
    """Where what a conversion set aside lies: in the same folder whenever the same sources are read."""
    return extract / CONVERSION / f"{conversion.as_at.day}-{conversion.digest[:8]}"


def _together(here: Iterable[Agency], new: Mapping[str, Agency]) -> dict[str, Agency]:
    known = {agency.name: agency for agency in here}
    for name, agency in new.items():
        if name in known and known[name].kind != agency.kind:
            raise ExtractError(
                f"The extract has an agency {name} of the kind {known[name].kind} and the source is {agency.kind}; "
                "give the source a folder of its own with --agency."
            )
    return {**new, **known}


def _rows_of(draft: AgencyDraft) -> list[tuple[Form, list[Cells]]]:
    return [
        (PEOPLE, [held.cells for held in draft.people.values()]),
        (RECORDS, [held.cells for held in draft.records.values()]),
        (INVOLVEMENTS, list(draft.involvements.values())),
        (ITEMS, list(draft.items.values())),
    ]


def _write_onto(path: Path, form: Form, rows: list[Cells], versions: Path, as_at: Moment) -> Change:
    table = _read(path, form)
    known = set(table.columns)
    table.columns += [name for name in dict.fromkeys(name for row in rows for name in row) if name not in known]
    old: list[Cells] = []
    added = same = 0
    for row in rows:
        key = _key(row, form)
        before = table.rows.get(key)
        # A person is told of by many tables, none of which tells everything, so what one leaves out still stands.
        now = {**before, **{name: cell for name, cell in row.items() if cell}} if before and form is PEOPLE else row
        if before is None:
            added += 1
        elif _said(before) == _said(now):
            same += 1
            continue
        else:
            old.append(before)
        table.rows[key] = now
    if added or old or not path.is_file():
        _write(path, table.columns, table.rows.values())
    if old:
        _keep(versions / form.file, table.columns, old, as_at)
    return Change(added, same, len(old))


def _said(row: Cells) -> Cells:
    return {name: cell for name, cell in row.items() if cell}


def _key(row: Cells, form: Form) -> Key:
    return tuple(row.get(name, "") for name in _KEYS[form])


def _read(path: Path, form: Form) -> _Table:
    if not path.is_file():
        return _Table(list(form.columns))
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            reader = csv.DictReader(file, strict=True, restkey="")
            columns = list(reader.fieldnames or form.columns)
            rows = list(reader)
        except (csv.Error, UnicodeDecodeError) as error:
            raise ExtractError(f"{path} is no sound CSV in UTF-8; mend it before adding to it.") from error
    if len(set(columns)) != len(columns) or any("" in row or None in row.values() for row in rows):
        raise ExtractError(f"{path} has rows that its header does not fit; mend them before adding to it.")
    table = _Table(columns, {_key(row, form): row for row in rows})
    if len(table.rows) != len(rows):
        raise ExtractError(f"{path} holds the same id twice; mend it before adding to it.")
    return table


def _keep(path: Path, columns: list[str], old: list[Cells], as_at: Moment) -> None:
    """Add superseded rows to the versions kept of a file."""
    before: list[Cells] = []
    kept = [SUPERSEDED, *columns]
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            before = list(reader)
            kept = list(dict.fromkeys([*(reader.fieldnames or ()), *kept]))
    _write(path, kept, [*before, *({SUPERSEDED: str(as_at.day), **row} for row in old)])


def _write(path: Path, columns: list[str], rows: Iterable[Cells]) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    fresh.replace(path)


def _write_manifest(path: Path, agencies: Mapping[str, Agency], as_at: Moment) -> None:
    lines = [f"as_at = {as_at.local:%Y-%m-%dT%H:%M:%S}"]
    for name, agency in sorted(agencies.items()):
        title = json.dumps(agency.title, ensure_ascii=False)
        lines += ["", f"[agencies.{json.dumps(name)}]", f'kind = "{agency.kind}"', f"title = {title}"]
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_conversion(conversion: Conversion, folder: Path, changes: Mapping[str, Change]) -> None:
    """Write what was set aside, and counts that reconcile."""
    if (folder / "rejected").is_dir():  # of the same sources, read with another mapping
        shutil.rmtree(folder / "rejected")
    write_rejects(conversion.rejects, conversion.headers, folder)
    summary = {
        "as_at": str(conversion.as_at),
        "formats": conversion.recognised,
        "files": {
            label: {"read": count.read, "taken": count.taken, "rejected": count.rejected}
            for label, count in conversion.counts.items()
        },
        "changes": {
            label: {"added": change.added, "same": change.same, "corrected": change.corrected}
            for label, change in changes.items()
        },
        "notes": conversion.notes,
    }
    text = json.dumps(summary, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "summary.json").write_text(text + "\n", encoding="utf-8")
