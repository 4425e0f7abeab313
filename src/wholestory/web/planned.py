"""Statements that are asked again and again in the same words, of which the database keeps its plan."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# One for each connection to PostgreSQL: making one takes as long as a small question.
_kept: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def planned_cursor() -> CursorWrapper:
    """A cursor that sends a statement and its values apart, so that PostgreSQL plans a repeated statement only once.

    Django puts the values into the statement, which makes another one of it each time: to read and plan a question
    about a child takes PostgreSQL longer than to answer it. For statements that were put into SQL once, and whose
    values stand where their column says what they are. What is asked must be fetched before the next is asked; nobody
    closes the cursor.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return database.cursor()
    database.ensure_connection()
    cursor = _kept.get(database.connection)
    if cursor is None:
        cursor = _kept[database.connection] = _binding_cursor(database)
    return database.make_debug_cursor(cursor) if database.queries_logged else database.make_cursor(cursor)


def _binding_cursor(database: BaseDatabaseWrapper) -> Any:
    from django.db.backends.postgresql.base import ServerBindingCursor

    usual = database.connection.cursor_factory
    database.connection.cursor_factory = ServerBindingCursor
    try:
        return database.create_cursor()
    finally:
        database.connection.cursor_factory = usual
