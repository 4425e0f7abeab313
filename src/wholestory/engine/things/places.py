"""Addresses, venues and postcodes, written the same way: street words in full, the flat first, one case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_STREET_WORDS = {
    "rd": "road", "str": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "drv": "drive",
    "cl": "close", "clo": "close", "cres": "crescent", "cr": "crescent", "crt": "court", "ct": "court",
    "gdns": "gardens", "gdn": "gardens", "pl": "place", "sq": "square", "terr": "terrace", "ter": "terrace",
    "tce": "terrace", "gr": "grove", "grv": "grove", "pk": "park", "hse": "house", "ho": "house", "bldg": "building",
    "bldgs": "buildings", "est": "estate", "apt": "flat", "apartment": "flat", "flt": "flat", "rm": "room",
}  # fmt: skip
STREETS = frozenset(
    "street road avenue lane drive close crescent court gardens place square terrace row way end grove hill rise walk "
    "mews view yard green park wharf parade quay house lodge building buildings estate".split()
)
_INSIDE = frozenset({"flat", "room"})
_NUMBER_WORDS = frozenset({"no", "number", "num", "nr"})
_NOWHERE = re.compile(
    r"(address )?(unknown|not known|nk|nfa|no fixed (abode|address)|none|na|tbc|not recorded|not given|withheld"
    r"|as above)"
)
_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})\b")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = re.compile(r"[’'`‘´ʼ]")


_FLAT = re.compile(r"^(?:flat|room) \w{1,4} ")


@dataclass(frozen=True, slots=True)
class Place:
    """An address or venue taken apart.

    `spot` is the flat, number and street, or the whole where no street can be told; `town` is whatever words follow
    it; `postcode` is without a space, in capitals.
    """

    spot: str
    town: str = ""
    postcode: str = ""

    @property
    def words(self) -> str:
        """Everything but the postcode, in one line."""
        return f"{self.spot} {self.town}".strip()


def plain_words(text: str) -> tuple[str, ...]:
    """A text's words in lower case, without accents, apostrophes and punctuation."""
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()).translate(_LETTERS))
    bare = "".join(mark for mark in folded if not unicodedata.combining(mark)).casefold()
    return tuple(re.sub(r"[^a-z0-9_]+", " ", bare).split())


def plain_place(text: str) -> str:
    """An address or venue in one line of plain words without its postcode; empty where it says that none is known."""
    return place_in(text).words


def around_flat(place: str) -> str:
    """A plain address without the flat or room that it begins with."""
    return _FLAT.sub("", place)


def plain_postcode(text: str) -> str:
    """A postcode in capitals without a space; what is no whole postcode keeps its letters and digits."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


@lru_cache(maxsize=200_000)
def place_in(text: str) -> Place:
    """An address or venue taken apart; all parts empty where it says that none is known."""
    words, postcode = _street_or_saint(text), ""
    # Once more until nothing changes: what one step leaves may be what another looks for.
    while True:
        words, found = _without_postcode(words)
        postcode = postcode or found
        again = _letters_joined(_numbers_bare(_flat_first([_STREET_WORDS.get(word, word) for word in words])))
        if again == words:
            break
        words = again
    if not words or _NOWHERE.fullmatch(" ".join(words)):
        return Place("", "", postcode)
    return Place(*_apart(words), postcode)


def _street_or_saint(text: str) -> list[str]:
    """The words of a text with `st` written in full, which only its commas tell from one another."""
    full: list[str] = []
    for part in re.split(r"[,;\n\r]", text):
        words = plain_words(part)
        for at, word in enumerate(words):
            saint = word == "st" and _is_saint(words[:at], words[at + 1 :])
            full.append("saint" if saint else "street" if word == "st" else word)
    return full


def _without_postcode(words: list[str]) -> tuple[list[str], str]:
    text = " ".join(words)
    found = _POSTCODE.search(text)
    if not found:
        return words, ""
    return f"{text[: found.start()]} {text[found.end() :]}".split(), (found[1] + found[2]).upper()


def _numbers_bare(words: list[str]) -> list[str]:
    """The words without a `no` before a number."""
    following = dict(enumerate(words[1:]))
    return [word for at, word in enumerate(words) if not _says_number(word, following.get(at, ""))]


def _says_number(word: str, after: str) -> bool:
    return word in _NUMBER_WORDS and after[:1].isdigit()


def _letters_joined(words: list[str]) -> list[str]:
    """The words with the letter of a house number joined to it, `12 a gant street` as `12a gant street`."""
    joined: list[str] = []
    for at, word in enumerate(words):
        is_letter = len(word) == 1 and "a" <= word <= "h" and at + 1 < len(words)
        if is_letter and joined and joined[-1].isdigit():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _is_saint(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether `st` is a saint: a name must follow, and either nothing but a number stands before or a street after."""
    if not after:
        return False
    opens = not before or before[-1][:1].isdigit() or before[-1] in _INSIDE
    return opens or any(_STREET_WORDS.get(word, word) in STREETS for word in after[1:3])


def _flat_first(words: list[str]) -> list[str]:
    for at, word in enumerate(words[:-1]):
        if word in _INSIDE and len(words[at + 1]) <= 4:
            return [word, words[at + 1], *words[:at], *words[at + 2 :]]
    return words


def _apart(words: list[str]) -> tuple[str, str]:
    """The flat, number and street, and what follows; a street word that another follows is part of the name."""
    for at, word in enumerate(words):
        follows = words[at + 1] if at + 1 < len(words) else ""
        if at and word in STREETS and follows not in STREETS and not words[at - 1].isdigit():
            return " ".join(words[: at + 1]), " ".join(words[at + 1 :])
    return " ".join(words), ""
