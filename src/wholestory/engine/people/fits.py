"""One person cannot be two of one agency: where several fit, only the best fit stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wholestory.model.links import Judgement, Verdict

Rows = dict[tuple[str, str], Judgement]


def doubt_weaker_fits(rows: Rows, agency_of: Mapping[str, str]) -> None:
    """Where one person fits several of one agency who are not each other, make all but the best fit doubtful.

    Changes `rows` in place. Weaker fits go first: what looks like a tie between twins is often settled from the other
    side.
    """
    for ties in (False, True):
        for (person, _), found in _fits(rows, agency_of).items():
            if len(found) > 1:
                _keep_the_best(rows, person, sorted(found), ties)


def _fits(rows: Rows, agency_of: Mapping[str, str]) -> dict[tuple[str, str], list[tuple[float, str]]]:
    """For each person and agency the persons there who are judged the same, with the score negated."""
    fits: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for one, other in sorted(rows):
        row = rows[one, other]
        if row.verdict is Verdict.SAME:
            fits.setdefault((one, agency_of[other]), []).append((-_rank(row), other))
            fits.setdefault((other, agency_of[one]), []).append((-_rank(row), one))
    return fits


def _rank(row: Judgement) -> float:
    """The score without what company adds: twins are seen with the same people."""
    company = sum(found.weight for found in row.fields if found.field == "company")
    return float("inf") if row.by_person else round(row.score - company, 2)


def _keep_the_best(rows: Rows, person: str, fits: list[tuple[float, str]], ties: bool) -> None:
    best, chosen = fits[0]
    rivals = [fit for fit in fits[1:] if not _may_be_one(rows, chosen, fit[1], tied=fit[0] == best)]
    if ties and any(score == best for score, _ in rivals):
        rivals.append(fits[0])
    for score, rival in rivals:
        if ties or score != best:
            _doubt(rows, person, rival)


def _may_be_one(rows: Rows, one: str, other: str, *, tied: bool) -> bool:
    """Whether two of one agency are judged the same, or are namesakes of one birth that nothing tells apart."""
    row = rows.get((min(one, other), max(one, other)))
    if row is None or row.verdict is Verdict.APART:
        return False
    alike = (row.level("forename"), row.level("surname"), row.level("birth")) == ("exact", "exact", "full")
    told_apart = row.level("place") in ("nearby", "alike", "district", "different")
    return row.verdict is Verdict.SAME or (tied and alike and not told_apart)


def _doubt(rows: Rows, one: str, other: str) -> None:
    pair = (min(one, other), max(one, other))
    row = rows[pair]
    if row.verdict is Verdict.SAME and not row.by_person:
        why = f"{one} fits more than one person of that agency."
        rows[pair] = replace(row, verdict=Verdict.DOUBTFUL, reasons=(*row.reasons, why))
