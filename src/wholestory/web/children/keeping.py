"""Writing rows that are worked out: only those that differ from what is kept, many with one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

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

    `of` are the children, `named_by` the fields that tell a child's rows apart.
    """
    names = ("child_id", *named_by)
    fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    there = list(model._default_manager.filter(child__in=of))
    kept = {_values(row, names): row for row in there}
    used, differing = set(), []
    for row in wanted:
        old = kept.get(_values(row, names))
        row.pk = old.pk if old else None
        used.add(row.pk)
        if old is None or _values(old, fields) != _values(row, fields):
            differing.append(row)
    if gone := [row.pk for row in there if row.pk not in used]:
        model._default_manager.filter(pk__in=gone).delete()
    upsert(model, differing, [name.removesuffix("_id") for name in fields], unique=["id"])


def _values(row: Model, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)
