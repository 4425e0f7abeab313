"""Answering a strand's questions, grading it, handing in, settling differences, and the force's own grades."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.inspections.actions.rounds import locked, permitted
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import (
    NOT_GRADED,
    OVERALL,
    CriterionAnswer,
    Grading,
    SampledCase,
    SelfGrade,
    Settled,
    StrandGrade,
)
from wholestory.web.inspections.permissions import why_not_grade, why_not_grade_own, why_not_settle
from wholestory.web.inspections.queries.gradings import graded_parts
from wholestory.web.log.actions import note


@transaction.atomic
def answer_question(
    *, grading: Grading, strand: str, criterion: str, said: str, remark: str, evidence: Sequence[str], by: Access
) -> None:
    """Answer one question of a strand, with the records picked as evidence; until handed in it may be changed."""
    held = _held(grading)
    user = permitted(by, why_not_grade(by, held))
    CriterionAnswer.objects.update_or_create(
        grading=held,
        strand=strand,
        criterion=criterion,
        defaults={"said": said, "note": remark, "evidence": list(evidence)},
    )
    note(who=user.email, what="wrote", about=f"grading {held.pk}", strand=strand, question=criterion)


@transaction.atomic
def grade_part(*, grading: Grading, strand: str, grade: str, reasons: str, by: Access) -> None:
    """Grade a strand or the case as a whole, with reasons; until handed in it may be changed."""
    held = _held(grading)
    user = permitted(by, why_not_grade(by, held))
    _check_grade(held.case, strand, grade)
    StrandGrade.objects.update_or_create(grading=held, strand=strand, defaults={"grade": grade, "reasons": reasons})
    note(who=user.email, what="decided", about=f"grading {held.pk}", strand=strand)


@transaction.atomic
def hand_in(*, grading: Grading, by: Access) -> None:
    """Hand a grading in: from now on it stands. Raises RefusedError where a part is not graded."""
    held = _held(grading)
    user = permitted(by, why_not_grade(by, held) or why_not_complete(held))
    Grading.objects.filter(pk=held.pk).update(handed_in_at=timezone.now())
    note(who=user.email, what="decided", about=f"grading {held.pk}", decision="handed in")


def why_not_complete(grading: Grading) -> str:
    """Why a grading cannot be handed in yet; empty where every part has its grade."""
    done = set(grading.grades.values_list("strand", flat=True))
    left = [part.title for part in asked_of(grading.case.of).parts if part.id not in done]
    return f"Not graded yet: {', '.join(left)}." if left else ""


@transaction.atomic
def settle(*, case: SampledCase, strand: str, grade: str, reasons: str, by: Access) -> None:
    """Settle where the reviewers of a case differ. Raises RefusedError where they do not, or it is settled."""
    locked(case.of)
    user = permitted(by, why_not_settle(by, case))
    if not any(one.part == strand and one.waits for one in graded_parts(case.of, case)):
        raise RefusedError("There is no difference left to settle here.")
    _check_grade(case, strand, grade)
    Settled.objects.create(case=case, strand=strand, grade=grade, reasons=reasons, by=user, at=timezone.now())
    note(who=user.email, what="decided", about=f"round {case.of_id} case {case.place}", strand=strand)


@transaction.atomic
def grade_own(*, case: SampledCase, grade: str, reasons: str, by: Access) -> None:
    """Enter the force's own grade of a case, once."""
    locked(case.of)
    user = permitted(by, why_not_grade_own(by, case))
    _check_grade(case, OVERALL, grade)
    SelfGrade.objects.create(case=case, grade=grade, reasons=reasons, by=user, at=timezone.now())
    note(who=user.email, what="decided", about=f"round {case.of_id} case {case.place}", decision="own grade")


def _held(grading: Grading) -> Grading:
    """The grading as it is now, held until the transaction ends."""
    return Grading.objects.select_for_update(of=("self",)).select_related("case__of").get(pk=grading.pk)


def _check_grade(case: SampledCase, strand: str, grade: str) -> None:
    """Raises RefusedError for a grade that the round's scale does not have."""
    asked = asked_of(case.of)
    allowed = {*asked.scale.grades, *([NOT_GRADED] if strand != OVERALL else [])}
    if asked.part(strand) is None or grade not in allowed:
        raise RefusedError("Choose one of the grades of this round's scale.")
