"""Tables of counts made fit to publish: small counts left out, others left out so that nobody can work them out.

A cell is named by what it counts, as a set of (dimension, value); the empty set is everybody. Tables that share
cells are thereby linked, and protected together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from wholestory.engine.rounds.published import RoundsError

Cell = frozenset[tuple[str, str]]

LEFT_OUT = "[c]"
"""What stands in place of a count that is left out; the same for every reason, so that the reason tells nothing."""


@dataclass(frozen=True, slots=True)
class SmallCounts:
    """The rule: counts from 1 to `least` - 1 are left out, the others rounded to the nearest `to` (1: not rounded).

    Raises ValueError where rounding is coarser than the rule can carry.
    """

    least: int = 5
    to: int = 5

    def __post_init__(self) -> None:
        if self.least < 3 or not 1 <= self.to < 2 * self.least:
            raise ValueError("Leave out counts below 3 or more, and round to less than twice that.")

    @property
    def sentence(self) -> str:
        """The rule as it is printed under a table."""
        rounded = f" Other counts are rounded to the nearest {self.to}, so that parts may not add up." * (self.to > 1)
        return (
            f"{LEFT_OUT}: a count from 1 to {self.least - 1}, or one that is left out so that such a count cannot be "
            f"worked out from the others. Nought is shown.{rounded}"
        )

    def shown(self, count: int) -> int:
        """A count as it is printed where it is not left out."""
        return (count + self.to // 2) // self.to * self.to

    def may_mean(self, shown: int) -> tuple[int, int]:
        """The lowest and highest count that a printed number may stand for."""
        if shown == 0:
            return 0, 0
        return max(self.least, shown - self.to // 2), shown - self.to // 2 + self.to - 1


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by one to three dimensions. `counts` has every combination of values, noughts too.

    `within`: what every case of the table has in common (("district", "North"),); empty: everybody.
    """

    name: str
    dimensions: tuple[str, ...]
    counts: Mapping[tuple[str, ...], int]
    within: tuple[tuple[str, str], ...] = ()

    def cell(self, values: Sequence[str | None]) -> Cell:
        """The cell with these values; None stands for the total over a dimension."""
        named = zip(self.dimensions, values, strict=True)
        return frozenset(self.within) | {(name, value) for name, value in named if value is not None}

    def values(self, place: int) -> tuple[str, ...]:
        """The values of one dimension, in the order met."""
        return tuple(dict.fromkeys(key[place] for key in self.counts))


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the parts that add up to it."""

    total: Cell
    parts: tuple[Cell, ...]


def linked(tables: Iterable[CountTable]) -> tuple[dict[Cell, int], tuple[Sum, ...]]:
    """Every cell of the tables with its count, totals included, and every sum that holds among them.

    Raises RoundsError where a table lacks a combination, or two tables count the same cell differently.
    """
    cells: dict[Cell, int] = {}
    sums: dict[Sum, None] = {}
    for table in tables:
        _check_complete(table)
        for values, count in _with_totals(table).items():
            cell = table.cell(values)
            if cells.setdefault(cell, count) != count:
                raise RoundsError(f"The table {table.name} counts some cases otherwise than another; make them agree.")
            sums.update(dict.fromkeys(_sums_of(table, values)))
    return cells, tuple(sums)


def _check_complete(table: CountTable) -> None:
    wanted = 1
    for place in range(len(table.dimensions)):
        wanted *= len(table.values(place))
    if not 1 <= len(table.dimensions) <= 3 or len(table.counts) != wanted or min(table.counts.values()) < 0:
        raise RoundsError(
            f"The table {table.name} needs one to three dimensions and a count of 0 or more for every combination."
        )


def _with_totals(table: CountTable) -> dict[tuple[str | None, ...], int]:
    """The counts, and with None in place of a value the totals over it."""
    found: dict[tuple[str | None, ...], int] = {}
    places = range(len(table.dimensions))
    for values, count in table.counts.items():
        for size in range(len(table.dimensions) + 1):
            for over in combinations(places, size):
                key = tuple(None if place in over else values[place] for place in places)
                found[key] = found.get(key, 0) + count
    return found


def _sums_of(table: CountTable, values: tuple[str | None, ...]) -> Iterable[Sum]:
    for place, value in enumerate(values):
        if value is None:
            parts = [(*values[:place], one, *values[place + 1 :]) for one in table.values(place)]
            yield Sum(table.cell(values), tuple(table.cell(part) for part in parts))
