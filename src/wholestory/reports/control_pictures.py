"""A measure over time as SVG, with its limits: news is told by the shape and the words of a mark, not by its colour."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import altair as alt

from wholestory.engine.rounds.control import Chart, Point
from wholestory.reports.grade_pictures import FONT, INK, SOFT, drawn, named

COLUMNS = ("Period", "Count", "Of", "Value", "No news from", "to", "News")

_NEWS = "#8a1c1c"

# Pictures; each is some fifty thousand characters.
_KEPT = 300


def control_picture(title: str, chart: Chart, per: int = 100) -> str:
    """The chart as SVG text; `per`: 100 for shares in per cent, or what a rate is told by (1000 records).

    What was drawn is kept for this process: many recommendations are followed by the same measure, under names of
    their own, and a report is read on screen before it is taken as a file.
    """
    return named(_drawn(chart, per), title, described(chart, per))


@lru_cache(maxsize=_KEPT)
def _drawn(chart: Chart, per: int) -> str:
    """The picture without its name."""
    before = ["", *(point.news for point in chart.points)]
    values = [_value(point, per, point.news != last) for point, last in zip(chart.points, before, strict=False)]
    names = [point.period.name for point in chart.points]
    data = alt.Chart(alt.InlineData(values=values))
    x = alt.X("period:N", title=None, sort=names, axis=alt.Axis(labelAngle=-45, grid=False))
    band = data.mark_bar(color="#e6e8ee", size=18).encode(
        x=x, y=alt.Y("low:Q", title="per cent" if per == 100 else f"in {per:,}"), y2="high:Q"
    )
    centre = alt.Chart(alt.InlineData(values=[{"centre": per * chart.centre}])).mark_rule(
        color=SOFT, strokeDash=[5, 4], strokeWidth=1.5
    )
    line = data.mark_line(color=SOFT, strokeWidth=1.5).encode(x=x, y="value:Q")
    marks = data.mark_point(filled=True, opacity=1, size=70).encode(
        x=x,
        y="value:Q",
        shape=alt.Shape("shape:N", scale=None),
        color=alt.Color("colour:N", scale=None),
    )
    words = data.mark_text(dy=-12, font=FONT, fontSize=12, color=INK).encode(x=x, y="value:Q", text="news:N")
    layers = alt.layer(band, centre.encode(y="centre:Q"), line, marks, words)
    return drawn(layers.properties(width=max(320, 34 * len(values)), height=240))


def control_rows(chart: Chart, per: int = 100) -> list[tuple[str, ...]]:
    """The table that belongs beside the picture, with COLUMNS."""
    return [
        (
            *(point.period.name, f"{point.period.count:,}", f"{point.period.of:,g}"),
            *(f"{per * number:.1f}" for number in (point.value, point.low, point.high)),
            point.news or "none",
        )
        for point in chart.points
    ]


def described(chart: Chart, per: int = 100) -> str:
    """The chart in a sentence or two."""
    told = f"{len(chart.points)} periods around {per * chart.centre:.1f}."
    if not chart.enough:
        return f"{told} There are too few periods yet for any of them to be news."
    if not chart.news:
        return f"{told} None differs by more than chance would give."
    return f"{told} More than chance would give: {_listed(chart.news)}."


def _listed(points: Sequence[Point]) -> str:
    return "; ".join(f"{point.period.name}, {point.news}" for point in points)


def _value(point: Point, per: int, told: bool) -> dict[str, str | float]:
    """What is drawn of a point; its news in words only where they are not those of the point before (`told`)."""
    return {
        "period": point.period.name,
        "value": per * point.value,
        "low": per * point.low,
        "high": per * point.high,
        "news": point.news if told else "",
        "shape": "diamond" if point.news else "circle",
        "colour": _NEWS if point.news else INK,
    }
