"""What is found in one note: spans of code points, and what the expression found there stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points.

    As a tuple it sorts by its start: `bisect_left(spans, (place,))` is the first that starts at a place or later.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """What an expression stands for: a part of the pack, the rule's place in it and how the rule uses it."""

    part: str
    rule: int
    use: str


class Hit(NamedTuple):
    """An expression found in a text: where, what it stands for, as written in the rule, and in which sentence.

    As a tuple it sorts by its start, as a span does.
    """

    start: int
    end: int
    target: Target
    source: str
    sentence: int
