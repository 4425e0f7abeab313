"""A round's report: as its people read it, and as it goes out, with small counts left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wholestory.engine.rounds.publishing import publishable
from wholestory.engine.rounds.small_counts import CountTable, SmallCounts
from wholestory.reports.round_report import ReportTable, RoundReport
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import NOT_GRADED, Round
from wholestory.web.inspections.queries.results import results_of

_PARTS, _DISTRICTS = "Cases by grade and part of practice", "Cases by grade and district, the case as a whole"


def full_report(inspected: Round) -> RoundReport:
    """Every count as it is, for the people who may read the round."""
    results = results_of(inspected)
    said = [f"{part['title']}: {part['said']}" for part in results["parts"]]
    parts = [(part["title"], [str(count) for count in _with_none(part).values()]) for part in results["parts"]]
    districts = [(name, [str(count) for count in counts.values()]) for name, counts in results["districts"].items()]
    sentences = (*_opening(inspected), results["self"]["said"], *said, *_risks(inspected))
    return RoundReport(inspected.title, sentences, _tables(inspected, parts, districts))


def for_publication(inspected: Round, signed: str = "") -> RoundReport:
    """What may go out: small counts left out, with others so that they cannot be worked out; no agreement, no words.

    Every part counts the same cases, so that its tables are protected together with the districts'.
    """
    results, rule = results_of(inspected), SmallCounts()
    part_tables = [CountTable(part["title"], (f"grade of {part['id']}",), _by_grade(part)) for part in results["parts"]]
    whole = part_tables[-1].dimensions[0]
    counts: dict[tuple[str, ...], int] = {
        (district, grade): by.get(grade, 0)
        for district, by in results["districts"].items()
        for grade in (*by, NOT_GRADED)
    }
    districts = CountTable(_DISTRICTS, ("district", whole), counts)
    out = publishable([*part_tables, districts], rule)
    parts = [(one.name, [out.text(one, values) for values in one.counts]) for one in part_tables]
    by_district = [
        (name, [out.text(districts, (name, grade)) for grade in by]) for name, by in results["districts"].items()
    ]
    return RoundReport(
        inspected.title,
        (*_opening(inspected), rule.sentence),
        _tables(inspected, parts, by_district),
        signed,
    )


def _with_none(part: Mapping[str, Any]) -> dict[str, int]:
    """Cases by grade, and those in which the part does not arise."""
    return {**part["counts"], NOT_GRADED: part["not_graded"]}


def _by_grade(part: Mapping[str, Any]) -> dict[tuple[str, ...], int]:
    """The same by a tuple of one dimension, as tables to publish take it."""
    return {(name,): count for name, count in _with_none(part).items()}


def _tables(
    inspected: Round, parts: list[tuple[str, list[str]]], districts: list[tuple[str, list[str]]]
) -> tuple[ReportTable, ...]:
    asked = asked_of(inspected)
    grades = tuple(grade.title.capitalize() for grade in asked.grades)
    return (
        ReportTable(_PARTS, ("Part", *grades, "Does not arise"), tuple((name, *cells) for name, cells in parts)),
        ReportTable(_DISTRICTS, ("District", *grades), tuple((name, *cells) for name, cells in districts)),
    )


def _opening(inspected: Round) -> tuple[str, ...]:
    days = f"{inspected.since:%d %B %Y} to {inspected.until:%d %B %Y}"
    return (
        inspected.scope,
        f"Records of {days}. Framework: {asked_of(inspected).framework.header.title}.",
        f"Cases were chosen by this method: {inspected.frame.get('method', 'none')}; seed {inspected.seed}.",
    )


def _risks(inspected: Round) -> tuple[str, ...]:
    returned = sum(case.live_risks.count() for case in inspected.cases.filter(live_risks__isnull=False).distinct())
    return (f"Returned at once because a child was at risk: {returned}.",)
