"""Is the log whole? Every row against its seal, every place in turn, and both against what the second place holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholestory.web.log.chain import seal


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the database holds it: where it stands, what was sealed, and the seal."""

    lane: int
    place: int
    content: Mapping[str, Any]
    seal: str

    @property
    def at(self) -> datetime:
        """When the row says it was added."""
        at = self.content["at"]
        assert isinstance(at, datetime)
        return at


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: in which chain, at which place, when (None where no row tells)."""

    lane: int
    place: int
    at: datetime | None
    says: str


@dataclass(frozen=True, slots=True)
class Lane:
    """How far one chain is proved: up to `proved` (0: not at all), written at `proved_at`; and what is wrong after."""

    lane: int
    rows: int
    proved: int
    proved_at: datetime | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one chain beside its rows: its head (None where the head's row is gone), and the seals that
    the second place says stood at places."""

    head: tuple[int, str] | None
    elsewhere: Mapping[int, str]

    def contradicts(self, row: Row) -> bool:
        """Whether another seal is known to have stood where a row stands."""
        at_head = self.head and self.head[0] == row.place and self.head[1] != row.seal
        return bool(at_head) or self.elsewhere.get(row.place, row.seal) != row.seal

    @property
    def last(self) -> int:
        """The highest place at which a row is known to have stood."""
        return max(self.head[0] if self.head else 0, *self.elsewhere, 0)


def verify_lane(lane: int, rows: Iterable[Row], known: Known, key: bytes) -> Lane:
    """Check one chain, its rows in the order of their places."""
    faults: list[Fault] = []
    count = place = proved = 0
    before = ""
    proved_at = None
    for row in rows:
        count += 1
        if says := _wrong(row, place, before, known, key):
            faults.append(Fault(lane, min(row.place, place + 1), row.at, says))
        elif not faults:
            proved, proved_at = row.place, row.at
        place, before = row.place, row.seal
    if known.last > place:
        faults.append(Fault(lane, place + 1, None, f"rows {place + 1} to {known.last} are cut from the end"))
    if known.head is None:
        faults.append(Fault(lane, place + 1, None, "the chain's head is gone, or there never was such a chain"))
    return Lane(lane, count, proved, proved_at, tuple(faults))


def _wrong(row: Row, place: int, before: str, known: Known, key: bytes) -> str:
    """What is wrong with a row that follows the place and seal before it; empty where nothing is."""
    if row.place > place + 1:
        return f"rows {place + 1} to {row.place - 1} are missing before this row"
    if row.place <= place or seal(key, before, row.content) != row.seal:
        return "this row was altered, or put in"
    if known.contradicts(row):
        return "another row is known to have stood here: the chain was written anew, or its head altered"
    return ""


def proved_until(lanes: Iterable[Lane]) -> datetime | None:
    """Up to when everything in the chains that have a fault is proved; None where one of them is not proved at all."""
    ends = [lane.proved_at for lane in lanes if lane.faults]
    known = [end for end in ends if end]
    return min(known) if known and len(known) == len(ends) else None
