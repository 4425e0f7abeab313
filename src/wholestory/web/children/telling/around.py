"""Who and what the records link with a child, as far as a reader's posts reach the other children."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from wholestory.model.story import Tie
from wholestory.reports.circle import Drawing, days_of, draw, what_links
from wholestory.web.children.models import ChildPlace
from wholestory.web.children.telling.outline import Outline
from wholestory.web.children.telling.sight import Sight

# More are no help on a page.
_MOST_TIES = 40
_SOMEBODY = "another child"


@dataclass(frozen=True, slots=True)
class Related:
    """Another child: named and led to only where the reader's posts reach them; else whom to ask."""

    key: str
    name: str
    by: tuple[str, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Link:
    """One tie in words: what links, when, the child's records that make it, the other children and any doubt."""

    what: str
    days: str
    records: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    doubt: str


class Around:
    """The circle of a child as a picture and in words, and the related children."""

    def __init__(self, name: str, outline: Outline, sight: Sight) -> None:
        self._outline = outline
        self._sight = sight
        self._ties = [self._as_seen(tie) for tie in outline.circle]
        self.drawing: Drawing | None = draw(name, self._ties)
        self.left_out = max(0, len(self._ties) - _MOST_TIES)

    @property
    def links(self) -> list[Link]:
        """Every tie in words, those with the most other children first."""
        return [
            Link(what_links(tie), days_of(tie.first, tie.last), tie.records, _led_to(tie), tie.doubt)
            for tie in self._ties[:_MOST_TIES]
        ]

    @property
    def related(self) -> list[Related]:
        """The children who share something with this one within half a year, and by what."""
        by: dict[str, list[str]] = {}
        for thing in self._outline.shared:
            for child in thing.children:
                by.setdefault(child, []).append(
                    thing.name if thing.withheld else f"the {thing.kind} {thing.name}".replace("_", " ")
                )
        for one in self._outline.holdings:
            if one.belongs_to:
                by.setdefault(one.belongs_to, [])
        names = dict(child for tie in self._outline.circle for child in tie.children)
        asks = self._asks(set(by) - self._sight.permitted)
        return [
            Related(child, names.get(child, _SOMEBODY), tuple(dict.fromkeys(by[child])), "")
            if child in self._sight.permitted
            else Related("", _SOMEBODY, tuple(dict.fromkeys(by[child])), asks.get(child, ""))
            for child in sorted(by)
        ]

    def _asks(self, children: Collection[str]) -> dict[str, str]:
        places = ChildPlace.objects.filter(child__in=list(children)).order_by("-agency") if children else ()
        return {place.child_id: str(self._sight.ask(place.agency)) for place in places}

    def _as_seen(self, tie: Tie) -> Tie:
        """A tie without the names, keys and records of children whom the reader's posts do not reach."""
        permitted = self._sight.permitted
        # Each unnamed child keeps a box of its own in the picture, under a number in place of its key.
        children = tuple(
            (child, name) if child in permitted else (f"?{place}", _SOMEBODY)
            for place, (child, name) in enumerate(tie.children)
        )
        hidden = any(child not in permitted for child, _ in tie.children)
        named = _SOMEBODY if tie.kind == "child" and hidden else tie.name
        return replace(tie, name=named, children=children, their_records=() if hidden else tie.their_records)


def _led_to(tie: Tie) -> tuple[tuple[str, str], ...]:
    """The other children of a tie, each with the key of a story that may be opened, or none."""
    if tie.kind == "child":
        return ()
    return tuple(("" if key.startswith("?") else key, name) for key, name in tie.children)
