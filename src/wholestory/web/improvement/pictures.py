"""A measure over time as a page shows it: a picture, what it tells in words, and its table."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wholestory.engine.rounds.control import Chart
from wholestory.reports.control_pictures import COLUMNS, control_picture, control_rows, described
from wholestory.web.improvement.effects import chart_of
from wholestory.web.improvement.measures import Known
from wholestory.web.improvement.queries.measuring import Tally


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as an address for an image, with its words and the table that belongs beside it."""

    title: str
    address: str
    says: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    counts: str


def picture_of(known: Known, counted: Iterable[Tally], where: str, took_hold: date | None) -> Picture | None:
    """What was counted of a measure, by month; None where there is nothing to count.

    `where` is the district that it was counted in, as people call it; empty for all together.
    """
    chart = chart_of(counted, took_hold)
    if chart is None:
        return None
    title = f"{known.title}, {where or 'every district'}, by month"
    rows = control_rows(chart, known.per)
    return Picture(title, _address(title, chart, known.per), described(chart, known.per), COLUMNS, rows, known.counts)


def _address(title: str, chart: Chart, per: int) -> str:
    """The picture within the address, so that no rule about inline styles of the page applies to what it holds."""
    return "data:image/svg+xml;base64," + b64encode(control_picture(title, chart, per).encode()).decode()
