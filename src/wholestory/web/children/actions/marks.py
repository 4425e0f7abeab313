"""Marking something as wrong: kept beside it, suppressing nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import RefusedError
from wholestory.web.children.models import Mark
from wholestory.web.children.queries.marks import Target
from wholestory.web.log.actions import note


@transaction.atomic
def mark_wrong(*, target: Target, child: str, reason: str, by: User) -> Mark:
    """Keep that somebody says that a reading, a duty, a concern or a link is wrong, and why."""
    mark = Mark.objects.create(
        of=target.of,
        key=target.key,
        child=child,
        rule=target.rule,
        words=target.words,
        reason=reason,
        by=by,
        at=timezone.now(),
    )
    note(who=by.email, what="decided", about=f"child {child}"[:200], decision="marked wrong", mark=mark.pk, of=mark.of)
    return mark


@transaction.atomic
def undo_mark(*, mark: Mark, by: User) -> None:
    """Take a mark back. Raises RefusedError where it is somebody else's."""
    if mark.by_id != by.pk:
        raise RefusedError("Whoever marked this can undo it. You may add a mark of your own that says otherwise.")
    Mark.objects.filter(pk=mark.pk, undone_at=None).update(undone_at=timezone.now())
    note(who=by.email, what="decided", about=f"child {mark.child}"[:200], decision="mark undone", mark=mark.pk)
