"""Following a recommendation through: actions, the measures that are to show an effect, and progress judged."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.improvement.models import Action, MeasureChosen, Progress, Recommendation
from wholestory.web.improvement.permissions import why_not_judge
from wholestory.web.log.actions import note


@transaction.atomic
def set_action(*, recommendation: Recommendation, what: str, owner: str, due: date, by: User) -> Action:
    """Say what is to be done, by whom and by when."""
    made = Action.objects.create(
        recommendation=recommendation, what=what, owner=owner, due=due, by=by, at=timezone.now()
    )
    note(who=by.email, what="wrote", about=f"recommendation {recommendation.pk}", action=made.pk, due=due.isoformat())
    return made


@transaction.atomic
def tick_off(*, action: Action, done_on: date, took_hold: date, how: str, by: User) -> None:
    """Say that an action was done, how, and from which day practice was to be different."""
    locked = Action.objects.select_for_update().get(pk=action.pk)
    if locked.done_on:
        raise RefusedError("This action has been ticked off already. Undo that first, if it was wrong.")
    if took_hold < done_on:
        raise RefusedError("An action takes hold on the day on which it is done, or later.")
    locked.done_on, locked.took_hold, locked.done_how, locked.done_by = done_on, took_hold, how, by
    locked.save(update_fields=["done_on", "took_hold", "done_how", "done_by"])
    _note_change(locked, "ticked off", by)


@transaction.atomic
def undo_tick(*, action: Action, by: User) -> None:
    """Say that an action was not done after all."""
    locked = Action.objects.select_for_update().get(pk=action.pk)
    locked.done_on, locked.took_hold, locked.done_how, locked.done_by = None, None, "", None
    locked.save(update_fields=["done_on", "took_hold", "done_how", "done_by"])
    _note_change(locked, "not done", by)


@transaction.atomic
def choose_measure(*, recommendation: Recommendation, measure: str, district: str, by: User) -> MeasureChosen:
    """Say by which measure of the records the effect is to show."""
    made, new = MeasureChosen.objects.get_or_create(
        recommendation=recommendation, measure=measure, district=district, defaults={"by": by, "at": timezone.now()}
    )
    if not new:
        raise RefusedError("This measure has been chosen already.")
    note(who=by.email, what="decided", about=f"recommendation {recommendation.pk}", measure=measure, district=district)
    return made


@transaction.atomic
def judge(
    *, recommendation: Recommendation, review: str, on: date, judged: str, reason: str, access: Access, by: User
) -> Progress:
    """Judge how far a recommendation has come, at a review."""
    if refusal := why_not_judge(access, recommendation.actions.all()):
        raise RefusedError(refusal)
    made = Progress.objects.create(
        recommendation=recommendation, review=review, on=on, judged=judged, reason=reason, by=by, at=timezone.now()
    )
    note(who=by.email, what="decided", about=f"recommendation {recommendation.pk}", progress=judged)
    return made


def _note_change(action: Action, change: str, by: User) -> None:
    about = f"recommendation {action.recommendation_id}"
    note(who=by.email, what="changed", about=about, action=action.pk, change=change)
