"""What stands in the worklist's line for a child, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from wholestory.web.accounts.models import User
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.models import Child
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


def line_of(child: Child, reader: User, today: date, districts: Mapping[str, str]) -> Line:
    """The line for a child, as somebody reads it; `districts` are the titles of those that have another one."""
    name = child.first_name or "Name not recorded"
    mine = child.owner_id == reader.pk
    return Line(
        key=child.key,
        who=f"{name}, {age_in_words(child.born, today)}",
        name=name,
        district=districts.get(child.district, child.district) or "district not recorded",
        sentence=child.sentence or "Nothing is overdue or unanswered.",
        waits=" ".join(_waits(child)),
        due=f"Due next: {child.next_duty}, {ago(child.next_due)}" if child.next_due else "Nothing further is due",
        holder="Held by you" if mine else f"Held by {child.owner.name if child.owner else 'nobody'}",
        mine=mine,
        free=child.owner_id is None,
        story=child.get_absolute_url(),
        assign=reverse("assign", kwargs={"child": child.key}),
    )


def _waits(child: Child) -> Iterator[str]:
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
