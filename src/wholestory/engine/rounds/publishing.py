"""Leaves out what must not be published of small counts, and tries, as a reader could, to work it out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from wholestory.engine.rounds.small_counts import LEFT_OUT, Cell, CountTable, SmallCounts, Sum, linked


@dataclass(frozen=True, slots=True)
class Publishable:
    """Linked tables as they may go out: `shown` has each cell's printed number, None where it is left out."""

    tables: tuple[CountTable, ...]
    rule: SmallCounts
    shown: Mapping[Cell, int | None]
    sums: tuple[Sum, ...]

    def text(self, table: CountTable, values: Sequence[str | None]) -> str:
        """What is printed for one cell of a table; None in `values` stands for a total."""
        shown = self.shown[table.cell(values)]
        return LEFT_OUT if shown is None else str(shown)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A count that was left out and that a reader can work out nearly: from `low` to `high`, and no other."""

    cell: Cell
    low: int
    high: int


def publishable(tables: Sequence[CountTable], rule: SmallCounts | None = None) -> Publishable:
    """The tables with small counts left out, and as many others as it takes that none can be worked out.

    Raises RoundsError where the tables do not fit together.
    """
    rule = rule or SmallCounts()
    cells, sums = linked(tables)
    hidden = {cell for cell, count in cells.items() if 0 < count < rule.least}
    while True:
        shown = {cell: None if cell in hidden else rule.shown(count) for cell, count in cells.items()}
        found = Publishable(tuple(tables), rule, shown, sums)
        leaks = narrowed(found)
        if not leaks:
            return found
        hidden |= _to_hide([leak.cell for leak in leaks], cells, sums, hidden)


def _to_hide(leaks: Sequence[Cell], cells: Mapping[Cell, int], sums: Sequence[Sum], hidden: set[Cell]) -> set[Cell]:
    """Cells that are left out next: one near each leak, inside a table before a total, and the smallest.

    A leak near a cell that is chosen already waits: it may be none any more. There is always one to choose, because
    only printed numbers above 0 make a leak.
    """
    chosen: set[Cell] = set()
    for leak in leaks:
        near = {cell for one in sums if leak in (one.total, *one.parts) for cell in (one.total, *one.parts)}
        if not near & chosen:
            printed = [cell for cell, count in cells.items() if count and cell not in hidden | chosen]
            chosen.update(
                sorted(printed, key=lambda cell: (cell not in near, -len(cell), cells[cell], sorted(cell)))[:1]
            )
    return chosen


def narrowed(found: Publishable) -> tuple[Narrowed, ...]:
    """Every count left out that may be small and that printed numbers narrow to fewer values than the rule gives away.

    It uses only what is printed: which cells add up to which, what a rounded number may stand for, and that a count
    left out is 1 or more. By whole-number programming: the lowest and highest value that fit all of it.
    """
    reader = _Reader(found)
    leaks = []
    for cell, shown in found.shown.items():
        if shown is None and not _wide(*reader.seen(cell), found.rule):
            low, high = reader.between(cell)
            if low < found.rule.least and not _wide(low, high, found.rule):
                leaks.append(Narrowed(cell, low, high))
    return tuple(leaks)


def _wide(low: int, high: int, rule: SmallCounts) -> bool:
    """Whether so many values are possible that the rule itself gives away no fewer."""
    return high - low + 1 >= rule.least - 1


class _Reader:
    """Somebody who holds every printed table and a program that solves equations in whole numbers."""

    def __init__(self, found: Publishable) -> None:
        self._places = {cell: place for place, cell in enumerate(found.shown)}
        # A count left out has no upper end; one beyond anything printed stands for that.
        printed = [found.rule.may_mean(shown)[1] for shown in found.shown.values() if shown is not None]
        beyond = 2 * (max(printed, default=0) + 10 * found.rule.least) * len(found.shown)
        ends = [(1, beyond) if shown is None else found.rule.may_mean(shown) for shown in found.shown.values()]
        self._bounds = Bounds(*np.array(ends, dtype=float).T)
        self._sums = self._equations(found.sums)
        self._lows = np.full(len(self._places), np.inf)
        self._highs = np.full(len(self._places), -np.inf)

    def _equations(self, sums: Iterable[Sum]) -> LinearConstraint:
        rows = list(sums)
        matrix = lil_array((len(rows), len(self._places)))
        for row, one in enumerate(rows):
            matrix[row, self._places[one.total]] = -1
            for part in one.parts:
                matrix[row, self._places[part]] = 1
        return LinearConstraint(matrix.tocsr(), 0, 0)

    def seen(self, cell: Cell) -> tuple[int, int]:
        """The lowest and the highest value that a cell had in any answer so far: mostly wide after a few questions."""
        place = self._places[cell]
        return (int(self._lows[place]), int(self._highs[place])) if np.isfinite(self._lows[place]) else (0, 0)

    def between(self, cell: Cell) -> tuple[int, int]:
        """The lowest and the highest value that a cell can have."""
        return self._end(cell, 1), self._end(cell, -1)

    def _end(self, cell: Cell, sign: int) -> int:
        wanted = np.zeros(len(self._places))
        wanted[self._places[cell]] = sign
        solved = milp(wanted, integrality=np.ones_like(wanted), bounds=self._bounds, constraints=self._sums)
        if not solved.success:
            raise ArithmeticError("The printed numbers fit no table, so that rounding or sums are wrong.")
        answer = np.round(solved.x)
        self._lows, self._highs = np.minimum(self._lows, answer), np.maximum(self._highs, answer)
        return int(answer[self._places[cell]])
