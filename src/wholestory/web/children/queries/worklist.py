"""The worklist: the children that wait, most urgent first, narrowed by what stands in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet

from wholestory.practice.patterns import THEMES
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.models import Child
from wholestory.web.children.permissions import children_for
from wholestory.web.children.summarising import SOON

A_PAGE = 50

# Beyond so many a count says "at least": an exact one would read the whole force for every page.
_COUNTED = 1_000


# The lists that the whole is parted into, by the word in the address.
LISTS = {
    "": "all that wait",
    "overdue": "with a duty missed",
    "unanswered": "with a concern unanswered",
    "returned": "with an answered concern come back",
    "to_agree": "with an answer for a second person to agree",
    "due_soon": "with a duty due within 7 days",
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the worklist is narrowed to; empty parts ask nothing. `owner` is a person's id, `me` or `nobody`."""

    district: str = ""
    team: str = ""
    owner: str = ""
    theme: str = ""
    only: str = ""

    def address(self, **changed: str) -> str:
        """The query of an address that asks for this, with some parts changed."""
        parts = {"district": self.district, "team": self.team, "owner": self.owner, "theme": self.theme}
        parts = {**parts, "only": self.only, **changed}
        return urlencode({name: value for name, value in parts.items() if value})


def waiting(access: Access, narrowing: Narrowing, now: datetime) -> QuerySet[Child]:
    """The children whom somebody's posts reach and who wait for something, most urgent first."""
    children = children_for(access).exclude(urgency="").order_by("urgency", "key")
    if narrowing.district:
        children = children.filter(district=narrowing.district)
    if narrowing.team:
        children = children.filter(team=narrowing.team)
    if narrowing.theme in THEMES:
        children = children.filter(themes__contains=f"|{narrowing.theme}|")
    if narrowing.owner:
        children = children.filter(_held_by(narrowing.owner, access))
    if narrowing.only:
        children = children.filter(_KINDS.get(narrowing.only, _nothing)(now))
    return children


def _held_by(owner: str, access: Access) -> Q:
    if owner == "nobody":
        return Q(owner=None)
    if owner == "me":
        return Q(owner=access.user)
    return Q(owner=int(owner)) if owner.isdecimal() else Q(pk__in=[])


def _nothing(_: datetime) -> Q:
    return Q(pk__in=[])


_KINDS: dict[str, Callable[[datetime], Q]] = {
    "overdue": lambda now: Q(missed__gt=0),
    "unanswered": lambda now: Q(unanswered__gt=0),
    "returned": lambda now: Q(returned__gt=0),
    "to_agree": lambda now: Q(to_agree__gt=0),
    "due_soon": lambda now: Q(next_due__gte=now, next_due__lte=now + SOON),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many children a list holds: `number`, or at least so many; and where the list is found."""

    label: str
    number: int
    at_least: bool
    address: str
    chosen: bool


def tallies(access: Access, narrowing: Narrowing, now: datetime) -> list[Tally]:
    """Counts of the lists one step away, each with its address; one query for all of them."""
    anything = Narrowing(narrowing.district, narrowing.team, "", narrowing.theme)
    first = waiting(access, anything, now)[:_COUNTED]
    kinds = {name: Count("pk", filter=kind(now)) for name, kind in _KINDS.items()}
    owners = {name: Count("pk", filter=_held_by(name, access)) for name in ("me", "nobody")}
    counted = first.aggregate(everything=Count("pk"), **kinds, **owners)
    cut = counted["everything"] == _COUNTED
    found = [
        Tally(label, counted[name or "everything"], cut, anything.address(only=name), _is(narrowing, only=name))
        for name, label in LISTS.items()
    ]
    return found + [
        Tally(label, counted[name], cut, anything.address(owner=name), _is(narrowing, owner=name))
        for name, label in (("me", "held by you"), ("nobody", "held by nobody"))
    ]


def _is(narrowing: Narrowing, *, only: str = "", owner: str = "") -> bool:
    return (narrowing.only, narrowing.owner) == (only, owner)


def page_of(children: QuerySet[Child], number: int) -> tuple[list[Child], bool]:
    """One page of a list, counted from 1, and whether another follows; no count of the whole is needed."""
    start = (max(number, 1) - 1) * A_PAGE
    rows = list(children.select_related("owner")[start : start + A_PAGE + 1])
    return rows[:A_PAGE], len(rows) > A_PAGE


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked through before a list was found empty: how many children, and when the longest ago of them."""

    children: int
    at_least: bool
    oldest: datetime | None


def when_checked(access: Access) -> Checked:
    """What an empty worklist rests on."""
    first = children_for(access).order_by("key")[:_COUNTED]
    found = first.aggregate(children=Count("pk"), oldest=Min("computed_at"))
    return Checked(found["children"], found["children"] == _COUNTED, found["oldest"])
