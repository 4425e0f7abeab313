"""Reads one narrative: which signs it carries, said how and about whom, and where its words blame the child."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from threading import Lock

import numpy as np

from wholestory.engine.reading.candidates import Candidate, Note, Page, Suggest
from wholestory.engine.reading.compiled import compiled
from wholestory.engine.reading.context import Cue, Cues, decide
from wholestory.engine.reading.hits import Hit, Span
from wholestory.engine.reading.involved import Cast, Involved, Someone
from wholestory.engine.reading.matcher import Matcher
from wholestory.engine.reading.people_words import PeopleFinder, PeoplePlaces, PeopleWords, wording_of_nobody
from wholestory.engine.reading.sentences import bounds_of_sentences, quotations
from wholestory.engine.reading.tokens import lay_out, words_of
from wholestory.engine.reading.used_up import UsedUp
from wholestory.engine.reading.voice import Voice
from wholestory.engine.reading.wording import BySentence, Wording
from wholestory.model.findings import Assertion, LanguageFinding, Mention, Reading
from wholestory.practice.cache import Cache
from wholestory.practice.expressions import WordClasses, fold
from wholestory.practice.wording import CueRule, IndicatorRule, LanguageRule

# Whose doings a sign may be told of and still be this child's sign.
_ADMITS = {
    "child": frozenset({"child", "staff", "informant"}),
    "household": frozenset({"child", "parent", "household", "adult", "relative", "staff", "informant", "other"}),
    "parent": frozenset({"child", "parent", "adult", "household", "staff", "informant", "other"}),
    "peer": frozenset({"child", "peer", "household", "relative", "staff", "informant", "adult", "other", "parent"}),
    "done_to_child": frozenset({"child", "parent", "relative", "adult", "staff", "informant", "outsider", "other"}),
}


# "A man buys her clothes" is told of the man and is the child's sign; "her friend cut her arm" is the friend's.
# What a grown-up does or is ("mum had been drinking") is no sign that the child carries, not even as another's.
_GROWN_UPS = frozenset({"parent", "adult"})
_MAY_ACT_ON_A_CHILD = frozenset({"adult", "parent", "outsider", "other"})


class Reader:
    """Compiled once from a practice pack; reads any number of narratives, in any number of threads."""

    def __init__(
        self,
        indicators: Sequence[IndicatorRule],
        cues: Sequence[CueRule],
        language: Sequence[LanguageRule],
        words: WordClasses,
        *,
        suggest: Suggest | None = None,
        by_rules: bool = True,
        cache: Cache | None = None,
    ) -> None:
        """`suggest` is a second way of finding candidates, asked about every note after the rules.

        Without `by_rules` it is the only one: cues, people and blaming words are read by rules all the same.
        What is compiled is kept in `cache` (the user's, where none is given).
        """
        self._suggest = suggest
        self._by_rules = by_rules
        self._indicators = tuple(rule for rule in indicators if rule.header.on)
        self._about = {rule.header.id: rule.about for rule in self._indicators}
        self._cues = tuple(cues)
        self._language = tuple(rule for rule in language if rule.header.on)
        self._people = PeopleWords.of(words)
        self._people_finder = PeopleFinder(self._people)
        self._wording = Wording(self._indicators, self._cues, self._language, wording_of_nobody(words))
        # What words are is learnt as they are met, in tables that two threads of a server would spoil for each other.
        self._learning = Lock()
        expressions = self._wording.expressions
        self._matcher = Matcher(expressions, compiled(expressions, list(self._sample()), cache or Cache.of_user()))
        # The machine code is made or loaded now: each worker forked later would else do so and hold its own.
        self._opened([Note("", "a")])

    def _sample(self) -> Iterable[str]:
        """Sentences as people write them, to tell rare words from common ones: the rules' own examples."""
        for rule in self._indicators:
            yield from (fold(text) for texts in rule.examples.values() for text in texts)
        for family in self._language:
            yield from map(fold, (*family.challenged, *family.left_alone))

    def read(self, record: str, narrative: str, involved: Involved | None = None) -> Reading:
        """What a narrative says. Offsets are code points of `narrative`; any text gives an answer, never an error."""
        return self.read_many([Note(record, narrative, involved or Involved())])[0]

    def read_many(self, notes: Sequence[Note]) -> list[Reading]:
        """What each of many narratives says, in their order."""
        return [reading for batch in _batches(notes) for reading in self._read_batch(batch)]

    def _read_batch(self, notes: Sequence[Note]) -> list[Reading]:
        opened = self._opened(notes)
        suggested: Sequence[Sequence[Candidate]] = [()] * len(notes)
        if self._suggest:
            suggested = self._suggest([page.page for page in opened])
        return [
            self._reading(page, (*page.page.candidates, *more)) for page, more in zip(opened, suggested, strict=True)
        ]

    def _opened(self, notes: Sequence[Note]) -> list[_Opened]:
        """Everything that the rules find in some notes."""
        text, starts = lay_out([note.narrative for note in notes])
        words, (begins, ends) = words_of(text), bounds_of_sentences(text)
        beyond = np.append(begins[1:], len(text))
        with self._learning:
            found = self._matcher.find(words, np.searchsorted(begins, words.start, side="right") - 1, beyond)
        signs, cues, language, nobody = self._wording.kept(found)
        signs_of, language_of, nobody_of = (
            self._wording.by_note(part, starts, begins) for part in (signs, language, nobody)
        )
        cues_of = BySentence(self._wording, cues, begins)
        naming_nobody = [[Span(hit.start, hit.end) for hit in hits] for hits in nobody_of]
        with self._learning:
            people = self._people_finder.places(words, starts, naming_nobody)
        firsts = np.searchsorted(begins, starts)
        offsets = np.repeat(starts[:-1], np.diff(firsts))
        spans = list(map(Span, (begins - offsets).tolist(), (ends - offsets).tolist()))
        bounds, first_of_note = starts.tolist(), firsts.tolist()
        opened = []
        for place, note in enumerate(notes):
            start, first = bounds[place], first_of_note[place]
            own = tuple(spans[first : first_of_note[place + 1]])
            folded = text[start : bounds[place + 1] - 1]
            page = Page(note.narrative, folded, own, self._candidates(note.narrative, signs_of[place]))
            opened.append(_Opened(note, page, cues_of.of_note(start, first), language_of[place], people[place]))
        return opened

    def _candidates(self, narrative: str, hits: Iterable[Hit]) -> tuple[Candidate, ...]:
        if not self._by_rules:
            return ()
        return tuple(
            Candidate(
                self._indicators[hit.target.rule].header.id, hit.start, hit.end, _ASSERTIONS[hit.target.use], hit.source
            )
            for hit in hits
            if hit.end - hit.start != _LETTERS or not _is_a_name(narrative[hit.start : hit.end])
        )

    def _reading(self, opened: _Opened, candidates: Sequence[Candidate]) -> Reading:
        record = opened.note.record
        if not candidates and not opened.language:
            return Reading(record)
        page, folded = opened.page, opened.page.folded
        cues = Cues(self._cues, opened.cues, folded)
        scopes = _Scopes(
            page, cues, Cast(self._people, opened.note.involved, folded, opened.people), UsedUp(candidates)
        )
        return Reading(
            record,
            tuple(
                mention for one in _in_order(candidates) if (mention := self._mention(record, scopes, one)) is not None
            ),
            tuple(self._findings(record, scopes, opened.language)),
        )

    def _mention(self, record: str, scopes: _Scopes, candidate: Candidate) -> Mention | None:
        sentence = scopes.page.sentence_of(candidate.start)
        someone = scopes.someone_else(candidate, sentence, self._about[candidate.indicator])
        if someone is not None and someone.group in _GROWN_UPS:
            return None
        assertion, cue, because = scopes.assertion(candidate, sentence, someone)
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
            way=candidate.way,
        )

    def _findings(self, record: str, scopes: _Scopes, hits: list[Hit]) -> list[LanguageFinding]:
        if not hits:
            return []
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


