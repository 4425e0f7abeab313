"""The states of a round and the steps between them: the one place that says what may follow what, and who takes it.

Imports nothing of Django, so that the manual's diagram is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wholestory.web.accounts.roles import Role


class State(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    SAMPLING = "sampling"
    GRADING = "grading"
    MODERATING = "moderating"
    FROZEN = "frozen"
    PUBLISHED = "published"


STATES = (
    (State.PLANNED, "what is to be inspected is written down and may still change"),
    (State.SAMPLING, "cases are chosen and dealt out to reviewers"),
    (State.GRADING, "each case is graded by two reviewers who do not see one another's work"),
    (State.MODERATING, "a moderator settles where two reviewers differ"),
    (State.FROZEN, "grades, agreement and tables are worked out once and kept; only addenda are added"),
    (State.PUBLISHED, "the report has gone out, signed off by a named person; only addenda are added"),
)

CHOICES = [(state.value, state.value) for state, _ in STATES]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `called` is the button, `roles` who may take it, `needs` what must be so before, in words."""

    origin: State
    to: State
    called: str
    roles: tuple[Role, ...]
    needs: str = ""


_PLANNERS = (Role.INSPECTOR,)

STEPS = (
    Step(State.PLANNED, State.SAMPLING, "Begin to sample", _PLANNERS),
    Step(State.SAMPLING, State.PLANNED, "Change the plan", _PLANNERS, "no case is in the sample"),
    Step(State.SAMPLING, State.GRADING, "Begin to grade", _PLANNERS, "every case has two reviewers"),
    Step(State.GRADING, State.MODERATING, "Begin to moderate", _PLANNERS, "every grading is handed in"),
    Step(State.MODERATING, State.FROZEN, "Freeze the round", _PLANNERS, "every difference is settled"),
    Step(
        State.FROZEN,
        State.PUBLISHED,
        "Sign off and publish",
        (Role.INSPECTOR, Role.IMPROVEMENT_LEAD),
        "every live risk has a reply",
    ),
)


def step(origin: str, to: str) -> Step | None:
    """The step between two states; None where there is none."""
    return next((one for one in STEPS if (one.origin, one.to) == (origin, to)), None)


def steps_from(state: str) -> tuple[Step, ...]:
    """The steps that lead on from a state."""
    return tuple(one for one in STEPS if one.origin == state)
