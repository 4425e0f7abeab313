"""Clauses: the stretches between stops, commas and joining words that are compared with labelled sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wholestory.engine.reading.hits import Span

# What parts two statements within a sentence. "and" and "but" part them only where a statement may follow, so that
# "cold and hungry" stays whole.
_PARTS = re.compile(
    r"[,;:()]\s|\s[-–—]+\s|\.\.\.|…|\s(?=(?:but|then|because|although|however|whilst|while|when|after which|so)\s)"
    r"|\s(?=and\s(?:she|he|they|was|were|has|had|is|said|says|that|mum|dad|then|would|could|will|not|no|did|got|went)\b)"
)
_WORD = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 2
# A whole sentence is compared too where it is short enough to be one statement told in several parts.
_LONGEST_SENTENCE = 24


def clauses(folded: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence, and the sentence itself where it has several and is short; trimmed, in order."""
    start, parts = sentence.start, 0
    for found in _PARTS.finditer(folded, sentence.start, sentence.end):
        clause = _trim(folded, start, found.start())
        if clause:
            parts += 1
            yield clause
        start = found.end()
    clause = _trim(folded, start, sentence.end)
    if clause:
        yield clause
    if parts and len(_WORD.findall(folded, sentence.start, sentence.end)) <= _LONGEST_SENTENCE:
        yield sentence


def _trim(folded: str, start: int, end: int) -> Span | None:
    """The stretch from its first to its last word, with closing marks; None where it has too few words to read."""
    words = list(_WORD.finditer(folded, start, end))
    if len(words) < _FEWEST_WORDS:
        return None
    while end > start and folded[end - 1].isspace():
        end -= 1
    while start < end and folded[start].isspace():
        start += 1
    return Span(start, end)