_ASSERTIONS = {assertion.value: assertion for assertion in Assertion}
# About as many characters are read at once as keep the arrays of one batch in a processor's cache.
_BATCH = 200_000
# Abbreviations as short as this stand among the signs' wording.
_LETTERS = 2


def _batches(notes: Sequence[Note]) -> Iterable[Sequence[Note]]:
    first = length = 0
    for place, note in enumerate(notes):
        if length and length + len(note.narrative) > _BATCH:
            yield notes[first:place]
            first, length = place, 0
        length += len(note.narrative)
    if first < len(notes):
        yield notes[first:]


def _is_a_name(words: str) -> bool:
    """Whether two letters are somebody's name ("Bo", "Si") and not an abbreviation ("BO", "si")."""
    return words.isalpha() and words.istitle()


def _in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=attrgetter("start", "end", "indicator"))


@dataclass(frozen=True, slots=True)
class _Opened:
    """One note with what the rules found in it, before it is decided how anything is said."""

    note: Note
    page: Page
    cues: Callable[[int], list[Hit]]
    language: list[Hit]
    people: PeoplePlaces


# A question mark right before a word ("?runner for", "so ?back home") is doubt about what follows, up to a comma.
_QUERY = re.compile(r"(?<![^\s(/])\?(?=\s?\w)")
_NEXT_WORD = re.compile(r"\s\w+")
_QUERIED_WORDS = 5
_FURTHEST_QUERY = 60


def _is_near(between: str) -> bool:
    return len(between.split()) <= _QUERIED_WORDS and not any(mark in between for mark in ",;:")


