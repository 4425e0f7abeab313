"""Makes the web application ready for a command; what is wrong with a site's settings is said in a sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def site() -> Iterator[None]:
    """Set up the application, bring its database's tables up to date, and turn its errors into sentences."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholestory.web.settings")
    import django
    from django.core.management import call_command
    from django.db import DatabaseError

    from wholestory.web.configuration import ConfigurationError

    try:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        yield
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(
            "The database could not be used. Check WHOLESTORY_DATA and WHOLESTORY_DATABASE, and that the database "
            f"runs and lets this program in ({type(error).__name__})."
        ) from error
