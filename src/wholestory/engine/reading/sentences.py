"""Sentences and clauses of narratives that were typed in a hurry: few capitals, odd stops, headings, lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from wholestory.engine.reading.hits import Span
from wholestory.engine.reading.machine_code import machine_code
from wholestory.engine.reading.tokens import KINDS, SPACE, WORD, Codes, Ints, Kinds, codes_of

# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st rd nr approx poss prob sgt insp addr temp eg e.g ie i.e etc vs cf dept ext ref tel "
    "yr yrs wk wks hr hrs mins".split()
)

# The same as numbers, a byte a letter.
_SHORT = np.array([int.from_bytes(word.encode("ascii")) for word in _ABBREVIATIONS], np.int64)
_LONGEST = max(map(len, _ABBREVIATIONS))

_DOT, _SEMICOLON = ord("."), ord(";")
_ASKED_OR_CRIED, _LINE_ENDS, _BULLETS, _CLOSING = (tuple(map(ord, marks)) for marks in ("?!", "\n\r", "•·▪", "\"')]"))


def split_sentences(folded: str) -> list[Span]:
    """The sentences of a folded text, without the white space around them, in order and without overlap."""
    starts, ends = bounds_of_sentences(folded)
    return list(map(Span, starts.tolist(), ends.tolist()))


def bounds_of_sentences(folded: str) -> tuple[Ints, Ints]:
    """Where each of the sentences begins, and where it ends."""
    codes = codes_of(folded)
    starts, ends = np.empty(len(codes) + 1, np.int64), np.empty(len(codes) + 1, np.int64)
    count = _split(codes, KINDS, _SHORT, starts, ends)
    return starts[:count], ends[:count]


@machine_code
def _split(codes: Codes, kinds: Kinds, short: Ints, starts: Ints, ends: Ints) -> int:
    """Fill `starts` and `ends`; returns how many sentences there are."""
    count = start = place = 0
    while start < len(codes):
        end = _end_of_mark(codes, kinds, place) if place < len(codes) else place
        if end < 0 or (place < len(codes) and codes[place] == _DOT and _is_abbreviation(codes, kinds, short, place)):
            place = max(place + 1, end)
            continue
        first, last = start, end
        while first < last and kinds[codes[first]] & SPACE:
            first += 1
        while first < last and kinds[codes[last - 1]] & SPACE:
            last -= 1
        if first < last:
            starts[count], ends[count] = first, last
            count += 1
        start = place = end
    return count


@machine_code
def _end_of_mark(codes: Codes, kinds: Kinds, place: int) -> int:
    """Where a mark that ends a sentence ends, with what closes after it; -1 where none begins at this place.

    A question mark that stands alone before a word ("? CSE") is doubt about that word, not the end of a sentence.
    """
    mark, end = codes[place], place + 1
    if mark in _BULLETS:
        return end
    if mark == _SEMICOLON:
        return end if end < len(codes) and kinds[codes[end]] & SPACE else -1
    if mark in _LINE_ENDS:
        while end < len(codes) and codes[end] in _LINE_ENDS:
            end += 1
        return end
    if mark == _DOT:
        while end < len(codes) and codes[end] == _DOT:
            end += 1
    elif mark in _ASKED_OR_CRIED and place > 0 and not kinds[codes[place - 1]] & SPACE:
        while end < len(codes) and codes[end] in _ASKED_OR_CRIED:
            end += 1
    else:
        return -1
    while end < len(codes) and codes[end] in _CLOSING:
        end += 1
    return end if end == len(codes) or kinds[codes[end]] & SPACE else -1


@machine_code
def _is_abbreviation(codes: Codes, kinds: Kinds, short: Ints, end: int) -> bool:
    """Whether the letters and dots up to a place are one of the words after which a full stop ends no sentence."""
    word = 0
    for back in range(_LONGEST + 1):
        place = end - 1 - back
        if place < 0 or not (kinds[codes[place]] & WORD or codes[place] == _DOT):
            break
        if back == _LONGEST or codes[place] > 0x7F:
            return False
        word |= int(codes[place]) << (8 * back)
    return word in short


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
