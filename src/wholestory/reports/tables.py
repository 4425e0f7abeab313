"""The CSV files of a review: sorted, in bounded memory, safe to open in a spreadsheet.

Rows are spilled to sorted runs on disk and merged at the end, so that a table of ten million rows needs no more
memory than a small one, and the same rows give the same bytes in whatever order they came.
"""

from __future__ import annotations

import csv
import heapq
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from wholestory.model.spreadsheets import spreadsheet_safe

_RUN = 50_000

Row = tuple[str | int | float, ...]


class SortedTable:
    """Writes one CSV file whose rows come sorted by all their columns, numbers as numbers. `count`: rows so far."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.count = 0
        self._path = path
        self._columns = tuple(columns)
        self._rows: list[Row] = []
        self._runs: list[IO[bytes]] = []

    def __enter__(self) -> SortedTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write()
        for run in self._runs:
            run.close()

    def add(self, row: Row) -> None:
        """Add one row: text and whole numbers, one value a column."""
        self.count += 1
        self._rows.append(row)
        if len(self._rows) >= _RUN:
            self._spill()

    def _spill(self) -> None:
        run = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the table is
        for row in sorted(self._rows):
            pickle.dump(row, run, protocol=pickle.HIGHEST_PROTOCOL)
        run.seek(0)
        self._runs.append(run)
        self._rows = []

    def _write(self) -> None:
        write_table(self._path, self._columns, heapq.merge(*map(_read_run, self._runs), sorted(self._rows)))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows as they come, each cell safe to open in a spreadsheet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([spreadsheet_safe(cell) if isinstance(cell, str) else cell for cell in row])


def _read_run(run: IO[bytes]) -> Iterator[Row]:
    # The run was written by this process a moment ago; nothing else can have put a pickle there.
    load: Callable[[IO[bytes]], Row] = pickle.load
    while True:
        try:
            yield load(run)
        except EOFError:
            return
