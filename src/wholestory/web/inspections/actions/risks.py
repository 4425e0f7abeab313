"""Returning a case to the force at once because a child is at risk now, and the force's reply."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.permissions import Access
from wholestory.web.children.actions.notices import tell
from wholestory.web.children.models import Child, Notice
from wholestory.web.children.queries.holders import people_who_may_hold
from wholestory.web.children.queries.keys import called_now
from wholestory.web.inspections.actions.rounds import permitted
from wholestory.web.inspections.models import LiveRisk, SampledCase
from wholestory.web.inspections.permissions import why_not_reply, why_not_return
from wholestory.web.log.actions import note

REPLY_WITHIN = timedelta(hours=4)
"""How soon the force answers that a child is safe. No inspectorate publishes one; hours, because a child is at risk."""


@transaction.atomic
def return_at_once(*, case: SampledCase, says: str, by: Access) -> LiveRisk:
    """Return a case because a child is at risk now: the clock starts, and everybody who may hold the case is told."""
    user = permitted(by, why_not_return(by, case))
    now = timezone.now()
    risk = LiveRisk.objects.create(case=case, says=says, by=user, at=now, reply_by=now + REPLY_WITHIN)
    note(who=user.email, what="decided", about=f"round {case.of_id} case {case.place}", decision="live risk", at=now)
    child = Child.objects.filter(key=called_now(case.child)).first()
    for person in people_who_may_hold(child) if child else []:
        tell(to=person, kind=Notice.Kind.LIVE_RISK, child=case.child, at=now)
    return risk


@transaction.atomic
def reply(*, risk: LiveRisk, says: str, by: Access) -> None:
    """Say what was done so that the child is safe. The reply stays on the round's record."""
    held = LiveRisk.objects.select_for_update().get(pk=risk.pk)
    user = permitted(by, why_not_reply(by, held))
    held.reply, held.replied_by, held.replied_at = says, user, timezone.now()
    held.save(update_fields=["reply", "replied_by", "replied_at"])
    about = f"round {held.case.of_id} case {held.case.place}"
    note(who=user.email, what="decided", about=about, decision="replied to a live risk")
