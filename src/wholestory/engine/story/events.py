"""From records to events in order, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from wholestory.model.records import Record
from wholestory.model.story import Event, Gap, Telling

# A child in whose life an agency has a part is seen more often than this, whatever the plan.
DAYS_WITHOUT_CONTACT = 60


def event_of(records: Sequence[Record], persons: frozenset[str], relation: str = "", belongs_to: str = "") -> Event:
    """One event from the records that tell of it; `persons` are the story's child's persons."""
    told = sorted(records, key=lambda record: (record.recorded_at, record.key))
    return Event(
        told[0].key,
        told[0].kind,
        tuple(Telling(record, _roles(record, persons)) for record in told),
        min(record.when for record in told),
        max(record.ended for record in told),
        told[0].recorded_at,
        relation,
        belongs_to,
    )


def _roles(record: Record, persons: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.role for one in record.involvements if one.person in persons))


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """By when they happened, then when they became known, then key."""
    return tuple(sorted(events, key=_place_in_order))


def _place_in_order(event: Event) -> tuple[datetime, bool, datetime, bool, str]:
    happened, known = event.happened, event.known
    return happened.at, not happened.whole_day, known.at, not known.whole_day, event.key


def gaps_between(events: Sequence[Event]) -> tuple[Gap, ...]:
    """The stretches of 60 days or more in which no agency recorded contact; `events` are the child's own, in order.

    An event counts until it ended, so a long stay in hospital is no gap.
    """
    if not events:
        return ()
    found = []
    latest = events[0]
    for before, event in pairwise(events):
        latest = max(latest, before, key=lambda one: one.ended.day)
        gap = Gap(latest.key, event.key, latest.ended.day, event.happened.day)
        if gap.days >= DAYS_WITHOUT_CONTACT:
            found.append(gap)
    return tuple(found)
