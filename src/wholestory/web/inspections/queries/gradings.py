"""What reviewers gave, where they differ, and the grade that holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from wholestory.web.inspections.models import Grading, Round, SampledCase, Settled, StrandGrade


@dataclass(slots=True)
class Graded:
    """One part of one case: what each reviewer gave, and what a moderator settled."""

    case: SampledCase
    part: str
    given: list[StrandGrade] = field(default_factory=list)
    settled: Settled | None = None

    @property
    def differs(self) -> bool:
        """Whether reviewers gave different grades."""
        return len({one.grade for one in self.given}) > 1

    @property
    def waits(self) -> bool:
        """Whether a moderator has yet to settle it."""
        return self.differs and self.settled is None

    @property
    def grade(self) -> str:
        """The grade that holds; empty where none does yet."""
        if self.settled:
            return self.settled.grade
        return "" if self.differs or not self.given else self.given[0].grade


def graded_parts(inspected: Round, case: SampledCase | None = None) -> list[Graded]:
    """Every part of every case that has been handed in by all its reviewers; of one case where one is named.

    Three queries, however many cases. What is not handed in by everybody is not there: nobody may learn of it here.
    """
    waiting = Grading.objects.filter(_of("case", inspected, case), handed_in_at=None).values_list("case_id", flat=True)
    waits = set(waiting)
    found: dict[tuple[int, str], Graded] = {}
    rows = StrandGrade.objects.filter(_of("grading__case", inspected, case))
    rows = rows.select_related("grading__case", "grading__reviewer")
    for one in rows.order_by("grading__case__place", "grading_id"):
        at = one.grading.case
        if at.pk not in waits:
            found.setdefault((at.pk, one.strand), Graded(at, one.strand)).given.append(one)
    for settled in Settled.objects.filter(_of("case", inspected, case)).select_related("by"):
        if graded := found.get((settled.case_id, settled.strand)):
            graded.settled = settled
    return list(found.values())


def _of(path: str, inspected: Round, case: SampledCase | None) -> Q:
    """What hangs from the cases of a round, or from one of them.

    Asked by the table that is joined anyway: where the cases were looked for a second time beside it (`in`), PostgreSQL
    planned badly as soon as its statistics were old.
    """
    return Q((f"{path}__of", inspected)) if case is None else Q((path, case))


def still_waiting(inspected: Round) -> dict[int, list[Graded]]:
    """The parts that a moderator has yet to settle, by case."""
    found: dict[int, list[Graded]] = defaultdict(list)
    for one in graded_parts(inspected):
        if one.waits:
            found[one.case.pk].append(one)
    return found
