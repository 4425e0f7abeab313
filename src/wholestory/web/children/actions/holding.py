"""Who holds a child's case in the worklist: taken, given to somebody, given back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import RefusedError
from wholestory.web.children.actions.notices import tell
from wholestory.web.children.models import Assignment, Child, Notice
from wholestory.web.children.queries.decisions import meant_by
from wholestory.web.children.queries.holders import holding_post
from wholestory.web.children.summarising import summarise
from wholestory.web.log.actions import note


@transaction.atomic
def assign(*, child: str, to: User, by: User) -> None:
    """Give a child's case to somebody (or take it, where `to` is `by`); whoever held it holds it no more.

    Raises RefusedError where that person's posts do not reach the child.
    """
    locked = Child.objects.select_for_update().get(key=child)
    post = holding_post(to, locked)
    if post is None:
        raise RefusedError(
            f"{to.name} cannot hold this case: a case is held by a supervisor or hub practitioner whose posts reach "
            "the child. Choose somebody from the list, or ask an administrator to change their posts."
        )
    now = timezone.now()
    _end_what_stands(child, now)
    Assignment.objects.create(child=child, owner=to, by=by, at=now, team=post.team)
    note(who=by.email, what="decided", about=f"child {child}", at=now, decision="assigned", to=to.email)
    if to != by:
        tell(to=to, kind=Notice.Kind.ASSIGNED, child=child, at=now)
    summarise([child], now)


@transaction.atomic
def give_back(*, child: str, by: User) -> None:
    """Nobody holds a child's case any more."""
    Child.objects.select_for_update().get(key=child)
    now = timezone.now()
    if _end_what_stands(child, now):
        note(who=by.email, what="decided", about=f"child {child}", at=now, decision="given back")
        summarise([child], now)


def _end_what_stands(child: str, now: datetime) -> int:
    """End every live assignment of the child, by whichever of its keys it was made."""
    return Assignment.objects.filter(child__in=list(meant_by([child])), ended=None).update(ended=now)
