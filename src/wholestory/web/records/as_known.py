"""Records as they stood at an earlier moment: what an agency has sent again since does not change what was known.

A record is known from when its agency recorded it. What stands in its row now may have replaced other words later;
until then the earlier version was what anybody could know. How a record is to be handled is always what it is now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.serializers import deserialize

from wholestory.model.records import Record
from wholestory.web.records.models import EarlierVersion, InvolvementRow, ItemRow, RecordRow
from wholestory.web.records.values import record_of, record_with_rows


def records_at(rows: Iterable[RecordRow], at: datetime) -> list[Record]:
    """Some records as they stood at a moment, without those that had not been recorded by then."""
    rows = list(rows)
    versions = _versions({row.key for row in rows}, at)
    known = (_record_in(versions[row.key], row) if row.key in versions else record_of(row) for row in rows)
    return [record for record in known if record.recorded_at.at <= at]


def _versions(keys: Collection[str], at: datetime) -> dict[str, EarlierVersion]:
    """Of each record that was replaced after a moment, the version that stood then."""
    found: dict[str, EarlierVersion] = {}
    replaced = EarlierVersion.objects.filter(key__in=keys, is_person=False, replaced_at__gt=at)
    for version in replaced.order_by("replaced_at", "id"):
        found.setdefault(version.key, version)
    return found


def _row_in(version: EarlierVersion, now: RecordRow) -> RecordRow:
    row = next(one.object for one in deserialize("python", version.content) if isinstance(one.object, RecordRow))
    row.handling = now.handling
    return row


def _record_in(version: EarlierVersion, now: RecordRow) -> Record:
    kept = [one.object for one in deserialize("python", version.content)]
    involved = [one for one in kept if isinstance(one, InvolvementRow)]
    seen = [one for one in kept if isinstance(one, ItemRow)]
    return record_with_rows(_row_in(version, now), involved, seen)
