"""Whose words they are: the author's own about a child are challenged; anybody else's are left alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from wholestory.engine.reading.context import Cues
from wholestory.engine.reading.hits import Hit, Span
from wholestory.engine.reading.involved import Cast
from wholestory.engine.reading.sentences import covered

_LEFT_ALONE = frozenset({"corrected", "attributed", "absent", "hypothetical"})


class Voice:
    """Judges the voice of language hits in one narrative."""

    def __init__(self, folded: str, sentences: Sequence[Span], quoted: Sequence[Span], cues: Cues, cast: Cast) -> None:
        self._folded = folded
        self._sentences = sentences
        self._quoted = quoted
        self._cues = cues
        self._cast = cast

    def is_the_authors_about_a_child(self, hit: Hit, about_adults: bool) -> bool:
        """Whether the author writes these words, unquoted and in earnest, about a child."""
        span = Span(hit.start, hit.end)
        if covered(span, self._quoted) or self._is_quoted_inside(span):
            return False
        if any(cue.effect in _LEFT_ALONE for cue in self._cues.governing(span, hit.sentence)):
            return False
        if self._is_corrected_next(hit.sentence):
            return False
        if self._cast.is_told_by_another(hit.start, self._sentences[hit.sentence]):
            return False
        if about_adults:
            return True
        someone = self._cast.spoken_of(hit.start, self._sentences[hit.sentence])
        return someone is None or someone.group != "adult"

    def _is_corrected_next(self, sentence: int) -> bool:
        """Whether the next sentence points back and puts the words right ("This is wrong and has been amended")."""
        if sentence + 1 >= len(self._sentences):
            return False
        following = self._sentences[sentence + 1]
        points_back = self._folded.startswith(("this ", "that ", "these ", "it ", "which "), following.start)
        return points_back and self._cues.is_corrected(sentence + 1)

    def _is_quoted_inside(self, span: Span) -> bool:
        """Whether most of the words stand between quotation marks that open just inside the hit."""
        place = bisect_left(self._quoted, span.start, key=lambda quote: quote.end)
        for quote in self._quoted[place:]:
            if quote.start >= span.end:
                break
            if min(span.end, quote.end) - max(span.start, quote.start) > (span.end - span.start) / 2:
                return True
        return False
