"""Taking people and records in beside those that are there: the same changes nothing, a corrected one stands from now
on, and the one before is kept. Everything an import changed is on its list, so that it can be undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers import deserialize, serialize
from django.db import transaction

from wholestory.model.records import Person, Record
from wholestory.web.records.models import (
    EarlierVersion,
    Import,
    ImportChange,
    InvolvementRow,
    ItemRow,
    PersonRow,
    RecordRow,
)
from wholestory.web.records.storing import add_people, add_records
from wholestory.web.records.values import person_of, record_of


@transaction.atomic
def take_people(people: Mapping[str, Person], of: Import, at: datetime) -> None:
    """Take some persons in. What is already there as it stands is left alone."""
    here = PersonRow.objects.in_bulk(list(people))
    corrected = [row for key, row in here.items() if person_of(row) != people[key]]
    clusters = {row.key: row.cluster for row in corrected}
    _list_replaced(corrected, of, at)
    PersonRow.objects.filter(key__in=clusters).delete()
    fresh = [person for key, person in people.items() if key not in here]
    add_people([*fresh, *(people[key] for key in clusters)], clusters)
    ImportChange.objects.bulk_create(ImportChange(of=of, key=one.key, is_person=True) for one in fresh)


@transaction.atomic
def take_records(records: Mapping[str, Record], of: Import, at: datetime) -> None:
    """Take some records in. What is already there as it stands is left alone."""
    here = {
        row.key: row
        for row in RecordRow.objects.filter(key__in=list(records)).prefetch_related("involvements", "items")
    }
    corrected = [row for key, row in here.items() if record_of(row) != records[key]]
    _list_replaced(corrected, of, at)
    replaced = [row.key for row in corrected]
    RecordRow.objects.filter(key__in=replaced).delete()
    fresh = [record for key, record in records.items() if key not in here]
    add_records([*fresh, *(records[key] for key in replaced)], at)
    ImportChange.objects.bulk_create(ImportChange(of=of, key=one.key, is_person=False) for one in fresh)


def _list_replaced(rows: list[Any], of: Import, at: datetime) -> None:
    for row in rows:
        earlier = keep_version(row, at, f"sent again in import {of.pk}")
        ImportChange.objects.create(of=of, key=row.key, is_person=isinstance(row, PersonRow), earlier=earlier)


def keep_version(row: PersonRow | RecordRow, at: datetime, why: str) -> EarlierVersion:
    """Keep a person or a record, with all that hangs from it, as it stands now."""
    under: list[Any] = []
    if isinstance(row, RecordRow):
        under = [*row.involvements.all(), *row.items.all()]
    content = serialize("python", [row, *under])
    return EarlierVersion.objects.create(
        key=row.key, is_person=isinstance(row, PersonRow), content=_plain(content), replaced_at=at, why=why
    )


@transaction.atomic
def take_back(change: ImportChange, at: datetime) -> None:
    """Undo one change of an import: what it added is kept as an earlier version and goes; what it replaced returns."""
    table: type[PersonRow] | type[RecordRow] = PersonRow if change.is_person else RecordRow
    row = table.objects.filter(key=change.key).first()
    if row:
        keep_version(row, at, f"import {change.of_id} was undone")
        row.delete()
    if change.earlier:
        for one in deserialize("python", change.earlier.content):
            if isinstance(one.object, InvolvementRow | ItemRow):
                one.object.pk = None
            one.object.save(force_insert=True)
        if change.is_person:
            restored = PersonRow.objects.get(key=change.key)
            cluster = restored.cluster
            person = person_of(restored)
            restored.delete()
            add_people([person], {person.key: cluster})


def _plain(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with times as text, as JSON has them."""
    return [
        {
            **one,
            "fields": {
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in one["fields"].items()
            },
        }
        for one in content
    ]
