"""Taking every mention of a safe contact's address out of a text, in whatever way it is written.

An address is known again by its words in plain letters with street words in full (engine.things.places), run together:
“14a Tanner Rd”, “14 A, Tanner Road” and “TANNER ROAD” are all found for “14A Tanner Road, Kelderby KB1 4TR”. A street
is taken out without its number as well, for it says where to look; so is the postcode, also with `O` for `0` or two
letters exchanged. The town stays. What is spelt wrongly is known again where a street stands (misspelt.py). Not
everything is, so that the document says that somebody must read it before it is handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from wholestory.engine.things.places import STREETS, around_flat, place_in, plain_words
from wholestory.reports.chronology import misspelt

HIDDEN = "[address kept back]"

_WORD = re.compile(r"[^\W_]+(?:[’'`‘´ʼ.][^\W_]+)*")
# Words beside an address that are part of it: its number, its flat, and what says so.
_INSIDE = frozenset({"flat", "room"})
_BESIDE = _INSIDE | {"no", "number", "num", "nr"}
# `St` may be a street or a saint. Either way it stands where the other does.
_ONE_WORD = {"street": "st", "saint": "st"}
# As keyboards and eyes exchange them in postcodes.
_EXCHANGED = (("0", "o"), ("o", "0"), ("1", "i"), ("1", "l"), ("5", "s"), ("s", "5"))
_LOOK_ALIKE = tuple(str.maketrans(one, other) for one, other in _EXCHANGED)
# A run of letters shorter than this would be found in ordinary words.
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    start: int
    end: int


class SafeContacts:
    """The addresses that must not appear, made ready to be taken out of any number of texts."""

    def __init__(self, addresses: Iterable[str], postcodes: Iterable[str] = ()) -> None:
        """`addresses` as written, with or without their postcodes; `postcodes` held apart from them."""
        addresses = tuple(addresses)
        found = {_run(spot) for address in addresses for spot in _spots(address)}
        # A street without its number; what is a number alone is no street.
        found |= {
            _run(word for word in spot if not word[0].isdigit()) for address in addresses for spot in _spots(address)
        }
        codes = {place_in(address).postcode.lower() for address in addresses}
        codes |= {"".join(plain_words(postcode)) for postcode in postcodes}
        found = {one for one in found | codes if not one.isdigit()}
        self._postcodes = frozenset(spelt for code in codes for spelt in _spellings(code))
        self._streets = _streets(addresses)
        self._sought = sorted((one for one in found if len(one) >= _SHORTEST), key=lambda one: (-len(one), one))

    def take_out(self, text: str) -> str:
        """The text with every mention replaced by HIDDEN."""
        words = _words_of(text)
        run = "".join(word.plain for word in words)
        present = [one for one in self._sought if one in run]
        found = _mentions(words, run, present) if present else []
        plain = [word.plain for word in words]
        found += [_with_number(words, *near) for near in self._streets.mentions(plain)]
        found += _in_two_words(plain, self._postcodes)
        return _without(text, words, found) if found else text


def _spots(address: str) -> set[tuple[str, ...]]:
    """The words of every spot by which an address is known again: the whole, and each street in it."""
    spots = {around_flat(place_in(address).spot)}
    for part in re.split(r"[,;\n\r]", address):
        spot = around_flat(place_in(part).spot)
        if STREETS.intersection(spot.split()) or any(map(str.isdigit, spot)):
            spots.add(spot)
    # A flat by itself is in every block.
    return {tuple(spot.split()) for spot in spots if spot and spot.partition(" ")[0] not in _INSIDE}


def _streets(addresses: Iterable[str]) -> misspelt.Streets:
    """The streets of addresses, to be known again where they are misspelt."""
    spots = {tuple(_ONE_WORD.get(word, word) for word in spot) for address in addresses for spot in _spots(address)}
    return misspelt.Streets(street for spot in sorted(spots) if (street := misspelt.Street.of(spot)))


def _spellings(postcode: str) -> set[str]:
    """A plain postcode, also with letters and digits that look the same, or two neighbours exchanged."""
    if len(postcode) < _SHORTEST:
        return set()
    swapped = {
        f"{postcode[:at]}{postcode[at + 1]}{postcode[at]}{postcode[at + 2 :]}" for at in range(len(postcode) - 1)
    }
    one = {postcode, *swapped}
    return one | {code.translate(alike) for code in one for alike in _LOOK_ALIKE}


def _in_two_words(words: Sequence[str], sought: frozenset[str]) -> list[tuple[int, int]]:
    """Where one word, or two together, are one of those sought."""
    ones = [(at, at) for at, word in enumerate(words) if word in sought]
    return ones + [(at, at + 1) for at, pair in enumerate(pairwise(words)) if "".join(pair) in sought]


def _mentions(words: Sequence[_Word], run: str, present: Iterable[str]) -> list[tuple[int, int]]:
    """The words (first, last) of every mention; one begins and ends with a word."""
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for place, word in enumerate(words):
        if word.plain:
            begins[at] = place
            at += len(word.plain)
            ends[at] = place
    found = []
    for one in present:
        start = run.find(one)
        while start >= 0:
            if start in begins and start + len(one) in ends:
                found.append(_with_number(words, begins[start], ends[start + len(one)]))
            start = run.find(one, start + 1)
    return found


def _with_number(words: Sequence[_Word], first: int, last: int) -> tuple[int, int]:
    """A mention with the number and flat that stand before it, or the flat after it."""
    while first and (
        words[first - 1].plain in _BESIDE or words[first - 1].plain[:1].isdigit() or _is_letter(words, first)
    ):
        first -= 1
    if last + 2 <= len(words) - 1 and words[last + 1].plain in _INSIDE:
        last += 2
    return first, last


def _is_letter(words: Sequence[_Word], first: int) -> bool:
    """Whether the word before is the letter of a number, as in “14 A Tanner Road” or “Flat B, Tanner House”."""
    letter = words[first - 1].plain
    before = words[first - 2].plain if first >= 2 else ""
    return len(letter) == 1 and (before in _BESIDE or before[:1].isdigit())


def _without(text: str, words: Sequence[_Word], mentions: Iterable[tuple[int, int]]) -> str:
    pieces, done = [], 0
    spans = sorted((words[first].start, words[last].end) for first, last in mentions)
    for start, end in spans:
        if start >= done:
            pieces += [text[done:start], HIDDEN]
        done = max(done, end)
    return "".join([*pieces, text[done:]])


def _words_of(text: str) -> list[_Word]:
    return [
        _Word(plain, found.start(), found.end())
        for found in _WORD.finditer(text)
        if (plain := _plain(found.group().casefold()))
    ]


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return _run(plain_words(word))


def _run(words: Iterable[str]) -> str:
    # Each by itself: only so a street word is written in full wherever it stands.
    full = (place_in(word).spot or word for word in words)
    return "".join(_ONE_WORD.get(word, word) for spelt in full for word in spelt.split())
