"""The worklist: the children that wait, most urgent first, narrowed by what stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from wholestory.practice.patterns import THEMES
from wholestory.web.accounts.models import District
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.models import Child
from wholestory.web.children.permissions import children_for, places_for, reaches_all
from wholestory.web.children.summarising import SOON
from wholestory.web.statements import Statement

A_PAGE = 25

# Beyond so many a count says "at least": an exact one would read the whole force for every page.
_COUNTED = 100


# The lists that the whole is parted into, by the word in the address.
LISTS = {
    "": "waiting in all",
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

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Narrowing:
        """What an address asks for; what is not understood asks nothing."""
        owner, theme, only = (asked.get(name, "") for name in ("owner", "theme", "only"))
        return cls(
            district=asked.get("district", ""),
            team=asked.get("team", ""),
            owner=owner if owner in ("me", "nobody") or (owner.isascii() and owner.isdecimal()) else "",
            theme=theme if theme in THEMES else "",
            only=only if only in LISTS else "",
        )

    @property
    def to_count(self) -> Narrowing:
        """The wider list that is counted in its parts."""
        return Narrowing(self.district, self.team, "", self.theme)

    def address(self, **changed: str) -> str:
        """The query of an address that asks for this, with some parts changed."""
        parts = {"district": self.district, "team": self.team, "owner": self.owner, "theme": self.theme}
        parts = {**parts, "only": self.only, **changed}
        return urlencode({name: value for name, value in parts.items() if value})


class Waiting(NamedTuple):
    """A child on the list, as summarising.py keeps the child.

    `owner` is the id of whoever holds the case, and `owner_name` the name (None: nobody). `district_called` is the
    title that an administrator gave the district (empty or None: none).
    """

    key: str
    first_name: str
    born: str
    district: str
    sentence: str
    unanswered: int
    returned: int
    to_agree: int
    missed: int
    overdue_since: datetime | None
    waiting_since: datetime | None
    next_due: datetime | None
    next_duty: str
    owner: int | None
    owner_name: str | None
    district_called: str | None


# The columns of a child that the fields of Waiting hold, in their order; the district's title comes after them.
_COLUMNS = (
    *("key", "first_name", "born", "district", "sentence", "unanswered", "returned", "to_agree", "missed"),
    *("overdue_since", "waiting_since", "next_due", "next_duty", "owner", "owner__name"),
)


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of a list, whether another follows, and the counts of the lists one step away."""

    children: list[Waiting]
    more: bool
    tallies: list[Tally]


def worklist_of(access: Access, narrowing: Narrowing, number: int, now: datetime) -> Worklist:
    """One page, counted from 1, of the children who wait, most urgent first. Costs the same few queries at any size."""
    start = (number - 1) * A_PAGE
    first = _most_urgent(access, narrowing.to_count, now, 0, _COUNTED)
    if narrowing == narrowing.to_count and start + A_PAGE < _COUNTED:
        rows = first[start : start + A_PAGE + 1]
    else:
        rows = _most_urgent(access, narrowing, now, start, A_PAGE + 1)
    return Worklist(rows[:A_PAGE], len(rows) > A_PAGE, _tallies(access, narrowing, first, now))


def _most_urgent(access: Access, narrowing: Narrowing, now: datetime, start: int, number: int) -> list[Waiting]:
    """The children whom somebody's posts reach and who wait, most urgent first, from the `start`th on."""
    statement = _list_of(*_asked_by(access, narrowing, now), start, start + number)
    return [Waiting._make(row) for row in statement.rows()]


# What a list asks: the posts of who asks (as an Access of nobody), the narrowing with `me` as a number, and the moment
# where it matters. Everybody with the same posts asks for the same statements.
Asked = tuple[Access, Narrowing, datetime | None]


def _asked_by(access: Access, narrowing: Narrowing, now: datetime) -> Asked:
    owner = str(access.user.pk if access.user else 0) if narrowing.owner == "me" else narrowing.owner
    return Access(None, access.posts), replace(narrowing, owner=owner), now if narrowing.only == "due_soon" else None


