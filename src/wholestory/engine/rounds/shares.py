"""Shares and rates of small numbers, with intervals that stay honest when the numbers are small.

Every interval holds 95 per cent: Wilson's for a share, Newcombe's for the difference of two, the exact conditional
one for the ratio of two rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included; 95 per cent."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies in it."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, as a number from 0 to 1 with Wilson's interval. Raises ValueError where that is no share."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of or self.of == 0:
            raise ValueError(f"{self.count} of {self.of} is no share; give a count from 0 to a number above 0.")

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.count / self.of

    @property
    def interval(self) -> Interval:
        """Wilson's score interval: never below 0 or above 1, and of some width even where the count is 0."""
        middle = (self.value + Z**2 / (2 * self.of)) / (1 + Z**2 / self.of)
        half = Z * sqrt(self.value * (1 - self.value) / self.of + Z**2 / (4 * self.of**2)) / (1 + Z**2 / self.of)
        return Interval(
            0.0 if self.count == 0 else max(0.0, middle - half),
            1.0 if self.count == self.of else min(1.0, middle + half),
        )


def difference(before: Share, after: Share) -> Interval:
    """The interval of `after` less `before`, by Newcombe's method of squaring and adding two Wilson intervals."""
    change = after.value - before.value
    one, two = before.interval, after.interval
    return Interval(
        change - sqrt((after.value - two.low) ** 2 + (one.high - before.value) ** 2),
        change + sqrt((two.high - after.value) ** 2 + (before.value - one.low) ** 2),
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` events in so much `exposure` (records, visits, months). Raises ValueError where that is no rate."""

    count: int
    exposure: float

    def __post_init__(self) -> None:
        if self.count < 0 or self.exposure <= 0:
            raise ValueError(f"{self.count} in {self.exposure:g} is no rate; give a count of 0 or more in more than 0.")

    @property
    def value(self) -> float:
        """Events for each unit of exposure."""
        return self.count / self.exposure


def ratio(before: Rate, after: Rate) -> Interval:
    """The exact interval of the rate after divided by the rate before, given how many events there were in all.

    Where nothing happened before, it has no upper end; where nothing happened at all, it says nothing.
    """
    from scipy.special import betaincinv

    tail = (1 - CONFIDENCE) / 2
    scale = before.exposure / after.exposure
    low, high = 0.0, inf
    if after.count:
        part = float(betaincinv(after.count, before.count + 1, tail))
        low = scale * part / (1 - part)
    if before.count:
        part = float(betaincinv(after.count + 1, before.count, 1 - tail))
        high = scale * part / (1 - part)
    return Interval(low, high)
