"""A narrative cut into stretches, each with the marks that lie on it, so that marks may overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wholestory.model.findings import Assertion

# How a sign is said of the child, to end a sentence with.
HOW_SAID = {
    Assertion.PRESENT: "said to be so",
    Assertion.POSSIBLE: "said to be possible",
    Assertion.ABSENT: "said not to be so",
    Assertion.PAST: "said of long ago",
    Assertion.HYPOTHETICAL: "said only as a warning or a condition",
    Assertion.OTHER_PERSON: "said of somebody else",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch: code points, what kind it is (`sign` or `word`), its number in the record and its label."""

    start: int
    end: int
    kind: str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a narrative under the same marks; `ends` are the marks that end with it."""

    text: str
    marks: tuple[Mark, ...]
    ends: tuple[Mark, ...]


def stretches(narrative: str, marks: Sequence[Mark]) -> Iterator[Stretch]:
    """The narrative, whole and in order, in pieces that begin and end where a mark does."""
    edges = sorted({0, len(narrative), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    edges = [edge for edge in edges if 0 <= edge <= len(narrative)]
    for start, end in pairwise(edges):
        on = tuple(mark for mark in marks if mark.start <= start and end <= mark.end)
        yield Stretch(narrative[start:end], on, tuple(mark for mark in on if mark.end == end))
