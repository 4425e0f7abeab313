"""Rows of the log, narrowed and page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.children.queries.keys import keys_of
from wholestory.web.log.models import Entry
from wholestory.web.records.models import InvolvementRow

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, the newest first; `before` is the number of its last row where older ones follow, else 0."""

    rows: list[Entry]
    before: int


def entries(asked: Mapping[str, Any]) -> QuerySet[Entry]:
    """The rows that a form asks for: `person`, `child`, `what`, `since` and `until`, each of which may be empty."""
    found = in_days(Entry.objects.all(), asked.get("since"), asked.get("until"))
    if person := asked.get("person"):
        found = found.filter(who__in=names_like(person))
    if child := asked.get("child"):
        found = found.filter(about_child(child))
    if what := asked.get("what"):
        found = found.filter(what=what)
    return found


def page_of(found: QuerySet[Entry], before: str) -> Page:
    """One page. It begins after a row and not at a number: rows are added to the top of the log all the while."""
    last = Entry.objects.filter(pk=before).first() if before.isdecimal() else None
    if last:
        found = found.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    rows = list(found.order_by("-at", "-id")[: A_PAGE + 1])
    more = len(rows) > A_PAGE
    rows = rows[:A_PAGE]
    return Page(rows, rows[-1].pk if more else 0)


def in_days(found: QuerySet[Entry], since: date | None, until: date | None) -> QuerySet[Entry]:
    """The rows of some days, in local time, both included; None is no limit."""
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def names_like(person: str) -> list[str]:
    """The sign-in names of people in whose name or e-mail address a text stands, and the text itself."""
    like = User.objects.filter(Q(name__icontains=person) | Q(email__icontains=person))
    return [person, *like.order_by("pk").values_list("email", flat=True)]


def about_child(child: str) -> Q:
    """Rows about a child by any key that the child has or had, and about records that the child is in."""
    keys = keys_of(child)
    records = InvolvementRow.objects.filter(person__in=keys).values_list("record_id", flat=True).distinct()
    # By their names and not as a question within the question, for which the whole log would be read.
    return Q(about__in=[f"child {key}"[:200] for key in keys] + [f"record {record}"[:200] for record in records])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
