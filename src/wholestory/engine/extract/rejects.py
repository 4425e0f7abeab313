"""Rows that could not be taken: why, where, and byte for byte, so that they can be mended and handed in again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wholestory.model.spreadsheets import spreadsheet_safe

LONGEST_VALUE = 200
WITHHELD = "(withheld: the row says restricted)"
UNCLEAR = "(withheld: the row does not say that it is ordinary)"
COLUMNS = ("agency", "file", "line", "column", "value", "why", "mended")


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was set aside whole.

    `file` is the file's name in its agency's folder, or for a mended row `mended/AGENCY/FILE`. `line` is the physical
    line, from 1, on which the row starts. `column` and `value` name the cell at fault, empty where it is the row as a
    whole; `value` is already withheld where it might be words of a restricted record. `why` is a sentence that says
    how to mend it and holds no cell's words. `raw` is the row as it came, line ending included. `mended` says which
    mended row has since taken its place, empty for none.
    """

    agency: str
    file: str
    line: int
    column: str
    value: str
    why: str
    raw: bytes
    mended: str = ""

    @property
    def label(self) -> str:
        """The file among all files read: `police/records.csv` or `mended/police/records.csv`."""
        return self.file if "/" in self.file else f"{self.agency}/{self.file}"


def write_rejects(rejects: Iterable[Reject], headers: Mapping[str, bytes], out: Path) -> None:
    """Write `rejected.csv`, and in `rejected/` the rows still to be mended, byte for byte under their file's header.

    `headers` are the header rows by label, as in Extract.headers. `rejected.csv` lists every reject; `rejected/`
    leaves out rows that a mended row has replaced. Each file of `rejected/` can be mended where it stands and handed
    in with `--mended out/rejected`. Raises OSError.
    """
    ordered = sorted(rejects, key=lambda reject: (reject.agency, reject.file, reject.line))
    out.mkdir(parents=True, exist_ok=True)
    with (out / "rejected.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_listed(reject) for reject in ordered)
    by_file: dict[str, list[Reject]] = {}
    for reject in ordered:
        if not reject.mended:
            by_file.setdefault(reject.label, []).append(reject)
    for label, rows in by_file.items():
        _write_rows(out / "rejected" / label, headers.get(label, b""), rows)


def _listed(reject: Reject) -> tuple[str, ...]:
    value = "".join(_shown(letter) for letter in reject.value[:LONGEST_VALUE])
    cells = (reject.agency, reject.file, str(reject.line), reject.column, value, reject.why, reject.mended)
    return tuple(spreadsheet_safe(cell) for cell in cells)


def _shown(letter: str) -> str:
    return "\ufffd" if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter


def _write_rows(path: Path, header: bytes, rows: list[Reject]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(header)
        file.writelines(reject.raw for reject in rows)
