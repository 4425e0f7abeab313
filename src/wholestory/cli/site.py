"""Makes the web application ready for a command; what is wrong with a site's settings is said in a sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from wholestory.cli import progress


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
        _tell_of_steps()
        call_command("migrate", verbosity=0, interactive=False)
        yield
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(
            "The database could not be used. Check WHOLESTORY_DATA and WHOLESTORY_DATABASE, and that the database "
            f"runs and lets this program in ({type(error).__name__})."
        ) from error


def _tell_of_steps() -> None:
    """Have it said how many steps are taken where an earlier version's tables are brought up to date."""
    from django.apps import apps
    from django.db.models.signals import pre_migrate

    def say(plan: list[tuple[Any, bool]], **_: object) -> None:
        is_new = any(step.app_label == "children" and step.initial for step, _ in plan)
        if plan and not is_new:
            steps = "1 step" if len(plan) == 1 else f"{len(plan)} steps"
            progress.say(f"Bringing the database up to date ({steps}; with many children this takes minutes)")

    # Sent for each application; one of them is enough. Kept by its name: a second call says nothing twice.
    children = apps.get_app_config("children")
    pre_migrate.connect(say, sender=children, weak=False, dispatch_uid="how many steps are taken")
