"""What stands in the worklist's line for a child, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wholestory.web.accounts.models import User
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.converters import addresses_of
from wholestory.web.children.queries.worklist import Waiting
from wholestory.web.ui.templatetags.wholestory import ago


@dataclass(frozen=True, slots=True)
class Line:
    """One child. `mine` and `free` say whether the reader, or nobody, holds the case."""

    key: str
    who: str
    name: str
    district: str
    sentence: str
    waits: str
    due: str
    holder: str
    mine: bool
    free: bool
    story: str
    assign: str


def lines_of(children: Iterable[Waiting], reader: User, today: date) -> list[Line]:
    """The lines for some children, as somebody reads them."""
    story, assign = addresses_of("story", "child"), addresses_of("assign", "child")
    return [_line_of(child, reader, today, story(child.key), assign(child.key)) for child in children]


def _line_of(child: Waiting, reader: User, today: date, story: str, assign: str) -> Line:
    name = child.first_name or "Name not recorded"
    mine = child.owner == reader.pk
    return Line(
        key=child.key,
        who=f"{name}, {age_in_words(child.born, today)}",
        name=name,
        district=child.district_called or child.district or "district not recorded",
        sentence=child.sentence or "Nothing is overdue or unanswered.",
        waits=" ".join(_waits(child)),
        due=f"Due next: {child.next_duty}, {ago(child.next_due)}" if child.next_due else "Nothing further is due",
        holder="Held by you" if mine else f"Held by {child.owner_name or 'nobody'}",
        mine=mine,
        free=child.owner is None,
        story=story,
        assign=assign,
    )


def _waits(child: Waiting) -> Iterator[str]:
    if child.unanswered:
        since = f", the longest since {ago(child.waiting_since)}" if child.waiting_since else ""
        yield f"{_count(child.unanswered, 'concern', 'concerns')} unanswered{since}."
    if child.returned:
        yield f"{child.returned} had been answered and came back."
    if child.to_agree:
        yield f"{_count(child.to_agree, 'answer waits', 'answers wait')} for a second person."
    if child.missed:
        yield f"{_count(child.missed, 'duty', 'duties')} missed, the strongest was due {ago(child.overdue_since)}."


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
