"""Names as they are written by different hands: folded, taken apart, with their sounds and their short forms.

How far two names agree is said in one place, `comparisons`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from wholestory.model.records import Person


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a person, in folded words. `handle` is set instead where the name is an account or a street name."""

    forenames: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    handle: str = ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = re.compile(r"[’'`‘´ʼ]")
_NOT_WORDS = re.compile(r"[^a-z0-9_]+")
_TITLES = _words("mr mrs ms miss mx master dr prof sir lady rev pc dc ds sgt cllr jr jnr sr snr")
# Written where the name is not known: two children called "unknown" are not alike.
_NO_NAME = _words("unknown nk na none tbc anon anonymous baby infant unborn male female boy girl not known")
PARTICLES = _words("al el bin bint ibn de da di du la le van von der den ap")
# A forename so common in some families that it tells brothers apart no better than no name at all.
SHARED_PREFIXES = _words("mohammed muhammad mohammad muhammed mohamed mohamad mohd md syed sayed abdul")


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
