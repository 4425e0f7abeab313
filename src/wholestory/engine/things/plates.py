"""Number plates of the United Kingdom in every format, and what a plate that fits none was probably read from.

A plate that fits a format stands for itself. One that fits none but would fit if characters that are taken for one
another were exchanged (0 and O, 1 and I, 8 and B, 5 and S, each by what its position may hold) is a misreading: it
keeps what was written beside what it was probably read from, so that whoever relies on it can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# L: a letter, N: a digit. Current (2001 onwards), prefix (1983), suffix (1963) and Northern Ireland are marks that
# words of another meaning hardly ever look like; dateless marks are recognised only where nothing else is written.
_CURRENT = ("LLNNLLL",)
_PREFIX = ("LNNNLLL", "LNNLLL", "LNLLL")
_SUFFIX = ("LLLNNNL", "LLLNNL", "LLLNL")
_NORTHERN_IRELAND = ("LLLNNNN",)
_DATELESS = tuple("L" * letters + "N" * digits for letters in (1, 2, 3) for digits in (1, 2, 3, 4))
_DATELESS_TURNED = tuple("N" * digits + "L" * letters for letters in (1, 2, 3) for digits in (1, 2, 3, 4))
_WITH_AN_AGE = (*_CURRENT, *_PREFIX, *_SUFFIX)
_FORMATS = (*_WITH_AN_AGE, *_NORTHERN_IRELAND, *_DATELESS, *_DATELESS_TURNED)

_TO_LETTER = {"0": "O", "1": "I", "8": "B", "5": "S"}
_TO_DIGIT = {letter: digit for digit, letter in _TO_LETTER.items()}

# Makes and models that are written like a dateless mark ("BMW 320").
_MAKES = frozenset({"BMW", "KIA", "VW", "MG", "DS", "TT", "XC", "GLA", "GLC", "CLA", "GTI", "TDI", "RAV"})
_SHORTEST_AMONG_WORDS = 6
_PARTS_AT_MOST = 3


@dataclass(frozen=True, slots=True, order=True)
class Plate:
    """A plate without spaces: `mark` is what it is taken to be, `written` what stands in the record."""

    mark: str
    written: str

    @property
    def is_misread(self) -> bool:
        """Whether the mark is not what was written but what that was probably read from."""
        return self.mark != self.written


@lru_cache(maxsize=100_000)
def plate_in(text: str) -> Plate | None:
    """The plate that a text holds, alone or among other words ("silver Corsa, GX58 KTB"), None where there is none.

    A text of one word or mark that fits no format, such as a foreign plate, stands for itself as written.
    """
    parts = re.findall(r"[0-9A-Z]+", text.upper())
    whole = "".join(parts)
    if _is_marked(whole) and not _is_a_model(whole, parts):
        return _read(whole)
    found = [plate for plate in map(_read, _windows(parts)) if _form(plate.mark) in _WITH_AN_AGE]
    return min(found, key=lambda plate: (plate.is_misread, -len(plate.mark), plate), default=None)


_LIKE_A_MODEL = frozenset((*_DATELESS, *_DATELESS_TURNED))


def _is_a_model(mark: str, parts: Iterable[str] = ()) -> bool:
    """Whether a mark is a make with a number ("BMW 320"); `parts` is what it was written in."""
    return _form(mark) in _LIKE_A_MODEL and not _MAKES.isdisjoint((*parts, *re.findall(r"[A-Z]+", mark)))


def readings(written: str) -> frozenset[str]:
    """The marks that a plate may stand for: itself where it fits a format, else every mark it may be misread from.

    A make with a number is none of them: "K1A0" was not read from "KIA 0".
    """
    if _form(written) in _FORMATS:
        return frozenset({written})
    fitting = (_as_format(written, form) for form in _FORMATS if len(form) == len(written))
    return frozenset(mark for mark in fitting if mark and not _is_a_model(mark))


def may_be_misread(one: str, other: str) -> bool:
    """Whether two plates that are written differently may be one plate, misread at least once."""
    return one != other and not readings(one).isdisjoint(readings(other))


def shown(mark: str) -> str:
    """A mark with the space that stands on the plate."""
    form = _form(mark)
    if form in _CURRENT:
        return f"{mark[:4]} {mark[4:]}"
    if form in _PREFIX:
        return f"{mark[:-3]} {mark[-3:]}"
    if form in (*_SUFFIX, *_NORTHERN_IRELAND):
        return f"{mark[:3]} {mark[3:]}"
    return mark


def _is_marked(text: str) -> bool:
    return 4 <= len(text) <= 8 and bool(re.search(r"\d", text)) and bool(re.search(r"[A-Z]", text))


def _windows(parts: list[str]) -> Iterator[str]:
    for start in range(len(parts)):
        for end in range(start + 1, min(start + _PARTS_AT_MOST, len(parts)) + 1):
            joined = "".join(parts[start:end])
            if _is_marked(joined) and len(joined) >= _SHORTEST_AMONG_WORDS:
                yield joined


def _read(written: str) -> Plate:
    """The plate with its mark; where several marks may have been misread it stands for itself."""
    marks = readings(written)
    return Plate(next(iter(marks)) if len(marks) == 1 else written, written)


def _form(text: str) -> str:
    return re.sub(r"[0-9]", "N", re.sub(r"[A-Z]", "L", text))


def _as_format(written: str, form: str) -> str:
    """A plate with what does not fit the format exchanged; empty where that cannot make it fit."""
    made = []
    for character, wanted in zip(written, form, strict=True):
        if character.isdigit() == (wanted == "N"):
            made.append(character)
        else:
            made.append((_TO_DIGIT if wanted == "N" else _TO_LETTER).get(character, ""))
    return "".join(made) if all(made) else ""
