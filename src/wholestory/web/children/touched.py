"""Which children an import touches: those it is about, and those who share a person or a thing with what it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import Count

from wholestory.web.children.models import Child
from wholestory.web.records.models import (
    EarlierVersion,
    Import,
    ImportChange,
    InvolvementRow,
    ItemRow,
    JudgementRow,
    PersonRow,
)
from wholestory.web.records.taking import people_in, things_in

# Whoever stands in more records than this is an agency's worker, and what does is an agency's own: no tie of children.
_MOST_RECORDS = 400
_AT_ONCE = 5_000
One = TypeVar("One")


def children_touched(of: Import) -> list[str]:
    """The clusters to work out anew once an import has been taken in or undone, in order.

    Told from the list of changes and the versions that were kept, so that the answer is the same before and after an
    interruption. Clusters that are named no more are among them: their findings go.
    """
    return children_around(*_changed(of))


def children_around(persons: Collection[str], things: Collection[str] = ()) -> list[str]:
    """The clusters to work out anew when something about some persons and things has changed, in order."""
    clusters = _clusters(persons)
    beside = _records_of(clusters) | _records_with(things)
    subjects = {
        key
        for some in batched(beside)
        for key in InvolvementRow.objects.filter(record__in=some, role="subject").values_list("person", flat=True)
    }
    clusters |= _clusters(subjects)
    keys = set(persons) | {
        key
        for some in batched(clusters)
        for key in PersonRow.objects.filter(cluster__in=some).values_list("key", flat=True)
    }
    stale = {
        key
        for some in batched(keys - clusters)
        for key in Child.objects.filter(key__in=some).values_list("key", flat=True)
    }
    return sorted(clusters | stale)


def _changed(of: Import) -> tuple[set[str], set[str]]:
    """The persons and the things (coarse forms) that an import's changes are about, as they are and as they were."""
    changes = ImportChange.objects.filter(of=of)
    records = changes.filter(is_person=False).values("key")
    persons = set(changes.filter(is_person=True).values_list("key", flat=True))
    persons.update(InvolvementRow.objects.filter(record__in=records).values_list("person", flat=True))
    things = set(ItemRow.objects.filter(record__in=records).values_list("thing", flat=True))
    for version in EarlierVersion.objects.filter(key__in=records, is_person=False).iterator():
        persons |= people_in(version)
        things |= things_in(version)
    for pair in JudgementRow.objects.filter(made_by=of).values_list("one", "other"):
        persons.update(pair)
    return persons, things - {""}


def _clusters(persons: Collection[str]) -> set[str]:
    return {
        cluster
        for some in batched(persons)
        for cluster in PersonRow.objects.filter(key__in=some).values_list("cluster", flat=True)
    }


def _records_of(clusters: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in batched(clusters):
        of_person = dict(PersonRow.objects.filter(cluster__in=some).values_list("key", "cluster"))
        records: dict[str, set[str]] = {}
        rows = InvolvementRow.objects.filter(person__in=list(of_person))
        for person, record in rows.values_list("person", "record_id").iterator():
            records.setdefault(of_person[person], set()).add(record)
        found.update(*(keys for keys in records.values() if len(keys) <= _MOST_RECORDS))
    return found


def _records_with(things: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in batched(things):
        rows = ItemRow.objects.filter(thing__in=some)
        few = rows.values("thing").annotate(records=Count("record", distinct=True)).filter(records__lte=_MOST_RECORDS)
        found.update(rows.filter(thing__in=few.values("thing")).values_list("record_id", flat=True))
    return found


def batched(items: Iterable[One], size: int = _AT_ONCE) -> Iterator[list[One]]:
    """The items in lists of so many, the last one shorter."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
