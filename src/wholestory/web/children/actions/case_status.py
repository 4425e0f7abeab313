"""Saying that a case turned 18, moved, closed or died, which stops new duties; and undoing that."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from wholestory.model.moments import Moment
from wholestory.web.accounts.models import User
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import CaseStatus, Child
from wholestory.web.log.actions import note


@transaction.atomic
def set_status(*, child: str, kind: str, since: date, reason: str, by: User) -> CaseStatus:
    """Stop new duties for a child from a day on, with a reason, and work the child out anew."""
    Child.objects.select_for_update().get(key=child)
    now = timezone.now()
    status = CaseStatus.objects.create(child=child, kind=kind, since=since, reason=reason, by=by, at=now)
    note(
        who=by.email, what="decided", about=f"child {child}"[:200], decision="case status", kind=kind, status=status.pk
    )
    recompute([child], Moment(now))
    return status


@transaction.atomic
def undo_status(*, status: CaseStatus, child: str, by: User) -> None:
    """Take a status back: new duties are asked for again, also those that were excused meanwhile."""
    Child.objects.select_for_update().get(key=child)
    now = timezone.now()
    CaseStatus.objects.filter(pk=status.pk, undone_at=None).update(undone_at=now)
    note(who=by.email, what="decided", about=f"child {child}"[:200], decision="case status undone", status=status.pk)
    recompute([child], Moment(now))
