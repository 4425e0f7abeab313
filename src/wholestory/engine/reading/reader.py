"""Reads one narrative: which signs it carries, said how and about whom, and where its words blame the child."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wholestory.engine.reading.context import Cue, Cues, decide
from wholestory.engine.reading.involved import Cast, Involved, PeopleWords, Someone
from wholestory.engine.reading.scanner import Hit, Scanner, Span, Target
from wholestory.engine.reading.sentences import quotations, split_sentences
from wholestory.engine.reading.voice import Voice
from wholestory.model.findings import Assertion, LanguageFinding, Mention, Reading
from wholestory.practice.expressions import Expression, WordClasses, fold
from wholestory.practice.wording import CueRule, IndicatorRule, LanguageRule

# Whose doings a sign may be told of and still be this child's sign.
_ADMITS = {
    "child": frozenset({"child", "staff"}),
    "household": frozenset({"child", "parent", "household", "adult", "relative", "staff", "other"}),
    "parent": frozenset({"child", "parent", "adult", "household", "staff", "other"}),
    "peer": frozenset({"child", "peer", "household", "relative", "staff", "adult", "other", "parent"}),
}


# "A man buys her clothes" is told of the man and is the child's sign; "her friend cut her arm" is the friend's.
_MAY_ACT_ON_A_CHILD = frozenset({"adult", "parent", "outsider"})


class Reader:
    """Compiled once from a practice pack; reads any number of narratives."""

    def __init__(
        self,
        indicators: Sequence[IndicatorRule],
        cues: Sequence[CueRule],
        language: Sequence[LanguageRule],
        words: WordClasses,
    ) -> None:
        self._indicators = tuple(rule for rule in indicators if rule.header.on)
        self._cues = tuple(cues)
        self._language = tuple(rule for rule in language if rule.header.on)
        self._people = PeopleWords.of(words)
        self._scanner = Scanner(self._entries())

    def _entries(self) -> Iterable[tuple[Expression, Target]]:
        for place, indicator in enumerate(self._indicators):
            for assertion, expressions in indicator.wording.items():
                yield from ((one, Target("indicator", place, assertion.value)) for one in expressions)
            yield from ((one, Target("indicator", place, "not")) for one in indicator.not_this)
        for place, cue in enumerate(self._cues):
            for use, expressions in (("before", cue.before), ("after", cue.after), ("anywhere", cue.anywhere)):
                yield from ((one, Target("cue", place, use)) for one in expressions)
            yield from ((one, Target("cue", place, "not")) for one in cue.not_this)
        for place, family in enumerate(self._language):
            yield from ((one, Target("language", place, "phrase")) for one in family.phrases)
            yield from ((one, Target("language", place, "not")) for one in family.not_this)

    def read(self, record: str, narrative: str, involved: Involved | None = None) -> Reading:
        """What a narrative says. Offsets are code points of `narrative`; any text gives an answer, never an error."""
        folded = fold(narrative)
        sentences = split_sentences(folded)
        hits = self._scanner.scan(folded, sentences)
        parts: dict[str, list[Hit]] = {"indicator": [], "cue": [], "language": []}
        for hit in hits:
            parts[hit.target.part].append(hit)
        if not parts["indicator"] and not parts["language"]:
            return Reading(record)
        cues = Cues(self._cues, parts["cue"], folded)
        page = _Page(narrative, folded, sentences, cues, Cast(self._people, involved or Involved(), folded))
        return Reading(
            record,
            tuple(self._mentions(record, page, parts["indicator"])),
            tuple(self._findings(record, page, parts["language"])),
        )

    def _mentions(self, record: str, page: _Page, hits: list[Hit]) -> list[Mention]:
        mentions = []
        for hit in _longest(_plain(hits)):
            rule = self._indicators[hit.target.rule]
            assertion, cue, because = page.assertion(hit, rule.about)
            mentions.append(
                Mention(
                    record=record,
                    indicator=rule.header.id,
                    start=hit.start,
                    end=hit.end,
                    text=page.narrative[hit.start : hit.end],
                    assertion=assertion,
                    cue=page.narrative[cue.start : cue.end] if cue else "",
                    because=because,
                    phrase=hit.source,
                )
            )
        return mentions

    def _findings(self, record: str, page: _Page, hits: list[Hit]) -> list[LanguageFinding]:
        voice = Voice(page.folded, page.sentences, quotations(page.folded), page.cues, page.cast)
        findings = []
        for hit in _longest(_plain(hits)):
            rule = self._language[hit.target.rule]
            if voice.is_the_authors_about_a_child(hit, rule.about_adults):
                findings.append(
                    LanguageFinding(
                        record=record,
                        start=hit.start,
                        end=hit.end,
                        text=page.narrative[hit.start : hit.end],
                        term=rule.header.id,
                        severity=rule.severity,
                        why=rule.header.reason,
                        suggestion=rule.suggestion,
                    )
                )
        return findings


@dataclass(frozen=True, slots=True)
class _Page:
    """One narrative with everything found in it, asked about one hit at a time."""

    narrative: str
    folded: str
    sentences: list[Span]
    cues: Cues
    cast: Cast

    def assertion(self, hit: Hit, about: str) -> tuple[Assertion, Cue | None, str]:
        """How the hit is said, the cue that decided it and the reading in words."""
        stated = Assertion(hit.target.use)
        cues = self.cues.governing(Span(hit.start, hit.end), hit.sentence)
        assertion, cue = decide(stated, cues)
        if assertion is not Assertion.HYPOTHETICAL:
            someone = self._someone_else(hit, about)
            if someone:
                cue = Cue("other_person", someone.start, someone.end)
                return Assertion.OTHER_PERSON, cue, "said of somebody else"
        answered = self._question(hit, assertion)
        if answered:
            return answered
        if cue is None:
            return assertion, None, "said plainly" if assertion is stated is Assertion.PRESENT else "the words say so"
        return assertion, cue, f"“{self.narrative[cue.start : cue.end]}” governs it"

    def _someone_else(self, hit: Hit, about: str) -> Someone | None:
        if about not in _ADMITS:
            return None
        someone = self.cast.spoken_of(hit.start, hit.end, self.sentences[hit.sentence].start)
        if someone is None or someone.group in _ADMITS[about]:
            return None
        if someone.group in _MAY_ACT_ON_A_CHILD and self.cast.names_the_child(hit.start, hit.end):
            return None
        return someone

    def _question(self, hit: Hit, assertion: Assertion) -> tuple[Assertion, Cue | None, str] | None:
        """A question is doubt, unless the next words answer it."""
        sentence = self.sentences[hit.sentence]
        if assertion not in (Assertion.PRESENT, Assertion.POSSIBLE):
            return None
        if self.folded[max(hit.start - 2, 0) : hit.start].strip() == "?":
            return Assertion.POSSIBLE, Cue("possible", hit.start - 1, hit.start), "a question mark stands before it"
        if not self.folded[sentence.start : sentence.end].rstrip("\"')").endswith("?"):
            return None
        mark = Cue("possible", sentence.end - 1, sentence.end)
        if hit.sentence + 1 < len(self.sentences):
            following = self.sentences[hit.sentence + 1]
            words = self.folded[following.start : following.end].strip("\"'.,!- ").split()
            first = words[0].strip("\"'.,!-") if words else ""
            answer = Cue("answer", following.start, following.start + len(first))
            if first in ("no", "nope", "none", "nil", "denied", "never", "denies"):
                return Assertion.ABSENT, answer, "asked, and the answer was no"
            if first in ("yes", "yeah", "yep"):
                return Assertion.PRESENT, answer, "asked, and the answer was yes"
        return Assertion.POSSIBLE, mark, "asked, and not answered"


def _plain(hits: list[Hit]) -> list[Hit]:
    """Without look-alikes, and without what a look-alike of the same rule overlaps."""
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


def _longest(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits of one rule, the longest; of equal ones, the wording that says more than presence."""
    kept: list[Hit] = []
    ordered = sorted(
        hits, key=lambda hit: (hit.start - hit.end, hit.target.use == "present", hit.start, hit.target.use)
    )
    for hit in ordered:
        if not any(
            other.target.rule == hit.target.rule and other.start < hit.end and hit.start < other.end for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.target.rule))
