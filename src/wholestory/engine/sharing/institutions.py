"""Places where unrelated people are: told by words, by whose address it is, and by how many families live there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from wholestory.engine.things.places import STREETS, around_flat, plain_words
from wholestory.practice.places import PlaceRule

# An address that more families than this are recorded at is an institution or a block of homes.
FAMILIES_AT_ONE_ADDRESS = 4

_NAMES_OF_HOUSES = frozenset({"house", "lodge", "building", "buildings"})
_STREET_FOLLOWS = "|".join(sorted(STREETS - _NAMES_OF_HOUSES))


class Institutions:
    """Which plain addresses and venues link nobody, and why.

    `rules` are the practice's words; `families` maps a plain address to the families recorded there; `staffed` are the
    addresses of people who appear only as professionals; `titles` are agencies' titles; `known` every plain address of
    the extract, from which blocks of flats are told.
    """

    def __init__(
        self,
        rules: Iterable[PlaceRule],
        families: Mapping[str, Iterable[str]],
        staffed: Iterable[str],
        titles: Iterable[str],
        known: Iterable[str],
    ) -> None:
        self._rules = tuple(rule for rule in rules if rule.header.on)
        self._many = {place: len(set(names)) for place, names in families.items()}
        self._staffed = frozenset(staffed)
        self._titles = tuple(" ".join(plain_words(title)) for title in titles)
        everywhere = (*known, *families)
        self._blocks = frozenset(around_flat(place) for place in everywhere if around_flat(place) != place)

    def why(self, place: str, words: str) -> str:
        """Why two people at a place need have nothing to do with one another; empty where they may.

        `place` is the one form of an address or venue, `words` all the plain words that a record has for it.
        """
        families = self._many.get(place, 0)
        if families > FAMILIES_AT_ONE_ADDRESS:
            return f"{families} families are recorded at this address"
        if place in self._blocks:
            return "a block of homes, written without the flat"
        if place in self._staffed or self._is_an_agency(words):
            return "an agency's own address"
        return self.why_by_words(words)

    def why_by_words(self, words: str) -> str:
        """Why its plain words alone say that a place links nobody; empty where they do not."""
        kind = next((rule.header.title for rule in self._rules if told_by_words(rule, words)), "")
        return f"{kind[0].lower()}{kind[1:]}, by its words" if kind else ""

    def _is_an_agency(self, words: str) -> bool:
        """Whether an agency's title begins with the first two words of a place; one alone would be the town's name."""
        name = words.split()[:2]
        if len(name) < 2 or name[1] == "and" or any(map(str.isdigit, "".join(name))):
            return False
        return any(title.split()[:2] == name for title in self._titles)


@lru_cache(maxsize=200_000)
def told_by_words(rule: PlaceRule, place: str) -> bool:
    """Whether a plain address or venue is of this kind: one of its words stands there, and is not a street's name."""
    if place in rule.whole:
        return True
    inside = around_flat(place)
    if rule.flats_apart and inside != place:
        return False
    return _expression(rule.words).search(inside) is not None


@lru_cache(maxsize=1_000)
def _expression(words: tuple[str, ...]) -> re.Pattern[str]:
    any_of = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{any_of})\b(?! (?:{_STREET_FOLLOWS})\b)")
