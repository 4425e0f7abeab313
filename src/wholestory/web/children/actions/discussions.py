"""Recording a strategy discussion: a record like any other, with its structure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.children.actions.saving import all_or_nothing
from wholestory.web.children.actions.working_records import Writer, save_working_record
from wholestory.web.children.models import Child, Discussion, DiscussionAction
from wholestory.web.log.actions import note


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action agreed: who does what by when."""

    what: str
    owner: str
    due: date


@dataclass(frozen=True, slots=True)
class Held:
    """What was held: when, who attended (a person and agency each), the decision, and the actions agreed."""

    at: datetime
    attended: Sequence[str]
    decision: str
    actions: Sequence[Agreed]

    def narrative(self) -> str:
        """The record's words."""
        lines = [f"Strategy discussion. Attended: {'; '.join(self.attended)}.", f"Decision: {self.decision}"]
        lines += [f"Action: {one.what} ({one.owner}, by {one.due.day} {one.due:%B %Y})." for one in self.actions]
        return "\n".join(lines)


@all_or_nothing
def record_discussion(*, child: Child, held: Held, answers: Sequence[str], by: Writer) -> Discussion:
    """Save a strategy discussion as a record of the writer's agency that answers the records in `answers`, and its
    actions beside it; the duties that it meets are met at once. `child` is as it was read."""
    now = timezone.now()
    record = save_working_record(
        child=child,
        kind="strategy_discussion",
        narrative=held.narrative(),
        happened=held.at,
        responds_to=answers,
        by=by,
        now=now,
    )
    discussion = Discussion.objects.create(
        record=record, child=child.key, attended=list(held.attended), decision=held.decision, by=by.user, at=now
    )
    DiscussionAction.objects.bulk_create(
        DiscussionAction(discussion=discussion, what=one.what, owner=one.owner, due=one.due) for one in held.actions
    )
    return discussion


@transaction.atomic
def tick(*, action: DiscussionAction, done: bool, by: User) -> None:
    """Say that an agreed action is done, or (which undoes that) that it is not."""
    now = timezone.now()
    action.done_at, action.done_by = (now, by) if done else (None, None)
    action.save(update_fields=["done_at", "done_by"])
    note(
        who=by.email,
        what="decided",
        about=f"record {action.discussion_id}"[:200],
        at=now,
        decision="action done" if done else "action not done",
        action=action.pk,
    )
