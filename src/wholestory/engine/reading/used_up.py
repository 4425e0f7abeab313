"""Denials that belong to wording of their own: "has *not showered* and hygiene is poor" denies no hygiene."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from wholestory.engine.reading.candidates import Candidate
from wholestory.engine.reading.context import Cue
from wholestory.engine.reading.hits import Span
from wholestory.model.findings import Assertion

_ABSENT = Assertion.ABSENT.value


class UsedUp:
    """The wording of a note that uses up the denials inside it.

    Wording of absence uses up none, since its "no" denies the rest of a list too; nor does a whole clause.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates

    @cached_property
    def _wording(self) -> list[Span]:
        return sorted(
            Span(one.start, one.end)
            for one in self._candidates
            if not one.is_clause and one.stated is not Assertion.ABSENT
        )

    @cached_property
    def _longest(self) -> int:
        return max((span.end - span.start for span in self._wording), default=0)

    def holds(self, cue: Cue, span: Span) -> bool:
        """Whether a denial lies within wording that stands apart from `span`, and so says nothing of it."""
        if cue.effect != _ABSENT:
            return False
        first = bisect_left(self._wording, (cue.start - self._longest,))
        last = bisect_left(self._wording, (cue.start + 1,))
        return any(
            cue.end <= wording.end and (wording.end <= span.start or span.end <= wording.start)
            for wording in self._wording[first:last]
        )
