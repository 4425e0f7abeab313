"""Counts as pictures: a grid whose squares carry their numbers, and shares as bars with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from wholestory.reports.grade_pictures import FONT, INK, SOFT, accessible_svg

_PALE, _DEEP = "#eef3f3", "#8fb0b5"
_BAR = "#0c5560"


@dataclass(frozen=True, slots=True)
class Square:
    """One square of a grid: its row and column, what stands in it, and how full it is, from 0 to 1."""

    row: str
    column: str
    text: str
    full: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its share from 0 to 1 with the ends of its interval."""

    label: str
    share: float
    low: float
    high: float


def grid_picture(title: str, squares: Sequence[Square], described: str) -> str:
    """Rows and columns of squares in the order met, as SVG text; the fuller, the darker, and the number in each."""
    rows, columns = list(dict.fromkeys(one.row for one in squares)), list(dict.fromkeys(one.column for one in squares))
    values = [{"row": one.row, "column": one.column, "text": one.text, "full": one.full} for one in squares]
    data = alt.Chart(alt.InlineData(values=values))
    x = alt.X("column:N", title=None, sort=columns, axis=alt.Axis(labelAngle=-45))
    y = alt.Y("row:N", title=None, sort=rows, axis=alt.Axis(labelLimit=200))
    scale = alt.Scale(domain=[0, 1], range=[_PALE, _DEEP])
    drawn = data.mark_rect(stroke="#ffffff").encode(x=x, y=y, fill=alt.Fill("full:Q", scale=scale, legend=None))
    words = data.mark_text(font=FONT, fontSize=12, color=INK).encode(x=x, y=y, text="text:N")
    sized = alt.layer(drawn, words).properties(width=max(200, 52 * len(columns)), height=34 * len(rows))
    return accessible_svg(sized, title, described)


def bars_picture(title: str, bars: Sequence[Bar], described: str) -> str:
    """Shares as bars with their intervals as lines, in the order given, as SVG text."""
    values = [
        {
            "label": one.label,
            "share": 100 * one.share,
            "low": 100 * one.low,
            "high": 100 * one.high,
            "text": f"{100 * one.share:.0f}%",
        }
        for one in bars
    ]
    data = alt.Chart(alt.InlineData(values=values))
    y = alt.Y("label:N", title=None, sort=[one.label for one in bars], axis=alt.Axis(labelLimit=220))
    x = alt.X("share:Q", title="per cent", scale=alt.Scale(domain=[0, 100]))
    drawn = data.mark_bar(color=_DEEP, height=16).encode(x=x, y=y)
    lines = data.mark_rule(color=_BAR, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y)
    words = data.mark_text(font=FONT, fontSize=12, color=INK, dx=4, dy=-12, align="left").encode(
        x=alt.X("share:Q"), y=y, text="text:N"
    )
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=SOFT).encode(x="zero:Q")
    return accessible_svg(
        alt.layer(drawn, lines, words, zero).properties(width=420, height=max(60, 38 * len(bars))), title, described
    )
