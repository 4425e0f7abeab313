"""Rounds of one case in each state, made once for a database, for tests that walk every route."""

from __future__ import annotations

from dataclasses import replace

from tests.integration.web.drawing import PLAN
from tests.integration.web.recommending import user
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.accounts.roles import Role
from wholestory.web.inspections.actions.grading import grade_part, hand_in, settle
from wholestory.web.inspections.actions.rounds import deal_out, draw_sample, move, plan
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import Grading, Round, SampledCase
from wholestory.web.inspections.states import State

_REASONS = "As the records show."


def walked_round(state: State) -> Round:
    """A round of one case in a state from grading on. The world's inspector grades it or, later, settles it."""
    title = f"Walked, {state}"
    return Round.objects.filter(title=title).first() or _made(title, state)


def walked_case(state: State) -> SampledCase:
    """The one case of a walked round."""
    return walked_round(state).cases.get()


def walked_grading(reviewer: User) -> Grading:
    """Somebody's grading that is not handed in; another reviewer's, where they have none."""
    gradings = walked_case(State.GRADING).gradings
    return gradings.filter(reviewer=reviewer).first() or gradings.all()[0]


def _made(title: str, state: State) -> Round:
    inspector, one, two = user("inspector"), _further_inspector("one"), _further_inspector("two")
    by = access_of(inspector)
    made = plan(wanted=replace(PLAN, title=title, size=1), by=by)
    move(inspected=made, to=State.SAMPLING, by=by)
    draw_sample(inspected=made, excluded={}, by=by)
    reviewers, moderator = ([inspector, one], two) if state == State.GRADING else ([one, two], inspector)
    deal_out(inspected=made, reviewers=reviewers, moderators=[moderator], by=by)
    move(inspected=made, to=State.GRADING, by=by)
    if state != State.GRADING:
        _grade_apart(made)
        move(inspected=made, to=State.MODERATING, by=by)
    if state == State.FROZEN:
        # Asked for anew: the case at hand would still tell of the round as it was planned.
        settle(case=SampledCase.objects.get(of=made.pk), strand="overall", grade="good", reasons=_REASONS, by=by)
        move(inspected=made, to=State.FROZEN, by=by)
    return Round.objects.get(pk=made.pk)


def _grade_apart(made: Round) -> None:
    """Two gradings that differ in the case as a whole."""
    for grading, whole in zip(made.cases.get().gradings.all(), ("good", "inadequate"), strict=True):
        by = access_of(grading.reviewer)
        for part in asked_of(made).parts:
            given = whole if part.id == "overall" else "good"
            grade_part(grading=grading, strand=part.id, grade=given, reasons=_REASONS, by=by)
        hand_in(grading=grading, by=by)


def _further_inspector(name: str) -> User:
    email = f"walked-{name}@example.org"
    found = User.objects.filter(email=email).first()
    if not found:
        found = User.objects.create_user(email, name=f"Walked {name}")
        Post.objects.create(user=found, role=Role.INSPECTOR)
    return found
