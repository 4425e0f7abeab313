"""What reading an extract gives: people and records, what was set aside, and counts that reconcile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wholestory.engine.extract.rejects import Reject
from wholestory.model.moments import Moment
from wholestory.model.records import Agency, Person, Record


@dataclass(frozen=True, slots=True)
class FileCount:
    """Rows of one file, header and empty lines apart: read = taken + rejected + not_yet_known.

    `mended` is how many of the rejected rows a mended row has since replaced.
    """

    read: int = 0
    taken: int = 0
    rejected: int = 0
    not_yet_known: int = 0
    mended: int = 0


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything that agencies handed over, known by `as_at` (never a whole day).

    `people` and `records` are by key, in the order of agencies' names and then of the files. `counts` and `headers`
    (the header row's bytes) are by label, `police/records.csv` or `mended/police/records.csv`. `unknown_kinds` counts
    the records taken with a kind that the interchange does not know. `notes` are sentences on how files were read.
    """

    as_at: Moment
    agencies: tuple[Agency, ...]
    people: Mapping[str, Person]
    records: Mapping[str, Record]
    rejects: tuple[Reject, ...]
    counts: Mapping[str, FileCount]
    unknown_kinds: Mapping[str, int]
    notes: tuple[str, ...]
    headers: Mapping[str, bytes]

    @property
    def still_rejected(self) -> tuple[Reject, ...]:
        """The rejects that no mended row has replaced."""
        return tuple(reject for reject in self.rejects if not reject.mended)
