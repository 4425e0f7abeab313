"""Taking in what a command is given: an extract, or agencies' files in a format that `wholestory convert` knows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from wholestory.cli import progress
from wholestory.cli.convert import read_source
from wholestory.engine.extract import Extract, ExtractError, read_extract
from wholestory.engine.extract.formats import is_source
from wholestory.engine.people import Involvements, LinkingModel, judge_new
from wholestory.model.links import Judgement
from wholestory.model.moments import Moment
from wholestory.model.records import Person


def take(given: Path, out: Path, as_at: str | None, mended: Path | None = None) -> Extract:
    """Read what was given as it was known at `as_at`, or end the command with a sentence.

    An extract that is made of agencies' files is written to `out`/extract.
    """
    read = partial(read_extract, as_at=_moment(as_at), mended=mended)
    progress.say(f"Reading {given}")
    try:
        return read_source(given, out / "extract", read) if is_source(given) else read(given)
    except ExtractError as error:
        raise click.ClickException(str(error)) from None


def _moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    try:
        return Moment.parse(text)
    except ValueError as error:
        raise click.ClickException(f"--as-at {text} {error}; write it as 2014-09-30T09:00.") from None


def link(
    people: Mapping[str, Person],
    involvements: Involvements,
    settled: tuple[Judgement, ...],
    model: LinkingModel | None,
    judged_at: Moment,
) -> tuple[Judgement, ...]:
    """The whole ledger: what people `settled`, and what the model says of everybody else."""
    progress.say(f"Finding out who is who ({len(people):,} persons)")
    judged = judge_new(people, involvements, settled, people.keys(), model=model, judged_at=judged_at)
    return (*settled, *judged)
