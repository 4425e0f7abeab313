"""Pictures of grades as SVG: squares that carry a letter as well as a colour, so that colour never says it alone.

Each picture has a title and a description in words; the table that belongs beside it is made from the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from xml.sax.saxutils import escape

import altair as alt
import vl_convert

from wholestory.engine.rounds.published import GRADES, Judgement
from wholestory.engine.rounds.sampling import allocate

COLOURS = {
    "outstanding": ("#1d4f91", "#ffffff"),
    "good": ("#1f6f54", "#ffffff"),
    "adequate": ("#e3d27a", "#1b1b1f"),
    "requires_improvement": ("#e08a3c", "#1b1b1f"),
    "inadequate": ("#8a1c1c", "#ffffff"),
}
"""Colour of the square and of its letter, by grade; told apart by people who see fewer colours, and in grey."""

_MOST_SQUARES = 60
_SHARED_SQUARES = 50
_A_LINE = 30
_SIDE = 22
INK, SOFT, FONT = "#1b1b1f", "#55565c", "sans-serif"

Mark = dict[str, str | float]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One row of squares: what it is called, and cases by grade, best first."""

    title: str
    counts: Mapping[str, int]


def letter(grade: str) -> str:
    """The letter of a grade: its first, which is its own among GRADES."""
    return grade[0].upper()


def grade_words(grade: str) -> str:
    """The grade as it is printed; a dash where none was given."""
    return grade.replace("_", " ") if grade else "–"


def squares_picture(rows: Sequence[GradeRow]) -> str:
    """Rounds as rows of squares, a square a case; of a large round a square stands for several, and its title says so.

    Returns SVG text.
    """
    squares: list[Mark] = []
    labels: list[Mark] = []
    top = 0.0
    for row in rows:
        each = _cases_a_square(row)
        labels.append({"x": 0, "y": top, "text": f"{row.title} ({_scaled(row, each)})"})
        drawn = _squares(row, each)
        squares += [_mark(place % _A_LINE, top + 1 + place // _A_LINE, grade) for place, grade in enumerate(drawn)]
        top += 2.2 + (len(drawn) - 1) // _A_LINE
    key, names = _key([grade for grade in GRADES if any(row.counts.get(grade) for row in rows)], top)
    layers = alt.layer(*_square_layers(squares + key, _plain_axes()), _text_layer(labels + names))
    chart = layers.properties(width=_A_LINE * (_SIDE + 3), height=round((top + 1) * (_SIDE + 3)))
    described = " ".join(f"{row.title}: {_in_words(row)}." for row in rows)
    return accessible_svg(chart, "Cases by grade", described)


def judgements_picture(judgements: Sequence[Judgement]) -> str:
    """Councils' overall judgements over time: a line a council, a lettered square an inspection. Returns SVG text."""
    districts = sorted({judgement.district for judgement in judgements})
    values = [{**_mark(0, 0, one.overall), "district": one.district, "published": one.published} for one in judgements]
    axis = alt.Axis(format="%Y", tickCount="year", grid=False)
    x = alt.X("published:T", title="Published", axis=axis, scale=alt.Scale(padding=_SIDE, nice=False))
    y = alt.Y("district:N", title=None, sort=districts, axis=alt.Axis(labelFontSize=14, domain=False, ticks=False))
    lines = (
        alt.Chart(alt.InlineData(values=values))
        .mark_line(color=SOFT, strokeWidth=1.5)
        .encode(x=x, y=y, detail="district:N")
    )
    chart = alt.layer(lines, *_square_layers(values, (x, y))).properties(width=640, height=60 * len(districts))
    used = [grade for grade in GRADES if any(one.overall == grade for one in judgements)]
    key = " · ".join(f"{letter(grade)} = {grade_words(grade)}" for grade in used)
    chart.title = alt.TitleParams(key, anchor="start", fontSize=14, fontWeight="normal")
    return accessible_svg(chart, "Judgements on councils over time", " ".join(_history(judgements, districts)))


def _history(judgements: Sequence[Judgement], districts: Iterable[str]) -> Iterable[str]:
    for district in districts:
        told = [f"{grade_words(one.overall)} {one.published[:4]}" for one in judgements if one.district == district]
        yield f"{district}: {', '.join(told)}."


def _cases_a_square(row: GradeRow) -> int:
    cases = sum(row.counts.values())
    return 1 if cases <= _MOST_SQUARES else ceil(cases / _SHARED_SQUARES)


def _scaled(row: GradeRow, each: int) -> str:
    cases = sum(row.counts.values())
    if cases == 1:
        return "1 case"
    return f"{cases:,} cases, a square each" if each == 1 else f"{cases:,} cases, a square for about every {each:,}"


def _squares(row: GradeRow, each: int) -> list[str]:
    """The grade of each square, best first."""
    cases = sum(row.counts.values())
    shares = allocate({(grade,): count for grade, count in row.counts.items()}, ceil(cases / each), "squares")
    return [grade for grade in GRADES for _ in range(shares.get((grade,), 0))]


def _in_words(row: GradeRow) -> str:
    return ", ".join(f"{count} {grade_words(grade)}" for grade, count in row.counts.items())


def _mark(x: float, y: float, grade: str) -> Mark:
    colour, ink = COLOURS[grade]
    return {"x": x, "y": y, "colour": colour, "ink": ink, "letter": letter(grade)}


def _key(grades: Sequence[str], y: float) -> tuple[list[Mark], list[Mark]]:
    """What each letter and colour stands for, along the bottom: the squares and the words beside them."""
    widths = [2.2 + 0.32 * len(grade_words(grade)) for grade in grades]
    places = [*accumulate(widths, initial=0.0)][:-1]
    squares = [_mark(x, y, grade) for x, grade in zip(places, grades, strict=True)]
    words: list[Mark] = [{"x": x + 1, "y": y, "text": grade_words(g)} for x, g in zip(places, grades, strict=True)]
    return squares, words


def _plain_axes() -> tuple[alt.X, alt.Y]:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.5, _A_LINE - 0.5], nice=False))
    return x, alt.Y("y:Q", axis=None, scale=alt.Scale(reverse=True, nice=False, zero=False, padding=_SIDE / 2))


