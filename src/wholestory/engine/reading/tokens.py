"""Many notes as one text, cut into words: arrays over the words, so that each later step is done for all notes at once.

Notes are folded and laid end to end with a line break after each, so that no sentence reaches over the end of a note
and the place of a character in its note is its place in the text less where the note begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wholestory.practice.expressions import fold

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_SPACE, _WORD, _DIGIT, _POINT, _POUND, _HYPHEN = 1, 2, 4, 8, 16, 32


def _kinds() -> npt.NDArray[np.uint8]:
    """What each of the first 65,536 code points is to a word: white space, part of it, a digit …"""
    kinds = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        letter = chr(code)
        if letter.isspace():
            kinds[code] |= _SPACE
        if letter.isalnum() or letter in "_'":
            kinds[code] |= _WORD
        if letter.isdecimal():
            kinds[code] |= _DIGIT
    for letters, kind in ((".,:", _POINT), ("£", _POUND), ("-–/", _HYPHEN)):
        for letter in letters:
            kinds[ord(letter)] |= kind
    return kinds


_KINDS = _kinds()
_NO = np.zeros(1, np.bool_)

# One random number a character, and one odd number whose powers tell places apart: a word's hash is the sum of its
# letters' numbers times the powers of their places. The same on every run and machine.
_LETTER = np.random.default_rng(20240131).integers(1, 2**63, 0x10000, dtype=np.uint64)
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)


def _powers(base: int, length: int) -> npt.NDArray[np.uint64]:
    factors = np.full(length + 1, base, np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


class _Powers:
    """Powers of the base and of its inverse, as many as the longest text so far has characters."""

    def __init__(self) -> None:
        self.up = self.down = _powers(1, 0)

    def reach(self, length: int) -> None:
        if len(self.up) < length:
            self.up, self.down = _powers(_BASE, length), _powers(_INVERSE, length)


_POWERS = _Powers()


def codes_of(text: str) -> npt.NDArray[np.uint16]:
    """A text's characters as numbers; one past the first 65,536 (an emoji) stands as one that is no letter."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8).astype(np.uint16)
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    rare = np.flatnonzero(wide > 0xFFFF)
    codes = wide.astype(np.uint16)
    codes[rare] = [0x61 if text[place].isalnum() else 0xFFFD for place in rare.tolist()]
    return codes


@dataclass(frozen=True)
class Words:
    """The words of a text as arrays, one entry a word.

    `start` and `end` are places of characters; `hash` tells different words apart; `chunk` numbers the stretches
    between white space, `inner` marks a word that is not the first of its stretch and `outer` one that is the last;
    `until` is the stretch from whose start nothing but hyphens and slashes stands before the word (the one after its
    own where more stands before it there): a gap that leads to the word holds the stretches before.
    `joined` marks a word that follows the one before it with nothing but white space, hyphens and slashes between,
    `led` one that has such a character right before it, and `mark` is the code of the one character that stands
    between it and the word before it (0 where none or more than one stands there).
    """

    text: str
    start: Ints
    end: Ints
    hash: npt.NDArray[np.uint64]
    chunk: Ints
    inner: Bools
    outer: Bools
    until: Ints
    joined: Bools
    led: Bools
    mark: npt.NDArray[np.uint16]
    chunk_starts: Ints
    spaces: Bools

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def _chunks_before(self) -> Ints:
        """For each place of the text, how many stretches begin before it."""
        begins = np.zeros(len(self.spaces) + 1, np.int64)
        begins[self.chunk_starts + 1] = 1
        return np.cumsum(begins)

    def count_between(self, start: Ints, end: Ints) -> Ints:
        """How many stretches of characters that are not white space stand in each [start, end); 0 if it is empty."""
        inside = self._chunks_before[end] - self._chunks_before[np.minimum(start, len(self.spaces))]
        at = np.minimum(start, len(self.spaces) - 1)
        runs_on = (start < end) & ~self.spaces[at] & (self._chunks_before[at + 1] == self._chunks_before[at])
        counted: Ints = np.where(start < end, inside, 0) + runs_on
        return counted


