"""`wholestory notices`: what time alone has brought due in the web application."""

from __future__ import annotations

import os

import click


@click.command("notices")
def notices() -> None:
    """Bring the worklist up to the present and send the notices that time alone has brought due.

    A date until which a concern was watched passes, or a duty falls due, though nobody looks at a worklist. Run this
    every morning, by cron or a timer, with the settings that the site runs with.

    \b
    Exit codes:
      0  done
      2  could not be done
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholestory.web.settings")
    from wholestory.web.configuration import ConfigurationError

    try:
        import django
        from django.db import DatabaseError
        from django.utils import timezone

        django.setup()
        from wholestory.web.children.summarising import catch_up

        count = catch_up(timezone.now())
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(
            "The database could not be read. Check WHOLESTORY_DATA and WHOLESTORY_DATABASE, and that it was set up."
        ) from error
    click.echo(f"Brought up to the present: {count} {'child' if count == 1 else 'children'}.")
