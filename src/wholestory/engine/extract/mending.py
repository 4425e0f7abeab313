"""Which rejected row a mended row takes the place of: the one in the same file that bore the same id.

An involvement or item has no id of its own, so the same record is looked for, best with the same person, and else
the same person alone, since either may have been what was mended.
"""

from __future__ import annotations

import csv
from collections import Counter

from wholestory.engine.extract.cells import trimmed
from wholestory.engine.extract.columns import Form, Layout
from wholestory.engine.extract.rows import Row

_IDS = ("record_id", "person_id")


def ids_of(row: Row, layout: Layout, form: Form) -> dict[str, str]:
    """The ids that a row bears by its header, as far as they can be made out; also of a row that is no sound CSV.

    Used to tell which row is meant, never to take one.
    """
    cells = row.cells or next(csv.reader([row.text.partition("\n")[0].replace("\r", "")]), [])
    places = {name: layout.names.index(name) for name in _IDS if name in form.columns and name in layout.names}
    found = {name: trimmed(cells[place]) for name, place in places.items() if place < len(cells)}
    return {name: value for name, value in found.items() if value}


class Mending:
    """The rejected rows of one file that no mended row has replaced yet, by their place in the list of rejects."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], dict[int, None]] = {}
        self._marks: dict[int, list[tuple[str, str]]] = {}

    def rejected(self, place: int, ids: dict[str, str], text: str) -> None:
        """A row of the extract was set aside."""
        self._marks[place] = _marks(ids, text)
        for mark in self._marks[place]:
            self._open.setdefault(mark, {})[place] = None

    def replaced_by(self, ids: dict[str, str], text: str) -> int | None:
        """The place of the reject that a mended row stands for, None for none.

        A row handed in again unchanged, under a header that was mended, is known by its text.
        """
        likeness: Counter[int] = Counter()
        for mark in _marks(ids, text):
            for place in self._open.get(mark, ()):
                likeness[place] += _WEIGHTS[mark[0]]
        if not likeness:
            return None
        best = max(likeness, key=lambda place: (likeness[place], -place))
        for mark in self._marks.pop(best):
            del self._open[mark][best]
        return best


_WEIGHTS = {"row": 4, "record_id": 2, "person_id": 1}


def _marks(ids: dict[str, str], text: str) -> list[tuple[str, str]]:
    return [*ids.items(), ("row", text.strip("\r\n"))]
