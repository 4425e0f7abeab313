"""Rows written a few at a time, by statements that are put into SQL once.

Making a statement takes Django several times as long as a database takes to do what it says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from wholestory.web.planned import planned_cursor

Row = TypeVar("Row", bound=Model)
_AT_ONCE = 500
# More rows than these are sooner written together, by a statement made for them.
_FEW = 8


def add(model: type[Row], rows: Sequence[Row]) -> None:
    """Add rows. None learns the number that the database gives it."""
    if len(rows) > _FEW:
        model._default_manager.bulk_create(rows, batch_size=_AT_ONCE)
    elif rows:
        _written(model).write(rows)


def upsert(model: type[Row], rows: Sequence[Row], fields: Collection[str], *, unique: Collection[str]) -> None:
    """Add rows, or set their fields where a row of the same unique fields is there. None learns its number."""
    if len(rows) > _FEW:
        model._default_manager.bulk_create(
            rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=unique, update_fields=fields
        )
    elif rows:
        _written(model, tuple(fields), tuple(unique)).write(rows)


class _Written(NamedTuple):
    """The statement that writes one row of a table, and the fields whose values it takes."""

    sql: str
    fields: Sequence[Field[Any, Any]]

    def write(self, rows: Sequence[Model]) -> None:
        """Write some rows."""
        values = [[one.get_db_prep_save(one.pre_save(row, True), connection) for one in self.fields] for row in rows]
        cursor = planned_cursor()
        if len(values) == 1:
            # Several are sent without waiting for one another, which for one row only costs.
            cursor.execute(self.sql, values[0])
        else:
            cursor.executemany(self.sql, values)


@cache
def _written(model: type[Model], fields: Sequence[str] = (), unique: Sequence[str] = ()) -> _Written:
    of = model._meta.get_field
    query = InsertQuery(
        model,
        on_conflict=OnConflict.UPDATE if unique else None,
        update_fields=[of(name) for name in fields],
        unique_fields=[of(name) for name in unique],
    )
    # A number is given by the database, any other key by whoever made the row.
    given = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
    query.insert_values(given, [model()])
    [(sql, _)] = query.get_compiler(connection=connection).as_sql()
    return _Written(sql, given)
