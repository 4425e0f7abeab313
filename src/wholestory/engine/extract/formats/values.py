"""One cell of a format at a time: what its column allows, in the interchange's own form."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from wholestory.engine.extract.cells import CellError, trimmed
from wholestory.engine.extract.formats.mapping import Column

# What a multi-valued element or list is joined with; the interchange's own mark between the entries of a cell.
BETWEEN = "|"

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: (\d{1,2}:\d{2})(:\d{2})?)?")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})(?: (\d{1,2}:\d{2})(:\d{2})?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def checked(text: str, column: Column, *, day_first: bool) -> str:
    """A cell in the interchange's form: a date as YYYY-MM-DD, a code as the format lists it. Raises CellError."""
    value = trimmed(text)
    if not value:
        if column.needed:
            raise CellError(column.name, f"{column.name} is empty; fill it in")
        return ""
    if column.type == "date":
        return BETWEEN.join(day_or_time(one, column.name, day_first=day_first) for one in value.split(BETWEEN))
    if column.codes is not None:
        return BETWEEN.join(_code(trimmed(one), column) for one in value.split(BETWEEN))
    if column.type == "number" and not _NUMBER.fullmatch(value):
        raise CellError(column.name, f"{column.name} is not a number; write digits only")
    return value if column.type != "text" else text


def _code(text: str, column: Column) -> str:
    assert column.codes is not None
    code = column.codes.code_of(text)
    if code is None:
        some = list(column.codes.labels)
        known = ", ".join(some) if len(some) <= 12 else ", ".join(some[:10]) + f" … ({len(some)} in all)"
        raise CellError(column.name, f"{column.name} is a code that the format does not define; write one of: {known}")
    return code


@lru_cache(maxsize=1 << 16)
def day_or_time(text: str, name: str, *, day_first: bool) -> str:
    """A date or time as ISO 8601; midnight to the second is how spreadsheets and databases put a bare date."""
    found = _read(text, day_first)
    if found is None:
        ways = "YYYY-MM-DD or DD/MM/YYYY" if day_first else "YYYY-MM-DD"
        number = "is a number where a date belongs; format the cell as a date, or " if _NUMBER.fullmatch(text) else ""
        raise CellError(name, f"{name} {number or 'is not a date; '}write it as {ways}")
    day, clock, seconds, offset = found
    try:
        date.fromisoformat(day)
        if clock:
            datetime.fromisoformat(f"{day}T{clock}{seconds}")
    except ValueError as error:
        raise CellError(name, f"{name} is not a date or time that exists; mend it") from error
    if not clock or (f"{clock}{seconds}" in ("00:00", "00:00:00") and not offset):
        return day
    return f"{day}T{clock}{seconds}{offset}"


def _read(text: str, day_first: bool) -> tuple[str, str, str, str] | None:
    """The ISO day, the clock as HH:MM, its seconds and its offset; None where the text is no date at all."""
    if not text.isascii():
        return None
    if iso := _ISO.fullmatch(text):
        year, month, day, clock, seconds, offset = iso.groups(default="")
        return f"{year}-{month}-{day}", clock, seconds, offset
    if named := _NAMED.fullmatch(text):
        day, word, year, clock, seconds = named.groups(default="")
        if (prefix := word[:3].lower()) not in _MONTHS:
            return None
        return f"{year}-{_MONTHS.index(prefix) + 1:02d}-{int(day):02d}", clock.zfill(5) if clock else "", seconds, ""
    if day_first and (slashed := _DAY_FIRST.fullmatch(text)):
        day, _, month, year, clock, seconds = slashed.groups(default="")
        return f"{year}-{int(month):02d}-{int(day):02d}", clock.zfill(5) if clock else "", seconds, ""
    return None
