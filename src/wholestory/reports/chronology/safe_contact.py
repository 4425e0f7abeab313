"""Taking every mention of a safe contact's address out of a text, in whatever way it is written.

An address is known again by its words in plain letters with street words in full (engine.things.places), run together:
“14a Tanner Rd”, “14 A, Tanner Road” and “TANNER ROAD” are all found for “14A Tanner Road, Kelderby KB1 4TR”. A street
is taken out without its number as well, for it says where to look; so is the postcode. The town stays. What is spelt
wrongly is not known again: the document says that somebody must read it before it is handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wholestory.engine.things.places import STREETS, around_flat, place_in, plain_words

HIDDEN = "[address kept back]"

_WORD = re.compile(r"[^\W_]+(?:[’'`‘´ʼ.][^\W_]+)*")
# Words beside an address that are part of it: its number, its flat, and what says so.
_INSIDE = frozenset({"flat", "room"})
_BESIDE = _INSIDE | {"no", "number", "num", "nr"}
# `St` may be a street or a saint. Either way it stands where the other does.
_ONE_WORD = {"street": "st", "saint": "st"}
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
        found: set[str] = set()
        for address in addresses:
            found |= _sought(address)
        found |= {_run(plain_words(postcode)) for postcode in postcodes}
        self._sought = sorted((one for one in found if len(one) >= _SHORTEST), key=lambda one: (-len(one), one))

    def take_out(self, text: str) -> str:
        """The text with every mention replaced by HIDDEN."""
        words = _words_of(text)
        run = "".join(word.plain for word in words)
        present = [one for one in self._sought if one in run]
        if not present:
            return text
        return _without(text, words, _mentions(words, run, present))


def _sought(address: str) -> set[str]:
    """Every run of letters by which an address is known again: the whole, each street in it, and the postcode."""
    whole = place_in(address)
    spots = {around_flat(whole.spot)}
    for part in re.split(r"[,;\n\r]", address):
        spot = around_flat(place_in(part).spot)
        if STREETS.intersection(spot.split()) or any(map(str.isdigit, spot)):
            spots.add(spot)
    # A flat by itself is in every block.
    spots = {spot for spot in spots if spot.partition(" ")[0] not in _INSIDE}
    found = {_run(spot.split()) for spot in spots} | {whole.postcode.lower()}
    # A street without its number; what is a number alone is no street.
    bare = {_run([word for word in spot.split() if not word[0].isdigit()]) for spot in spots}
    return {one for one in found | bare if one and not one.isdigit()}


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
