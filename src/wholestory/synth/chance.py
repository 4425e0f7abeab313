"""Chance that is the same everywhere: streams of numbers that follow from the seed and a name alone.

Only `random.Random.random` is drawn from, whose sequence for a seed is promised across versions and machines; the
other methods of `random.Random` have changed between versions of Python.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Things to choose from, each with its weight. Raises ValueError where no weight is above 0."""

    def __init__(self, things: Sequence[tuple[T, float]]) -> None:
        self.things = tuple(thing for thing, _ in things)
        self.ends = tuple(accumulate(weight for _, weight in things))
        if not self.ends or self.ends[-1] <= 0:
            raise ValueError("nothing to choose from; give at least one thing a weight above 0")


class Chance:
    """One stream of chance. Streams of other names are independent of it, however much is drawn from each."""

    def __init__(self, seed: int, *name: object) -> None:
        self.draw = random.Random(" ".join(map(str, (seed, *name)))).random

    def happens(self, probability: float) -> bool:
        """Whether something of that probability (0 to 1) happens."""
        return self.draw() < probability

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        return int(self.draw() * limit)

    def between(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both possible."""
        return least + int(self.draw() * (most - least + 1))

    def within(self, least: float, most: float) -> float:
        """A number from `least` to `most`."""
        return least + self.draw() * (most - least)

    def one_of(self, things: Sequence[T]) -> T:
        """One of them, all alike."""
        return things[int(self.draw() * len(things))]

    def weighted(self, choice: Weighted[T]) -> T:
        """One of them by its weight."""
        return choice.things[bisect_right(choice.ends, self.draw() * choice.ends[-1], hi=len(choice.ends) - 1)]

    def some_of(self, things: Sequence[T], count: int) -> list[T]:
        """So many of them, none twice, in an order of their own; all of them where there are not as many."""
        left = list(things)
        return [left.pop(int(self.draw() * len(left))) for _ in range(min(count, len(left)))]

    def until(self, probability: float) -> int:
        """How many times something of that probability does not happen before it first does."""
        if probability >= 1:
            return 0
        if probability <= 0:
            return 1 << 60
        return int(math.log(1.0 - self.draw()) / math.log(1.0 - probability))


def ranked(things: Sequence[T], head: float = 12.0) -> Weighted[T]:
    """Choose among things listed most common first, as names are: the weight falls with the rank.

    `head` flattens the top: the larger it is, the less the first few stand out.
    """
    return Weighted([(thing, 1.0 / (rank + head)) for rank, thing in enumerate(things)])
