"""What finding hands to deciding: stretches that may carry a sign, found by rules or in another way.

Every way of finding gives candidates; one shared stage decides said-how, about-whom and the cue to show.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wholestory.engine.reading.hits import Span
from wholestory.engine.reading.involved import Involved
from wholestory.model.findings import Assertion, Way


@dataclass(frozen=True, slots=True)
class Note:
    """A narrative to read, the record it belongs to (may be empty) and who is involved in it."""

    record: str
    narrative: str
    involved: Involved = field(default_factory=Involved)


class Candidate(NamedTuple):
    """A stretch (code points, half open) that may carry an indicator.

    `stated` is what the words say by themselves; `phrase` what found them, to show. `is_clause` says that the stretch
    is a whole clause, whose own cues and people then decide too; wording is never turned round by a cue inside it.
    `way` says which way of reading found it; `like` are the labelled sentences by which a clause was found.
    """

    indicator: str
    start: int
    end: int
    stated: Assertion = Assertion.PRESENT
    phrase: str = ""
    is_clause: bool = False
    way: Way = Way.RULES
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One note as a second way of finding sees it: its text, its sentences and what the rules found.

    `folded` is `narrative` in lower case, as long as it; `sentences` are in order and do not overlap.
    """

    narrative: str
    folded: str
    sentences: tuple[Span, ...]
    candidates: tuple[Candidate, ...]

    def sentence_of(self, place: int) -> int:
        """The number of the sentence that holds a place (the one before it, for a place between two)."""
        return max(bisect_left(self.sentences, (place + 1,)) - 1, 0)


# A second way of finding: for each page, further candidates. Those that the rules have settled are the page's own.
Suggest = Callable[[Sequence[Page]], Sequence[Sequence[Candidate]]]
