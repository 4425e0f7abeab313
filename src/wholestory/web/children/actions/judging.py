"""Settling who is who: a person's judgement goes before the linking model's, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment
from wholestory.web.accounts.models import User
from wholestory.web.children.computing import recompute
from wholestory.web.children.touched import children_around
from wholestory.web.log.actions import note
from wholestory.web.records.models import PersonRow
from wholestory.web.records.storing import add_judgements, recluster


@transaction.atomic
def judge_pair(*, one: str, other: str, verdict: Verdict, reason: str, by: User, at: datetime) -> None:
    """Put a judgement on two persons on record, and work out anew every child that it touches."""
    first, second = sorted((one, other))
    _append(
        Judgement(first, second, verdict, by.email, (reason,), by_person=True, judged_at=Moment(at)), at, verdict.value
    )


@transaction.atomic
def take_back_judgement(*, judgement: Judgement, by: User, at: datetime) -> None:
    """Take back what a person judged; what the linking model said stands again."""
    _append(replace(judgement, judge=by.email, undone_at=Moment(at)), at, "taken back")


def _append(judgement: Judgement, at: datetime, decision: str) -> None:
    # Locked before anything is read, in one order, so that of two who settle the same link the second sees the first.
    list(PersonRow.objects.select_for_update().filter(key__in=judgement.pair).order_by("key"))
    before = set(children_around(judgement.pair))
    add_judgements([judgement])
    concerned = recluster(judgement.pair)
    recompute(before | concerned | set(children_around(judgement.pair)), Moment(at))
    note(
        who=judgement.judge,
        what="decided",
        about=f"link {judgement.one} {judgement.other}"[:200],
        at=at,
        decision=decision,
        reason=judgement.reasons[-1],
    )
