"""A challenge to another agency as a small table: where it stands, what may follow, and who may do it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from wholestory.engine.duties.clocks import due_at
from wholestory.model.moments import Moment
from wholestory.practice.escalation import Stage
from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import Challenge
from wholestory.web.children.practice import practice


class State(StrEnum):
    """Where a challenge stands."""

    WAITING = "waiting for a reply"
    REPLIED = "replied to"
    SETTLED = "settled"


class Step(StrEnum):
    """What somebody may do with it."""

    REPLY = "reply"
    ESCALATE = "escalate"
    SETTLE = "settle"


class Side(StrEnum):
    """Whose step it is."""

    CHALLENGER = "the agency that challenges"
    EITHER = "either agency"


# (state, step) -> who may take it. What is not here cannot be done.
TABLE = {
    (State.WAITING, Step.REPLY): Side.EITHER,
    (State.WAITING, Step.ESCALATE): Side.CHALLENGER,
    (State.WAITING, Step.SETTLE): Side.CHALLENGER,
    (State.REPLIED, Step.ESCALATE): Side.CHALLENGER,
    (State.REPLIED, Step.SETTLE): Side.CHALLENGER,
}

_DECIDERS = (Role.SUPERVISOR, Role.HUB)


def stages() -> tuple[Stage, ...]:
    """The stages of the practice in force."""
    return practice().escalation.stages


def stage_of(challenge: Challenge) -> Stage:
    """The stage that a challenge has reached; the last one there is, where the practice has fewer now."""
    return stages()[min(challenge.stage, len(stages())) - 1]


def reply_due(stage: int, start: datetime) -> datetime:
    """When a reply to the challenge at a stage (from 1) is due."""
    reached = stages()[stage - 1]
    return due_at(Moment(start), reached.limit, reached.unit).end


def state_of(challenge: Challenge) -> State:
    """Where a challenge stands."""
    if challenge.settled_at:
        return State.SETTLED
    return State.REPLIED if challenge.replied_at else State.WAITING


def why_not(access: Access, challenge: Challenge, step: Step, *, now: datetime, in_danger: bool = False) -> str:
    """Why somebody may not take a step; empty where they may.

    `in_danger`: they say that the child is in danger now, so that the clock is not waited for.
    """
    state = state_of(challenge)
    side = TABLE.get((state, step))
    if side is None:
        return f"This challenge is {state}: there is nothing to {step}."
    mine = access.agencies_as(*_DECIDERS)
    if challenge.from_agency not in mine and (side is Side.CHALLENGER or challenge.to_agency not in mine):
        return f"This is for a supervisor or hub practitioner of {side}; you hold no such post."
    if step is Step.ESCALATE:
        return _why_not_escalate(challenge, state, now, in_danger)
    return ""


def _why_not_escalate(challenge: Challenge, state: State, now: datetime, in_danger: bool) -> str:
    if challenge.stage >= len(stages()):
        return "This is the last stage. Settle the challenge with what was decided."
    if state is State.WAITING and now <= challenge.due and not in_danger:
        return "A reply is not yet overdue. Go to a higher stage before that only if the child is in danger now."
    return ""
