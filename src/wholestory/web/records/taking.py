"""Taking people and records in beside those that are there: the same changes nothing, a corrected one stands from now
on, and the one before is kept. Everything an import changed is on its list, so that it can be undone as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
def take_people(people: Mapping[str, Person], of: Import, at: datetime) -> bool:
    """Take some persons in; whether anything changed. What is already there as it stands is left alone."""
    here = PersonRow.objects.in_bulk(list(people))
    corrected = [row for key, row in here.items() if person_of(row) != people[key]]
    clusters = {row.key: row.cluster for row in corrected}
    fresh = [person for key, person in people.items() if key not in here]
    _list_changes(corrected, fresh, of, at, is_person=True)
    PersonRow.objects.filter(key__in=list(clusters)).delete()
    add_people([*fresh, *(people[key] for key in clusters)], clusters)
    return bool(fresh or corrected)


@transaction.atomic
def take_records(records: Mapping[str, Record], of: Import, at: datetime) -> bool:
    """Take some records in; whether anything changed. What is already there as it stands is left alone."""
    here = _rows_of_records(records)
    corrected = [row for row in here if record_of(row) != records[row.key]]
    replaced = [row.key for row in corrected]
    known = {row.key for row in here}
    fresh = [record for key, record in records.items() if key not in known]
    _list_changes(corrected, fresh, of, at, is_person=False)
    RecordRow.objects.filter(key__in=replaced).delete()
    add_records([*fresh, *(records[key] for key in replaced)], at)
    return bool(fresh or corrected)


@transaction.atomic
def take_back(changes: Collection[ImportChange], of: Import, at: datetime) -> None:
    """Undo some changes of an import, all on persons or all on records: what it added is kept as an earlier version
    and goes; what it replaced returns.

    A person whom a record names that was written since stays, for the record would name nobody.
    """
    is_person = any(change.is_person for change in changes)
    keys = {change.key for change in changes}
    if is_person:
        added = {change.key for change in changes if change.earlier_id is None}
        keys -= set(InvolvementRow.objects.filter(person__in=added).values_list("person", flat=True))
        here: list[Any] = list(PersonRow.objects.filter(key__in=keys))
        clusters = {row.key: row.cluster for row in here}
        keep_versions(here, at, f"import {of.pk} was undone")
        PersonRow.objects.filter(key__in=keys).delete()
    else:
        keep_versions(_rows_of_records(keys), at, f"import {of.pk} was undone")
        RecordRow.objects.filter(key__in=keys).delete()
        clusters = {}
    earlier = [change.earlier for change in changes if change.earlier and change.key in keys]
    _bring_back(earlier, clusters)
    ImportChange.objects.filter(pk__in=[change.pk for change in changes]).update(undone=True)


def keep_versions(rows: Iterable[PersonRow | RecordRow], at: datetime, why: str) -> dict[str, EarlierVersion]:
    """Keep persons or records, with all that hangs from them, as they stand now; gives what was kept, by key."""
    kept = EarlierVersion.objects.bulk_create(
        EarlierVersion(
            key=row.key, is_person=isinstance(row, PersonRow), content=_content(row), replaced_at=at, why=why
        )
        for row in rows
    )
    return {version.key: version for version in kept}


def people_in(version: EarlierVersion) -> set[str]:
    """The persons (keys) whom an earlier version is about: the person itself, or all involved in a record."""
    if version.is_person:
        return {version.key}
    return {one["fields"]["person"] for one in version.content if one["model"] == "records.involvementrow"}


def things_in(version: EarlierVersion) -> set[str]:
    """The things (coarse forms) seen in an earlier version of a record."""
    return {one["fields"]["thing"] for one in version.content if one["model"] == "records.itemrow"}


def _list_changes(
    corrected: Collection[PersonRow] | Collection[RecordRow],
    fresh: Iterable[Person | Record],
    of: Import,
    at: datetime,
    *,
    is_person: bool,
) -> None:
    kept = keep_versions(corrected, at, f"sent again in import {of.pk}")
    before = ImportChange.objects.filter(of=of, key__in=list(kept), is_person=is_person)
    mine = set(before.values_list("key", flat=True))
    before.update(linked=False)
    ImportChange.objects.bulk_create(
        [
            # Where this import changed a row twice (it was resumed with mended rows), the first time tells what it
            # found.
            *(
                ImportChange(of=of, key=key, is_person=is_person, earlier=version)
                for key, version in kept.items()
                if key not in mine
            ),
            *(ImportChange(of=of, key=one.key, is_person=is_person) for one in fresh),
        ]
    )


def _rows_of_records(keys: Iterable[str]) -> list[RecordRow]:
    return list(RecordRow.objects.filter(key__in=list(keys)).prefetch_related("involvements", "items").order_by("key"))


def _content(row: PersonRow | RecordRow) -> list[dict[str, Any]]:
    under: list[Any] = [*row.involvements.all(), *row.items.all()] if isinstance(row, RecordRow) else []
    return [
        {**one, "fields": {name: _plain(value) for name, value in one["fields"].items()}}
        for one in serialize("python", [row, *under])
    ]


def _plain(value: Any) -> Any:
    """Times as text, as JSON has them."""
    return value.isoformat() if isinstance(value, datetime) else value


def _bring_back(versions: Iterable[EarlierVersion], clusters: Mapping[str, str]) -> None:
    rows = [one.object for version in versions for one in deserialize("python", version.content)]
    add_people([person_of(row) for row in rows if isinstance(row, PersonRow)], clusters)
    RecordRow.objects.bulk_create(row for row in rows if isinstance(row, RecordRow))
    for table in (InvolvementRow, ItemRow):
        under: list[Any] = [row for row in rows if isinstance(row, table)]
        for row in under:
            row.pk = None
        table.objects.bulk_create(under)
