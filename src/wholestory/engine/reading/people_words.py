"""The words by which people are told apart, and where in texts they may stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from wholestory.engine.reading.hits import Span
from wholestory.engine.reading.per_word import PerWord
from wholestory.engine.reading.tokens import Ints, Words
from wholestory.practice.expressions import Expression, WordClasses, compile_expression, fold

_MEMORY_BITS = 16
# What is noted of each word, as bits: what it may begin, and where in it a pronoun stands, which and how long it is.
_PERSON, _DETERMINER, _HAS_PRONOUN = 1, 2, 4
_WHICH, _LENGTH, _OFFSET = 3, 5, 10
_MOST_PRONOUNS, _LONGEST_PRONOUN = 0b11, 0b11111

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
_PRONOUNS = ("she", "he", "they")
_PRONOUN = re.compile(rf"\b({'|'.join(_PRONOUNS)})(?:'s|'d|'ll|'ve|'re)?\b")
_WORD = re.compile(r"\w+")
# The class of wording that holds a person word and names nobody; alone of all it holds expressions.
_NOBODY = "not_people"


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The word classes that tell people apart, compiled: persons, openers of clauses, verbs of telling and harm, homes.

    `begins` are the first words of person words and `determiners` what may stand before them. An entry of these classes
    begins with a letter or a figure.
    """

    person: re.Pattern[str]
    begins: frozenset[str]
    determiners: frozenset[str]
    openers: frozenset[str]
    reports: re.Pattern[str]
    harms: re.Pattern[str]
    says: re.Pattern[str]
    elsewhere: re.Pattern[str]

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
        choices = [
            f"(?P<{name}>(?!(?:{_any_of(_longer_words(classes, name))})(?!\\w))(?:{of(name)}){after.get(name, '')})"
            for name in GROUPS
        ]
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
        )

    def kind(self, word: str) -> int:
        """What a word of a text may begin, as bits: a person word, what stands before one; and its pronoun."""
        first = word.split("'", 1)[0]
        # A plural's owner ("the parents' car") is the word and its s.
        begins = first in self.begins or first.removesuffix("s") in self.begins
        kind = _PERSON * begins | _DETERMINER * (first in self.determiners)
        pronoun = _PRONOUN.search(word)
        if pronoun is None:
            return kind
        start, end = pronoun.span()
        which = _PRONOUNS.index(pronoun[1])
        return kind | _HAS_PRONOUN | which << _WHICH | (end - start) << _LENGTH | start << _OFFSET

    def people(self, folded: str, places: PeoplePlaces, start: int, end: int) -> Iterator[re.Match[str]]:
        """The person words that stand in a stretch of a note, one after another."""
        reached = 0
        for place in _between(places.people, start, end):
            found = self.person.match(folded, place, end) if place >= reached else None
            if found:
                reached = found.end()
                if not _meets(places.nobody, found):
                    yield found

    @staticmethod
    def group_of(person: re.Match[str]) -> str:
        """The group of people that a person word names."""
        name = person.lastgroup
        if name is None or name == "poss":
            name = next(name for name in GROUPS if person[name] is not None)
        return GROUPS[name]


def _longer_words(classes: WordClasses, group: str) -> tuple[str, ...]:
    """Person words of other groups that begin with a whole one of a group: a youth worker is no youth."""
    own = tuple(f"{fold(word)} " for word in classes.get(group, ()))
    return tuple(
        word for name in GROUPS if name != group for word in classes.get(name, ()) if fold(word).startswith(own)
    )


def wording_of_nobody(classes: WordClasses) -> list[Expression]:
    """A pack's wording that holds a person word and names nobody ("pupils were like pinpricks")."""
    return [compile_expression(said, classes) for said in classes.get(_NOBODY, ())]


def _meets(spans: Sequence[Span], found: re.Match[str]) -> bool:
    return any(span.start < found.end() and found.start() < span.end for span in spans)


def _any_of(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, longest first; one that matches nothing for no words."""
    return "|".join(re.escape(fold(word)) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


class Pronoun(NamedTuple):
    """A pronoun of a child: where it begins, where it ends with what an apostrophe joins to it ("she's"), and itself.

    As a tuple it sorts by its start, as a span does.
    """

    start: int
    end: int
    word: str


class PeoplePlaces(NamedTuple):
    """Where in one note person words may begin, its pronouns, and where wording stands that names nobody; in order."""

    people: list[int]
    pronouns: list[Pronoun]
    nobody: list[Span]


class PeopleFinder:
    """Finds those places for many notes at once; what a word may begin is worked out once for each different word."""

    def __init__(self, words: PeopleWords) -> None:
        self._kinds = PerWord(_MEMORY_BITS, words.kind)

    def places(self, words: Words, starts: Ints, nobody: Iterable[list[Span]]) -> list[PeoplePlaces]:
        """The places in each of the notes that begin at `starts` (one entry more than there are notes).

        `nobody` is where in each of them wording stands that names nobody.
        """
        kinds = self._kinds.of(words)
        begins = (kinds & _PERSON) != 0
        follows = np.append((kinds[1:] & (_PERSON | _DETERMINER)) != 0, False)
        begins |= ((kinds & _DETERMINER) != 0) & follows
        people = words.start[begins]
        bounds = np.searchsorted(people, starts)
        inside = (people - _note_starts(starts, bounds)).tolist()
        in_each = (inside[first:last] for first, last in pairwise(bounds.tolist()))
        return list(map(PeoplePlaces, in_each, _pronouns(words, kinds, starts), nobody))


def _pronouns(words: Words, kinds: Ints, starts: Ints) -> Iterator[list[Pronoun]]:
    """The pronouns of each note; `kinds` is what is noted of each word."""
    which = np.flatnonzero(kinds & _HAS_PRONOUN)
    kinds = kinds[which]
    start = words.start[which] + (kinds >> _OFFSET)
    bounds = np.searchsorted(start, starts)
    start -= _note_starts(starts, bounds)
    end = start + (kinds >> _LENGTH & _LONGEST_PRONOUN)
    names = (_PRONOUNS[one] for one in (kinds >> _WHICH & _MOST_PRONOUNS).tolist())
    pronouns = list(map(Pronoun, start.tolist(), end.tolist(), names))
    return (pronouns[first:last] for first, last in pairwise(bounds.tolist()))


def _note_starts(starts: Ints, bounds: Ints) -> Ints:
    """For each of some places in the text of all notes where its note begins; a note's are those from `bounds` on."""
    return np.repeat(starts[:-1], np.diff(bounds))


def _between(places: list[int], start: int, end: int) -> list[int]:
    """Of places in order those in a stretch."""
    return places[bisect_left(places, start) : bisect_left(places, end)]
