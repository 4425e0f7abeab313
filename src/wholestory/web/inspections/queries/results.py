"""What a round comes to: cases by grade and strand, agreement, and the force's own grades against the inspectors'.

Worked out once, when a round is frozen, and kept as plain values, so that what was published can be read again:

    {"parts": [{"id", "title", "counts": {grade: cases}, "not_graded": cases, "said": sentence,
                "agreement": {"cases", "alike", "kappa": [value, low, high] or null, "alpha": the same} or null}],
     "districts": {district: {grade: cases}}, "self": {"order", "counts", "said"}}
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from wholestory.engine.rounds.agreement import Agreement, Measured, agreement, cross_table
from wholestory.engine.rounds.saying import said_agreement, said_cross
from wholestory.web.inspections.frameworks import Asked, Part, asked_of
from wholestory.web.inspections.models import NOT_GRADED, OVERALL, Round, SelfGrade
from wholestory.web.inspections.queries.gradings import Graded, graded_parts


def results_of(inspected: Round) -> dict[str, Any]:
    """The results as they stand; of a frozen round, as they were kept."""
    return inspected.results or work_out(inspected)


def work_out(inspected: Round) -> dict[str, Any]:
    """The results of the grades that are there now."""
    asked = asked_of(inspected)
    by_part: dict[str, list[Graded]] = defaultdict(list)
    for one in graded_parts(inspected):
        by_part[one.part].append(one)
    whole = by_part[OVERALL]
    return {
        "parts": [_part(part, by_part[part.id], asked.scale.grades) for part in asked.parts],
        "districts": _by_district(whole, asked.scale.grades),
        "self": _against_own(inspected, whole, asked),
    }


def _part(part: Part, graded: Sequence[Graded], order: Sequence[str]) -> dict[str, Any]:
    found = agreement([[_or_none(one.grade) for one in case.given] for case in graded], order)
    return {
        "id": part.id,
        "title": part.title,
        "counts": _counts(graded, order),
        "not_graded": sum(one.grade == NOT_GRADED for one in graded),
        "agreement": _kept(found) if found else None,
        "said": said_agreement(found),
    }


def _or_none(grade: str) -> str | None:
    return None if grade == NOT_GRADED else grade


def _counts(graded: Iterable[Graded], order: Sequence[str]) -> dict[str, int]:
    """Cases by grade, best first, noughts too."""
    counts = Counter(one.grade for one in graded)
    return {grade: counts[grade] for grade in order}


def _by_district(whole: Iterable[Graded], order: Sequence[str]) -> dict[str, dict[str, int]]:
    by: dict[str, list[Graded]] = defaultdict(list)
    for one in whole:
        by[one.case.district or "no district"].append(one)
    return {district: _counts(by[district], order) for district in sorted(by)}


def _kept(found: Agreement) -> dict[str, Any]:
    return {
        "cases": found.cases,
        "alike": found.alike.count,
        "kappa": _measured(found.kappa),
        "alpha": _measured(found.alpha),
    }


def _measured(found: Measured | None) -> list[float] | None:
    return [round(one, 4) for one in (found.value, found.interval.low, found.interval.high)] if found else None


def _against_own(inspected: Round, whole: Iterable[Graded], asked: Asked) -> dict[str, Any]:
    """The force's own grades of the same cases (rows) against the grades that hold (columns)."""
    own = dict(SelfGrade.objects.filter(case__of=inspected).values_list("case_id", "grade"))
    pairs = [(own[one.case.pk], one.grade) for one in whole if one.case.pk in own and one.grade in asked.scale.grades]
    table = cross_table(pairs, asked.scale.grades)
    return {
        "order": list(table.order),
        "counts": [list(row) for row in table.counts],
        "said": said_cross(table, "the force", "inspectors"),
    }
