"""What was read in a narrative, each mark with why and by what rule, and the narrative cut up under its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wholestory.model.findings import LanguageFinding, Mention, Reading, Way
from wholestory.practice.files import Header
from wholestory.reports import marks
from wholestory.reports.marks import HOW_SAID
from wholestory.reports.printable import printable
from wholestory.web.children.mark_keys import reading_key
from wholestory.web.children.practice import practice


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: `of` is `mention` or `language`, `key` finds it again. `cue` is the words that decided how it is meant;
    `like` the labelled sentences that it reads like, empty where wording was matched; `instead` a better wording."""

    number: int
    of: str
    key: str
    start: int
    end: int
    words: str
    title: str
    how: str
    because: str
    cue: str
    wording: str
    like: str
    instead: str
    rule: Header | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the narrative under the same marks; `ends` are the numbers of the marks that end with it."""

    words: str
    classes: str
    ends: tuple[int, ...]


def marks_in(reading: Reading, narrative: str, name: str) -> list[Mark]:
    """Every mark of a narrative in its order. `name` is the child's first name, for the better wording."""
    found = [_sign(one, narrative) for one in reading.mentions]
    found += [_word(one, narrative, name) for one in reading.language]
    found.sort(key=lambda mark: (mark.start, mark.end, mark.of))
    return [replace(mark, number=number) for number, mark in enumerate(found, 1)]


def pieces_of(narrative: str, found: Sequence[Mark]) -> list[Piece]:
    """The narrative, whole and unchanged, under its marks."""
    under = [marks.Mark(one.start, one.end, one.of, str(one.number), one.title) for one in found]
    return [
        Piece(
            printable(stretch.text),
            " ".join(f"ws-mark--{kind}" for kind in sorted({mark.kind for mark in stretch.marks})),
            tuple(int(mark.number) for mark in stretch.ends),
        )
        for stretch in marks.stretches(narrative, under)
    ]


def _sign(one: Mention, narrative: str) -> Mark:
    rule = next((rule.header for rule in practice().indicators if rule.header.id == one.indicator), None)
    by_rule = one.way is Way.RULES
    return Mark(
        0,
        "mention",
        reading_key(one.record, one.start, one.end, one.indicator),
        one.start,
        one.end,
        printable(narrative[one.start : one.end]),
        rule.title if rule else one.indicator,
        HOW_SAID[one.assertion],
        one.because,
        one.cue,
        one.phrase if by_rule else "",
        "" if by_rule else one.phrase,
        "",
        rule,
    )


def _word(one: LanguageFinding, narrative: str, name: str) -> Mark:
    rule = next((rule.header for rule in practice().language if rule.header.id == one.term), None)
    return Mark(
        0,
        "language",
        reading_key(one.record, one.start, one.end, one.term),
        one.start,
        one.end,
        printable(narrative[one.start : one.end]),
        rule.title if rule else one.term,
        "may read as blaming or as making light of harm",
        one.why,
        "",
        "",
        "",
        one.suggestion.replace("{child}", name),
        rule,
    )
