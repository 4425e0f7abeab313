"""How something is said: which cues govern a hit, and what they make of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wholestory.engine.reading.scanner import Hit, Span
from wholestory.model.findings import Assertion
from wholestory.practice.wording import CueRule

# When several cues govern the same words, the first of these decides.
_STRONGEST_FIRST = (
    Assertion.HYPOTHETICAL,
    Assertion.OTHER_PERSON,
    Assertion.ABSENT,
    Assertion.PAST,
    Assertion.POSSIBLE,
)

_COMMA = re.compile(r"[,()]|\s[-–]+\s|\.\.\.|…")
# After these a new statement begins, whatever the cue before them could reach.
_TURN = re.compile(
    r"\s[-–]+\s|[,)]\s*(?:she|he|they|it|we|i|mum|dad|says|said|has|had|is|was|will|seen|found|told|which|who)\b"
)

# What stands after is cut off by a comma or a dash, but not by the colon of a heading ("Weapons: none").
_ASIDE = re.compile(r"\s[-–]+\s|[,;]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that governs a hit: its effect, where it stands, and whether it stands right beside the hit."""

    effect: str
    start: int
    end: int
    beside: bool = False


class Cues:
    """The cue hits of one narrative, by sentence."""

    def __init__(self, rules: Sequence[CueRule], hits: Iterable[Hit], folded: str) -> None:
        self._rules = rules
        self._folded = folded
        by_sentence: dict[int, list[Hit]] = {}
        for hit in hits:
            by_sentence.setdefault(hit.sentence, []).append(hit)
        self._by_sentence = {place: _without_look_alikes(found) for place, found in by_sentence.items()}

    def governing(self, span: Span, sentence: int, is_clause: bool = False) -> list[Cue]:
        """Every cue of the sentence that reaches the span, nearest first; for a whole clause also those inside it."""
        found = self._by_sentence.get(sentence, ())
        stops = [hit for hit in found if self._rules[hit.target.rule].effect in _ENDS]
        cues = []
        for hit in found:
            rule = self._rules[hit.target.rule]
            if rule.effect not in _ENDS and (
                self._reaches(hit, rule, span, stops) or (is_clause and span.start <= hit.start and hit.end <= span.end)
            ):
                words = self._folded[min(hit.end, span.end) : max(hit.start, span.start)]
                cues.append(
                    Cue(rule.effect, hit.start, hit.end, beside=len(words.split()) <= 1 and not _COMMA.search(words))
                )
        return sorted(cues, key=lambda cue: (min(abs(cue.start - span.end), abs(span.start - cue.end)), cue.start))

    def is_corrected(self, sentence: int) -> bool:
        """Whether a sentence puts words right."""
        return any(
            hit.target.use == "anywhere" and self._rules[hit.target.rule].effect == "corrected"
            for hit in self._by_sentence.get(sentence, ())
        )

    def _reaches(self, hit: Hit, rule: CueRule, span: Span, stops: list[Hit]) -> bool:
        if hit.target.use == "anywhere":
            # A correction may run into the very words that it corrects ("this was not just a phase").
            return rule.effect == "corrected" or hit.end <= span.start or span.end <= hit.start
        is_before = hit.target.use == "before"
        between = Span(hit.end, span.start) if is_before else Span(span.end, hit.start)
        if between.start > between.end:
            return False
        words = self._folded[between.start : between.end]
        reach = rule.reach if is_before else rule.reach_back
        if len(words.split()) > reach or (not rule.crosses_commas and _COMMA.search(words)):
            return False
        if reach >= _OVER_STOPS:
            return True
        ends = ("stop",) if rule.crosses_clauses else _ENDS
        if any(
            between.start <= stop.start and stop.end <= between.end and self._rules[stop.target.rule].effect in ends
            for stop in stops
        ):
            return False
        return rule.crosses_clauses or not (_TURN if is_before else _ASIDE).search(words)


# What ends the reach of a cue: a turn ("but"), and for most cues also a new subject with its verb.
_ENDS = ("stop", "clause")

# A condition or an attribution governs the rest of its sentence, past "but" and "then"; shorter cues do not.
_OVER_STOPS = 20


def _without_look_alikes(hits: list[Hit]) -> list[Hit]:
    """Drop cue hits that a longer look-alike of the same family covers in part ("no doubt", "not only")."""
    look_alikes = [hit for hit in hits if hit.target.use == "not"]
    return [
        hit
        for hit in hits
        if hit.target.use != "not"
        and not any(
            other.target.rule == hit.target.rule and other.start < hit.end and hit.start < other.end
            for other in look_alikes
        )
    ]


def decide(stated: Assertion, cues: Sequence[Cue]) -> tuple[Assertion, Cue | None]:
    """The assertion of wording that by itself states `stated`, under the cues that govern it.

    Wording of absence denied right beside it ("not sober") states presence; a denial further off goes on denying ("no
    bruises, skin clear"), and history and doubt do not change an absence.
    """
    by_effect: dict[str, Cue] = {}
    for cue in cues:
        by_effect.setdefault(cue.effect, cue)
    for assertion in _STRONGEST_FIRST:
        if assertion.value not in by_effect:
            continue
        if stated is not Assertion.ABSENT:
            return assertion, by_effect[assertion.value]
        if assertion is Assertion.ABSENT and by_effect[assertion.value].beside:
            return Assertion.PRESENT, by_effect[assertion.value]
        if assertion in (Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON):
            return assertion, by_effect[assertion.value]
    return stated, None
