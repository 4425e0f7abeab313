"""What the records say of a recommendation: the two truths, that its actions were done and that an effect shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wholestory.engine.rounds.control import SHARE, Chart, Period, chart
from wholestory.engine.rounds.effect import UNTESTED, Effect, Observed, effect
from wholestory.web.improvement.measures import Known, measures
from wholestory.web.improvement.models import Action, MeasureChosen
from wholestory.web.improvement.queries.measuring import Tallies, Tally

NOT_YET = "Effect untested: no action has taken hold yet."


@dataclass(frozen=True, slots=True)
class Done:
    """Whether a recommendation's actions are done: `on` is the day of the last, None where one is open or none is
    set. `took_hold` is the day from which practice was to be different by all that was done so far."""

    set: int
    done: int
    on: date | None
    took_hold: date | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one recommendation; `sentences` say it all, `before` and `after` are empty where it has no values.

    `where` is the district as people call it; empty where all are measured together.
    """

    chosen: MeasureChosen
    where: str
    title: str
    state: str
    sentences: tuple[str, ...]
    before: str
    after: str

    @property
    def called(self) -> str:
        """The measure and where it is measured."""
        return f"{self.title} in {self.where}" if self.where else self.title


def done(actions: Sequence[Action]) -> Done:
    """The first truth. A recommendation without any action is not done."""
    days = [action.done_on for action in actions if action.done_on]
    held = [action.took_hold for action in actions if action.took_hold]
    all_done = bool(actions) and len(days) == len(actions)
    return Done(len(actions), len(days), max(days) if all_done else None, max(held, default=None))


def measured(chosen: MeasureChosen, where: str, counted: Tallies, truth: Done) -> Measured:
    """The second truth, by one measure; `where` is its district as people call it."""
    known = measures().get(chosen.measure)
    if known is None:
        said = "The practice in force has this measure no more."
        return Measured(chosen, where, chosen.measure, UNTESTED, (said,), "", "")
    if truth.took_hold is None:
        return Measured(chosen, where, known.title, UNTESTED, (NOT_YET,), "", "")
    there = within(counted.get(known.id, []), chosen.district)
    observed = [Observed(one.day, one.count, one.of) for one in there]
    found = effect(known.measure, observed, truth.took_hold, truth.on)
    # Whether the action was done stands by itself on every page; the measure's own sentences follow the first.
    return Measured(chosen, where, known.title, found.state, found.sentences[1:], *_values(known, found))


def within(counted: Iterable[Tally], district: str) -> list[Tally]:
    """The tallies of a district; of all where it is empty."""
    return [one for one in counted if not district or one.district == district]


def by_month(counted: Iterable[Tally]) -> list[tuple[date, int, int]]:
    """The first day of each month with something to count, the count and of how many, in order of time."""
    months: dict[date, tuple[int, int]] = {}
    for one in counted:
        month = one.day.replace(day=1)
        count, of = months.get(month, (0, 0))
        months[month] = (count + one.count, of + one.of)
    return [(month, *months[month]) for month in sorted(months)]


def chart_of(counted: Iterable[Tally], took_hold: date | None) -> Chart | None:
    """A measure month by month with its limits, which the months before an action set; None with nothing to count."""
    months = by_month(counted)
    if not months:
        return None
    earlier = sum(1 for month, _, _ in months if took_hold and month < took_hold.replace(day=1))
    periods = [Period(f"{month:%b %Y}", count, of) for month, count, of in months]
    # Limits are those of shares also where a rate is told: no month can have more such records than records.
    return chart(periods, SHARE, earlier or None)


def _values(known: Known, found: Effect) -> tuple[str, str]:
    before, after = (
        "" if value is None else f"{known.per * value:.0f}{'%' if known.per == 100 else f' in {known.per:,}'}"
        for value in (found.before, found.after)
    )
    return before, after
