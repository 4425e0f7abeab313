"""Questions that are put into SQL once and asked many times.

Django makes the statement of a query anew for every page, which takes several times as long as PostgreSQL takes to
answer it. What a list asks depends on the asker's posts and on the address, which are asked for again and again; what
a page about a child asks differs in the keys alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable

from wholestory.web.planned import planned_cursor

Converters = Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]
Found = TypeVar("Found")

# A statement for each length up to so many keys would be seldom asked again.
_MOST_KEYS = 1_024


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values; empty where it can find nothing. `converters`: by column, what a database that does not
    know a type (SQLite and times) needs to have done to what it gives."""

    sql: str
    values: tuple[Any, ...]
    converters: Converters

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> Statement:
        """The statement that a list of values (`values_list`) asks. It must depend on nothing that passes, as now."""
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return cls("", (), {})
        return cls(sql, tuple(values), compiler.get_converters([column for column, _, _ in compiler.select or ()]))

    def rows(self) -> list[tuple[Any, ...]]:
        """What the database answers now."""
        return self.rows_with(self.values)

    def rows_with(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What the database answers now where other values stand in the places of these."""
        if not self.sql:
            return []
        cursor = planned_cursor()
        cursor.execute(self.sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                cells[place] = convert(cells[place], expression, connection)
        return tuple(cells)


class Question(Generic[Found]):
    """A question that is asked again and again about other keys: `rows = Question(lambda key: …)`, `rows("police:1")`.

    What is given makes the query from texts, and from lists of texts where it looks for any of some; it may look at
    nothing else that differs from one time to the next. It gives whole rows, rows of values or single values, by what
    the query is of. Rows come without what belongs to others (`select_related`, `prefetch_related`). Where rows
    are locked (`select_for_update`), Django sees to it the first time only that a transaction is open.
    """

    def __init__(self, asks: Callable[..., QuerySet[Any, Found]]) -> None:
        self._asks = asks
        self._asked: dict[tuple[int | None, ...], _Asked[Found]] = {}

    def __call__(self, *keys: str | Collection[str]) -> list[Found]:
        """What the database answers about some keys now."""
        filled = [key if isinstance(key, str) else _filled(list(key)) for key in keys]
        shape = tuple(None if isinstance(key, str) else len(key) for key in filled)
        if any(length and length > _MOST_KEYS for length in shape):
            return list(self._asks(*keys))
        asked = self._asked.get(shape)
        if asked is None:
            asked = self._asked[shape] = _Asked.of(self._asks, shape)
        return asked.about(filled)


@dataclass(frozen=True, slots=True)
class _Asked(Generic[Found]):
    """A question about keys of one shape: where among a statement's values which key stands, and what its rows are."""

    statement: Statement
    shaped: Callable[[list[tuple[Any, ...]]], list[Found]]

    @classmethod
    def of(cls, asks: Callable[..., QuerySet[Any, Found]], shape: Sequence[int | None]) -> _Asked[Found]:
        query = asks(*(_open_keys(place, length) for place, length in enumerate(shape)))
        values, shaped = _with_shape(query)
        return cls(Statement.of(values), shaped)

    def about(self, keys: Sequence[str | list[str]]) -> list[Found]:
        values = [_key(value, keys) if isinstance(value, _Open) else value for value in self.statement.values]
        return self.shaped(self.statement.rows_with(values))


class _Open(str):
    """Stands in a statement for a key that is not known yet: the one at `place`, and `at` which place in a list."""

    __slots__ = ("at", "place")
    place: int
    at: int

    @classmethod
    def key(cls, place: int, at: int = 0) -> _Open:
        # Of different content each: Django asks once for what it is given twice.
        found = cls(f"key {place} {at}")
        found.place, found.at = place, at
        return found


def _open_keys(place: int, length: int | None) -> str | list[str]:
    return _Open.key(place) if length is None else [_Open.key(place, at) for at in range(length)]


def _key(value: _Open, keys: Sequence[str | list[str]]) -> str:
    key = keys[value.place]
    return key if isinstance(key, str) else key[value.at]


def _filled(keys: list[str]) -> list[str]:
    """As many keys as the next power of two, the last one repeated: else nearly every question had its own length."""
    return keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys)) if keys else keys


def _with_shape(
    query: QuerySet[Any, Found],
) -> tuple[QuerySet[Any, Any], Callable[[list[tuple[Any, ...]]], list[Found]]]:
    """A query as one of rows of values, and how they become what was asked for."""
    kind = query._iterable_class
    if issubclass(kind, FlatValuesListIterable):
        return query, lambda rows: [value for (value,) in rows]
    if issubclass(kind, ValuesListIterable):
        return query, lambda rows: cast("list[Found]", rows)
    if not issubclass(kind, ModelIterable):
        raise TypeError(f"A question is of rows or of values_list, not of {kind.__name__}.")
    names = [field.attname for field in query.model._meta.concrete_fields]
    added = list(query.query.annotations)
    return query.values_list(*names, *added), lambda rows: [_row(query.model, names, added, row) for row in rows]


def _row(model: type[Model], names: Sequence[str], added: Sequence[str], values: tuple[Any, ...]) -> Any:
    row = model.from_db(connection.alias, names, values[: len(names)])
    for name, value in zip(added, values[len(names) :], strict=True):
        setattr(row, name, value)
    return row
