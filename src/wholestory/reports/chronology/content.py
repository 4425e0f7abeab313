"""What a chronology holds, in words ready to be set. Nothing in it is restricted: whoever makes it leaves that out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import TypeVar, cast


@dataclass(frozen=True, slots=True)
class ReadersMark:
    """Who made the document, when and why; it stands on every page."""

    who: str
    when: str
    why: str

    @property
    def line(self) -> str:
        """The mark in one line."""
        return f"Made by {self.who} on {self.when}. Reason: {self.why}"


@dataclass(frozen=True, slots=True)
class Source:
    """One record of an event: where it is from, its words, its people, what was seen, and corrections beside it."""

    says: str
    words: str = ""
    people: str = ""
    seen: str = ""
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, or (without `sources`) a silence or something that is held elsewhere."""

    when: str
    says: str
    age: str = ""
    known: str = ""
    sources: tuple[Source, ...] = ()
    withheld: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chronology:
    """A chronology: whose, what it covers, what stood unanswered, and (month, entries) in order."""

    name: str
    who: tuple[str, ...]
    covers: str
    unanswered: tuple[str, ...]
    months: tuple[tuple[str, tuple[Entry, ...]], ...]
    mark: ReadersMark

    @property
    def title(self) -> str:
        """The document's title."""
        return f"Chronology: {self.name}"


_T = TypeVar("_T")


def every_text(value: _T, change: Callable[[str], str]) -> _T:
    """A value with every text in it changed, however deep: none can be forgotten when a field is added."""
    if isinstance(value, str):
        return cast(_T, change(value))
    if isinstance(value, tuple):
        return cast(_T, tuple(every_text(one, change) for one in value))
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: every_text(getattr(value, field.name), change) for field in fields(value)})
    return value
