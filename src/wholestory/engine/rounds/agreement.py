"""How far people who graded the same cases agree, and in which direction they differ.

Three measures: the share of cases graded alike; Cohen's kappa with linear weights (two people, a step apart counts
half of two steps); Krippendorff's ordinal alpha (any number of people, gaps allowed). Intervals come from seeded
resamples of cases, because few cases are graded twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np

from wholestory.engine.rounds.published import GRADES, RoundsError
from wholestory.engine.rounds.shares import CONFIDENCE, Interval, Share

RESAMPLES = 1_000

Grading = Sequence[str | None]
"""The grades that one case was given, one a person; None where somebody did not grade it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure and its interval: 1 is full agreement, 0 what chance would give."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree on `cases` that two or more of them graded.

    `alike`: cases that all graded the same. `kappa`: None unless two people graded each case. `kappa` and `alpha` are
    None where every grade given is the same, because nothing then tells agreement from habit, and for a single case,
    whose resamples are all that case and would claim certainty.
    """

    cases: int
    alike: Share
    kappa: Measured | None
    alpha: Measured | None


def agreement(gradings: Sequence[Grading], order: Sequence[str] = GRADES, seed: int = 1) -> Agreement | None:
    """Agreement over cases; None where no case was graded by two people.

    Raises RoundsError for a grade that is not in `order` (best first).
    """
    cases = [given for given in (_known(grading, order) for grading in gradings) if len(given) > 1]
    if not cases:
        return None
    counts = np.array([[given.count(place) for place in range(len(order))] for given in cases])
    pairs = np.array(cases) if all(len(given) == 2 for given in cases) else None
    return Agreement(
        cases=len(cases),
        alike=Share(sum(len(set(given)) == 1 for given in cases), len(cases)),
        kappa=None if pairs is None else _measured(pairs, lambda chosen: _kappa(chosen, len(order)), seed),
        alpha=_measured(counts, _alpha, seed),
    )


def agreement_by_strand(
    strands: Mapping[str, Sequence[Grading]], order: Sequence[str] = GRADES, seed: int = 1
) -> dict[str, Agreement | None]:
    """Agreement strand by strand, in the order given."""
    return {strand: agreement(gradings, order, seed) for strand, gradings in strands.items()}


def _known(grading: Grading, order: Sequence[str]) -> list[int]:
    """The places in `order` of the grades that were given."""
    for grade in grading:
        if grade is not None and grade not in order:
            raise RoundsError(f"{grade}: no such grade; the grades are {', '.join(order)}.")
    return [order.index(grade) for grade in grading if grade is not None]


def _measured(rows: np.ndarray, measure: Callable[[np.ndarray], float | None], seed: int) -> Measured | None:
    """A measure over rows (one a case) with the interval that resamples of the rows give."""
    value = measure(rows) if len(rows) > 1 else None
    if value is None:
        return None
    draw = np.random.default_rng(seed)
    chosen = draw.integers(0, len(rows), (RESAMPLES, len(rows)))
    found = [again for cases in chosen if (again := measure(rows[cases])) is not None]
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(found, [tail, 100 - tail])
    return Measured(value, Interval(float(low), float(high)))


def _kappa(pairs: np.ndarray, grades: int) -> float | None:
    """Cohen's kappa with linear weights over rows of two grades; None where chance would agree always."""
    table = np.zeros((grades, grades))
    np.add.at(table, (pairs[:, 0], pairs[:, 1]), 1 / len(pairs))
    steps = np.abs(np.subtract.outer(np.arange(grades), np.arange(grades)))
    by_chance = float(np.sum(steps * np.outer(table.sum(axis=1), table.sum(axis=0))))
    return None if by_chance == 0 else 1 - float(np.sum(steps * table)) / by_chance


def _alpha(counts: np.ndarray) -> float | None:
    """Krippendorff's ordinal alpha over rows of counts by grade; None where only one grade was given."""
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal"))


@dataclass(frozen=True, slots=True)
class CrossTable:
    """The same cases graded twice: `counts[i][j]` cases that the first graded i and the second j, best first.

    `first_higher`, `first_lower`: cases that the first graded better, or worse, than the second. `chance`: how often
    tossing a coin over the cases on which they differ would lean so far (two-sided sign test).
    """

    order: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    alike: int
    first_higher: int
    first_lower: int
    chance: float

    @property
    def cases(self) -> int:
        """How many cases were graded by both."""
        return self.alike + self.first_higher + self.first_lower


def cross_table(pairs: Sequence[tuple[str, str]], order: Sequence[str] = GRADES) -> CrossTable:
    """Two gradings of each case (the force's own and the inspectors', say) against each other."""
    from scipy.stats import binomtest

    places = [_known(pair, order) for pair in pairs]
    used = [place for place in range(len(order)) if any(place in pair for pair in places)]
    higher = sum(first < second for first, second in places)
    lower = sum(first > second for first, second in places)
    return CrossTable(
        order=tuple(order[place] for place in used),
        counts=tuple(tuple(places.count([first, second]) for second in used) for first in used),
        alike=len(places) - higher - lower,
        first_higher=higher,
        first_lower=lower,
        chance=float(binomtest(higher, higher + lower).pvalue) if higher + lower else 1.0,
    )
