"""Reads one narrative: which signs it carries, said how and about whom, and where its words blame the child."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wholestory.engine.reading.candidates import Candidate, Note, Page, Suggest
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
        suggest: Suggest | None = None,
    ) -> None:
        """`suggest` is a second way of finding candidates, asked about every note after the rules."""
        self._suggest = suggest
        self._indicators = tuple(rule for rule in indicators if rule.header.on)
        self._about = {rule.header.id: rule.about for rule in self._indicators}
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
        return self.read_many([Note(record, narrative, involved or Involved())])[0]

    def read_many(self, notes: Sequence[Note]) -> list[Reading]:
        """What each of many narratives says, in their order."""
        opened = [self._open(note) for note in notes]
        suggested: Sequence[Sequence[Candidate]] = [()] * len(notes)
        if self._suggest:
            suggested = self._suggest([page.page for page in opened])
        return [
            self._reading(page, (*page.page.candidates, *more)) for page, more in zip(opened, suggested, strict=True)
        ]

    def _open(self, note: Note) -> _Opened:
        folded = fold(note.narrative)
        sentences = split_sentences(folded)
        parts: dict[str, list[Hit]] = {"indicator": [], "cue": [], "language": []}
        for hit in self._scanner.scan(folded, sentences):
            parts[hit.target.part].append(hit)
        found = tuple(
            Candidate(
                self._indicators[hit.target.rule].header.id, hit.start, hit.end, Assertion(hit.target.use), hit.source
            )
            for hit in _longest(_plain(parts["indicator"]))
        )
        page = Page(note.narrative, folded, tuple(sentences), found)
        return _Opened(note, page, parts["cue"], _longest(_plain(parts["language"])))

    def _reading(self, opened: _Opened, candidates: Sequence[Candidate]) -> Reading:
        record = opened.note.record
        if not candidates and not opened.language:
            return Reading(record)
        page, folded = opened.page, opened.page.folded
        cues = Cues(self._cues, opened.cues, folded)
        scopes = _Scopes(page, cues, Cast(self._people, opened.note.involved, folded))
        return Reading(
            record,
            tuple(self._mention(record, scopes, candidate) for candidate in _in_order(candidates)),
            tuple(self._findings(record, scopes, opened.language)),
        )

    def _mention(self, record: str, scopes: _Scopes, candidate: Candidate) -> Mention:
        assertion, cue, because = scopes.assertion(candidate, self._about[candidate.indicator])
        narrative = scopes.page.narrative
        return Mention(
            record=record,
            indicator=candidate.indicator,
            start=candidate.start,
            end=candidate.end,
            text=narrative[candidate.start : candidate.end],
            assertion=assertion,
            cue=narrative[cue.start : cue.end] if cue else "",
            because=because,
            phrase=candidate.phrase,
        )

    def _findings(self, record: str, scopes: _Scopes, hits: list[Hit]) -> list[LanguageFinding]:
        page = scopes.page
        voice = Voice(page.folded, page.sentences, quotations(page.folded), scopes.cues, scopes.cast)
        findings = []
        for hit in hits:
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


def _in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (candidate.start, candidate.end, candidate.indicator))


@dataclass(frozen=True, slots=True)
class _Opened:
    """One note with what the rules found in it, before it is decided how anything is said."""

    note: Note
    page: Page
    cues: list[Hit]
    language: list[Hit]


@dataclass(frozen=True, slots=True)
class _Scopes:
    """One note's cues and people, asked about one candidate at a time."""

    page: Page
    cues: Cues
    cast: Cast

    def assertion(self, candidate: Candidate, about: str) -> tuple[Assertion, Cue | None, str]:
        """How the candidate is said, the cue that decided it and the reading in words."""
        span = Span(candidate.start, candidate.end)
        sentence = self.page.sentence_of(candidate.start)
        assertion, cue = decide(candidate.stated, self.cues.governing(span, sentence, candidate.is_clause))
        if assertion is not Assertion.HYPOTHETICAL:
            someone = self._someone_else(candidate, sentence, about)
            if someone:
                cue = Cue("other_person", someone.start, someone.end)
                return Assertion.OTHER_PERSON, cue, "said of somebody else"
        answered = self._question(span, sentence, assertion)
        if answered:
            return answered
        if cue is None:
            plain = assertion is candidate.stated is Assertion.PRESENT
            return assertion, None, "said plainly" if plain else "the words say so"
        return assertion, cue, f"“{self.page.narrative[cue.start : cue.end]}” governs it"

    def _someone_else(self, candidate: Candidate, sentence: int, about: str) -> Someone | None:
        if about not in _ADMITS:
            return None
        place = candidate.end if candidate.is_clause else candidate.start
        someone = self.cast.spoken_of(place, self.page.sentences[sentence].start)
        if someone is None or someone.group in _ADMITS[about]:
            return None
        if someone.group in _MAY_ACT_ON_A_CHILD and self.cast.names_the_child(candidate.start, candidate.end):
            return None
        return someone

    def _question(self, span: Span, place: int, assertion: Assertion) -> tuple[Assertion, Cue | None, str] | None:
        """A question is doubt, unless the next words answer it."""
        folded, sentence = self.page.folded, self.page.sentences[place]
        if assertion not in (Assertion.PRESENT, Assertion.POSSIBLE):
            return None
        if folded[max(span.start - 2, 0) : span.start].strip() == "?":
            return Assertion.POSSIBLE, Cue("possible", span.start - 1, span.start), "a question mark stands before it"
        if not folded[sentence.start : sentence.end].rstrip("\"')").endswith("?"):
            return None
        mark = Cue("possible", sentence.end - 1, sentence.end)
        if place + 1 < len(self.page.sentences):
            following = self.page.sentences[place + 1]
            words = folded[following.start : following.end].strip("\"'.,!- ").split()
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
