"""How cases were graded, whether duties were met, and how children are written about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from wholestory.reports.count_pictures import Square, grid_picture
from wholestory.reports.grade_pictures import COLOURS, GradeRow, squares_picture
from wholestory.reports.printed import picture_address
from wholestory.reports.round_report import ReportTable
from wholestory.web.improvement.leading import Section, Year
from wholestory.web.improvement.measures import DUTY, LANGUAGE, measures
from wholestory.web.improvement.pictures import picture_of
from wholestory.web.improvement.queries.measuring import Tally, tallies
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import Round
from wholestory.web.inspections.queries.results import results_of

GRADES, DUTIES, WORDS = "grades", "duties", "language"


def grades() -> Section:
    """Cases by grade and part of practice, of the last round that is frozen."""
    title = "Cases by grade and part of practice"
    found = Round.objects.exclude(frozen_at=None).order_by("-frozen_at").first()
    if found is None:
        return Section(
            GRADES, title, missing="No round of inspection is frozen yet. Grade cases in a round to see this."
        )
    parts = results_of(found)["parts"]
    names = asked_of(found).scale.grades
    rows = tuple(
        (part["title"], *(str(part["counts"][name]) for name in names), str(part["not_graded"])) for part in parts
    )
    heads = ("Part of practice", *(name.replace("_", " ").capitalize() for name in names), "Does not arise")
    squares = [GradeRow(part["title"], part["counts"]) for part in parts if sum(part["counts"].values())]
    drawn = picture_address(squares_picture(squares)) if squares and set(names) <= set(COLOURS) else ""
    days = f"records of {found.since:%d %B %Y} to {found.until:%d %B %Y}"
    holds = ("The part of practice that was graded", *("Cases of that grade" for _ in names), "Cases without it")
    return Section(GRADES, title, (f"{found.title}: {days}.",), ReportTable(title, heads, rows), holds, drawn)


def duties(year: Year, now: datetime) -> Section:
    """Duties that fell due and were met in time, by district and month."""
    title = "Duties met in time, by district and month"
    wanted = [one for one in measures() if one.startswith(DUTY)]
    counts: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0])
    for one in _within(year, (tally for rows in tallies(wanted, now).values() for tally in rows)):
        cell = counts[(one.district or "no district", one.day.replace(day=1))]
        cell[0], cell[1] = cell[0] + one.count, cell[1] + one.of
    if not counts:
        return Section(
            DUTIES, title, missing="No duty fell due in this time. Duties start from records such as missing episodes."
        )
    districts, months = sorted({name for name, _ in counts}), sorted({month for _, month in counts})
    cells = {(name, month): counts.get((name, month), [0, 0]) for name in districts for month in months}
    squares = [
        Square(name, f"{month:%b %Y}", f"{met}/{of}" if of else "–", met / of if of else 0.0)
        for (name, month), (met, of) in cells.items()
    ]
    rows = tuple((name, f"{month:%B %Y}", str(met), str(of)) for (name, month), (met, of) in cells.items() if of)
    met, of = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
    says = f"{met:,} of {of:,} duties that fell due were met in time. In a single month a few duties are chance."
    columns = ("District", "Month", "Met in time", "Fell due")
    holds = (
        "District of the record that started the duty",
        "Month in which it fell due",
        "Duties that a record answers in time",
        "All duties that fell due, without those excused",
    )
    return Section(
        DUTIES,
        title,
        (says,),
        ReportTable(title, columns, rows),
        holds,
        picture_address(grid_picture(title, squares, says)),
    )


def language(year: Year, now: datetime) -> Section:
    """Records with words that blame the child, month by month with limits for small counts."""
    known = measures()[LANGUAGE]
    there = list(_within(year, tallies({LANGUAGE}, now).get(LANGUAGE, [])))
    found = picture_of(known, there, "", None) if there else None
    if found is None:
        return Section(WORDS, known.title, missing="No record of this time has a narrative that was read.")
    holds = (
        "Month of the records",
        "Records with such words",
        "Records with a narrative",
        "Such records in a thousand",
        "Lowest that chance alone would give",
        "Highest that chance alone would give",
        "Whether the month differs by more than chance",
    )
    table = ReportTable(found.title, tuple(found.columns), tuple(tuple(row) for row in found.rows))
    return Section(WORDS, known.title, (found.says, found.counts), table, holds, found.address)


def _within(year: Year, counted: Iterable[Tally]) -> Iterable[Tally]:
    return (one for one in counted if year.since <= one.day <= year.until)
