"""A whole extract into the database: people, records, who is who, and every child's findings."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from wholestory.engine.extract import Extract
from wholestory.engine.people import judge_new
from wholestory.engine.story import Library
from wholestory.web.accounts.models import Agency, District
from wholestory.web.children.computing import review, write_findings
from wholestory.web.children.practice import practice
from wholestory.web.children.summarising import catch_up
from wholestory.web.records.storing import add_judgements, add_people, add_records, cluster_everyone


def load(extract: Extract) -> Iterator[tuple[str, int, int]]:
    """Load an extract into an empty database; tells (stage, done, total) as it goes."""
    yield "Storing people and records", 0, 1
    with transaction.atomic():
        for agency in extract.agencies:
            Agency.objects.update_or_create(name=agency.name, defaults={"kind": agency.kind, "title": agency.title})
        for name in sorted({record.district for record in extract.records.values() if record.district}):
            District.objects.get_or_create(name=name[:80])
        add_people(extract.people.values())
        add_records(extract.records.values(), timezone.now())
    yield "Finding out who is who", 0, 1
    involvements = {key: record.involvements for key, record in extract.records.items()}
    judged = judge_new(extract.people, involvements, (), extract.people.keys(), judged_at=extract.as_at)
    with transaction.atomic():
        add_judgements(judged)
        clusters = cluster_everyone()
    library = Library(
        extract.people,
        extract.records,
        clusters,
        extract.agencies,
        extract.as_at,
        places=practice().places,
        ledger=judged,
    )
    children = library.children()
    for done, child in enumerate(children):
        yield "Reviewing children", done, len(children)
        with transaction.atomic():
            story, findings = review(child, library, extract.people, extract.as_at)
            write_findings(story, findings, extract.as_at)
    yield "Bringing the worklist up to the present", 0, 1
    catch_up(timezone.now())
    yield "Done", len(children), len(children)
