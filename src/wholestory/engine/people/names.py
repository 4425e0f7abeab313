"""Names as they are written by different hands: normalised, taken apart and compared.

A comparison is a grade, never a number to be added up: how far two spellings agree and, in words, why.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from wholestory.model.records import Person


class Grade(IntEnum):
    """How far two names agree; the order counts."""

    DIFFERENT = 0
    MISSING = 1
    INITIAL = 2
    CLOSE = 3
    VARIANT = 4
    EXACT = 5


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a person, in folded words. `handle` is set instead where the name is an account or a street name."""

    forenames: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    handle: str = ""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two persons' names agree: a grade for each part, and the names that were compared.

    `turned`: the surname and forenames of `other` were exchanged to compare them, and stand here exchanged.
    """

    forename: Grade
    surname: Grade
    one: Name = Name()
    other: Name = Name()
    turned: bool = False

    @property
    def why(self) -> str:
        """How they agree, in words without a full stop."""
        return _told(self)

    @property
    def agree(self) -> bool:
        """Whether both parts agree, at least as misspellings of one another."""
        return min(self.forename, self.surname) >= Grade.CLOSE

    @property
    def exact(self) -> bool:
        """Whether both parts are the same words."""
        return min(self.forename, self.surname) == Grade.EXACT

    @property
    def firm(self) -> bool:
        """Whether both parts agree and one of them is no misspelling."""
        return self.agree and max(self.forename, self.surname) >= Grade.VARIANT


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = re.compile(r"[’'`‘´ʼ]")
_NOT_WORDS = re.compile(r"[^a-z0-9_]+")
_TITLES = _words("mr mrs ms miss mx master dr prof sir lady rev pc dc ds sgt cllr jr jnr sr snr")
# Written where the name is not known: two children called "unknown" are not alike.
_NO_NAME = _words("unknown nk na none tbc anon anonymous baby infant unborn male female boy girl not known")
_PARTICLES = _words("al el bin bint ibn de da di du la le van von der den ap")
# A forename so common in some families that it tells brothers apart no better than no name at all.
_SHARED_PREFIXES = _words("mohammed muhammad mohammad muhammed mohamed mohamad mohd md syed sayed abdul")


def fold(text: str) -> tuple[str, ...]:
    """A name's words without case, accents, apostrophes, hyphens, titles or words that mean no name."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold().replace("n/k", "nk"))).translate(
        _LETTERS
    )
    words = _NOT_WORDS.sub(" ", "".join(mark for mark in plain if not unicodedata.combining(mark))).split()
    return tuple(word for word in words if word not in _TITLES and word not in _NO_NAME)


def names_of(person: Person) -> tuple[Name, ...]:
    """The names a person goes by: as recorded first, then each alias."""
    main = Name(fold(person.forenames), fold(person.surname))
    found = [main] if main.forenames or main.surname else []
    found += [name for alias in person.aliases for name in _names_of_alias(alias, main)]
    return tuple(dict.fromkeys(found))


def _names_of_alias(alias: str, main: Name) -> Iterator[Name]:
    words = fold(alias)
    if not words:
        return
    if len(words) > 1:
        yield Name(words[:-1], words[-1:])
    elif re.search(r"[0-9_]", words[0]):
        yield Name(handle=words[0])
    elif alias.strip().isupper() and len(words[0]) in (2, 3):
        yield Name(main.forenames or (words[0][0],), main.surname or (words[0][-1],))
    else:
        yield Name(words, main.surname)


