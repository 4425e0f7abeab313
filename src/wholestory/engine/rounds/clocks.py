"""What a published report starts: by which day each thing is owed. Days, not hours: reports are published by date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from wholestory.model.moments import after_months
from wholestory.practice.inspection import Clock, Framework, RecommendationForm


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that a report's publication made owed, and the last day on which it is in time."""

    clock: Clock
    due: date


def due(clock: Clock, published: date) -> date:
    """The last day in time. A period that counts the day of publication ends a day sooner."""
    if clock.unit == "months":
        last = after_months(published, clock.limit)
    else:
        last = published + timedelta(days=clock.limit * (7 if clock.unit == "weeks" else 1))
    return last - timedelta(days=clock.counts_first_day)


def owed_on(framework: Framework, published: date, forms: Collection[str]) -> tuple[Owed, ...]:
    """What a report with recommendations of these forms (their ids) makes owed, soonest first."""
    owed = [
        Owed(clock, due(clock, published))
        for clock in framework.clocks
        if not clock.forms or set(clock.forms) & set(forms)
    ]
    return tuple(sorted(owed, key=lambda one: (one.due, one.clock.id)))


def recommendation_due(form: RecommendationForm, published: date, by: date | None = None) -> date:
    """The day by which a recommendation of this form is to be met; `by` is its own date where the form has one.

    Raises ValueError where a dated form has no date, or another form has one.
    """
    if form.dated != (by is not None):
        needed = "needs a date of its own" if form.dated else "takes no date of its own"
        raise ValueError(f"A recommendation “{form.title}” {needed}.")
    return by if by is not None else after_months(published, form.months)
