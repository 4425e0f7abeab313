"""Challenging another agency's decision, stage by stage. Every step is a record like any other, and meets duties."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.children.actions.saving import all_or_nothing
from wholestory.web.children.actions.working_records import Writer, save_working_record
from wholestory.web.children.challenge_stages import Step, reply_due, why_not
from wholestory.web.children.models import Challenge, Child
from wholestory.web.log.actions import note


@all_or_nothing
def challenge(*, child: Child, to: Agency, about: str, says: str, answers: str, by: Writer) -> Challenge:
    """Challenge another agency: `about` names the decision, `says` why it is unsafe, `answers` the record of the
    decision (empty where there is none). A clock begins in which the other agency is to reply."""
    if to == by.agency:
        raise RefusedError("A challenge goes to another agency. Choose the agency that decided.")
    now = timezone.now()
    record = save_working_record(
        child=child,
        kind="challenge",
        narrative=f"Challenge to {to.title} about {about}. {says}",
        happened=now,
        responds_to=[answers] if answers else [],
        by=by,
        now=now,
    )
    made = Challenge.objects.create(
        child=child.key,
        from_agency=by.agency.name,
        to_agency=to.name,
        about=about,
        due=reply_due(1, now),
        records=[record],
        by=by.user,
        at=now,
    )
    _note(made, "challenged", by, now)
    return made


@all_or_nothing
def reply(*, challenge: Challenge, child: Child, says: str, by: Writer, access: Access) -> None:
    """Record the reply: written by the other agency, or by the challenger as it was given."""
    locked, now = _locked(challenge, Step.REPLY, access)
    told = "" if by.agency.name == locked.to_agency else f"As told to {by.agency.title}: "
    _add_record(locked, child, by, now, kind="challenge_reply", narrative=f"Reply about {locked.about}. {told}{says}")
    locked.replied_at = now
    locked.save(update_fields=["records", "replied_at"])
    _note(locked, "challenge replied to", by, now)


@all_or_nothing
def escalate(
    *, challenge: Challenge, child: Child, stage: int, says: str, in_danger: bool, by: Writer, access: Access
) -> None:
    """Take a challenge to a higher stage, where another clock begins."""
    locked, now = _locked(challenge, Step.ESCALATE, access, in_danger=in_danger)
    if stage <= locked.stage:
        raise RefusedError("Choose a stage higher than the one that the challenge has reached.")
    danger = "The child is in danger now. " if in_danger else ""
    told = f"Challenge about {locked.about}, stage {stage}. {danger}{says}"
    _add_record(locked, child, by, now, kind="challenge", narrative=told)
    locked.stage, locked.due, locked.replied_at = stage, reply_due(stage, now), None
    locked.save(update_fields=["records", "stage", "due", "replied_at"])
    _note(locked, "challenge escalated", by, now, stage=stage)


@transaction.atomic
def settle(*, challenge: Challenge, says: str, by: Writer, access: Access) -> None:
    """Say how a challenge was settled; nothing more is due."""
    locked, now = _locked(challenge, Step.SETTLE, access)
    locked.settled_at, locked.settled_as = now, says
    locked.save(update_fields=["settled_at", "settled_as"])
    _note(locked, "challenge settled", by, now)


def _locked(challenge: Challenge, step: Step, access: Access, *, in_danger: bool = False) -> tuple[Challenge, datetime]:
    """The challenge as it is now, which nobody else changes meanwhile. Raises RefusedError where it may not be."""
    locked, now = Challenge.objects.select_for_update().get(pk=challenge.pk), timezone.now()
    if refusal := why_not(access, locked, step, now=now, in_danger=in_danger):
        raise RefusedError(refusal)
    return locked, now


def _add_record(locked: Challenge, child: Child, by: Writer, now: datetime, *, kind: str, narrative: str) -> None:
    record = save_working_record(
        child=child, kind=kind, narrative=narrative, happened=now, responds_to=locked.records[-1:], by=by, now=now
    )
    locked.records = [*locked.records, record]


def _note(made: Challenge, decision: str, by: Writer, now: datetime, **details: Any) -> None:
    note(
        who=by.user.email,
        what="decided",
        about=f"child {made.child}"[:200],
        at=now,
        decision=decision,
        challenge=made.pk,
        **details,
    )