@cache
def nickname_groups() -> dict[str, frozenset[str]]:
    """Each known forename to all the forenames that may be written for it."""
    table = tomllib.loads((files(__package__) / "nicknames.toml").read_text(encoding="utf-8"))
    groups: dict[str, set[str]] = {}
    for group in (group for family in table.values() for group in family):
        for name in group:
            groups.setdefault(name, set()).update(group)
    return {name: frozenset(others) for name, others in groups.items()}


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(wr|rh)", "r"), (r"^(kn|gn|pn)", "n"), (r"^ps", "s"), (r"^x", "z"), (r"ph", "f"), (r"mac|mc", "mk"),
        (r"(?<=[aeiou])gh", ""), (r"sch|sh|tch|ch|cz|sz", "x"), (r"th|dt", "t"), (r"dg", "j"), (r"ck|qu|q|k", "k"),
        (r"c(?=[eiy])", "s"), (r"c", "k"), (r"g(?=[eiy])", "j"), (r"z", "s"), (r"v", "f"), (r"h", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a word as they sound, so that spellings of one sound are equal: Wren and Ren, Leah and Lea."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    consonants = word[:1] + re.sub(r"[aeiouyw]", "", word[1:])
    first = "a" if consonants[:1] in tuple("aeiou") else consonants[:1]
    return re.sub(r"(.)\1+", r"\1", first + consonants[1:])


@lru_cache(maxsize=200_000)
def misspelt(one: str, other: str) -> bool:
    """Whether two different words may be one word misspelt; short words must also sound alike."""
    short = min(len(one), len(other))
    if short < 2 or (one[0] != other[0] and skeleton(one) != skeleton(other)):
        return False
    distance = DamerauLevenshtein.distance(one, other, score_cutoff=3)
    sounds_alike = skeleton(one) == skeleton(other)
    if distance <= 1:
        return short >= 5 or sounds_alike
    if distance > 2 or JaroWinkler.similarity(one, other) < 0.86:
        return False
    return short >= 8 or (sounds_alike and short >= 5)


@lru_cache(maxsize=400_000)
def compare_forenames(one: tuple[str, ...], other: tuple[str, ...]) -> Grade:
    """How far two sets of forenames agree."""
    if not one or not other:
        return Grade.MISSING
    if "".join(one) == "".join(other):
        return Grade.EXACT
    one, other = _without_shared_prefix(one), _without_shared_prefix(other)
    if all(len(word) == 1 for word in one) or all(len(word) == 1 for word in other):
        return Grade.INITIAL if one[0][0] == other[0][0] else Grade.DIFFERENT
    if one[0] in _SHARED_PREFIXES and other[0] in _SHARED_PREFIXES:
        return Grade.EXACT if one[0] == other[0] else Grade.VARIANT
    return max(_compare_first(one, other), _compare_any(one, other))


def _without_shared_prefix(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in _SHARED_PREFIXES and len(words[1]) > 1 else words


def _compare_first(one: tuple[str, ...], other: tuple[str, ...]) -> Grade:
    first, second = one[0], other[0]
    if first == second:
        second_names_differ = len(one) > 1 and len(other) > 1 and compare_forenames(one[1:], other[1:]) < Grade.INITIAL
        return Grade.CLOSE if second_names_differ else Grade.VARIANT
    if second in nickname_groups().get(first, ()):
        return Grade.VARIANT
    joined, also = "".join(one), "".join(other)
    short, long = sorted((joined, also), key=len)
    if len(short) >= 3 and long.startswith(short):
        return Grade.VARIANT
    return Grade.CLOSE if misspelt(first, second) or misspelt(joined, also) else Grade.DIFFERENT


def _compare_any(one: tuple[str, ...], other: tuple[str, ...]) -> Grade:
    if len(one) > 1 and set(one) == set(other):
        return Grade.VARIANT
    goes_by_another = {word for word in set(one) & set(other) if len(word) > 2}
    return Grade.CLOSE if goes_by_another and min(len(one), len(other)) == 1 else Grade.DIFFERENT


@lru_cache(maxsize=400_000)
def compare_surnames(one: tuple[str, ...], other: tuple[str, ...]) -> Grade:
    """How far two surnames agree; half of a double surname is a variant of the whole."""
    if not one or not other:
        return Grade.MISSING
    joined, also = "".join(one), "".join(other)
    if joined == also:
        return Grade.EXACT
    if min(len(joined), len(also)) == 1:
        return Grade.INITIAL if joined[0] == also[0] else Grade.DIFFERENT
    if {word for word in set(one) & set(other) if len(word) > 2 and word not in _PARTICLES}:
        return Grade.VARIANT
    return Grade.CLOSE if misspelt(joined, also) else Grade.DIFFERENT


NO_MATCH = NameMatch(Grade.MISSING, Grade.MISSING)

_FORENAME_SAYS = {
    Grade.EXACT: "forename agrees",
    Grade.VARIANT: "forename is written {} and {}, forms of one name",
    Grade.CLOSE: "forename is written {} and {}",
    Grade.INITIAL: "forename agrees as far as an initial",
    Grade.MISSING: "forename is missing in one",
    Grade.DIFFERENT: "forenames differ ({} and {})",
}
_SURNAME_SAYS = {
    Grade.EXACT: "surname agrees",
    Grade.VARIANT: "surname is written {} and {}, which share a part",
    Grade.CLOSE: "surname is written {} and {}",
    Grade.INITIAL: "surname agrees as far as an initial",
    Grade.MISSING: "surname is missing in one",
    Grade.DIFFERENT: "surnames differ ({} and {})",
}


def compare_names(one: tuple[Name, ...], other: tuple[Name, ...]) -> NameMatch:
    """The best agreement between any of two persons' names; aliases count as names, and names may be exchanged."""
    best: NameMatch | None = None
    for first in one:
        for second in other:
            for match in _compare_pair(first, second):
                if best is None or _standing(match) > _standing(best):
                    best = match
    return best or NO_MATCH


def _standing(match: NameMatch) -> tuple[bool, int, int]:
    return match.agree, match.forename + match.surname, match.forename


@lru_cache(maxsize=400_000)
def _compare_pair(one: Name, other: Name) -> tuple[NameMatch, ...]:
    if one.handle or other.handle:
        return (NameMatch(Grade.EXACT, Grade.EXACT, one, other),) if one.handle == other.handle else ()
    straight = NameMatch(
        compare_forenames(one.forenames, other.forenames), compare_surnames(one.surname, other.surname), one, other
    )
    if straight.surname >= Grade.CLOSE or not one.surname or not other.surname:
        return (straight,)
    turned = Name(other.surname, other.forenames)
    surname = compare_surnames(one.surname, turned.surname)
    if surname < Grade.CLOSE:
        return (straight,)
    forename = min(Grade.VARIANT, compare_forenames(one.forenames, turned.forenames))
    return straight, NameMatch(forename, surname, one, turned, turned=True)


def _told(match: NameMatch) -> str:
    if match.one.handle:
        return f"Both are known as {match.one.handle}"
    if match == NO_MATCH:
        return "No name is recorded in one"
    if match.exact:
        return "Surname and forename agree"
    surname = _SURNAME_SAYS[match.surname].format(_shown(match.one.surname), _shown(match.other.surname))
    forename = _FORENAME_SAYS[match.forename].format(_shown(match.one.forenames), _shown(match.other.forenames))
    if match.turned:
        return f"Surname and forename are the other way round; {surname}; {forename}"
    return f"{surname[0].upper()}{surname[1:]}; {forename}"


def _shown(words: tuple[str, ...]) -> str:
    return " ".join(word.capitalize() for word in words)
