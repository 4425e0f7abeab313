"""Investigations: opened, live, charged and closed, with how long they took."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from wholestory.reports.count_pictures import Square, grid_picture
from wholestory.reports.printed import picture_address
from wholestory.reports.round_report import ReportTable
from wholestory.web.improvement.leading import Section, Year
from wholestory.web.records.models import RecordRow

_OPENED, _ACTION, _CLOSED = "investigation_opened", "suspect_action", "investigation_closed"
_CHARGED = re.compile(r"(?<!not )(?<!no )(?<!without )\bcharged?\b", re.IGNORECASE)
_TITLE = "Investigations opened, live, charged and closed"
_MISSING = (
    "No record says that an investigation was opened. To show this, extracts have to hold records of the kind "
    "investigation_opened, and investigation_closed and suspect_action that respond to them."
)
_CAUTION = (
    "An investigation is charged where the outcome of a record says so; a charge that nobody recorded is not seen."
)


@dataclass(slots=True)
class Investigation:
    """What records say of one investigation; a moment is None where no record tells of it."""

    district: str
    opened: datetime
    charged: datetime | None = None
    closed: datetime | None = None


def investigations(year: Year) -> Section:
    """Those opened in the year, by district, as they stand at its end."""
    found = in_year(year)
    if not found:
        return Section("investigations", _TITLE, missing=_MISSING)
    heads = ("District", "Opened", "Live", "Charged", "Closed", "Days to charge", "Days to close")
    districts = sorted({one.district for one in found})
    rows = tuple(_row(name, [one for one in found if one.district == name]) for name in districts)
    rows = (*rows, _row("every district", found)) if len(districts) > 1 else rows
    squares = [
        Square(row[0], head, row[place], int(row[place]) / max(1, int(row[1])))
        for row in rows
        for place, head in enumerate(heads[:5])
        if place
    ]
    live = sum(one.closed is None for one in found)
    says = f"{len(found):,} investigations were opened; {live:,} have no record of being closed."
    holds = (
        "District of the record that opened it",
        "Investigations opened in the year",
        "Those without a record of being closed by the end of the year",
        "Those with a record of a charge",
        "Those with a record of being closed",
        "Median days from opening to charge",
        "Median days from opening to closing",
    )
    drawn = picture_address(grid_picture(_TITLE, squares, says))
    table = ReportTable(_TITLE, heads, rows)
    return Section("investigations", _TITLE, (says,), table, holds, drawn, caution=_CAUTION)


def in_year(year: Year) -> list[Investigation]:
    """Every investigation opened in the year. One query. What follows belongs to it where it responds to the opening
    record, or to what that record responds to."""
    first, last = year.ends
    kinds = (_OPENED, _ACTION, _CLOSED)
    rows = RecordRow.objects.filter(kind__in=kinds, recorded_at__gte=first, recorded_at__lt=last)
    by_root: dict[str, Investigation] = {}
    found: list[Investigation] = []
    columns = ("key", "kind", "recorded_at", "district", "outcome", "responds_to")
    wanted = rows.order_by("recorded_at", "key").values_list(*columns)
    for key, kind, at, district, outcome, roots in wanted.iterator():
        if kind == _OPENED:
            found.append(Investigation(district or "no district", at))
            by_root.update(dict.fromkeys((key, *roots), found[-1]))
        elif of := next((by_root[root] for root in roots if root in by_root), None):
            of.charged = of.charged or (at if _CHARGED.search(outcome) else None)
            of.closed = of.closed or (at if kind == _CLOSED else None)
    return found


def _row(name: str, found: list[Investigation]) -> tuple[str, ...]:
    live = sum(one.closed is None for one in found)
    charged = [one.charged - one.opened for one in found if one.charged]
    closed = [one.closed - one.opened for one in found if one.closed]
    counts = (len(found), live, len(charged), len(closed))
    return (name, *map(str, counts), _days(charged), _days(closed))


def _days(times: Iterable[timedelta]) -> str:
    days = [one / timedelta(days=1) for one in times]
    return f"{median(days):.0f}" if days else "–"
