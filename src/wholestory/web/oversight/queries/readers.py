"""In short: who read a child's story and why, and whose stories a person opened."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from wholestory.web.accounts.models import User
from wholestory.web.children.queries.keys import keys_of
from wholestory.web.log.models import Entry
from wholestory.web.oversight.queries.told import child_of, nameless

MOST = 200


def readers_of(child: str) -> list[dict[str, Any]]:
    """Who read a child's story for which reason: `who`, `reason`, `times`, `first`, `last`; the latest first."""
    found = Entry.objects.filter(about__in=[f"child {key}"[:200] for key in keys_of(child)])
    rows = _in_short(found, "who")
    names = dict(User.objects.filter(email__in={row["who"] for row in rows}).values_list("email", "name"))
    reasons = nameless([(f"child {child}", row["reason"]) for row in rows])
    return [
        {**row, "name": names.get(row["who"], ""), "reason": reason} for row, reason in zip(rows, reasons, strict=True)
    ]


def read_by(user: User) -> list[dict[str, Any]]:
    """Whose stories a person read for which reason: `child`, `reason`, `times`, `first`, `last`; the latest first."""
    rows = _in_short(Entry.objects.filter(who=user.email, about__startswith="child "), "about")
    reasons = nameless([(row["about"], row["reason"]) for row in rows])
    return [
        {**row, "child": child_of(row["about"]), "reason": reason} for row, reason in zip(rows, reasons, strict=True)
    ]


def _in_short(found: QuerySet[Entry], by: str) -> list[dict[str, Any]]:
    grouped = found.filter(what="viewed").order_by().values(by, "reason")
    return list(grouped.annotate(times=Count("id"), first=Min("at"), last=Max("at")).order_by("-last", by)[:MOST])
