"""What a story is narrowed to and which months are open. All of it stands in the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from wholestory.web.children.telling.outline import Line, Source


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of a story; empty parts ask nothing. `months` are opened beyond the first events."""

    agency: str = ""
    kind: str = ""
    sign: str = ""
    person: str = ""
    known_on: date | None = None
    oldest_first: bool = False
    months: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """The filters of an address. A day or month that is none is left out."""
        return cls(
            query.get("agency", ""),
            query.get("kind", ""),
            query.get("sign", ""),
            query.get("person", ""),
            _day(query.get("known", "")),
            query.get("order") == "oldest",
            frozenset(month for month in query.getlist("month") if re.fullmatch(r"\d{4}-\d{2}", month)),
        )

    @property
    def narrowed(self) -> bool:
        """Whether some events are left out."""
        return bool(self.agency or self.kind or self.sign or self.person)

    @property
    def address(self) -> str:
        """The query of an address that asks for the same."""
        parts = [("agency", self.agency), ("kind", self.kind), ("sign", self.sign), ("person", self.person)]
        parts += [("known", self.known_on.isoformat() if self.known_on else "")]
        parts += [("order", "oldest" if self.oldest_first else "")]
        parts += [("month", month) for month in sorted(self.months)]
        return urlencode([(name, value) for name, value in parts if value])

    def other_way_round(self) -> str:
        """The query of an address in which the events come in the other order."""
        return replace(self, oldest_first=not self.oldest_first, months=frozenset()).address

    def keep(self, line: Line, readable: Callable[[Line], Iterable[Source]]) -> bool:
        """Whether an event is asked for. Only records that may be read answer for signs and persons: a filter must
        not tell what is withheld."""
        return (
            (not self.kind or line.kind == self.kind)
            and (not self.agency or any(one.agency == self.agency for one in line.sources))
            and (not self.sign or any(self.sign in one.signs for one in readable(line)))
            and (not self.person or any(self.person in one.people for one in readable(line)))
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
