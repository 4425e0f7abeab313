"""A measure over periods with control limits that suit small counts, so that noise is not called news.

Limits are exact (binomial for shares, Poisson for rates): chance alone puts a period outside on either side about
once in 740. A run on one side of the centre is news once chance would give it no oftener than eight heads in a row;
for small counts that may take more than eight periods, because one side is then the likelier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scipy.stats import binom, poisson

from wholestory.engine.rounds.published import RoundsError

TAIL = 0.00135
RUN = 0.5**8
ENOUGH = 8
"""Periods that a baseline needs before anything outside its limits is called news."""

SHARE, RATE = "share", "rate"
ABOVE, BELOW, RUN_ABOVE, RUN_BELOW = "above the limits", "below the limits", "a run above", "a run below"


@dataclass(frozen=True, slots=True)
class Period:
    """`count` of `of` in one period: of cases for a share (a whole number), of exposure for a rate."""

    name: str
    count: int
    of: float


@dataclass(frozen=True, slots=True)
class Point:
    """A period on the chart: its value, the limits for its size, and what it tells: one of the four, or empty."""

    period: Period
    value: float
    low: float
    high: float
    news: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A measure over time. `enough` is false where the baseline has too few periods for any point to be news."""

    centre: float
    points: tuple[Point, ...]
    enough: bool

    @property
    def news(self) -> tuple[Point, ...]:
        """The periods that differ by more than chance would give."""
        return tuple(point for point in self.points if point.news)


def chart(periods: Sequence[Period], kind: str = SHARE, baseline: int | None = None) -> Chart:
    """The chart of periods in order of time; those with nothing to count (`of` 0) are left out.

    `kind`: SHARE or RATE. `baseline`: how many of the first periods set the centre; all where None.
    Raises RoundsError where no period has anything to count, or a count cannot be.
    """
    counted = [period for period in periods if period.of > 0]
    if not counted:
        raise RoundsError("No period has anything to count; choose a longer time or a measure with records.")
    if impossible := [p.name for p in counted if p.count < 0 or (kind == SHARE and p.count > p.of)]:
        raise RoundsError(f"More was counted than there is in {', '.join(impossible)}; look at how it was counted.")
    base = counted[:baseline]
    centre = _centre(base, kind)
    enough = len(base) >= ENOUGH
    laws = [_Law(kind, period.of, centre) for period in counted]
    runs = list(_runs(counted, laws, centre)) if enough else [""] * len(counted)
    points = []
    for period, law, run in zip(counted, laws, runs, strict=True):
        outside = law.outside(period.count) if enough else ""
        value, low, high = (number / period.of for number in (period.count, law.low, law.high))
        points.append(Point(period, value, low, high, outside or run))
    return Chart(centre, tuple(points), enough)


def _centre(base: Sequence[Period], kind: str) -> float:
    count, of = sum(period.count for period in base), sum(period.of for period in base)
    # A baseline of nothing, or of everything, would call the first exception news: half a case keeps it open.
    if count == 0 or (kind == SHARE and count == of):
        return (count + 0.5) / (of + (1 if kind == SHARE else 0))
    return count / of


class _Law:
    """How counts of one period would fall by chance around the centre; from `low` to `high` they are no news."""

    def __init__(self, kind: str, of: float, centre: float) -> None:
        self._of, self._centre = of, centre
        self._law = binom(round(of), centre) if kind == SHARE else poisson(of * centre)
        self.low, self.high = (float(end) for end in self._law.ppf([TAIL, 1 - TAIL]))

    def outside(self, count: int) -> str:
        """ABOVE or BELOW where a count lies outside the limits."""
        return ABOVE if count > self.high else BELOW if count < self.low else ""

    def chance_of_side(self, above: bool) -> float:
        """How often a count lies above, or below, the centre."""
        middle = self._of * self._centre
        at_or_below = float(self._law.cdf(middle))
        return 1 - at_or_below if above else at_or_below - float(self._law.pmf(middle))


def _runs(periods: Sequence[Period], laws: Sequence[_Law], centre: float) -> Iterator[str]:
    """For each period RUN_ABOVE or RUN_BELOW where it ends a run that chance would hardly give.

    A period on the centre itself neither goes on with a run nor ends it.
    """
    chance, side = 1.0, 0
    for period, law in zip(periods, laws, strict=True):
        here = _sign(period.count - period.of * centre)
        if here and here != side:
            chance, side = 1.0, here
        if here:
            chance *= law.chance_of_side(above=here > 0)
        yield (RUN_ABOVE if side > 0 else RUN_BELOW) if here and chance <= RUN else ""


def _sign(value: float) -> int:
    return (value > 1e-9) - (value < -1e-9)
