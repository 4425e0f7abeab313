"""The pack's wording for signs as a peer can take it: literal phrases, and patterns of words where those have no end.

Where the words of an expression can all be written out in at most `MOST_PHRASES` phrases, it is those phrases. Of any
other (a gap, a beginning of words, a number, very many choices) it is every wording that our reader finds by it in
the pack's own sentences. The patterns say all of those others that need no more than `MOST_PATTERNS`: one list of
words after another, each with how many other words may stand before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from wholestory.engine.reading import Note, Reader
from wholestory.practice.expressions import Choice, Step, Word
from wholestory.practice.pack import Practice

MOST_PHRASES = 500
MOST_PATTERNS = 100

# How many other words may stand before these words, of which one stands there.
Place: TypeAlias = tuple[int, tuple[str, ...]]
Way: TypeAlias = tuple[Place, ...]


@dataclass(slots=True)
class Terms:
    """Phrases and patterns, each as (sign, what the wording states by itself, phrase or pattern).

    `expressions` were given, of which `written_out` became phrases whole; `left_out` are too much for patterns too.
    """

    phrases: set[tuple[str, str, str]] = field(default_factory=set)
    patterns: list[tuple[str, str, Way]] = field(default_factory=list)
    expressions: int = 0
    written_out: int = 0
    left_out: int = 0

    def add(self, sign: str, stated: str, steps: Sequence[Step]) -> None:
        """Add what one expression becomes."""
        self.expressions += 1
        if _is_finite(steps) and _count(steps, merged=False) <= MOST_PHRASES:
            ways = _ways(steps, merged=False)
            self.phrases.update((sign, stated, " ".join(words[0] for _, words in way)) for way in ways)
            self.written_out += 1
        elif _count(steps, merged=True) <= MOST_PATTERNS:
            self.patterns.extend((sign, stated, way) for way in _ways(steps, merged=True))
        else:
            self.left_out += 1


def terms_of(practice: Practice, reader: Reader) -> Terms:
    """Everything that the pack's signs look for; `reader` reads the pack's sentences for wordings as they occur."""
    terms = Terms()
    stated: dict[tuple[str, str], str] = {}
    for rule in practice.indicators:
        for assertion, wording in rule.wording.items() if rule.header.on else ():
            for expression in wording:
                terms.add(rule.header.id, assertion.value, expression.steps)
                stated[rule.header.id, expression.source] = assertion.value
    texts = [text for rule in practice.indicators for some in rule.examples.values() for text in some]
    texts += [sentence.text for sentence in practice.sentences] + [note.narrative for note in practice.notes]
    for reading in reader.read_many([Note("", text) for text in texts]):
        terms.phrases.update(
            (one.indicator, stated[one.indicator, one.phrase], one.text.lower()) for one in reading.mentions
        )
    return terms


def _is_finite(steps: Sequence[Step]) -> bool:
    return all(
        step.gap is None
        and (
            all(_is_finite(option) for option in step.part.options)
            if isinstance(step.part, Choice)
            else not set("*#") & set(step.part.text)
        )
        for step in steps
    )


def _count(steps: Sequence[Step], *, merged: bool) -> int:
    """How many ways there are through some parts; `merged` takes single words that stand for one another as one."""
    ways = 1
    for step in steps:
        if isinstance(step.part, Choice):
            singles, longer = _parted(step.part, merged=merged)
            ways *= bool(singles) + sum(_count(option, merged=merged) for option in longer) + step.part.optional
    return ways


def _parted(choice: Choice, *, merged: bool) -> tuple[tuple[str, ...], list[tuple[Step, ...]]]:
    """The single words of a choice, if they are merged, and its other options."""
    singles, longer = [], []
    for option in choice.options:
        part = option[0].part
        if merged and len(option) == 1 and isinstance(part, Word):
            singles.append(part.text)
        else:
            longer.append(option)
    return tuple(singles), longer


def _ways(steps: Sequence[Step], *, merged: bool) -> list[Way]:
    """Every way through some parts."""
    choices = [_through(step, merged=merged) for step in steps]
    return [tuple(place for part in way for place in part) for way in product(*choices)]


def _through(step: Step, *, merged: bool) -> list[Way]:
    gap = step.gap or 0
    if isinstance(step.part, Word):
        return [((gap, (step.part.text,)),)]
    singles, longer = _parted(step.part, merged=merged)
    ways: list[Way] = [((gap, singles),)] if singles else []
    for option in longer:
        for first, *rest in _ways(option, merged=merged):
            ways.append(((max(gap, first[0]), first[1]), *rest))
    return [*ways, ()] if step.part.optional else ways