@lru_cache(maxsize=500)
def _list_of(access: Access, narrowing: Narrowing, at: datetime | None, start: int, end: int) -> Statement:
    """The statement of one stretch of a list, from the `start`th child up to the `end`th.

    A walk along an index at any size: of the places through which posts reach, or, where only some people's or teams'
    cases are wanted, of the children.
    """
    if narrowing.team or narrowing.owner not in ("", "nobody") or reaches_all(access):
        found = _children(access, narrowing, at).order_by("urgency", "key")[start:end]
    else:
        places = places_for(access).filter(_where(narrowing, at, "child__"), urgency__gt="")
        # A child may be known in several places; the same urgency keeps them side by side. The keys are found by
        # themselves: with the children's columns the database would sort all places before it knows the first.
        once = places.order_by("urgency", "child_id").values("child_id").distinct()
        found = Child.objects.filter(key__in=once[start:end]).order_by("urgency", "key")
    called = District.objects.filter(name=OuterRef("district")).values("title")[:1]
    return Statement.of(found.annotate(called=Subquery(called)).values_list(*_COLUMNS, "called"))


def _children(access: Access, narrowing: Narrowing, at: datetime | None) -> QuerySet[Child]:
    return children_for(access).filter(_where(narrowing, at), urgency__gt="")


def _where(narrowing: Narrowing, at: datetime | None, child: str = "") -> Q:
    """What a narrowing asks for; `child` leads from the queried table to the child."""
    asked: dict[str, Any] = {}
    if narrowing.district:
        asked[f"{child}district"] = narrowing.district
    if narrowing.team:
        asked[f"{child}team"] = narrowing.team
    if narrowing.theme:
        # A place repeats its child's themes.
        asked["themes__contains"] = f"|{narrowing.theme}|"
    if narrowing.owner:
        asked[f"{child}owner"] = None if narrowing.owner == "nobody" else int(narrowing.owner)
    return Q(**asked) & (_kind(narrowing.only, at, child) if narrowing.only else Q())


def _kind(name: str, at: datetime | None, child: str = "") -> Q:
    """The children of one of LISTS."""
    if name == "due_soon":
        assert at is not None
        return Q(**{f"{child}next_due__gte": at, f"{child}next_due__lte": at + SOON})
    column = {"overdue": "missed"}.get(name, name)
    return Q(**{f"{child}{column}__gt": 0})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many children a list holds: `number`, or at least so many; and where the list is found."""

    label: str
    number: int
    at_least: bool
    address: str
    chosen: bool


def _tallies(access: Access, narrowing: Narrowing, first: list[Waiting], now: datetime) -> list[Tally]:
    """The counts of the children in `first`, each with the address of its list."""
    anything = narrowing.to_count
    cut = len(first) == _COUNTED
    counted = {
        "": len(first),
        "overdue": sum(row.missed > 0 for row in first),
        "unanswered": sum(row.unanswered > 0 for row in first),
        "returned": sum(row.returned > 0 for row in first),
        "to_agree": sum(row.to_agree > 0 for row in first),
        "due_soon": sum(row.next_due is not None and now <= row.next_due <= now + SOON for row in first),
        "nobody": sum(row.owner is None for row in first),
        "me": _held_by_me(access, anything, first, now),
    }
    return [
        Tally(label, counted[name], cut, anything.address(only=name), (narrowing.only, narrowing.owner) == (name, ""))
        for name, label in LISTS.items()
    ] + [
        Tally(label, counted[name], at_least, anything.address(owner=name), narrowing.owner == name)
        for name, label, at_least in (
            ("me", "held by you", counted["me"] == _COUNTED),
            ("nobody", "held by nobody", cut),
        )
    ]


def _held_by_me(access: Access, anything: Narrowing, first: list[Waiting], now: datetime) -> int:
    """How many of a list somebody holds; asked of the database only where `first` is not the whole list."""
    if len(first) < _COUNTED:
        mine = access.user.pk if access.user else None
        return sum(row.owner is not None and row.owner == mine for row in first)
    return len(_keys_of(*_asked_by(access, replace(anything, owner="me"), now)).rows())


@lru_cache(maxsize=500)
def _keys_of(access: Access, narrowing: Narrowing, at: datetime | None) -> Statement:
    """The statement of the first keys of a list, in no order."""
    return Statement.of(_children(access, narrowing, at).order_by().values_list("key")[:_COUNTED])


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
