"""Refusals that the database itself gives: rows that are only ever added, and words that are never edited.

They hold whoever writes, this program included. They are set after every migration and not in one, because Django
makes a table of SQLite anew when a column changes, and a table made anew has lost them in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

_REFUSE = """
CREATE OR REPLACE FUNCTION wholestory_refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END
$refuse$
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses one kind of change (UPDATE, DELETE) of a table's rows, with a sentence.

    `when` is a condition over OLD (and NEW) in the SQL that both databases speak; empty refuses every such change.
    """

    table: str
    change: str
    sentence: str
    when: str = ""

    @property
    def name(self) -> str:
        """The trigger's name."""
        return f"{self.table}_no_{self.change.lower()}"


def only_added(table: str) -> tuple[Guard, ...]:
    """The guards of a table whose rows are only ever added."""
    return (
        Guard(table, "UPDATE", f"Rows of {table} are only ever added, never changed."),
        Guard(table, "DELETE", f"Rows of {table} are only ever added, never removed."),
    )


def never_removed(table: str) -> tuple[Guard, ...]:
    """The guards of a table whose rows may be marked (ended, agreed to, withdrawn) but stay."""
    return (Guard(table, "DELETE", f"Rows of {table} are never removed."),)


def guard(app: AppConfig, *guards: Guard) -> None:
    """Set guards of an application's tables after each of its migrations."""

    def after(using: str, **_: object) -> None:
        connection = connections[using]
        there = set(connection.introspection.table_names())
        # Where an application is migrated back, its tables may be gone.
        set_guards(connection, [one for one in guards if one.table in there])

    post_migrate.connect(after, sender=app, weak=False)


def set_guards(connection: BaseDatabaseWrapper, guards: list[Guard]) -> None:
    """Set guards anew."""
    _run(connection, [*_dropped(connection, guards), *_made(connection, guards)])


def lift_guards(connection: BaseDatabaseWrapper, guards: list[Guard]) -> None:
    """Take guards away, as somebody who rules the database can."""
    _run(connection, _dropped(connection, guards))


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _dropped(connection: BaseDatabaseWrapper, guards: list[Guard]) -> list[str]:
    if connection.vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{one.name}"' for one in guards]
    return [
        f'DROP TRIGGER IF EXISTS "{name}" ON "{one.table}"' for one in guards for name in (one.name, _emptying(one))
    ]


def _made(connection: BaseDatabaseWrapper, guards: list[Guard]) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield from map(_for_sqlite, guards)
        return
    yield _REFUSE
    for one in guards:
        condition = f"WHEN ({one.when}) " if one.when else ""
        yield (
            f'CREATE TRIGGER "{one.name}" BEFORE {one.change} ON "{one.table}" FOR EACH ROW {condition}'
            f"EXECUTE FUNCTION wholestory_refuse('{one.sentence}')"
        )
        if one.change == "DELETE":
            yield (
                f'CREATE TRIGGER "{_emptying(one)}" BEFORE TRUNCATE ON "{one.table}" FOR EACH STATEMENT '
                f"EXECUTE FUNCTION wholestory_refuse('{one.sentence}')"
            )


def _emptying(one: Guard) -> str:
    return f"{one.table}_no_truncate"


def _for_sqlite(one: Guard) -> str:
    condition = f"WHEN {one.when} " if one.when else ""
    return (
        f'CREATE TRIGGER "{one.name}" BEFORE {one.change} ON "{one.table}" FOR EACH ROW {condition}'
        f"BEGIN SELECT RAISE(ABORT, '{one.sentence}'); END"
    )
