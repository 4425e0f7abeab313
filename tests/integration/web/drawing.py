"""Draws a sample in the tests' world, whichever database that is in."""

from __future__ import annotations

import json
from datetime import date

from wholestory.engine.rounds.sampling import STRATA
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.inspections.actions.rounds import Plan, draw_sample, move, plan
from wholestory.web.inspections.models import Round
from wholestory.web.inspections.states import State

PLAN = Plan(
    title="Both",
    framework="child_protection",
    scale="three_grades",
    scope="Children at risk.",
    since=date(2024, 1, 1),
    until=date(2024, 12, 31),
    districts=(),
    stratified_by=STRATA,
    seed="both",
    size=5,
)


def drawn() -> str:
    """A sample as JSON text: what is kept of its frame, with the digest, and the children in order."""
    by = access_of(User.objects.get(email="inspector@example.org"))
    made = plan(wanted=PLAN, by=by)
    move(inspected=made, to=State.SAMPLING, by=by)
    draw_sample(inspected=made, excluded={}, by=by)
    kept = Round.objects.get(pk=made.pk)
    return json.dumps({"frame": kept.frame, "children": list(kept.cases.values_list("child", flat=True))})
