"""What is done in the background, by `python -m django db_worker`."""

from __future__ import annotations

from django_tasks import task

from wholestory.web.children.running import run


@task()
def run_import(number: int) -> None:
    """Carry out what is asked of an import: take it in, go on with it, or undo it."""
    run(number)
