"""`wholestory log`: whether the log of who looked and who did what is whole."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from wholestory.web.log.verifying import Lane

_SHOWN = 20


@click.group()
def log() -> None:
    """The web application's log of who looked at what and who did what."""


@log.command()
def verify() -> None:
    """Check that no row of the log was altered, removed, put in or cut from the end.

    Needs the settings that the site runs with (WHOLESTORY_DATA, WHOLESTORY_DATABASE, WHOLESTORY_LOG_HEADS): the key
    of the seals lies in the data folder, and the second place says how far each chain had come.

    \b
    Exit codes:
      0  whole
      1  not whole; what is wrong, where, and up to when everything is proved
      2  could not be checked
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholestory.web.settings")
    from wholestory.web.configuration import ConfigurationError

    try:
        import django
        from django.conf import settings
        from django.db import DatabaseError

        django.setup()
        from wholestory.web.log.heads import HeadsError, read_heads
        from wholestory.web.log.queries import verify_all

        if not (settings.SITE.data / "keys" / "log").is_file():
            raise click.ClickException(
                f"There is no key of a log in {settings.SITE.data}. Set WHOLESTORY_DATA to the data folder of the site."
            )
        elsewhere, written = read_heads(settings.SITE.heads_file)
        lanes = verify_all(elsewhere)
    except (ConfigurationError, HeadsError) as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(
            "The database could not be read. Check WHOLESTORY_DATA and WHOLESTORY_DATABASE, and that it was set up."
        ) from error
    tell(lanes, written)
    raise click.exceptions.Exit(1 if any(lane.faults for lane in lanes) else 0)


def tell(lanes: list[Lane], written: str) -> None:
    """Print what was found, in sentences."""
    from wholestory.web.log.verifying import proved_until

    rows = sum(lane.rows for lane in lanes)
    faults = [fault for lane in lanes for fault in lane.faults]
    second = f"the second place was last written at {written}" if written else "nothing is in the second place"
    if not faults:
        click.echo(f"The log is whole: {rows:,} rows in {len(lanes)} chains; {second}.")
        if not written:
            click.echo("Rows cut from the end with the chains' heads would not show: set WHOLESTORY_LOG_HEADS.")
        return
    click.echo(f"The log is not whole: {rows:,} rows in {len(lanes)} chains; {second}.")
    for fault in faults[:_SHOWN]:
        click.echo(f"  Chain {fault.lane}, place {fault.place}{_when(fault.at)}: {fault.says}.")
    if len(faults) > _SHOWN:
        click.echo(f"  … and {len(faults) - _SHOWN:,} more.")
    for lane in lanes:
        if lane.faults and lane.proved:
            told = f"up to place {lane.proved}{_when(lane.proved_at)}; after that nothing in it can be proved"
            click.echo(f"Chain {lane.lane} is proved {told}.")
        elif lane.faults:
            click.echo(f"Nothing in chain {lane.lane} can be proved.")
    until = proved_until(lanes)
    click.echo(
        f"Everything up to {until:%d %B %Y %H:%M:%S} UTC is proved in every chain."
        if until
        else "There is no time up to which every chain is proved."
    )


def _when(at: datetime | None) -> str:
    return f" ({at:%d %B %Y %H:%M:%S} UTC)" if at else ""
