"""Who is involved in a narrative, and about whom a stretch of it speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from wholestory.engine.reading.hits import Span
from wholestory.engine.reading.people_words import PeoplePlaces, PeopleWords
from wholestory.practice.expressions import fold

# Names shorter than this are too often initials or ordinary words to tell a person by.
_SHORTEST_NAME = 3

# No more than so many characters before a person, and so many owners before a place, are looked at.
_LONGEST_OPENER = 40
_OWNERS_NEAR = 4
# "And Zane was seen": no more words stand before the one of whom a clause tells.
_WORDS_BEFORE_A_HEAD = 1
# Harm and what is told of it stand within so many characters of one another.
_HARM_NEAR = 160


@dataclass(frozen=True, slots=True)
class Involved:
    """The people of a record as a reader needs them: the subject's names and sex, and the others' names by role.

    Names are folded single words. An unknown subject has no names; pronouns are then taken to be the child's.
    """

    subject: frozenset[str] = frozenset()
    sex: str = ""
    others: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, subject_names: tuple[str, ...], sex: str, others: tuple[tuple[str, str], ...]) -> Involved:
        """From full names as written; `others` holds (name, role) pairs. A name the subject shares is the subject's."""
        mine = frozenset(word for name in subject_names for word in _name_words(name))
        theirs = {word: role for name, role in others for word in _name_words(name) if word not in mine}
        return cls(mine, sex, theirs)

    @property
    def told(self) -> tuple[tuple[str, ...], str, tuple[tuple[str, str], ...]]:
        """The same in one fixed order, by which readings are kept."""
        return tuple(sorted(self.subject)), self.sex, tuple(sorted(self.others.items()))


def _name_words(name: str) -> list[str]:
    return [word for word in re.findall(r"[\w'-]+", fold(name)) if len(word) >= _SHORTEST_NAME]


class Someone(NamedTuple):
    """A person word in a sentence: where it stands and which group of people it names.

    `group` is child (the subject), parent, household, relative, peer, adult, staff, outsider, another_home (a child who
    lives elsewhere) or informant.
    """

    start: int
    end: int
    group: str
    word: str
    owns: bool


# "The boy next door" and "the twin across the road" are of another home, even where a boy's or a twin's record it is.
_MAY_LIVE_ELSEWHERE = frozenset({"child", "peer", "household"})
# Of these, alone or with "the", the record's own child is meant; "another girl" and "a lad" are somebody else.
_CHILD_WORDS = {"girl": "F", "lass": "F", "boy": "M", "lad": "M"}
# Forms write these of the record's own child; others are "another pupil" or "pupils".
_CHILD_OF_A_FORM = frozenset({"pupil", "young person", "student", "resident", "youth", "teenager"})
_OF_THE_OTHER_SEX = frozenset({("he", "F"), ("she", "M")})
_CHILD_PRONOUNS = frozenset({"she", "he", "her", "him"})
# What joins two people who do something together, and what parts an owner from what is not the owner's.
_AND = re.compile(r"\s*(?:and|&|\+)\s*")
_BREAK = re.compile(r"[,;:.!?()]")
# "Nan: phone off since six", "Foster sister Beth: she has gone": whoever stands before a colon tells what follows.
_SPEAKER = re.compile(r"(?:\s+\(?[^\W\d][\w'-]*\)?)?\s?:")


