"""Inspection rounds as a folder of three files: a picture (SVG), its table (CSV) and a page with both (HTML)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from wholestory.engine.rounds.comparing import Comparison, GradeLine
from wholestory.engine.rounds.published import Judgement, PublishedResult
from wholestory.engine.rounds.saying import cautions, grades_in_words, said, share_in_words
from wholestory.reports.grade_pictures import GradeRow, grade_words, judgements_picture, squares_picture
from wholestory.reports.tables import Row, write_table
from wholestory.reports.templates import environment

COMPARISON, JUDGEMENTS = "comparison", "judgements"


@dataclass(frozen=True, slots=True)
class RoundPage:
    """What stands on a page: sentences, a picture (SVG text), its table, cautions and sources.

    `data`: the table as numbers for programs, with its columns first.
    """

    title: str
    sentences: Sequence[str]
    picture: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    data: Sequence[Row]
    cautions: Sequence[str]
    sources: Sequence[str]


def comparison_page(
    found: Comparison, first: PublishedResult, second: PublishedResult, also: Sequence[str] = ()
) -> RoundPage:
    """Two rounds, called A and B; `also`: further sentences, such as what the next sample needs."""
    pair = (("A", first), ("B", second))
    return RoundPage(
        title="Two rounds compared",
        sentences=(f"A. {first.title}. B. {second.title}.", *said(found, "A", "B"), *also),
        picture=squares_picture([GradeRow(f"{name}. {result.title}", result.counts) for name, result in pair]),
        caption="Cases by grade, with intervals that hold 95 per cent",
        columns=("Grade", "A", "B", "B less A, in points"),
        rows=[
            (
                grades_in_words(line.grades),
                share_in_words(line.first),
                share_in_words(line.second),
                f"{100 * line.change.low:+.0f} to {100 * line.change.high:+.0f}",
            )
            for line in found.lines
        ],
        data=[_COMPARISON_COLUMNS, *map(_numbers, found.lines)],
        cautions=cautions(found, first, second),
        sources=[f"{name}. {result.title}: {result.source}" for name, result in pair],
    )


_COMPARISON_COLUMNS = (
    "grade",
    *(f"{side}_{name}" for side in ("a", "b") for name in ("cases", "of", "share", "low", "high")),
    *("change_low", "change_high"),
)


def _numbers(line: GradeLine) -> Row:
    """A line of the table as numbers: shares from 0 to 1, to four places."""
    row: list[str | int | float] = [" ".join(line.grades)]
    for share in (line.first, line.second):
        row += [share.count, share.of]
        row += [round(value, 4) for value in (share.value, share.interval.low, share.interval.high)]
    return (*row, round(line.change.low, 4), round(line.change.high, 4))


def judgements_page(judgements: Sequence[Judgement]) -> RoundPage:
    """Councils' judgements over time."""
    return RoundPage(
        title="Judgements on councils' children's services",
        sentences=("Each square is the overall judgement of one inspection; the line only joins inspections.",),
        picture=judgements_picture(judgements),
        caption="Judgements by council and day of publication",
        columns=("Council", "Published", "Inspection", "Overall", "Help and protection", "Leadership"),
        rows=[
            (
                *(one.district, one.published, one.inspection),
                *map(grade_words, (one.overall, one.help_and_protection, one.leadership)),
            )
            for one in judgements
        ],
        data=[
            tuple(field.name for field in fields(Judgement)),
            *(tuple(getattr(one, field.name) for field in fields(Judgement)) for one in judgements),
        ],
        cautions=("Frameworks changed in 2018; a judgement before and one after are not the same measure.",),
        sources=list(dict.fromkeys(one.source for one in judgements)),
    )


def write_round_page(folder: Path, name: str, page: RoundPage) -> None:
    """Write NAME.svg, NAME.csv and NAME.html into a folder that is there."""
    (folder / f"{name}.svg").write_text(page.picture + "\n", encoding="utf-8", newline="\n")
    columns, *rows = page.data
    write_table(folder / f"{name}.csv", [str(column) for column in columns], rows)
    style = environment().get_template("style.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = environment().get_template("rounds.html").render(page=page, style=style, digest=digest)
    (folder / f"{name}.html").write_text(text + "\n", encoding="utf-8", newline="\n")
