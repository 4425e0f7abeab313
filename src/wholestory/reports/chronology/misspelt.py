"""Knowing an address again that was spelt wrongly, or written with another street word or without one.

Only what stands where a street stands is looked at: words before a street word (“Taner Road”), words after the house
number (“14 Tanner”), and the whole of a name of several words. Elsewhere a name is an ordinary word or a person's. How
many letters may differ grows with the name; beyond that a name is known by its sound. See
docs/explanation/safe-contacts.md for how often this misses, and how often it takes out what is something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import jellyfish

from wholestory.engine.things.places import STREETS

# (shortest length of a name, how many letters may be wrong in it)
_MAY_DIFFER = ((11, 3), (8, 2), (4, 1))
_LIKE_ENOUGH_BY_SOUND = 0.88
# A name that is not held by a street word must be long to be told from ordinary words.
_LONG_BY_ITSELF = 9
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_IN_DIGITS = {word: str(number) for number, word in enumerate(_NUMBERS, 1)}


@dataclass(frozen=True, slots=True)
class Street:
    """A street or house that is looked for: its name run together, how many words that is, the street word after it
    (empty for none) and the digits of its number (empty for none)."""

    name: str
    words: int
    kind: str
    number: str

    @classmethod
    def of(cls, spot: Sequence[str]) -> Street | None:
        """That of a plain spot, such as `14a tanner road`; None where no name is left to be looked for."""
        number = next((_digits(word) for word in spot if word[0].isdigit()), "")
        named = [word for word in spot if not word[0].isdigit()]
        kind = named[-1] if len(named) > 1 and named[-1] in _KINDS else ""
        name = named[:-1] if kind else named
        return cls("".join(name), len(name), kind, number) if len("".join(name)) >= _MAY_DIFFER[-1][0] else None


# Street words as they are compared: a saint is written like a street.
_KINDS = (STREETS - {"street"}) | {"st"}


class Streets:
    """Streets made ready to be looked for in any number of texts."""

    def __init__(self, streets: Iterable[Street]) -> None:
        self._by_kind: dict[str, dict[int, list[str]]] = {}
        self._by_number: dict[str, dict[int, list[str]]] = {}
        self._by_themselves: dict[int, list[str]] = {}
        for street in set(streets):
            if street.kind:
                _put(self._by_kind.setdefault(street.kind, {}), street)
            elif street.words > 1 and len(street.name) >= _LONG_BY_ITSELF:
                _put(self._by_themselves, street)
            if street.number:
                _put(self._by_number.setdefault(street.number, {}), street)
        self._known: dict[tuple[str, str, int], bool] = {}

    def mentions(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where (first word, last word) a street stands in plain words, however spelt."""
        for at, word in enumerate(words):
            if kind := _kind(word):
                yield from self._before_a_street_word(words, at, kind)
            if number := _IN_DIGITS.get(word, _digits(word)):
                yield from self._after_the_number(words, at, number)
            for count, names in self._by_themselves.items():
                if self._is_one("", _run(words, at, count), count, names):
                    yield at, at + count - 1

    def _before_a_street_word(self, words: Sequence[str], last: int, kind: str) -> Iterator[tuple[int, int]]:
        for count, names in self._by_kind.get(kind, {}).items():
            if count <= last and self._is_one(kind, _run(words, last - count, count), count, names):
                yield last - count, last

    def _after_the_number(self, words: Sequence[str], place: int, number: str) -> Iterator[tuple[int, int]]:
        # The letter of the number may stand between, and a street word (perhaps a wrong one) after.
        start = place + 2 if len(words) > place + 1 and len(words[place + 1]) == 1 else place + 1
        for count, names in self._by_number.get(number, {}).items():
            end = start + count
            if self._is_one(number, _run(words, start, count), count, names):
                yield place, end if end < len(words) and _kind(words[end]) else end - 1

    def _is_one(self, held_by: str, written: str, count: int, names: Iterable[str]) -> bool:
        """Whether something written may be one of the names; it is asked again and again in the texts of one story."""
        asked = (held_by, written, count)
        if asked not in self._known:
            self._known[asked] = any(_alike(written, name) for name in names)
        return self._known[asked]


def _put(under: dict[int, list[str]], street: Street) -> None:
    under.setdefault(street.words, []).append(street.name)


def _run(words: Sequence[str], first: int, count: int) -> str:
    return "".join(words[first : first + count])


def _alike(written: str, name: str) -> bool:
    """Whether something written may be a misspelt name."""
    if abs(len(written) - len(name)) > _MAY_DIFFER[0][1] or written[:1].isdigit():
        return False
    may_differ = next((count for length, count in _MAY_DIFFER if len(name) >= length), 0)
    if jellyfish.damerau_levenshtein_distance(written, name) <= may_differ:
        return True
    near = jellyfish.jaro_winkler_similarity(written, name) >= _LIKE_ENOUGH_BY_SOUND
    return near and jellyfish.metaphone(written) == jellyfish.metaphone(name)


@lru_cache(maxsize=100_000)
def _kind(word: str) -> str:
    """The street word that a word is or, being misspelt, may be; empty for none."""
    if word in _KINDS:
        return word
    if len(word) < 4:
        return ""
    near = [kind for kind in _KINDS if len(kind) > 3 and jellyfish.damerau_levenshtein_distance(word, kind) == 1]
    return min(near, default="")


def _digits(word: str) -> str:
    """The digits that a word begins with."""
    return word[: next((at for at, letter in enumerate(word) if not letter.isdigit()), len(word))]
