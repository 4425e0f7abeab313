"""One cell at a time: what a column allows, and a sentence that says how to mend what it does not.

Spaces and tabs around identifiers, dates and times, words of a closed list, outcomes and entries of a list are
dropped, since no two of them differ by that alone. Names, places, narratives and every other text stay as written.
Capital letters are never changed: `Ordinary` is not `ordinary`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Identifier

_SPACES = " \t"
_BETWEEN = re.compile(r"(?<!\\)\|")
EARLIEST_YEAR = 1900


class CellError(Exception):
    """A cell that cannot be taken: its column and a sentence without the cell's own words."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column
        self.why = why


@dataclass(frozen=True, slots=True)
class Horizon:
    """`taken`: when the extract was taken, after which nothing can lie. `known_by`: the moment of the review."""

    taken: datetime
    known_by: datetime


def trimmed(text: str) -> str:
    """The text without spaces and tabs around it."""
    return text.strip(_SPACES)


def needed(text: str, column: str) -> str:
    """A trimmed value that a row is nothing without."""
    value = text.strip(_SPACES)
    if not value:
        raise CellError(column, f"{column} is empty; fill it in")
    return value


def one_of(text: str, column: str, allowed: tuple[str, ...]) -> str:
    """A word of a closed list."""
    value = text.strip(_SPACES)
    if value not in allowed:
        raise CellError(column, f"{column} is not one of: {', '.join(allowed)}; write the one that is meant")
    return value


def listed(text: str) -> tuple[str, ...]:
    """The entries of a list, parted by `|` (a literal one is `\\|`); empty entries say nothing and are left out."""
    if "|" not in text:
        alone = text.strip(_SPACES)
        return (alone,) if alone else ()
    entries = (part.replace("\\|", "|").strip(_SPACES) for part in _BETWEEN.split(text))
    return tuple(entry for entry in entries if entry)


def identifiers(text: str, column: str) -> tuple[Identifier, ...]:
    """A list of `scheme:value`."""
    return tuple(_identifier(entry, column) for entry in listed(text))


def _identifier(entry: str, column: str) -> Identifier:
    scheme, _, value = entry.partition(":")
    if not trimmed(scheme) or not trimmed(value):
        raise CellError(column, f"an entry of {column} is not of the form scheme:value; write for example nhs:…")
    return Identifier(trimmed(scheme), trimmed(value))


def moment(text: str, column: str, horizon: Horizon) -> Moment | None:
    """A date or time no later than the extract; None where the cell is empty."""
    value = text.strip(_SPACES)
    if not value:
        return None
    found = _moment(value)
    if isinstance(found, str):
        raise CellError(column, f"{column} {found}; write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM, or leave it empty")
    if found.at > horizon.taken:
        raise CellError(column, f"{column} lies after the extract was taken; mend it, or as_at in extract.toml")
    return found


@lru_cache(maxsize=1 << 17)
def _moment(text: str) -> Moment | str:
    try:
        found = Moment.parse(text if text.isascii() else "")
    except ValueError as error:
        return str(error)
    return found if found.at.year >= EARLIEST_YEAR - 1 and found.day.year >= EARLIEST_YEAR else _TOO_EARLY


_TOO_EARLY = f"lies before {EARLIEST_YEAR}, which is taken for a slip"


def date_of_birth(text: str, column: str, horizon: Horizon) -> PartialDate | None:
    """A whole or partial date no later than the extract; None where the cell is empty."""
    value = text.strip(_SPACES)
    if not value:
        return None
    found = _birth(value)
    if isinstance(found, str):
        raise CellError(column, f"{column} {found}; write as much of it as is known, or leave it empty")
    if found.earliest > Moment(horizon.taken).day:
        raise CellError(column, f"{column} lies after the extract was taken; mend it, or leave it empty")
    return found


@lru_cache(maxsize=1 << 17)
def _birth(text: str) -> PartialDate | str:
    try:
        found = PartialDate.parse(text if text.isascii() else "")
    except ValueError as error:
        return str(error)
    return found if found.year >= EARLIEST_YEAR else _TOO_EARLY
