"""How something is said: which cues govern a hit, and what they make of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from wholestory.engine.reading.hits import Hit, Span
from wholestory.model.findings import Assertion
from wholestory.practice.wording import CueRule

# When several cues govern the same words, the first of these decides.
_STRONGEST_FIRST = {
    assertion.value: assertion
    for assertion in (
        Assertion.HYPOTHETICAL,
        Assertion.OTHER_PERSON,
        Assertion.ABSENT,
        Assertion.PAST,
        Assertion.POSSIBLE,
    )
}

_COMMA = re.compile(r"[,()]|\s[-–]+\s|\.\.\.|…")
# "No cuts, bruises or redness" is one list; "no relatives, two adult males present" is two statements.
_COMMA_OR_COLON = re.compile(r"[,:]")
_OR = re.compile(r"\b(?:or|nor)\b|/")
_STOP = re.compile(r"[.:;!?\n]")
_LIST_GOES_ON = 60
# After these a new statement begins, whatever the cue before them could reach.
_TURN = re.compile(
    r"\s[-–]+\s|[,)]\s*(?:she|he|they|it|we|i|mum|dad|says|said|has|had|is|was|will|seen|found|told|which|who)\b"
)

# What is said between quotation marks governs nothing after them: ("if I told you" and then "forget it").
_QUOTE_ENDS = re.compile(r"(?:[^\"]*[^\s\"(])?\"(?=[\s.,;:!?)])")

# "A moped with no lid": a bare "no" before a word denies that word; "weapons: no" is an answer.
_NO_BEFORE_A_WORD = re.compile(r"no\s+\w")

# What stands after is cut off by a comma or a dash, but not by the colon of a heading ("Weapons: none").
_ASIDE = re.compile(r"\s[-–]+\s|[,;]")

# What ends the reach of a cue: a turn ("but"), and for most cues also a new subject with its verb.
_ENDS = ("stop", "clause")

# Wording of absence with a denial of its own ("not hurt", "any bruises") is not denied by another beside it.
_DENIAL = re.compile(r"\b(?:no|not|nil|none|never|any|other than)\b|n't\b")

# "Nappy perhaps not changed", "a stranger in 2021 wrote", "says no one's hit him": such a cue counts in a gap of an
# expression too. Others there are more often the expression's own words ("used to be polite").
_IN_A_GAP = re.compile(r"perhaps|possibly|maybe|nobody|no[ -]?one|.*\b(?:19|20)\d\d")

# A cue inside a clause stands at its head, or its tail, when no more words come before it, or after it.
_WORDS_BEYOND_A_CUE = 1

# A condition or an attribution governs the rest of its sentence, past "but" and "then"; shorter cues do not.
_OVER_STOPS = 20


class Cue(NamedTuple):
    """A cue that governs a hit: its effect, where it stands, and whether it stands right before the hit."""

    effect: str
    start: int
    end: int
    beside: bool = False


class _Sentence(NamedTuple):
    """The cues of one sentence, in order: those with a reach, those that govern all of it, and what ends a reach."""

    reaching: list[Hit]
    anywhere: dict[str, list[Hit]]
    ends: dict[str, list[Hit]]


class Cues:
    """The cue hits of one narrative, by sentence. Whether a cue reaches a hit is asked only of those near it.

    `hits` gives those of a sentence, by its number, in order of their starts, the longest first, without look-alikes.
    """

    def __init__(self, rules: Sequence[CueRule], hits: Callable[[int], list[Hit]], folded: str) -> None:
        self._rules = rules
        self._hits = hits
        self._folded = folded
        self._chunks: list[int] = []
        self._sentences: dict[int, _Sentence] = {}

    def _in(self, number: int) -> _Sentence:
        """The cues of a sentence."""
        sentence = self._sentences.get(number)
        if sentence is None:
            sentence = self._sentences[number] = _Sentence([], {}, {})
            for hit in self._hits(number):
                effect = self._rules[hit.target.rule].effect
                if effect in _ENDS:
                    sentence.ends.setdefault(effect, []).append(hit)
                elif hit.target.use == "anywhere":
                    sentence.anywhere.setdefault(effect, []).append(hit)
                else:
                    sentence.reaching.append(hit)
        return sentence

    def governing(self, span: Span, sentence: int, is_clause: bool = False) -> list[Cue]:
        """Every cue of the sentence that reaches the span, nearest first; and those inside it that may."""
        here = self._in(sentence)
        found = [
            hit
            for hit in self._near(here.reaching, span)
            if self._reaches(hit, span, here) or self._is_inside(hit, span, is_clause)
        ]
        for effect, hits in here.anywhere.items():
            found += self._beside(hits, span, overlapping=effect == "corrected" or is_clause)
        if not found:
            return []
        cues = [self._cue(hit, span) for hit in found]
        return sorted(cues, key=lambda cue: (min(abs(cue.start - span.end), abs(span.start - cue.end)), cue.start))

    def _is_inside(self, hit: Hit, span: Span, is_clause: bool) -> bool:
        """Whether a cue stands among the words of a clause, or is one that may stand in a gap of an expression."""
        if is_clause:
            # What governs only the word right before it ("a self-harm leaflet") says nothing of a whole clause.
            is_far_reaching = hit.target.use == "before" or self._rules[hit.target.rule].reach_back > 0
            return is_far_reaching and span.start <= hit.start and hit.end <= span.end and self._governs_all(hit, span)
        is_in_a_gap = span.start < hit.start and hit.end < span.end
        return is_in_a_gap and _IN_A_GAP.fullmatch(self._folded, hit.start, hit.end) is not None

    def _governs_all(self, hit: Hit, span: Span) -> bool:
        """Whether a cue governs a whole clause from its head or its tail.

        "If she eats, he leaves" is not said, "he asks if I have bread" is; "hurt herself when little" is long ago.
        """
        beyond = slice(hit.end, span.end) if hit.target.use == "after" else slice(span.start, hit.start)
        return len(self._folded[beyond].split()) <= _WORDS_BEYOND_A_CUE

    def is_corrected(self, sentence: int) -> bool:
        """Whether a sentence puts words right."""
        return "corrected" in self._in(sentence).anywhere

    def _cue(self, hit: Hit, span: Span) -> Cue:
        words = self._folded[min(hit.end, span.end) : max(hit.start, span.start)][:80]
        is_next = hit.end <= span.start and len(words.split()) <= 1 and not _COMMA.search(words)
        is_beside = is_next and not _DENIAL.search(self._folded, span.start, span.end)
        return Cue(self._rules[hit.target.rule].effect, hit.start, hit.end, is_beside)

    def _near(self, hits: list[Hit], span: Span) -> list[Hit]:
        """The cues that stand no more words from a span than any cue reaches."""
        if len(hits) <= 8:
            return hits
        if not self._chunks:
            self._chunks = [found.start() for found in re.finditer(r"\S+", self._folded)]
        furthest = max(max(rule.reach, rule.reach_back) for rule in self._rules)
        first = max(bisect_left(self._chunks, span.start) - furthest - 2, 0)
        last = min(bisect_right(self._chunks, span.end) + furthest + 2, len(self._chunks) - 1)
        return hits[bisect_left(hits, (self._chunks[first],)) : bisect_left(hits, (self._chunks[last] + 1,))]

    @staticmethod
    def _beside(hits: list[Hit], span: Span, overlapping: bool) -> list[Hit]:
        """Of cues that govern a whole sentence, the nearest before a span and after it.

        A correction may run into the very words that it corrects ("this was not just a phase").
        """
        place = bisect_left(hits, (span.start,))
        around = hits[max(place - 3, 0) : place + 3]
        following = hits[bisect_left(hits, (span.end,)) :][:1]
        apart = [hit for hit in around if overlapping or hit.end <= span.start or span.end <= hit.start]
        return [*apart, *(hit for hit in following if hit not in apart)]

    def _reaches(self, hit: Hit, span: Span, here: _Sentence) -> bool:
        rule = self._rules[hit.target.rule]
        is_before = hit.target.use == "before"
        between = Span(hit.end, span.start) if is_before else Span(span.end, hit.start)
        if between.start > between.end:
            return False
        words = self._folded[between.start : between.end]
        reach = rule.reach if is_before else rule.reach_back
        is_too_far = len(words.split()) > reach or (not rule.crosses_commas and _COMMA.search(words))
        if is_too_far or self._is_cut_off(hit, words):
            return False
        if reach >= _OVER_STOPS:
            return True
        if rule.lists_only and _COMMA_OR_COLON.search(words) and not self._is_a_list(hit.end, span.end):
            return False
        if any(_holds(here.ends.get(end, []), between) for end in (("stop",) if rule.crosses_clauses else _ENDS)):
            return False
        return rule.crosses_clauses or not (_TURN if is_before else _ASIDE).search(words)

    def _is_cut_off(self, hit: Hit, words: str) -> bool:
        """Whether a cue ends with its quotation, or is a bare "no" that is no answer to what stands before it; `words`
        are those between it and a span."""
        if hit.target.use == "before":
            return _QUOTE_ENDS.match(words) is not None
        return hit.end - hit.start == len("no") and _NO_BEFORE_A_WORD.match(self._folded, hit.start) is not None

    def _is_a_list(self, start: int, end: int) -> bool:
        """Whether what stands from a cue to a span, or shortly after it, is a list joined by "or"."""
        return _OR.search(_STOP.split(self._folded[start : end + _LIST_GOES_ON], maxsplit=1)[0]) is not None


def _holds(hits: list[Hit], between: Span) -> bool:
    """Whether any of the hits, which are in order, lies wholly within a span."""
    place = bisect_left(hits, (between.start,))
    while place < len(hits) and hits[place].start < between.end:
        if hits[place].end <= between.end:
            return True
        place += 1
    return False


def decide(stated: Assertion, cues: Sequence[Cue]) -> tuple[Assertion, Cue | None]:
    """The assertion of wording that by itself states `stated`, under the cues that govern it.

    Wording of absence denied right before it ("not sober") states presence; a denial further off goes on denying ("no
    bruises, skin clear"), and history and doubt do not change an absence.
    """
    by_effect: dict[str, Cue] = {}
    for cue in cues:
        by_effect.setdefault(cue.effect, cue)
    for effect, assertion in _STRONGEST_FIRST.items() if by_effect else ():
        if effect not in by_effect:
            continue
        if stated is not Assertion.ABSENT:
            return assertion, by_effect[effect]
        if assertion is Assertion.ABSENT and by_effect[effect].beside:
            return Assertion.PRESENT, by_effect[effect]
        if assertion in (Assertion.HYPOTHETICAL, Assertion.OTHER_PERSON):
            return assertion, by_effect[effect]
    return stated, None
