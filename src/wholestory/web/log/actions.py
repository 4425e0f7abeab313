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
from wholestory.web.log.heads import write_if_due
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

    Raises ValueError for a word that is not in WHAT, and for details that a database may give back otherwise than
    they were sealed (fractions).
    """
    if what not in WHAT:
        raise ValueError(f"{what!r} is not a thing that is logged; use one of {', '.join(sorted(WHAT))}")
    if not _sealable(details):
        raise ValueError("Details of a row of the log are words, whole numbers, yes or no, and lists of them.")
    with transaction.atomic(savepoint=False):
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
        entry = Entry.objects.create(**row, seal=seal(log_key(), head.seal, row))
        Head.objects.filter(lane=head.lane).update(place=entry.place, seal=entry.seal)
        transaction.on_commit(write_if_due, robust=True)
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


def _sealable(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(name, str) and _sealable(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return all(map(_sealable, value))
    return value is None or isinstance(value, str | int)


@cache
def log_key() -> bytes:
    """The key of the seals. It lies in a file and never in the database."""
    return settings.SITE.key("log").encode()