def _square_layers(
    marks: Sequence[Mapping[str, str | float]], axes: tuple[alt.X, alt.Y]
) -> tuple[alt.Chart, alt.Chart]:
    data, (x, y) = alt.Chart(alt.InlineData(values=list(marks))), axes
    squares = data.mark_square(size=_SIDE**2, opacity=1, stroke=INK, strokeWidth=0.75)
    letters = data.mark_text(font=FONT, fontSize=13, fontWeight="bold", baseline="middle")
    return (
        squares.encode(x=x, y=y, fill=alt.Fill("colour:N", scale=None)),
        letters.encode(x=x, y=y, text="letter:N", color=alt.Color("ink:N", scale=None)),
    )


def _text_layer(labels: Sequence[Mark]) -> alt.Chart:
    text = alt.Chart(alt.InlineData(values=list(labels))).mark_text(
        align="left", baseline="middle", font=FONT, fontSize=14, color=INK, dx=-_SIDE / 2, limit=0
    )
    x, y = _plain_axes()
    layer: alt.Chart = text.encode(x=x, y=y, text="text:N")
    return layer


def accessible_svg(chart: alt.LayerChart | alt.FacetChart, title: str, described: str) -> str:
    """The chart as SVG that a screen reader tells by its title and description, and not mark by mark."""
    return named(drawn(chart), title, described)


def drawn(chart: alt.LayerChart | alt.FacetChart) -> str:
    """The chart as SVG without a name. It takes about a third of a second."""
    plain = chart.configure(font=FONT, background="#ffffff", padding=12).configure_view(stroke=None)
    return str(vl_convert.vegalite_to_svg(plain.to_dict()))


def named(svg: str, title: str, described: str) -> str:
    """A drawn picture with what a screen reader tells of it."""
    opening, rest = svg.split(">", 1)
    label = f'{opening} role="img" aria-label="{escape(title, {chr(34): "&quot;"})}">'
    return f"{label}<title>{escape(title)}</title><desc>{escape(described)}</desc>{rest}"
