"""One concern as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from wholestory.practice.files import Header
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.answering import Standing
from wholestory.web.children.models import Answer, Child, ConcernRow
from wholestory.web.children.permissions import children_for
from wholestory.web.children.practice import practice
from wholestory.web.children.queries.decisions import decisions_on, meant_by, standings_of


@dataclass(frozen=True, slots=True)
class OneConcern:
    """A concern, how it stands, the rule that found it (None where it is no longer in the pack), and every answer
    that was given to it, withdrawn ones too, newest first."""

    row: ConcernRow
    standing: Standing
    rule: Header | None
    answers: Sequence[Answer]


def concern_of(child: Child, key: str, now: datetime) -> OneConcern | None:
    """A child's concern by its key, or by a key that it had when somebody answered it; None where there is none."""
    rows = list(ConcernRow.objects.filter(child=child).order_by("visible_from", "key"))
    decisions = decisions_on([child.key], rows)
    standings = standings_of(rows, decisions, now)
    found = next((one for one in standings if one[0].key == key), None)
    found = found or next((one for one in standings if one[1].answer and one[1].answer.concern == key), None)
    if found is None:
        return None
    row, standing = found
    keys = {row.key, *([standing.answer.concern] if standing.answer else [])}
    rule = next((rule.header for rule in practice().patterns if rule.header.id == row.pattern), None)
    given = Answer.objects.filter(concern__in=keys).select_related("by", "owner", "agreed_by", "asked", "withdrawn_by")
    return OneConcern(row, standing, rule, list(given.order_by("-at", "-id")))


def concerns_of(child: Child, now: datetime) -> list[tuple[ConcernRow, Standing]]:
    """Every concern about a child and how it stands: those that wait first, the longest waiting of them first."""
    rows = list(ConcernRow.objects.filter(child=child).order_by("visible_from", "key"))
    standings = standings_of(rows, decisions_on([child.key], rows), now)
    return sorted(standings, key=lambda one: (one[1].since is None, one[1].since or one[0].visible_from, one[0].key))


def to_agree(access: Access) -> QuerySet[Answer]:
    """The answers that wait for a second person and about which somebody may decide, oldest first."""
    reached = ConcernRow.objects.filter(key=OuterRef("concern"), child__in=children_for(access))
    waiting = Answer.objects.filter(needs_second=True, agreed_at=None, withdrawn_at=None).exclude(by=access.user)
    return waiting.filter(Exists(reached)).select_related("by", "owner", "asked").order_by("at", "id")


def children_of(answers: Sequence[Answer]) -> dict[int, Child]:
    """The child that each answer is about, by the answer's id."""
    rows = ConcernRow.objects.filter(key__in={answer.concern for answer in answers}).select_related("child")
    child_of = {row.key: row.child for row in rows}
    return {answer.pk: child_of[answer.concern] for answer in answers if answer.concern in child_of}


def why_none(child: Child, key: str) -> str:
    """The sentence for a concern that is not there any more, though somebody may have answered it."""
    if Answer.objects.filter(concern=key, child__in=list(meant_by([child.key]))).exists():
        return "The records no longer complete this concern. What was answered stays on record and comes back with it."
    return "No such concern is found in this child’s records."
