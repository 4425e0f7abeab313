"""How many cases a sample needs to show a change of a given size: found in eight of ten samples where it is real.

Normal approximations for planning (Fleiss for a share, Whitehead for a whole scale); two-sided, five per cent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, log, sqrt
from statistics import NormalDist

from wholestory.engine.rounds.published import RoundsError
from wholestory.engine.rounds.shares import Z

POWER = 0.8
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Needed:
    """What it takes to show that a share went from `share` to `share` + `change`.

    `each`: cases in each of two new rounds. `following`: cases in the next round beside the first as it is; None
    where no number is enough, because the first has too few. `each_by_scale`: cases in each of two new rounds where
    all grades are compared and every one shifts alike.
    """

    share: float
    change: float
    each: int
    following: int | None
    each_by_scale: int


def needed(counts: Sequence[int], good: int, change: float) -> Needed:
    """For a round with so many cases by grade, best first, of which the first `good` grades count as good.

    `change` is in shares (0.1: ten points more). Raises RoundsError where the share cannot change by so much, and for
    a round without a case.
    """
    cases = sum(counts)
    if not cases:
        raise RoundsError("A round without a case gives nothing to plan from; choose one that has been graded.")
    # Half a case is added to each side, so that a round without one good case can still be planned from.
    share = (sum(counts[:good]) + 0.5) / (cases + 1)
    if not 0 < share + change < 1 or change == 0:
        raise RoundsError(
            f"A share of {share:.0%} cannot change by {change * 100:+.0f} points; give a change that leaves it between "
            "0 and 100."
        )
    each = _least(lambda size: power_of(share, share + change, size, size))
    if each is None:
        raise RoundsError("So small a change would need more than a million cases; give a larger one.")
    return Needed(
        share=share,
        change=change,
        each=each,
        following=_least(lambda size: power_of(share, share + change, cases, size)),
        # Where every case has one grade, the whole scale says no more than the share that is good.
        each_by_scale=each if max(counts) == cases else _by_scale(counts, share, change),
    )


def power_of(before: float, after: float, first: int, second: int) -> float:
    """The chance that a two-sided test at five per cent finds a share gone from `before` to `after`.

    `first` and `second` are the cases of the two samples.
    """
    pooled = (first * before + second * after) / (first + second)
    by_chance = sqrt(pooled * (1 - pooled) * (1 / first + 1 / second))
    spread = sqrt(before * (1 - before) / first + after * (1 - after) / second)
    return NormalDist().cdf((abs(after - before) - Z * by_chance) / spread)


def _least(power: Callable[[int], float]) -> int | None:
    """The smallest size from which on the power is reached; None where a million cases are not enough."""
    high = 2
    while power(high) < POWER:
        if high >= _MOST:
            return None
        high *= 2
    low = high // 2
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle) >= POWER else (middle + 1, high)
    return high


def cases_for_odds(shares: Sequence[float], odds: float) -> int:
    """Cases in each of two equal samples, to find that the odds of every grade or better changed by the factor `odds`.

    `shares`: cases by grade, both samples together, adding up to 1.
    """
    both = 12 * (Z + NormalDist().inv_cdf(POWER)) ** 2 / (log(odds) ** 2 * (1 - sum(part**3 for part in shares)))
    return ceil(both / 2)


def _by_scale(counts: Sequence[int], share: float, change: float) -> int:
    odds = (share + change) * (1 - share) / (share * (1 - share - change))
    before = [reached / sum(counts) for reached in accumulate(counts)]
    after = [odds * reached / (1 - reached + odds * reached) for reached in before]
    middle = [(one + two) / 2 for one, two in zip(before, after, strict=True)]
    return cases_for_odds([high - low for high, low in zip(middle, [0.0, *middle], strict=False)], odds)
