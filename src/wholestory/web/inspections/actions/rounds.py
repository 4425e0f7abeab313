"""Planning a round, choosing its cases, dealing them out, and taking it from state to state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from wholestory.engine.rounds.published import RoundsError
from wholestory.engine.rounds.sampling import HAND_PICKED, SELF_ASSESSED, Case, Sample, digest_of, draw
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, RefusedError, why_not
from wholestory.web.accounts.roles import Role
from wholestory.web.inspections.models import Addendum, Grading, Move, Reviewer, Round, SampledCase
from wholestory.web.inspections.permissions import why_not_add, why_not_change, why_not_move
from wholestory.web.inspections.queries.conflicts import worked_on
from wholestory.web.inspections.queries.frame import frame_of
from wholestory.web.inspections.queries.results import work_out
from wholestory.web.inspections.states import State
from wholestory.web.log.actions import note


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be inspected; the fields are those of Round."""

    title: str
    framework: str
    scale: str
    scope: str
    since: date
    until: date
    districts: tuple[str, ...]
    stratified_by: tuple[str, ...]
    seed: str
    size: int


@transaction.atomic
def plan(*, wanted: Plan, by: Access) -> Round:
    """Plan a round."""
    user = permitted(by, "" if Role.INSPECTOR in by.roles else why_not((Role.INSPECTOR,)))
    made = Round.objects.create(**_columns(wanted), by=user, at=timezone.now())
    note(who=user.email, what="wrote", about=f"round {made.pk}", did="planned")
    return made


@transaction.atomic
def change_plan(*, inspected: Round, wanted: Plan, by: Access) -> None:
    """Change the plan of a round that is still planned."""
    held = locked(inspected)
    user = permitted(by, why_not_change(by, held, State.PLANNED))
    Round.objects.filter(pk=held.pk).update(**_columns(wanted))
    note(who=user.email, what="changed", about=f"round {held.pk}", did="plan")


def _columns(wanted: Plan) -> dict[str, object]:
    lists = {"districts": list(wanted.districts), "stratified_by": list(wanted.stratified_by)}
    plain = ("title", "framework", "scale", "scope", "since", "until", "seed", "size")
    return {**{name: getattr(wanted, name) for name in plain}, **lists}


@transaction.atomic
def draw_sample(*, inspected: Round, excluded: Mapping[str, str], by: Access) -> Sample:
    """Draw the planned sample, leaving out the children in `excluded` for the reasons given.

    Raises RefusedError where it cannot be drawn, with the reason.
    """
    held = locked(inspected)
    user = permitted(by, why_not_change(by, held, State.SAMPLING))
    frame = {case.key: case for case in frame_of(held)}
    try:
        sample = draw(frame.values(), held.size, held.seed, tuple(held.stratified_by), excluded)
    except RoundsError as error:
        raise RefusedError(str(error)) from None
    held.cases.all().delete()
    _add_cases(held, [frame[key] for key in sample.keys], sample.method, 0)
    held.excluded, held.frame = dict(excluded), _frame_kept(sample)
    held.save(update_fields=["excluded", "frame"])
    note(who=user.email, what="changed", about=f"round {held.pk}", did="drew the sample", cases=len(sample.keys))
    return sample


def _frame_kept(sample: Sample) -> dict[str, object]:
    return {
        "method": sample.method,
        "size": sample.frame_size,
        "digest": sample.frame_digest,
        "strata": [{"values": one.values, "of": one.of, "drawn": len(one.keys)} for one in sample.strata],
    }


@transaction.atomic
def add_cases(*, inspected: Round, children: Collection[str], method: str, by: Access) -> None:
    """Add cases that people chose (HAND_PICKED), or that the force chose for its own assessment (SELF_ASSESSED)."""
    held = locked(inspected)
    user = permitted(by, why_not_change(by, held, State.SAMPLING))
    if method not in (HAND_PICKED, SELF_ASSESSED):
        raise ValueError(f"Cases are added as {HAND_PICKED} or {SELF_ASSESSED}, not as {method}.")
    frame = {case.key: case for case in frame_of(held)}
    there = set(held.cases.values_list("child", flat=True))
    if unknown := sorted(set(children) - set(frame)):
        raise RefusedError(
            f"{len(unknown)} of the children named are no cases of this round's days, districts and case types. "
            "Copy the keys from the stories' addresses and check the plan."
        )
    last = max(held.cases.values_list("place", flat=True), default=0)
    _add_cases(held, [frame[key] for key in sorted(set(children) - there)], method, last)
    if not held.frame:
        held.frame = {"method": method, "size": len(frame), "digest": digest_of(frame.values()), "strata": []}
        held.save(update_fields=["frame"])
    note(who=user.email, what="changed", about=f"round {held.pk}", did=f"added cases {method}", cases=len(children))


