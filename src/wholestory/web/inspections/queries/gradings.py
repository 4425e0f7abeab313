"""What reviewers gave, where they differ, and the grade that holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

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
    cases = inspected.cases.all() if case is None else inspected.cases.filter(pk=case.pk)
    waiting = set(Grading.objects.filter(case__in=cases, handed_in_at=None).values_list("case_id", flat=True))
    found: dict[tuple[int, str], Graded] = {}
    rows = StrandGrade.objects.filter(grading__case__in=cases).select_related("grading__case", "grading__reviewer")
    for one in rows.order_by("grading__case__place", "grading_id"):
        at = one.grading.case
        if at.pk not in waiting:
            found.setdefault((at.pk, one.strand), Graded(at, one.strand)).given.append(one)
    for settled in Settled.objects.filter(case__in=cases).select_related("by"):
        if graded := found.get((settled.case_id, settled.strand)):
            graded.settled = settled
    return list(found.values())


def still_waiting(inspected: Round) -> dict[int, list[Graded]]:
    """The parts that a moderator has yet to settle, by case."""
    found: dict[int, list[Graded]] = defaultdict(list)
    for one in graded_parts(inspected):
        if one.waits:
            found[one.case.pk].append(one)
    return found