@dataclass(frozen=True, slots=True)
class _Scopes:
    """One note's cues and people, asked about one candidate at a time."""

    page: Page
    cues: Cues
    cast: Cast
    used_up: UsedUp

    def assertion(
        self, candidate: Candidate, sentence: int, someone: Someone | None
    ) -> tuple[Assertion, Cue | None, str]:
        """How the candidate is said, of `someone` else if anybody; the cue that decided it and the reading in words.

        `sentence` is the number of the sentence in which it begins.
        """
        span = Span(candidate.start, candidate.end)
        if candidate.is_clause and candidate.stated is not Assertion.PRESENT:
            return candidate.stated, None, "the sentences that it reads like say so"
        governing = self.cues.governing(span, sentence, candidate.is_clause)
        free = [cue for cue in governing if not self.used_up.holds(cue, span) and not self._is_told(cue, candidate)]
        assertion, cue = decide(candidate.stated, free)
        if candidate.is_clause and assertion is Assertion.ABSENT:
            # The sentences that it reads like hold denials of their own; a second reading of them would undo theirs.
            assertion, cue = candidate.stated, None
        if someone is not None and assertion is not Assertion.HYPOTHETICAL:
            cue = Cue("other_person", someone.start, someone.end)
            return Assertion.OTHER_PERSON, cue, "said of somebody else"
        answered = self._question(span, sentence, assertion)
        if answered:
            return answered
        if cue is None:
            plain = assertion is candidate.stated is Assertion.PRESENT
            return assertion, None, "said plainly" if plain else "the words say so"
        return assertion, cue, f"“{self.page.narrative[cue.start : cue.end]}” governs it"

    def _is_told(self, cue: Cue, candidate: Candidate) -> bool:
        """Whether a sentence that a clause reads like holds the cue too ("used to sing" tells of a change today), or
        the expression does ("nobody believed")."""
        words = self.page.folded[cue.start : cue.end]
        if candidate.start < cue.start and cue.end < candidate.end and words in candidate.phrase:
            return True
        return any(words in fold(sentence) for sentence in candidate.like)

    def someone_else(self, candidate: Candidate, sentence: int, about: str) -> Someone | None:
        """Of whom the candidate, which begins in that sentence, is said, where it is not the child's."""
        if about not in _ADMITS:
            return None
        if candidate.is_clause:
            someone = self.cast.doer_in(Span(candidate.start, candidate.end), self.page.sentences[sentence])
        else:
            someone = self.cast.spoken_of(candidate.start, self.page.sentences[sentence])
        if someone is None or someone.group in _ADMITS[about]:
            return None
        is_done = about == "done_to_child"
        if (is_done or someone.group in _MAY_ACT_ON_A_CHILD) and (
            self._names_the_child(candidate, someone if is_done else None)
            or self.cast.is_harm_to_the_child(someone.end, candidate.end)
        ):
            return None
        return someone

    def _names_the_child(self, candidate: Candidate, doer: Someone | None) -> bool:
        """Whether the words name the child; after a doer also those up to the word that follows ("hit Alex")."""
        if doer is None:
            return self.cast.names_the_child(candidate.start, candidate.end)
        following = _NEXT_WORD.match(self.page.folded, candidate.end)
        end = following.end() if following else candidate.end
        # "Her sister was hit by her boyfriend": whoever stands after "by" did it.
        by = self.page.folded.find(" by ", doer.end, end)
        return self.cast.names_the_child(doer.end, end if by < 0 else by)

    def _question(self, span: Span, place: int, assertion: Assertion) -> tuple[Assertion, Cue | None, str] | None:
        """A question is doubt, unless the next words answer it."""
        folded, sentence = self.page.folded, self.page.sentences[place]
        is_asked = folded.find("?", sentence.start, max(sentence.end, span.end)) >= 0
        if not is_asked or assertion not in (Assertion.PRESENT, Assertion.POSSIBLE):
            return None
        queries = [
            found.end()
            for found in _QUERY.finditer(folded, max(sentence.start, span.start - _FURTHEST_QUERY), span.end)
        ]
        if queries and _is_near(folded[queries[-1] : span.start]):
            return Assertion.POSSIBLE, Cue("possible", queries[-1] - 1, queries[-1]), "a question mark stands before it"
        if not folded[max(sentence.start, sentence.end - 9) : sentence.end].rstrip("\"')").endswith("?"):
            return None
        mark = Cue("possible", sentence.end - 1, sentence.end)
        if place + 1 < len(self.page.sentences):
            following = self.page.sentences[place + 1]
            words = folded[following.start : min(following.end, following.start + 40)].strip("\"'.,!- ").split()
            first = words[0].strip("\"'.,!-") if words else ""
            answer = Cue("answer", following.start, following.start + len(first))
            if first in ("no", "nope", "none", "nil", "denied", "never", "denies"):
                return Assertion.ABSENT, answer, "asked, and the answer was no"
            if first in ("yes", "yeah", "yep"):
                return Assertion.PRESENT, answer, "asked, and the answer was yes"
        return Assertion.POSSIBLE, mark, "asked, and not answered"
