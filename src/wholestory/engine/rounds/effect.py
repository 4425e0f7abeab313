"""Whether practice changed after an action: two truths kept apart, that the action was done and that an effect shows.

A guidance note that is issued with no change in the records is "done, effect not shown", and never more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from wholestory.engine.rounds.comparing import Counts, compare
from wholestory.engine.rounds.published import GRADES, RoundsError
from wholestory.engine.rounds.shares import Interval, Rate, Share, difference, ratio

SHOWN, NOT_SHOWN, WORSE, UNTESTED = "effect shown", "effect not shown", "worse than before", "effect untested"
UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, to stand in a sentence ("return interviews in time"), and which way is better: UP or DOWN.

    `per`: for a rate, the exposure that it is told by (1000: in a thousand records); 0 for a share.
    """

    name: str
    better: str
    per: int = 0


@dataclass(frozen=True, slots=True)
class Observed:
    """`count` of `of` on one day, or in a period that ends on it. For a share `of` is cases; for a rate, exposure."""

    day: date
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What the records say of an action.

    `done`: when it was done, None where it was not. `state`: SHOWN, NOT_SHOWN, WORSE or UNTESTED. `before`, `after`:
    the measure as a number; `change`: the interval of the difference of two shares, of the ratio of two rates, or
    of the chance that a later case is graded better than an earlier one. `sentences` say all of it.
    """

    done: date | None
    state: str
    before: float | None
    after: float | None
    change: Interval | None
    sentences: tuple[str, ...]


def effect(measure: Measure, observed: Sequence[Observed], took_hold: date, done: date | None) -> Effect:
    """The measure before `took_hold` against that day and after. Raises RoundsError for a direction that is none."""
    if measure.better not in (UP, DOWN):
        raise RoundsError(f'A measure gets better "{UP}" or "{DOWN}", not "{measure.better}".')
    before = _sum([one for one in observed if one.day < took_hold])
    after = _sum([one for one in observed if one.day >= took_hold])
    if not before.of or not after.of:
        missing = "before" if not before.of else "since"
        return Effect(done, UNTESTED, None, None, None, (_action(done), f"Effect untested: nothing {missing}."))
    change, values, told = _rates(measure, before, after) if measure.per else _shares(measure, before, after)
    state = _state(change, 1.0 if measure.per else 0.0, measure.better)
    sentences = [_action(done), f"{_opening(state)}: {told}", *_already(measure, observed, took_hold)]
    return Effect(done, state, *values, change, tuple(sentences))


def effect_in_grades(before: Counts, after: Counts, done: date | None, order: Sequence[str] = GRADES) -> Effect:
    """The same from graded cases: those of the round before the action against those of a later one."""
    if not sum(before.values()) or not sum(after.values()):
        return Effect(done, UNTESTED, None, None, None, (_action(done), "Effect untested: no later case is graded."))
    found = compare(before, after, order)
    # Shown only where test and interval agree, so that the two never tell different stories on one page.
    state = _state(found.better_interval, 0.5, UP) if found.told_apart else NOT_SHOWN
    low, high = (round(100 * end) for end in (found.better_interval.low, found.better_interval.high))
    told = (
        f"{found.cases[0]} cases before and {found.cases[1]} after; a later case is graded better than an earlier one "
        f"in {100 * found.better:.0f} of 100 pairs, ties counting half ({low} to {high}; 50 is no change)."
    )
    sentences = (_action(done), f"{_opening(state)}: {told}")
    return Effect(done, state, 0.5, found.better, found.better_interval, sentences)


def _sum(observed: Sequence[Observed]) -> Observed:
    days = [one.day for one in observed]
    return Observed(max(days, default=date.min), sum(one.count for one in observed), sum(one.of for one in observed))


def _shares(measure: Measure, before: Observed, after: Observed) -> tuple[Interval, tuple[float, float], str]:
    one, two = Share(before.count, before.of), Share(after.count, after.of)
    change = difference(one, two)
    told = (
        f"{measure.name} went from {one.count} of {one.of} ({one.value:.0%}) to {two.count} of {two.of} "
        f"({two.value:.0%}); the change is between {100 * change.low:+.0f} and {100 * change.high:+.0f} points"
    )
    return change, (one.value, two.value), told + _by_chance(change.holds(0.0))


def _rates(measure: Measure, before: Observed, after: Observed) -> tuple[Interval, tuple[float, float], str]:
    one, two = Rate(before.count, before.of), Rate(after.count, after.of)
    change = ratio(one, two)
    high = "any number of" if change.high == inf else f"{change.high:.2f}"
    told = (
        f"{measure.name} went from {measure.per * one.value:.1f} to {measure.per * two.value:.1f} in {measure.per:,} "
        f"({one.count} in {before.of:,}, then {two.count} in {after.of:,}); the later is between {change.low:.2f} and "
        f"{high} times the earlier"
    )
    return change, (one.value, two.value), told + _by_chance(change.holds(1.0))


def _by_chance(within: bool) -> str:
    return ", which cannot be told apart from chance." if within else ", which is more than chance would give."


def _state(change: Interval, none: float, better: str) -> str:
    if change.holds(none):
        return NOT_SHOWN
    return SHOWN if (change.low > none) == (better == UP) else WORSE


def _opening(state: str) -> str:
    return state[0].upper() + state[1:]


def _action(done: date | None) -> str:
    return f"Action done on {done.day} {done:%B %Y}." if done else "Action not done."


def _already(measure: Measure, observed: Sequence[Observed], took_hold: date) -> tuple[str, ...]:
    """A caution where the measure was getting better before the action took hold."""
    days = sorted(one.day for one in observed if one.day < took_hold)
    middle = days[len(days) // 2]
    early = _sum([one for one in observed if one.day < middle])
    late = _sum([one for one in observed if middle <= one.day < took_hold])
    if not early.of or not late.of:
        return ()
    change, _, _ = _rates(measure, early, late) if measure.per else _shares(measure, early, late)
    if _state(change, 1.0 if measure.per else 0.0, measure.better) != SHOWN:
        return ()
    return ("It was getting better already before the action took hold, so that the action may not be the reason.",)
