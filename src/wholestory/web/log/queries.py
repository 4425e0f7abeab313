"""Reading the log as it is kept, to verify it."""

from __future__ import annotations

from collections.abc import Iterator

from wholestory.web.log.actions import log_key
from wholestory.web.log.chain import LANES
from wholestory.web.log.heads import Anchors
from wholestory.web.log.models import Entry, Head
from wholestory.web.log.verifying import Known, Lane, Row, verify_lane

_CONTENT = ("lane", "place", "at", "who", "what", "about", "reason", "details")


def verify_all(elsewhere: Anchors) -> list[Lane]:
    """Check every chain against its seals, its head and what the second place holds.

    Heads are read before rows: rows that are added meanwhile stand after them and are checked by their seals.
    """
    heads = {lane: (place, seal) for lane, place, seal in Head.objects.values_list("lane", "place", "seal")}
    there = Entry.objects.order_by().values_list("lane", flat=True).distinct()
    return [
        verify_lane(lane, rows_of(lane), Known(heads.get(lane), elsewhere.get(lane, {})), log_key())
        for lane in sorted({*range(LANES), *heads, *elsewhere, *there})
    ]


def rows_of(lane: int) -> Iterator[Row]:
    """One chain's rows in the order of their places."""
    for values in Entry.objects.filter(lane=lane).order_by("place").values(*_CONTENT, "seal").iterator(2_000):
        yield Row(values["lane"], values["place"], {name: values[name] for name in _CONTENT}, values["seal"])
