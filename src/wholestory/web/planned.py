"""Statements that are asked again and again in the same words, of which the database keeps its plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def planned_cursor() -> Iterator[CursorWrapper]:
    """A cursor that sends a statement and its values apart, so that PostgreSQL plans a repeated statement only once.

    Django puts the values into the statement, which makes another one of it each time: for questions of a child, to
    read and plan them takes PostgreSQL longer than to answer. For statements that were put into SQL once, and whose
    values stand where their column says what they are.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    usual = connection.connection.cursor_factory
    connection.connection.cursor_factory = ServerBindingCursor
    try:
        cursor = connection.cursor()
    finally:
        connection.connection.cursor_factory = usual
    with cursor:
        yield cursor
