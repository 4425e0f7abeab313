"""Writing rows that are worked out: only those that differ from what is kept, many with one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from wholestory.web.statements import Question

Row = TypeVar("Row", bound=Model)
_AT_ONCE = 500
# More rows than these are sooner written together, by a statement made for them.
_FEW = 8


def upsert(model: type[Row], rows: Sequence[Row], fields: Collection[str], *, unique: Collection[str]) -> None:
    """Add rows, or set their fields where a row of the same unique fields is there. No row learns its number."""
    if len(rows) > _FEW:
        model._default_manager.bulk_create(
            rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=unique, update_fields=fields
        )
    elif rows:
        _upsert_of(model, tuple(fields), tuple(unique)).write(rows)


class _Upsert(NamedTuple):
    """The statement that adds or changes one row of a table, and the fields whose values it takes: making it takes
    Django several times as long as a database takes to do what it says."""

    sql: str
    fields: Sequence[Field[Any, Any]]

    def write(self, rows: Sequence[Model]) -> None:
        """Write some rows."""
        values = [[one.get_db_prep_save(one.pre_save(row, True), connection) for one in self.fields] for row in rows]
        with connection.cursor() as cursor:
            cursor.executemany(self.sql, values)


@cache
def _upsert_of(model: type[Model], fields: Sequence[str], unique: Sequence[str]) -> _Upsert:
    of = model._meta.get_field
    query = InsertQuery(
        model,
        on_conflict=OnConflict.UPDATE,
        update_fields=[of(name) for name in fields],
        unique_fields=[of(name) for name in unique],
    )
    inserted = [field for field in model._meta.concrete_fields if not field.primary_key or field.name in unique]
    query.insert_values(inserted, [model()])
    [(sql, _)] = query.get_compiler(connection=connection).as_sql()
    return _Upsert(sql, inserted)


def keep_only(model: type[Row], wanted: Iterable[Row], *, of: Collection[str], named_by: Sequence[str]) -> None:
    """Make the rows of some children the wanted ones; what is kept already is not written again.

    `of` are the children, `named_by` the fields that tell a child's rows apart, which the database holds to be unique.
    """
    names = ("child_id", *named_by)
    fields = _fields_of(model)
    name_of, values_of = itemgetter(*map(fields.index, names)), attrgetter(*fields)
    gone = {name_of(values): (pk, values) for pk, *values in _kept(model)(of)}
    differing = []
    for row in wanted:
        values = [*values_of(row)]
        if gone.pop(name_of(values), (0, None))[1] != values:
            differing.append(row)
    if gone:
        model._default_manager.filter(pk__in=[pk for pk, _ in gone.values()]).delete()
    upsert(model, differing, [name for name in fields if name not in names], unique=["child", *named_by])


def _fields_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _kept(model: type[Model]) -> Question[tuple[Any, ...]]:
    """Asks for what is kept of some children: the row's own key and its fields."""
    fields = _fields_of(model)
    return Question(lambda children: model._default_manager.filter(child__in=children).values_list("pk", *fields))