class Cast:
    """Finds the people in a folded narrative and says who is spoken of at a place in it."""

    def __init__(self, words: PeopleWords, involved: Involved, folded: str, places: PeoplePlaces) -> None:
        self._words = words
        self._places = places
        self._involved = involved
        self._folded = folded
        self._people: dict[Span, tuple[list[Someone], list[int], list[int]]] = {}
        names = sorted((*involved.subject, *involved.others), key=len, reverse=True)
        self._names = re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, names))})(?:'s)?(?!\w)") if names else None

    def spoken_of(self, start: int, sentence: Span) -> Someone | None:
        """The last person before a place, in its sentence, who is or does something there; None if nobody is named."""
        people, ends, acting = self._in_sentence(sentence)
        place = bisect_right(ends, start) - 1
        last = acting[place] if place >= 0 else -1
        for owner in range(place, max(last, place - _OWNERS_NEAR), -1):
            if people[owner].owns and self._is_owned(self._folded[people[owner].end : start]):
                return people[owner]
        return people[last] if last >= 0 else None

    def doer_in(self, clause: Span, sentence: Span) -> Someone | None:
        """Of whom a clause tells: whoever stands at its head and is or does something, else the last before it.

        "Limping, mum had been in bed" does not tell of mum's limp, nor "told that her sister is next" of the sister.
        """
        people, _, acting = self._in_sentence(sentence)
        for someone, last in zip(people, acting, strict=True):
            if clause.start <= someone.start < clause.end and last >= 0 and people[last] is someone:
                before = self._folded[clause.start : someone.start]
                if len(before.split()) <= _WORDS_BEFORE_A_HEAD and not _BREAK.search(before):
                    return someone
                break
        return self.spoken_of(clause.start, sentence)

    def is_told_by_another(self, start: int, sentence: Span) -> bool:
        """Whether somebody named other than the child tells what stands at a place, with no stop or comma between.

        "Steve says the boy is a liar" is Steve's word; what follows a comma may be the author's again.
        """
        for someone in self._in_sentence(sentence)[0]:
            if someone.end > start or someone.group == "child":
                continue
            speaker = _SPEAKER.match(self._folded, someone.end, start) if someone.group != "staff" else None
            if speaker is None and not self._words.says.match(self._folded, someone.end):
                continue
            if not _BREAK.search(self._folded, speaker.end() if speaker else someone.end, start):
                return True
        return False

    def _in_sentence(self, sentence: Span) -> tuple[list[Someone], list[int], list[int]]:
        """The people of a sentence in order, where each word ends, and for each place the last person who acts."""
        if sentence not in self._people:
            people = self._people_in(sentence.start, sentence.end)
            acting, last = [], -1
            for place, someone in enumerate(people):
                if not someone.owns and self._acts(someone, sentence.start):
                    last = last if self._is_beside_the_child(people, place, last) else place
                acting.append(last)
            self._people[sentence] = people, [someone.end for someone in people], acting
        return self._people[sentence]

    def _is_beside_the_child(self, people: list[Someone], place: int, last: int) -> bool:
        """Whether someone stands right after the child who acts ("Ellie and Mia were seen"): what follows is both's."""
        if last < 0 or last != place - 1 or people[last].group != "child":
            return False
        return _AND.fullmatch(self._folded, people[last].end, people[place].start) is not None

    def names_the_child(self, start: int, end: int) -> bool:
        """Whether a stretch itself names the child, or has a pronoun that may be the child's."""
        words = set(re.findall(r"[\w-]+", self._folded[start:end]))
        others = {"F": {"he", "him"}, "M": {"she", "her"}}.get(self._involved.sex, set())
        return bool(words & (_CHILD_PRONOUNS - others)) or bool(words & self._involved.subject)

    def is_harm_to_the_child(self, start: int, end: int) -> bool:
        """Whether a stretch after somebody tells of harm done to the child ("threw him at the wall, bruise to arm")."""
        return any(
            self.names_the_child(found.start("whom"), found.end("whom"))
            for found in self._words.harms.finditer(self._folded, max(start, end - _HARM_NEAR), end)
        )

    def _people_in(self, start: int, end: int) -> list[Someone]:
        found = []
        for match in self._words.people(self._folded, self._places, start, end):
            group = "child" if self._is_the_subject(match[0]) else self._words.group_of(match)
            if group in _MAY_LIVE_ELSEWHERE and self._words.elsewhere.match(self._folded, match.end()):
                group = "another_home"
            found.append(Someone(match.start(), match.end(), group, match[0], bool(match["poss"])))
        if self._names:
            found.extend(self._named(start, end))
        found.extend(self._pronouns(start, end))
        return sorted(found, key=attrgetter("end", "start"))

    def _is_the_subject(self, words: str) -> bool:
        """Whether words for a child, such as "the girl", are those for the child of the record, whose sex is known."""
        word = words.removeprefix("the ").removeprefix("this ")
        return word in _CHILD_OF_A_FORM or _CHILD_WORDS.get(word) == self._involved.sex != ""

    def _named(self, start: int, end: int) -> list[Someone]:
        assert self._names is not None
        named = []
        for match in self._names.finditer(self._folded, start, end):
            word = match[0].removesuffix("'s")
            role = self._involved.others.get(word, "subject")
            group = {
                "subject": "child",
                "child": "peer",
                "parent_carer": "parent",
                "professional": "staff",
                "reporter": "staff",
                "witness": "peer",
            }.get(role, "adult")
            named.append(Someone(match.start(), match.end(), group, word, match[0].endswith("'s")))
        return named

    def _pronouns(self, start: int, end: int) -> list[Someone]:
        pronouns, sex = self._places.pronouns, self._involved.sex
        return [
            Someone(one.start, one.end, "other" if (one.word, sex) in _OF_THE_OTHER_SEX else "child", one.word, False)
            for one in pronouns[bisect_left(pronouns, (start,)) : bisect_left(pronouns, (end,))]
        ]

    def _acts(self, someone: Someone, sentence_start: int) -> bool:
        """Whether the person stands where somebody who is or does something stands, and is not only reporting."""
        before = self._folded[max(sentence_start, someone.start - _LONGEST_OPENER) : someone.start].rstrip()
        if before and before[-1] not in ",:;-–(\"'/.?!…":
            word = before.rsplit(None, 1)[-1].rsplit("(", 1)[-1]
            if word not in self._words.openers and not word.endswith("'s"):
                return False
        return not (self._words.reports.match(self._folded, someone.end) or _SPEAKER.match(self._folded, someone.end))

    @staticmethod
    def _is_owned(between: str) -> bool:
        """Whether what stands so far after an owner is the owner's: within two words, and before any comma or stop."""
        return len(between) <= _LONGEST_OPENER and not _BREAK.search(between) and len(between.split()) <= 2
