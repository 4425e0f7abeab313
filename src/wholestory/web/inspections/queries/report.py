"""A round's report: as its people read it, and as it goes out, with small counts left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wholestory.engine.rounds.publishing import publishable
from wholestory.engine.rounds.saying import share_in_words
from wholestory.engine.rounds.shares import Share
from wholestory.engine.rounds.small_counts import CountTable, SmallCounts
from wholestory.reports.round_report import ReportTable, RoundReport
from wholestory.web.accounts.queries_places import districts_called
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import NOT_GRADED, LiveRisk, Round
from wholestory.web.inspections.queries.results import results_of

_PARTS, _DISTRICTS = "Cases by grade and part of practice", "Cases by grade and district, the case as a whole"
_SHARES, _AGREED = "Share of cases at each grade, the case as a whole", "How far the reviewers agreed"
_OWN = "The force’s own grade down, the inspectors’ across"
_NO_NUMBER = "–"


def full_report(inspected: Round) -> RoundReport:
    """Every count as it is, for the people who may read the round."""
    results = results_of(inspected)
    parts = [(part["title"], [str(count) for count in _with_none(part).values()]) for part in results["parts"]]
    districts = [(name, [str(count) for count in counts.values()]) for name, counts in results["districts"].items()]
    whole = results["parts"][-1]
    sentences = (_counted(inspected, whole), *_opening(inspected), whole["said"], results["self"]["said"])
    return RoundReport(
        inspected.title,
        (*sentences, _risks(inspected)),
        (
            *_tables(inspected, parts, districts),
            _shares(inspected, whole),
            _agreement(results["parts"]),
            *_own(inspected, results["self"]),
        ),
    )


def _counted(inspected: Round, whole: Mapping[str, Any]) -> str:
    """What the round found, first of all."""
    titles = asked_of(inspected).titles
    told = ", ".join(f"{count} {titles[grade]}" for grade, count in whole["counts"].items())
    cases = sum(whole["counts"].values())
    return f"Of {cases} case{'' if cases == 1 else 's'}, taken as a whole: {told}."


def _shares(inspected: Round, whole: Mapping[str, Any]) -> ReportTable:
    titles, of = asked_of(inspected).titles, sum(whole["counts"].values())
    rows = [
        (titles[grade].capitalize(), share_in_words(Share(count, of)) if of else _NO_NUMBER)
        for grade, count in whole["counts"].items()
    ]
    return ReportTable(_SHARES, ("Grade", "Share, with the interval that holds 95 per cent"), tuple(rows))


def _agreement(parts: Sequence[Mapping[str, Any]]) -> ReportTable:
    columns = ("Part", "Graded by two", "Alike", "Weighted kappa", "Krippendorff’s alpha")
    return ReportTable(_AGREED, columns, tuple((part["title"], *_agreed(part["agreement"])) for part in parts))


def _agreed(found: Mapping[str, Any] | None) -> tuple[str, ...]:
    if found is None:
        return ("0", *[_NO_NUMBER] * 3)
    return (str(found["cases"]), str(found["alike"]), *(_measured(found[name]) for name in ("kappa", "alpha")))


def _measured(found: Sequence[float] | None) -> str:
    return "{:.2f} ({:.2f} to {:.2f})".format(*found) if found else _NO_NUMBER


def _own(inspected: Round, own: Mapping[str, Any]) -> tuple[ReportTable, ...]:
    """The cross-table, where there is a case that both graded."""
    titles = asked_of(inspected).titles
    if not any(map(any, own["counts"])):
        return ()
    heads = [titles[grade].capitalize() for grade in own["order"]]
    rows = [(head, *map(str, counts)) for head, counts in zip(heads, own["counts"], strict=True)]
    return (ReportTable(_OWN, ("Own grade", *heads), tuple(rows)),)


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
    grades, ids = tuple(grade.title.capitalize() for grade in asked.grades), asked.scale.grades
    called = districts_called(name for name, _ in districts)
    by_district = tuple((called.get(name, name), *cells) for name, cells in districts)
    return (
        ReportTable(_PARTS, ("Part", *grades, "Does not arise"), tuple((name, *cells) for name, cells in parts), ids),
        ReportTable(_DISTRICTS, ("District", *grades), by_district, ids),
    )


def _opening(inspected: Round) -> tuple[str, ...]:
    days = f"{_day(inspected.since)} to {_day(inspected.until)}"
    return (
        inspected.scope,
        f"Records of {days}. Framework: {asked_of(inspected).framework.header.title}.",
        f"Cases were chosen by this method: {inspected.frame.get('method', 'none')}; seed {inspected.seed}.",
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _risks(inspected: Round) -> str:
    returned = LiveRisk.objects.filter(case__of=inspected)
    waiting = returned.filter(replied_at=None).count()
    return f"Returned at once because a child was at risk: {returned.count()}; without a reply: {waiting}."
