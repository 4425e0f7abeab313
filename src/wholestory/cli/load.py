"""`wholestory load`: a whole extract into the empty database of the web application."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wholestory.cli import progress
from wholestory.cli.site import site
from wholestory.engine.extract import Extract, ExtractError, read_extract

REJECTED_ROWS = 1


@click.command("load")
@click.argument("extract", type=click.Path(path_type=Path, exists=True, file_okay=False))
def load(extract: Path) -> int:
    """Load EXTRACT into the web application's database, which must hold no records yet.

    Later extracts are taken in on the page Imports, where a records clerk sees what is new and can undo it.

    \b
    Exit codes:
      0  done
      1  done with rejected rows
      2  could not be done
    """
    with site():
        from wholestory.web.records.models import RecordRow

        if RecordRow.objects.exists():
            raise click.ClickException(
                "The database holds records already. Take further extracts in on the page Imports of the application."
            )
        progress.say(f"Reading {extract}")
        try:
            taken = read_extract(extract)
        except ExtractError as error:
            raise click.ClickException(str(error)) from None
        _load(taken)
    click.echo(f"Loaded {len(taken.records):,} records about {len(taken.people):,} persons.")
    return REJECTED_ROWS if taken.still_rejected else 0


def _load(taken: Extract) -> None:
    from wholestory.web.children.loading import load as steps

    shown = ""
    for stage, done, total in steps(taken):
        if stage != shown:
            shown = stage
            progress.say(f"{stage} ({total:,})" if total > 1 else stage)
        if sys.stderr.isatty() and total > 1:
            # One line that is written over; the next stage begins on a line of its own.
            click.echo(f"\r  {done:,} of {total:,}\r", nl=False, err=True)
