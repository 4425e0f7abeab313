"""Questions that are put into SQL once and asked many times.

Django makes the statement of a list anew for every page, which takes several times as long as PostgreSQL takes to
answer it. What a statement says depends on the asker's posts and on the address; both are asked for again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Converters = Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values; empty where it can find nothing. `converters`: by column, what a database that does not
    know a type (SQLite and times) needs to have done to what it gives."""

    sql: str
    values: tuple[Any, ...]
    converters: Converters

    @classmethod
    def of(cls, rows: QuerySet[Any, tuple[Any, ...]]) -> Statement:
        """The statement that a list of values (`values_list`) asks. It must depend on nothing that passes, as now."""
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return cls("", (), {})
        return cls(sql, tuple(values), compiler.get_converters([column for column, _, _ in compiler.select or ()]))

    def rows(self) -> list[tuple[Any, ...]]:
        """What the database answers now."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                cells[place] = convert(cells[place], expression, connection)
        return tuple(cells)
