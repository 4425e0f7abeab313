#!/usr/bin/env python3
"""Writes docs/reference/rules.md, formats.md, rounds.md and who-may-see-what.md from the practice pack, the mapping
files, the table of a round's states and what each page says of whom it is open to, so that the manual is what the
program does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django

from wholestory.engine.extract.formats import shipped
from wholestory.engine.extract.formats.mapping import Column, Format, RecordPart, Table, Value
from wholestory.practice.files import Header
from wholestory.practice.pack import load_practice
from wholestory.web.inspections.states import STATES, STEPS

if TYPE_CHECKING:
    from django.urls import URLResolver

    from wholestory.web.accounts.roles import Role

REFERENCE = Path(__file__).parents[1] / "docs/reference"


def rules() -> str:
    """The page: every rule with its title, reason, source and standing."""
    pack = load_practice()
    parts: list[tuple[str, Iterable[Header]]] = [
        ("Signs", (rule.header for rule in pack.indicators)),
        ("Words that blame", (rule.header for rule in pack.language)),
        ("Cues", (rule.header for rule in pack.cues)),
        ("Patterns", (rule.header for rule in pack.patterns)),
        ("Duties", (rule.header for rule in pack.duties)),
        ("Places that link nobody", (rule.header for rule in pack.places)),
        ("Ways of inspecting", (rule.header for rule in pack.frameworks)),
    ]
    lines = [
        "# The rules",
        "",
        "Written from `practice/england` by `scripts/reference.py`. `wholestory practice show RULE` prints one whole.",
    ]
    for title, headers in parts:
        lines += ["", f"## {title}", "", "| rule | what it is | why | source | standing |", "|---|---|---|---|---|"]
        for one in headers:
            cells = (f"`{one.id}`" + ("" if one.on else " (off)"), one.title, one.reason, one.source, one.standing)
            lines.append("| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def formats() -> str:
    """The page: every format with its tables, what their columns hold, the records that a row becomes, and codes."""
    lines = [
        "# Formats",
        "",
        "Written from `src/wholestory/engine/extract/formats/mappings` by `scripts/reference.py`. How to use them: "
        "[bring your agency's own files](../how-to/bring-your-agencys-own-files.md). What a mapping file may say: "
        "[mapping files](mapping-files.md).",
    ]
    for one in shipped():
        lines += _format_lines(one)
    return "\n".join(lines) + "\n"


def _format_lines(one: Format) -> Iterator[str]:
    yield from ("", f"## {one.header.title}", "", f"`{one.id}` · {', '.join(one.containers)} · {one.header.source}")
    yield from ("", one.header.reason)
    for table in one.tables:
        yield from _table_lines(table)
    for codes in one.codes.values():
        listed = "; ".join(
            f"`{code}` {label}" if label != code else f"`{code}`" for code, label in codes.labels.items()
        )
        yield from ("", f"Codes of *{codes.name}*: {_plain(listed)}.")


def _table_lines(table: Table) -> Iterator[str]:
    yield from ("", f"### {table.title}", "", "| column | holds |", "|---|---|")
    for column in table.columns.values():
        yield f"| `{column.name}` | {_holds(column)} |"
    if not table.records:
        yield from ("", "A row says something of its person and becomes no record.")
    for record in table.records:
        yield from ("", f"- {_becomes(record)}")


def _holds(column: Column) -> str:
    kind = f"codes of *{column.codes.name}*" if column.codes else column.type
    kind += ", needed" if column.needed else ", in every header" if column.known else ""
    return kind + "".join(f", also `{name}`" for name in column.names[1:])


def _becomes(record: RecordPart) -> str:
    kind = record.fields["kind"]
    parts = [f"becomes `{kind.fixed}`" if kind.fixed else f"becomes a record of the kind in `{kind.columns[0]}`"]
    for column, codes in record.when.items():
        parts.append(f"if `{column}` is " + ("filled" if codes == ("*",) else "one of " + ", ".join(codes)))
    parts += [f"{name}: {_made(value)}" for name, value in record.fields.items() if name != "kind"]
    return _plain("; ".join([*parts, *([record.note] if record.note else [])]))


def _made(value: Value) -> str:
    if not value.columns:
        return f"“{value.fixed}”"
    columns = " or ".join(f"`{column}`" for column in value.columns)
    words = ", ".join(dict.fromkeys(word for word in value.words.values() if word))
    return f"{columns} in the words: {words}" if words else columns


def _plain(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def rounds() -> str:
    """The page: the states of an inspection round, and who takes it from one to the next."""
    lines = [
        "# The states of an inspection round",
        "",
        "Written from `src/wholestory/web/inspections/states.py` by `scripts/reference.py`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {STEPS[0].origin}",
        *(f"    {one.origin} --> {one.to}: {one.called}" for one in STEPS),
        "```",
        "",
        "| state | what is done in it |",
        "|---|---|",
        *(f"| {state} | {what} |" for state, what in STATES),
        "",
        "| from | to | button | by | once |",
        "|---|---|---|---|---|",
    ]
    for one in STEPS:
        roles = " or ".join(role.says.partition(":")[0].lower() for role in one.roles)
        lines.append(f"| {one.origin} | {one.to} | {one.called} | {roles} | {one.needs or 'at any time'} |")
    return "\n".join(lines) + "\n"


def who_may_see_what() -> str:
    """The page: for each role the pages that are open to it. Needs Django set up."""
    from wholestory.web.accounts.roles import Role

    pages = [(address, roles) for address, roles in _open_pages() if roles]
    lines = [
        "# Who may see what",
        "",
        "Written by `scripts/reference.py` from what each page of the application says of whom it is open to. A test "
        "walks every page for every role. Being open is the first door alone: which children a post reaches, and which "
        "words, is told in [who sees which child](../explanation/who-sees-which-child.md).",
        "",
        "Open to everyone signed in: "
        + ", ".join(f"`{address}`" for address, roles in _open_pages() if not roles)
        + ".",
    ]
    for role in Role:
        title, _, purpose = role.says.partition(": ")
        lines += ["", f"## {title}", "", f"{purpose[:1].upper()}{purpose[1:]}.", ""]
        lines += [f"- `{address}`" for address, roles in pages if role in roles]
    return "\n".join(lines) + "\n"


def _open_pages() -> list[tuple[str, frozenset[Role]]]:
    """Every page of the application with the roles that it is open to (none: everyone signed in), by address."""
    from django.urls import URLPattern, get_resolver

    found: list[tuple[str, frozenset[Role]]] = []

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> None:
        for pattern in patterns:
            address = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                roles = getattr(pattern.callback, "open_to", None)
                if roles is not None:
                    found.append((f"/{address}", roles))
            else:
                walk(pattern.url_patterns, address)

    walk(get_resolver().url_patterns, "")
    return sorted(found, key=lambda page: page[0])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholestory.web.settings")
    django.setup()
    (REFERENCE / "who-may-see-what.md").write_text(who_may_see_what(), encoding="utf-8")
    (REFERENCE / "rules.md").write_text(rules(), encoding="utf-8")
    (REFERENCE / "formats.md").write_text(formats(), encoding="utf-8")
    (REFERENCE / "rounds.md").write_text(rounds(), encoding="utf-8")
