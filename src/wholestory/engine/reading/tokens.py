"""Many notes as one text, cut into words: arrays over the words, so that each later step is done for all notes at once.

Notes are folded and laid end to end with a line break after each, so that no sentence reaches over the end of a note
and the place of a character in its note is its place in the text less where the note begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wholestory.engine.reading.machine_code import machine_code
from wholestory.practice.expressions import fold

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint16]
Kinds = npt.NDArray[np.uint8]
# Rows of fields, which machine code reads as attributes.
Table = npt.NDArray[Any]

SPACE, WORD, _DIGIT, _POINT, _POUND, _HYPHEN = 1, 2, 4, 8, 16, 32


def _kinds() -> Kinds:
    """What each of the first 65,536 code points is to a word: white space, part of it, a digit …"""
    kinds = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        letter = chr(code)
        if letter.isspace():
            kinds[code] |= SPACE
        if letter.isalnum() or letter in "_'":
            kinds[code] |= WORD
        if letter.isdecimal():
            kinds[code] |= _DIGIT
    for letters, kind in ((".,:", _POINT), ("£", _POUND), ("-–/", _HYPHEN)):
        for letter in letters:
            kinds[ord(letter)] |= kind
    return kinds


KINDS = _kinds()

# One random number a character and one odd number: a word's hash is the sum of its letters' numbers times the powers of
# that number. The same on every run and machine.
_LETTERS = np.random.default_rng(20240131).integers(1, 2**63, 0x10000, dtype=np.uint64)
_BASE = np.uint64(0x9E3779B97F4A7C15)


def codes_of(text: str) -> Codes:
    """A text's characters as numbers; one past the first 65,536 (an emoji) stands as one that is no letter."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8).astype(np.uint16)
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    rare = np.flatnonzero(wide > 0xFFFF)
    codes = wide.astype(np.uint16)
    codes[rare] = [0x61 if text[place].isalnum() else 0xFFFD for place in rare.tolist()]
    return codes


# What is known of a word, side by side, where machine code looks at it.
#
# `start` and `end` are places of characters; `hash` tells different words apart; `chunk` numbers the stretches between
# white space, `inner` marks a word that is not the first of its stretch and `outer` one that is the last; `until` is
# the stretch from whose start nothing but hyphens and slashes stands before the word (the one after its own where more
# stands before it there): a gap that leads to the word holds the stretches before. `joined` marks a word that follows
# the one before it with nothing but white space, hyphens and slashes between, `led` one that has such a character right
# before it, and `mark` is the code of the one character that stands between it and the word before it (0 where none or
# more than one stands there).
_WORD = np.dtype(
    [
        *((name, np.int64) for name in ("start", "end", "whole_end", "stem_end")),
        ("hash", np.uint64),
        *((name, np.int32) for name in ("chunk", "until", "mark", "number", "stem", "sentence")),
        *((name, np.bool_) for name in ("inner", "outer", "joined", "led")),
    ],
    align=True,
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as a table, and the first word in each stretch between white space or after it.

    `first_of_chunk` has one entry more than there are stretches. The fields `number`, `stem`, `whole_end`, `stem_end`
    and `sentence` are filled in by whoever looks for expressions.
    """

    text: str
    table: Table
    first_of_chunk: Ints

    def __len__(self) -> int:
        return len(self.table)

    @property
    def start(self) -> Ints:
        """Where each word begins, in characters."""
        return self.table["start"]

    @property
    def end(self) -> Ints:
        """Where each word ends."""
        return self.table["end"]


def lay_out(narratives: Sequence[str]) -> tuple[str, Ints]:
    """All narratives folded and laid end to end, and where each begins (one entry more than there are notes)."""
    starts = np.zeros(len(narratives) + 1, np.int64)
    np.cumsum([len(narrative) + 1 for narrative in narratives], out=starts[1:])
    return fold("\n".join(narratives) + "\n"), starts


def words_of(text: str) -> Words:
    """Cut a folded text into words: runs of letters, digits and apostrophes; figures with their points and pounds."""
    codes = codes_of(text)
    most = len(codes) // 2 + 1
    table, first_of_chunk = np.empty(most, _WORD), np.empty(most + 1, np.int64)
    words, chunks = _cut(codes, KINDS, _LETTERS, table, first_of_chunk)
    return Words(text, table[:words], first_of_chunk[: chunks + 1])


@machine_code
def _cut(codes: Codes, kind_of: Kinds, letters: Hashes, table: Table, first_of_chunk: Ints) -> tuple[int, int]:
    """Fill a table of words; returns how many words there are, and how many stretches between white space."""
    words, here, previous = 0, -1, 0
    # Whether more than spaces, hyphens and slashes was met: since the last word, and in this stretch. `after` is the
    # stretch after the last one before this that held more.
    since_word, in_chunk, after = False, False, 0
    is_in_space, place = True, 0
    while place < len(codes):
        kind = kind_of[codes[place]]
        if kind & SPACE:
            is_in_space = True
            place += 1
            continue
        if is_in_space:
            after = here + 1 if in_chunk else after
            is_in_space, in_chunk = False, False
            here += 1
            first_of_chunk[here] = words
        if not _is_in_word(codes, kind_of, place):
            if not kind & _HYPHEN:
                since_word = in_chunk = True
            place += 1
            continue
        word = table[words]
        word.start, word.chunk = place, here
        word.until = here + 1 if in_chunk else after
        word.joined = not since_word and place > previous
        word.led = place > 0 and (kind_of[codes[place - 1]] & (SPACE | _HYPHEN)) != 0
        word.mark = codes[place - 1] if place - previous == 1 else 0
        word.outer, word.inner = True, words > 0 and table[words - 1].chunk == here
        if word.inner:
            table[words - 1].outer = False
        hashed = np.uint64(0)
        while place < len(codes) and _is_in_word(codes, kind_of, place):
            hashed = hashed * _BASE + letters[codes[place]]
            place += 1
        word.hash, word.end, previous = hashed, place, place
        words += 1
        since_word, in_chunk = False, True
    first_of_chunk[here + 1] = words
    return words, here + 1


@machine_code
def _is_in_word(codes: Codes, kind_of: Kinds, place: int) -> bool:
    """Whether a character belongs to a word; a point belongs between digits, a pound sign before one."""
    kind = kind_of[codes[place]]
    if kind & WORD:
        return True
    if not kind & (_POINT | _POUND) or place == 0 or place == len(codes) - 1:
        return False
    if not kind_of[codes[place + 1]] & _DIGIT:
        return False
    return bool(kind & _POUND) or bool(kind_of[codes[place - 1]] & _DIGIT)
