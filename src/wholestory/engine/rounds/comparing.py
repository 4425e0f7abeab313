"""Compares two sets of ordinal grades in a way that suits small samples.

Grades are compared by their order and nothing else: no numbers are given to them. Beside the shares stand the
chance that a case of the second set is graded better than one of the first (ties count half), its interval from
seeded resamples, and the Wilcoxon-Mann-Whitney test by permutation: exact where the tables can all be counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import comb, prod

import numpy as np

from wholestory.engine.rounds.published import GRADES, RoundsError
from wholestory.engine.rounds.shares import CONFIDENCE, Interval, Share, difference

RESAMPLES = 10_000
_DRAWS = 19_999
_MOST_TABLES = 50_000

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One grade, or several taken as one because the two sets use different grades: how many cases had it.

    `change` is the interval of the second share less the first.
    """

    grades: tuple[str, ...]
    first: Share
    second: Share
    change: Interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a second set of grades differs from a first.

    `better`: the chance that a case of the second is graded better than one of the first, ties counting half; 0.5 is
    no difference. `better_in`: the share of resamples in which it lies above a half. `chance`: how often chance
    alone gives a difference as large (two-sided); `exact` where every possibility was counted, else drawn.
    """

    lines: tuple[GradeLine, ...]
    better: float
    better_interval: Interval
    better_in: float
    worse_in: float
    resamples: int
    seed: int
    chance: float
    exact: bool

    @property
    def cases(self) -> tuple[int, int]:
        """How many graded cases the two sets have."""
        return self.lines[0].first.of, self.lines[0].second.of

    @property
    def told_apart(self) -> bool:
        """Whether the difference is more than chance would give in all but one comparison of twenty."""
        return self.chance < 1 - CONFIDENCE

    @property
    def good(self) -> int:
        """How many of the lines, from the first, are good or better."""
        return max((place for place, line in enumerate(self.lines, 1) if "good" in line.grades), default=1)

    @property
    def merged(self) -> tuple[tuple[str, ...], ...]:
        """The grades that were taken as one, because they were not used by both."""
        return tuple(line.grades for line in self.lines if len(line.grades) > 1)


def compare(first: Counts, second: Counts, order: Sequence[str] = GRADES, seed: int = 1) -> Comparison:
    """Compare cases by grade; `order` names the grades, best first. The same numbers and seed give the same answer.

    Raises RoundsError where a set has no case, or the two have fewer than two grades in common.
    """
    groups = common_grades(first, second, order)
    one, two = _totals(first, groups), _totals(second, groups)
    if not sum(one) or not sum(two):
        raise RoundsError("One of the two has no graded case; there is nothing to compare.")
    if len(groups) < 2:
        raise RoundsError("The two use grades that cannot be put in one order; compare rounds with like scales.")
    resampled = _resampled(one, two, seed)
    chance, exact = chance_of(one, two, seed)
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(resampled, [tail, 100 - tail])
    return Comparison(
        lines=_lines(groups, one, two),
        better=superiority(one, two),
        better_interval=Interval(float(low), float(high)),
        better_in=float(np.mean(resampled > 0.5)),
        worse_in=float(np.mean(resampled < 0.5)),
        resamples=RESAMPLES,
        seed=seed,
        chance=chance,
        exact=exact,
    )


def common_grades(first: Counts, second: Counts, order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The grades on which both can be put, best first, each as the grades that are taken as one.

    Downwards from the best, grades are taken together until both sets have used one of them: outstanding with good
    where only one set knows outstanding, adequate with requires improvement where one set has the one and one the
    other. Raises RoundsError for a grade that is not in `order`.
    """
    unknown = sorted({*first, *second} - set(order))
    if unknown:
        raise RoundsError(f"{', '.join(unknown)}: no such grade; the grades are {', '.join(order)}.")
    groups: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    for grade in order:
        if grade in first or grade in second:
            waiting += (grade,)
        if any(name in first for name in waiting) and any(name in second for name in waiting):
            groups.append(waiting)
            waiting = ()
    if waiting and groups:
        groups[-1] += waiting
    return tuple(groups)


def _totals(counts: Counts, groups: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    return tuple(sum(counts.get(grade, 0) for grade in group) for group in groups)


def _lines(groups: Sequence[tuple[str, ...]], one: Sequence[int], two: Sequence[int]) -> tuple[GradeLine, ...]:
    lines = []
    for group, first, second in zip(groups, one, two, strict=True):
        shares = Share(first, sum(one)), Share(second, sum(two))
        lines.append(GradeLine(group, *shares, difference(*shares)))
    return tuple(lines)


def superiority(one: Sequence[int], two: Sequence[int]) -> float:
    """The chance that a case of `two` is better than one of `one`; both count cases by grade, best first."""
    below = [*accumulate(reversed(one), initial=0)][-2::-1]
    pairs = sum(count * (lower + tied / 2) for count, lower, tied in zip(two, below, one, strict=True))
    return pairs / (sum(one) * sum(two))


def _resampled(one: Sequence[int], two: Sequence[int], seed: int) -> np.ndarray:
    """The superiority in each of RESAMPLES resamples of both sets."""
    draw = np.random.default_rng(seed)
    ones = draw.multinomial(sum(one), np.array(one) / sum(one), RESAMPLES)
    twos = draw.multinomial(sum(two), np.array(two) / sum(two), RESAMPLES)
    below = np.cumsum(ones[:, ::-1], axis=1)[:, ::-1] - ones
    pairs: np.ndarray = np.sum(twos * (below + ones / 2), axis=1)
    return pairs / (sum(one) * sum(two))


def chance_of(one: Sequence[int], two: Sequence[int], seed: int = 1) -> tuple[float, bool]:
    """How often dealing the same grades out at random parts the sets as far as they are, and whether that is exact.

    Two-sided, of the rank sum with middle ranks for ties. Drawn where there are more than 50,000 ways to deal.
    """
    totals = [first + second for first, second in zip(one, two, strict=True)]
    dealt_out = min(one, two, key=sum)
    cases = sum(dealt_out)
    # Twice the middle rank of each grade, so that everything is a whole number and nothing is lost by rounding.
    ranks = [2 * before + total + 1 for before, total in zip(accumulate([0, *totals]), totals, strict=False)]
    expected = cases * (sum(totals) + 1)
    far = abs(_rank_sum(dealt_out, ranks) - expected)
    if prod(min(total, cases) + 1 for total in totals[1:]) <= _MOST_TABLES:
        ways = sum(
            prod(map(comb, totals, deal))
            for deal in _deals(totals, cases)
            if abs(_rank_sum(deal, ranks) - expected) >= far
        )
        return float(Fraction(ways, comb(sum(totals), cases))), True
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(totals, cases, _DRAWS)
    hits = int(np.sum(np.abs(drawn @ np.array(ranks) - expected) >= far))
    return (hits + 1) / (_DRAWS + 1), False


def _rank_sum(counts: Sequence[int], ranks: Sequence[int]) -> int:
    return sum(count * rank for count, rank in zip(counts, ranks, strict=True))


def _deals(totals: Sequence[int], cases: int) -> Iterator[tuple[int, ...]]:
    """Every way to deal `cases` out over grades that hold so many."""
    if len(totals) == 1:
        if cases <= totals[0]:
            yield (cases,)
        return
    room = sum(totals[1:])
    for count in range(max(0, cases - room), min(totals[0], cases) + 1):
        for rest in _deals(totals[1:], cases - count):
            yield (count, *rest)
