"""The words by which people are told apart, and where in texts they may stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from wholestory.engine.reading.per_word import PerWord
from wholestory.engine.reading.tokens import Ints, Words
from wholestory.practice.expressions import WordClasses, compile_expression, fold

_MEMORY_BITS = 16
_PERSON, _DETERMINER, _HAS_PRONOUN = 1, 2, 4

GROUPS = {
    "dweller": "another_home",
    "parent": "parent",
    "sibling": "household",
    "relative": "relative",
    "peer": "peer",
    "staff": "staff",
    "partner": "adult",
    "adult": "adult",
    "outsider": "outsider",
    "neighbour": "informant",
}
# Between a person and a verb of telling one word may stand, most often a name ("Mum Kelly says"), but none of these.
_NOT_A_NAME = "and|or|but|was|were|is|are|who|that|not|never|to|when|if|of|in|on|at|by|from|with|for"
_PRONOUN = re.compile(r"\b(?:she|he|they)(?:'s|'d|'ll|'ve|'re)?\b")
_PRONOUNS = frozenset({"she", "he", "they"})
_WORD = re.compile(r"\w+")
# How far before and after a person word the wording may reach that makes it none ("pupils were like pinpricks").
_AROUND = 40


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The word classes that tell people apart, compiled: persons, openers of clauses, verbs of telling and harm, homes.

    `begins` are the first words of person words and `determiners` what may stand before them. An entry of these classes
    begins with a letter or a figure. `nobody` is wording that holds a person word and names nobody; its class, alone
    of all, holds expressions.
    """

    person: re.Pattern[str]
    begins: frozenset[str]
    determiners: frozenset[str]
    openers: frozenset[str]
    reports: re.Pattern[str]
    harms: re.Pattern[str]
    says: re.Pattern[str]
    elsewhere: re.Pattern[str]
    nobody: re.Pattern[str]

    @classmethod
    def of(cls, classes: WordClasses) -> PeopleWords:
        """From a pack's word classes; a class that the pack lacks simply names nobody."""

        def of(*names: str) -> str:
            return _any_of(tuple(word for name in names for word in classes.get(name, ())))

        def first_words(*names: str) -> frozenset[str]:
            found = (_WORD.match(fold(word)) for name in names for word in classes.get(name, ()))
            return frozenset(match[0] for match in found if match)

        elsewhere = rf"\s+(?:{of('elsewhere')})(?!\w)"
        # A child or a baby is somebody else only with words for another home after it.
        after = {"dweller": elsewhere}
        choices = [f"(?P<{name}>(?:{of(name)}){after.get(name, '')})" for name in GROUPS]
        named = rf"(?:\s+\(?(?!(?:{_NOT_A_NAME})\b)[^\W\d][\w'-]*\)?)?"
        telling = rf"(?:{of('reporting')})(?!\w)(?!\s+(?:{of('drunk_word')})(?!\w))"
        coming_upon = rf"(?:{of('perceiving')})\s+(?:{of('child_object')})(?!\w)"
        return cls(
            re.compile(rf"(?<![\w'])(?:(?:{of('determiner')})\s+)*(?:{'|'.join(choices)})(?P<poss>'s|s')?(?![\w])"),
            first_words(*GROUPS),
            first_words("determiner"),
            frozenset(fold(word) for word in classes.get("opener", ())),
            re.compile(rf"{named}\s+(?:(?:{of('adverb')})\s+)*(?:{telling}|{coming_upon})"),
            re.compile(rf"(?<!\w)(?:{of('hit_verb', 'harm_verb')})\s+(?!by\b)(?P<whom>(?:[\w'-]+\s+)?[\w'-]+)"),
            re.compile(rf"{named}\s+(?:{of('says')})(?!\w)"),
            re.compile(elsewhere),
            re.compile(
                "|".join(compile_expression(said, classes).pattern for said in classes.get("not_people", ())) or "(?!)"
            ),
        )

    def kind(self, word: str) -> int:
        """What a word of a text may begin, as bits: a person word, what stands before one, a pronoun."""
        first, *others = word.split("'")
        # A plural's owner ("the parents' car") is the word and its s.
        begins = first in self.begins or first.removesuffix("s") in self.begins
        is_pronoun = not _PRONOUNS.isdisjoint((first, *others))
        return _PERSON * begins | _DETERMINER * (first in self.determiners) | _HAS_PRONOUN * is_pronoun

    def people(self, folded: str, places: Iterable[int], end: int) -> Iterator[re.Match[str]]:
        """The person words that stand at some places in order, up to an end, one after another."""
        reached = 0
        for place in places:
            found = self.person.match(folded, place, end) if place >= reached else None
            if found:
                reached = found.end()
                if not self._names_nobody(folded, found):
                    yield found

    def _names_nobody(self, folded: str, person: re.Match[str]) -> bool:
        around = self.nobody.finditer(folded, max(0, person.start() - _AROUND), person.end() + _AROUND)
        return any(said.start() < person.end() and person.start() < said.end() for said in around)

    @staticmethod
    def group_of(person: re.Match[str]) -> str:
        """The group of people that a person word names."""
        name = person.lastgroup
        if name is None or name == "poss":
            name = next(name for name in GROUPS if person[name] is not None)
        return GROUPS[name]

    def pronouns(self, folded: str, places: Iterable[int], end: int) -> Iterator[re.Match[str]]:
        """The pronouns of children in the words at some places."""
        for place in places:
            found = _PRONOUN.search(folded, place, end)
            if found:
                yield found


def _any_of(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, longest first; one that matches nothing for no words."""
    return "|".join(re.escape(fold(word)) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


class PeoplePlaces(NamedTuple):
    """The places in one note where person words may begin, and where words that hold a pronoun do, in order."""

    people: list[int]
    pronouns: list[int]


class PeopleFinder:
    """Finds those places for many notes at once; what a word may begin is worked out once for each different word."""

    def __init__(self, words: PeopleWords) -> None:
        self._kinds = PerWord(_MEMORY_BITS, words.kind)

    def places(self, words: Words, starts: Ints) -> list[PeoplePlaces]:
        """The places in each of the notes that begin at `starts` (one entry more than there are notes)."""
        kinds = self._kinds.of(words)
        begins = (kinds & _PERSON) != 0
        follows = np.append((kinds[1:] & (_PERSON | _DETERMINER)) != 0, False)
        begins |= ((kinds & _DETERMINER) != 0) & follows
        people = _by_note(words.start[begins], starts)
        return list(map(PeoplePlaces, people, _by_note(words.start[(kinds & _HAS_PRONOUN) != 0], starts)))


def _by_note(places: Ints, starts: Ints) -> list[list[int]]:
    bounds = np.searchsorted(places, starts)
    inside = (places - np.repeat(starts[:-1], np.diff(bounds))).tolist()
    return [inside[first:last] for first, last in pairwise(bounds.tolist())]
