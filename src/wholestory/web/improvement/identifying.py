"""Points at what in a text may lead to a person: names held here, words that look like names, numbers, places, dates.

It points and never decides. What it does not point at may still tell who is meant: what happened, told exactly, is
enough for those who were there. That is for the second person to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wholestory.engine.things.places import plain_words
from wholestory.web.records.models import PersonName

HELD, NAME, NUMBER, ADDRESS, DATE, AGE = (
    "the name of somebody held here",
    "may be a name",
    "a number, an account or an address on the internet",
    "a place that can be found on a map",
    "an exact date or time",
    "an exact age",
)

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Court|Crescent|Place|Terrace|Way|House|School|Academy|Home|Park"
)
_PATTERNS = (
    (NUMBER, re.compile(r"\S+@\S+|\bhttps?://\S+|\bwww\.\S+|@\w{3,}")),
    (NUMBER, re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b|\b[A-Z]{2}\s?\d{6}\s?[A-D]\b")),
    (ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)),
    (ADDRESS, re.compile(rf"\b(?:\d+[a-z]?\s+)?(?:[A-Z][\w’']+\s+)+(?:{_STREET})\b")),
    (DATE, re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b(?:\s+\d{{4}})?", re.IGNORECASE)),
    (
        DATE,
        re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?[ap]m\b|\b(?:19|20)\d{2}\b"),
    ),
    (DATE, re.compile(rf"\b(?:{_DAY})\b")),
    (AGE, re.compile(r"\b(?:aged?|was|were|is|turned|at)\s+\d{1,2}\b(?!\s*(?:%|per))|\b\d{1,2}[- ]years?[- ]old\b")),
    (NUMBER, re.compile(r"(?<!\w)\+?\d[\d\s-]{5,}\d(?!\w)")),
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SENTENCE_END = re.compile(r"[.!?:;“”\"\n]\s*[‘'“\"]?$")
# Capitals inside a sentence that name nobody.
_NOBODY = frozenset({"i", "i’m", "i'm", "i’d", "i'd", "i’ve", "i've", "i’ll", "i'll", "cse", "ok", "uk", "england"})


@dataclass(frozen=True, slots=True)
class Pointed:
    """A stretch of the text, and what it may be."""

    text: str
    kind: str


def pointed_at(words: str) -> list[Pointed]:
    """What in a text may lead to a person, in its order, each stretch once. One query."""
    found: dict[str, tuple[int, str]] = {}
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(words):
            found.setdefault(match.group().strip(), (match.start(), kind))
    capitals = list(_capitals(words))
    held = _held(word for word, _, _ in capitals)
    for word, start, opens in capitals:
        if set(plain_words(word)) & held:
            found[word] = (start, HELD)
        elif not opens and not any(word in text for text in found):
            found[word] = (start, NAME)
    return [Pointed(text, kind) for text, (_, kind) in sorted(found.items(), key=lambda one: one[1][0])]


def _capitals(words: str) -> Iterator[tuple[str, int, bool]]:
    """Words with a capital: each with where it stands and whether it opens a sentence, where every word has one."""
    for match in _WORD.finditer(words):
        word = match.group()
        if word[0].isupper() and word.lower() not in _NOBODY:
            before = words[: match.start()]
            yield word, match.start(), not before.strip() or bool(_SENTENCE_END.search(before))


def _held(words: Iterable[str]) -> set[str]:
    plain = {one for word in words for one in plain_words(word)}
    return set(PersonName.objects.filter(word__in=plain).values_list("word", flat=True))
