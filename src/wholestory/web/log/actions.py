"""Adding a row to the log: the only way in which anything is written there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from wholestory.web.log.chain import LANES, seal
from wholestory.web.log.models import Entry, Head

WHAT = frozenset(
    {
        "viewed",
        "searched",
        "exported",
        "decided",
        "wrote",
        "changed",
        "imported",
        "signed in",
        "signed out",
        "sign-in failed",
        "refused",
        "broke glass",
    }
)

# The rows added since `counting` began, in this thread.
_counted: ContextVar[list[str] | None] = ContextVar("counted", default=None)


@contextmanager
def counting() -> Iterator[list[str]]:
    """Gives a list of what is noted meanwhile, each by its word: a page that noted nothing was only viewed."""
    noted: list[str] = []
    before = _counted.set(noted)
    try:
        yield noted
    finally:
        _counted.reset(before)


def note(
    *, who: str, what: str, about: str = "", reason: str = "", at: datetime | None = None, **details: Any
) -> Entry:
    """Add one row. `details` are plain facts (numbers, ids, ids of rules), never a record's words.

    Raises ValueError for a word that is not in WHAT.
    """
    if what not in WHAT:
        raise ValueError(f"{what!r} is not a thing that is logged; use one of {', '.join(sorted(WHAT))}")
    with transaction.atomic():
        head = _free_head()
        row = {
            "lane": head.lane,
            "place": head.place + 1,
            "at": at or timezone.now(),
            "who": who,
            "what": what,
            "about": about,
            "reason": reason,
            "details": details,
        }
        entry = Entry.objects.create(**row, seal=seal(_key(), head.seal, row))
        Head.objects.filter(lane=head.lane).update(place=entry.place, seal=entry.seal)
    if (counted := _counted.get()) is not None:
        counted.append(what)
    return entry


def _free_head() -> Head:
    """The head of a chain that nobody else is adding to, locked until the end of the transaction."""
    heads = Head.objects.order_by("lane")
    if connection.features.has_select_for_update_skip_locked:
        free = list(heads.select_for_update(skip_locked=True)[:1])
        if free:
            return free[0]
        # Every chain is being added to: wait for one of them.
        return heads.select_for_update().get(lane=random.randrange(LANES))
    return heads.get(lane=0)


@cache
def _key() -> bytes:
    return settings.SITE.key("log").encode()
