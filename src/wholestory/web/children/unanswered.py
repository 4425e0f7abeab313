"""The sentences that stand unanswered about a child, the most pressing first, and how a child's row keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholestory.web.children.answering import Standing
from wholestory.web.children.models import Child, ConcernRow, DutyRow

# So many stand at the top of a story.
MOST_SENTENCES = 5


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One sentence that stands unanswered, the record that it rests on first, and for a concern its key."""

    says: str
    evidence: str
    concern: str = ""


def waiting_concerns(standings: Iterable[tuple[ConcernRow, Standing]]) -> list[Unanswered]:
    """A child's concerns that wait, the longest waiting first."""
    waiting = sorted((one.since, concern.key, concern) for concern, one in standings if one.since)
    return [Unanswered(concern.statement, concern.completed_by, key) for _, key, concern in waiting]


def kept_unanswered(standings: Iterable[tuple[ConcernRow, Standing]], missed: Iterable[DutyRow]) -> dict[str, Any]:
    """What stands unanswered about a child, as its row keeps it; `missed` are the duties in their order."""
    said = waiting_concerns(standings) + [Unanswered(duty.statement, duty.trigger) for duty in missed]
    first = [[one.says, one.evidence, one.concern] for one in said[:MOST_SENTENCES]]
    return {"first": first, "waiting": len(said)}


def unanswered_as_kept(child: Child, now: datetime) -> tuple[list[Unanswered], int] | None:
    """The first sentences that stand unanswered, and how many there are in all, as the child's row keeps them.

    None where it keeps none, or time alone has changed them since.
    """
    kept = child.stands_unanswered
    if kept is None or (child.changes_at and child.changes_at <= now):
        return None
    return [Unanswered(*one) for one in kept["first"]], kept["waiting"]
