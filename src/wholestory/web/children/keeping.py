"""Writing rows that are worked out: only those that differ from what is kept, many with one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
_AT_ONCE = 500


def upsert(model: type[Row], rows: Sequence[Row], fields: Collection[str], *, unique: Collection[str]) -> None:
    """Add rows, or set their fields where a row of the same unique fields is there."""
    model._default_manager.bulk_create(
        rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=unique, update_fields=fields
    )


def keep_only(model: type[Row], wanted: Iterable[Row], *, of: Collection[str], named_by: Sequence[str]) -> None:
    """Make the rows of some children the wanted ones; what is kept already is not written again.

    `of` are the children, `named_by` the fields that tell a child's rows apart, which the database holds to be unique.
    """
    names = ("child_id", *named_by)
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    name_of, values_of = itemgetter(*map(fields.index, names)), attrgetter(*fields)
    rows = model._default_manager.filter(child__in=of).values_list("pk", *fields)
    gone = {name_of(values): (pk, values) for pk, *values in rows}
    differing = []
    for row in wanted:
        values = [*values_of(row)]
        if gone.pop(name_of(values), (0, None))[1] != values:
            differing.append(row)
    if gone:
        model._default_manager.filter(pk__in=[pk for pk, _ in gone.values()]).delete()
    upsert(model, differing, [name for name in fields if name not in names], unique=["child", *named_by])