def _add_cases(inspected: Round, cases: Collection[Case], method: str, last: int) -> None:
    SampledCase.objects.bulk_create(
        SampledCase(
            of=inspected,
            child=case.key,
            place=place,
            case_type=case.case_type,
            district=case.district,
            agency=case.agency,
            method=method,
        )
        for place, case in enumerate(cases, last + 1)
    )


@transaction.atomic
def take_sample_back(*, inspected: Round, by: Access) -> None:
    """Empty the sample, to draw it again or to change the plan."""
    held = locked(inspected)
    user = permitted(by, why_not_change(by, held, State.SAMPLING))
    held.cases.all().delete()
    held.frame, held.excluded = {}, {}
    held.save(update_fields=["frame", "excluded"])
    note(who=user.email, what="changed", about=f"round {held.pk}", did="took the sample back")


@transaction.atomic
def deal_out(*, inspected: Round, reviewers: Collection[User], moderators: Collection[User], by: Access) -> None:
    """Name who takes part, and give each case two reviewers who had no part in it, everybody about as many.

    Raises RefusedError where fewer than two remain for a case.
    """
    held = locked(inspected)
    user = permitted(by, why_not_change(by, held, State.SAMPLING))
    people = sorted(set(reviewers), key=lambda one: one.pk)
    cases = list(held.cases.all())
    conflicts = worked_on(people, [case.child for case in cases])
    Grading.objects.filter(case__of=held).delete()
    held.reviewers.all().delete()
    Reviewer.objects.bulk_create(
        Reviewer(of=held, user=one, moderates=one in moderators) for one in {*people, *moderators}
    )
    Grading.objects.bulk_create(
        Grading(case=case, reviewer=one) for case, pair in _pairs(cases, people, conflicts) for one in pair
    )
    note(who=user.email, what="changed", about=f"round {held.pk}", did="dealt out", reviewers=len(people))


def _pairs(
    cases: Collection[SampledCase], people: Collection[User], conflicts: Mapping[str, set[int]]
) -> list[tuple[SampledCase, list[User]]]:
    """Two reviewers a case, in turn. The same cases and people are dealt alike whenever it is done."""
    turn, found = cycle(people), list[tuple[SampledCase, list[User]]]()
    for case in cases:
        free = [one for one in people if one.pk not in conflicts[case.child]]
        if len(free) < 2:
            raise RefusedError(
                f"Case {case.place} has fewer than two reviewers who had no part in it. Name more reviewers."
            )
        pair: list[User] = []
        while len(pair) < 2:
            following = next(turn)
            if following in free and following not in pair:
                pair.append(following)
        found.append((case, pair))
    return found


@transaction.atomic
def move(*, inspected: Round, to: str, by: Access) -> None:
    """Take a round to another state, as the table of states allows. Freezing works its results out, once."""
    held = locked(inspected)
    user = permitted(by, why_not_move(by, held, to))
    if to == State.PUBLISHED:
        raise ValueError("A round is published by signing it off.")
    now = timezone.now()
    if to == State.FROZEN:
        held.results, held.frozen_at = work_out(held), now
    Move.objects.create(of=held, origin=held.state, to=to, by=user, at=now)
    held.state = to
    held.save()
    note(who=user.email, what="decided", about=f"round {held.pk}", decision=to)


@transaction.atomic
def add_addendum(*, inspected: Round, text: str, by: Access) -> Addendum:
    """Add to a frozen round what was learned later."""
    user = permitted(by, why_not_add(by, locked(inspected)))
    note(who=user.email, what="wrote", about=f"round {inspected.pk}", did="addendum")
    return Addendum.objects.create(of=inspected, text=text, by=user, at=timezone.now())


def locked(inspected: Round) -> Round:
    """The round as it is now, held until the transaction ends."""
    return Round.objects.select_for_update().get(pk=inspected.pk)


def permitted(by: Access, why: str) -> User:
    """Whoever acts. Raises RefusedError with the sentence where they may not."""
    if why or by.user is None:
        raise RefusedError(why or "Sign in first.")
    return by.user
