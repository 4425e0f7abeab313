"""How well a reader reads labelled notes: what it found, missed and made up, in shares with their counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from wholestory.model.findings import CURRENT, Assertion, Reading
from wholestory.practice.notes import LabelledNote


@dataclass(slots=True)
class Tally:
    """How many were right, found and meant; precision, recall and F1 follow (0 where nothing was found or meant)."""

    right: int = 0
    found: int = 0
    meant: int = 0

    def add(self, meant: Set[Hashable], found: Set[Hashable]) -> None:
        """Count one note's answers against what was meant."""
        self.right += len(meant & found)
        self.found += len(found)
        self.meant += len(meant)

    @property
    def precision(self) -> float:
        """The share of what was found that was meant."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was meant that was found."""
        return self.right / self.meant if self.meant else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.meant) if self.found + self.meant else 0.0


AGE_BANDS = ((0, 4), (5, 9), (10, 12), (13, 15), (16, 17))


@dataclass(slots=True)
class Measure:
    """Tallies over a set of notes.

    `signs` counts (sign, assertion) pairs; `current` signs said as present or possible, the figure that matters most;
    `mention` signs however said; `language` wordings challenged; `fair` and `left_alone` wordings that must be left
    alone and were. `misses` names each difference in a line.
    """

    signs: Tally = field(default_factory=Tally)
    current: Tally = field(default_factory=Tally)
    mention: Tally = field(default_factory=Tally)
    by_assertion: dict[str, Tally] = field(default_factory=dict)
    by_sign: dict[str, Tally] = field(default_factory=dict)
    by_agency: dict[str, Tally] = field(default_factory=dict)
    by_age: dict[str, Tally] = field(default_factory=dict)
    language: Tally = field(default_factory=Tally)
    fair: int = 0
    left_alone: int = 0
    misses: list[str] = field(default_factory=list)


def measure(notes: Sequence[LabelledNote], readings: Sequence[Reading]) -> Measure:
    """Compare readings with the labels of their notes (both in the same order)."""
    result = Measure()
    for note, reading in zip(notes, readings, strict=True):
        _count_signs(result, note, reading)
        _count_language(result, note, reading)
    return result


def _count_signs(result: Measure, note: LabelledNote, reading: Reading) -> None:
    meant = frozenset((sign, assertion) for sign, assertion, _ in note.signs)
    found = frozenset((mention.indicator, mention.assertion) for mention in reading.mentions)
    result.signs.add(meant, found)
    result.mention.add(_names(meant), _names(found))
    now_meant, now_found = _names(_current(meant)), _names(_current(found))
    result.current.add(now_meant, now_found)
    result.by_agency.setdefault(note.agency, Tally()).add(now_meant, now_found)
    result.by_age.setdefault(_band(note.age), Tally()).add(now_meant, now_found)
    for assertion in Assertion:
        one = result.by_assertion.setdefault(assertion.value, Tally())
        one.add(*(frozenset(pair for pair in side if pair[1] is assertion) for side in (meant, found)))
    for sign in sorted(_names(meant | found)):
        one = result.by_sign.setdefault(sign, Tally())
        one.add(*(frozenset(name for name in side if name == sign) for side in (now_meant, now_found)))
    words = {(m.indicator, m.assertion): m.text for m in reading.mentions} | {(s, a): w for s, a, w in note.signs}
    for name, pairs in (("missed", meant - found), ("wrong", found - meant)):
        result.misses += [f"{name} {note.key} {pair[0]} {pair[1].value}: {words[pair]}" for pair in sorted(pairs)]


def _names(pairs: Iterable[tuple[str, Assertion]]) -> frozenset[str]:
    return frozenset(sign for sign, _ in pairs)


def _current(pairs: Iterable[tuple[str, Assertion]]) -> list[tuple[str, Assertion]]:
    return [pair for pair in pairs if pair[1] in CURRENT]


def _band(age: int) -> str:
    return next((f"{low} to {high}" for low, high in AGE_BANDS if low <= age <= high), "18 and over")


def _count_language(result: Measure, note: LabelledNote, reading: Reading) -> None:
    # "Prefer" wording is advice on style; the labels leave it out.
    challenged = [finding.text for finding in reading.language if finding.severity != "prefer"]
    hit = [flag for flag in note.flags if any(overlaps(flag, text) for text in challenged)]
    stray = [text for text in challenged if not any(overlaps(text, flag) for flag in note.flags)]
    result.language.right += len(hit)
    result.language.meant += len(note.flags)
    result.language.found += len(hit) + len(stray)
    wrong = [text for text in note.fair if any(overlaps(text, words) for words in challenged)]
    result.fair += len(note.fair)
    result.left_alone += len(note.fair) - len(wrong)
    result.misses += [f"unchallenged {note.key}: {flag}" for flag in note.flags if flag not in hit]
    result.misses += [f"wrongly challenged {note.key}: {text}" for text in stray]


def overlaps(one: str, other: str) -> bool:
    """Whether one text holds the other, or they share a run of at least half the shorter one (four letters or more)."""
    one, other = one.casefold().strip(), other.casefold().strip()
    if min(len(one), len(other)) < 4:
        return False
    run = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return run.size >= max(4, min(len(one), len(other)) / 2)