def lay_out(narratives: Sequence[str]) -> tuple[str, Ints]:
    """All narratives folded and laid end to end, and where each begins (one entry more than there are notes)."""
    starts = np.zeros(len(narratives) + 1, np.int64)
    np.cumsum([len(narrative) + 1 for narrative in narratives], out=starts[1:])
    return fold("\n".join(narratives) + "\n"), starts


def words_of(text: str) -> Words:
    """Cut a folded text into words: runs of letters, digits and apostrophes; figures with their points and pounds."""
    codes = codes_of(text)
    kinds = _KINDS[codes]
    spaces = (kinds & _SPACE) != 0
    in_word = _in_word(kinds)
    edges = np.flatnonzero(np.concatenate([_NO, in_word]) != np.concatenate([in_word, _NO]))
    start, end = edges[::2], edges[1::2]
    chunk_starts = np.flatnonzero(~spaces & np.concatenate([~_NO, spaces[:-1]]))
    chunk = np.searchsorted(chunk_starts, start, side="right") - 1
    alike = chunk[1:] == chunk[:-1]
    inner, outer = np.concatenate([_NO, alike])[: len(start)], ~np.concatenate([alike, _NO])[: len(start)]
    breaks = np.zeros(len(kinds) + 1, np.int64)
    np.cumsum((kinds & (_SPACE | _HYPHEN)) == 0, out=breaks[1:])
    is_led_by_more = breaks[start] > breaks[chunk_starts[chunk]]
    until = np.where(is_led_by_more, chunk + 1, _after_the_last_break(breaks, chunk_starts)[chunk])
    return Words(
        text, start, end, _hashes(codes, start, end), chunk, inner, outer, until,
        *_before(codes, kinds, breaks, start, end), chunk_starts, spaces,
    )  # fmt: skip


def _after_the_last_break(breaks: Ints, chunk_starts: Ints) -> Ints:
    """For each stretch the one after the last before it that holds more than hyphens and slashes.

    `breaks` counts, for each place of the text, the characters before it that join no words.
    """
    holds_more = breaks[chunk_starts[1:]] > breaks[chunk_starts[:-1]]
    after = np.zeros(len(chunk_starts), np.int64)
    after[1:] = np.where(holds_more, np.arange(1, len(chunk_starts)), 0)
    return np.maximum.accumulate(after)


def _in_word(kinds: npt.NDArray[np.uint8]) -> Bools:
    """Which characters belong to words; a point belongs between digits, a pound sign before one."""
    in_word: Bools = (kinds & _WORD) != 0
    points = np.flatnonzero(kinds & (_POINT | _POUND))
    inside = points[(points > 0) & (points < len(kinds) - 1)]
    digit_after = (kinds[inside + 1] & _DIGIT) != 0
    fits = digit_after & (((kinds[inside - 1] & _DIGIT) != 0) | ((kinds[inside] & _POUND) != 0))
    in_word[inside[fits]] = True
    return in_word


def _before(
    codes: npt.NDArray[np.uint16], kinds: npt.NDArray[np.uint8], breaks: Ints, start: Ints, end: Ints
) -> tuple[Bools, Bools, npt.NDArray[np.uint16]]:
    """What stands before each word: only joining characters, one right before it, and the single character if one."""
    previous = np.zeros(len(end), np.int64)
    previous[1:] = end[:-1]
    joined = (breaks[start] == breaks[previous]) & (start > previous)
    at = np.maximum(start - 1, 0)
    led = (kinds[at] & (_SPACE | _HYPHEN)) != 0
    mark = np.where(start - previous == 1, codes[at], 0).astype(np.uint16)
    return joined, led, mark


def _hashes(codes: npt.NDArray[np.uint16], start: Ints, end: Ints) -> npt.NDArray[np.uint64]:
    _POWERS.reach(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(_LETTER[codes] * _POWERS.up[: len(codes)], out=sums[1:])
    hashed: npt.NDArray[np.uint64] = (sums[end] - sums[start]) * _POWERS.down[start]
    return hashed
