"""A whole extract into the database by command: an import like any other, that nobody signed in for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from wholestory.engine.extract import Extract
from wholestory.web.children.importing import Step, take_in
from wholestory.web.records.models import Import


def load(extract: Extract) -> Iterator[Step]:
    """Load an extract; tells (stage, done, total) as it goes."""
    of = Import.objects.create(
        title="Loaded by command", at=timezone.now(), as_at=extract.as_at.at, state=Import.State.RUNNING
    )
    yield from take_in(of, extract)
    of.state, of.ended = Import.State.DONE, timezone.now()
    of.save(update_fields=["state", "ended"])
    yield "Done", 1, 1
