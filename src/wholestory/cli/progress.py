"""How long work shows that it is under way: a bar on a terminal, a plain line a stage elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

Item = TypeVar("Item")


def stage(label: str, items: Iterable[Item], total: int) -> Iterator[Item]:
    """Pass the items on while showing how far the work is."""
    if not sys.stderr.isatty():
        click.echo(f"{label} ({total:,})", err=True)
        yield from items
        return
    with click.progressbar(items, length=total, label=f"{label:<34}", file=sys.stderr) as bar:
        yield from bar


def say(label: str) -> None:
    """Name a stage that has no count of its own."""
    click.echo(label, err=True)
