"""Sentences and clauses of narratives that were typed in a hurry: few capitals, odd stops, headings, lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from wholestory.engine.reading.hits import Span

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st rd nr approx poss prob sgt insp addr temp eg e.g ie i.e etc vs cf dept ext ref tel "
    "yr yrs wk wks hr hrs mins".split()
)

# A question mark that stands alone before a word ("? CSE") is doubt about that word, not the end of a sentence.
_END = re.compile(r"(?:\.+[\"')\]]*(?=\s|$)|(?<=\S)[!?]+[\"')\]]*(?=\s|$)|[\n\r]+|;(?=\s)|[•·▪])")
_MARK = re.compile(r"[.!?\n\r;•·▪]")
_LAST_WORD = re.compile(r"[\w.']+$")
# Most words before a full stop are told from all of these by their last two letters.
_LAST_TWO = frozenset(word[-2:] for word in _ABBREVIATIONS)


def split_sentences(folded: str) -> list[Span]:
    """The sentences of a folded text, without the white space around them, in order and without overlap."""
    spans, start, reached = [], 0, 0
    for mark in _MARK.finditer(folded):
        found = _END.match(folded, mark.start()) if mark.start() >= reached else None
        if found is None:
            continue
        reached = found.end()
        if folded[found.start()] == "." and _is_abbreviation(folded, start, found.start() + 1):
            continue
        spans.append(_trim(folded, start, found.end()))
        start = found.end()
    spans.append(_trim(folded, start, len(folded)))
    return [span for span in spans if span.start < span.end]


def _is_abbreviation(folded: str, start: int, end: int) -> bool:
    if folded[max(start, end - 3) : end - 1] not in _LAST_TWO:
        return False
    word = _LAST_WORD.search(folded[max(start, end - 12) : end - 1])
    return word is not None and word[0] in _ABBREVIATIONS


def _trim(folded: str, start: int, end: int) -> Span:
    while start < end and folded[start].isspace():
        start += 1
    while start < end and folded[end - 1].isspace():
        end -= 1
    return Span(start, end)


_QUOTE = re.compile(r"[\"']")
_QUOTES = re.compile(r"\"[^\"\n]{1,600}\"|(?<![\w])'(?=[\w£])[^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*'(?!\w)")


def quotations(folded: str) -> list[Span]:
    """Stretches between quotation marks, double or single (an apostrophe within a word opens nothing)."""
    spans: list[Span] = []
    reached = 0
    for mark in _QUOTE.finditer(folded):
        found = _QUOTES.match(folded, mark.start()) if mark.start() >= reached else None
        if found:
            reached = found.end()
            spans.append(Span(*found.span()))
    return spans


def covered(span: Span, by: Sequence[Span]) -> bool:
    """Whether a span lies wholly inside one of the others, which are in order and do not overlap."""
    place = bisect_left(by, (span.start + 1,)) - 1
    return place >= 0 and span.end <= by[place].end
