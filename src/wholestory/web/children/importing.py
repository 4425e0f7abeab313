"""Taking an extract in, stage by stage. Each stage goes in short transactions and may be stopped after any of them;
begun again, it changes nothing that has been done, and goes on from there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import transaction
from django.utils import timezone

from wholestory.engine.extract import Extract
from wholestory.engine.people import judge_new
from wholestory.engine.story import Library
from wholestory.model.links import Clusters
from wholestory.model.moments import Moment
from wholestory.web.accounts.models import Agency, District
from wholestory.web.children.computing import recompute, review, write_findings
from wholestory.web.children.linking import judge_newcomers
from wholestory.web.children.models import Child
from wholestory.web.children.practice import practice, reviewer
from wholestory.web.children.readings import readings_of
from wholestory.web.children.summarising import catch_up
from wholestory.web.children.touched import batched, children_touched
from wholestory.web.records.models import Import, ImportChange, PersonRow
from wholestory.web.records.rejected import keep_outcome
from wholestory.web.records.storing import add_judgements, cluster_everyone, forget_names, ledger_of, recluster
from wholestory.web.records.taking import take_people, take_records
from wholestory.web.records.values import person_of

# (what is being done, how many are done, of how many)
Step = tuple[str, int, int]

_ROWS_AT_ONCE = 500
_READ_AT_ONCE = 2_000
_CHILDREN_AT_ONCE = 25


def take_in(of: Import, extract: Extract) -> Iterator[Step]:
    """Take an extract in; tells how far it is. Nothing is open between two steps."""
    yield "Keeping what was rejected", 0, 1
    keep_outcome(of, extract)
    _add_places(extract)
    is_first = of.linked_at is None and not _others_are_here(of)
    yield from _take_rows(of, extract)
    if is_first:
        yield from _link_and_review_everyone(of, extract)
    else:
        yield from link_newcomers(of)
        yield from work_out(of)
    yield "Bringing the worklist up to the present", 0, 1
    catch_up(timezone.now())


def _add_places(extract: Extract) -> None:
    """What administrators have said of an agency stays."""
    with transaction.atomic():
        for agency in extract.agencies:
            Agency.objects.get_or_create(name=agency.name, defaults={"kind": agency.kind, "title": agency.title})
        for name in sorted({record.district for record in extract.records.values() if record.district}):
            District.objects.get_or_create(name=name[:80])


def _others_are_here(of: Import) -> bool:
    mine = ImportChange.objects.filter(of=of, is_person=True).count()
    return PersonRow.objects.count() > mine


def _take_rows(of: Import, extract: Extract) -> Iterator[Step]:
    changed = False
    for done, keys in enumerate(batched(extract.people, _ROWS_AT_ONCE)):
        yield "Taking people in", done * _ROWS_AT_ONCE, len(extract.people)
        changed |= take_people({key: extract.people[key] for key in keys}, of, timezone.now())
    for done, keys in enumerate(batched(extract.records, _ROWS_AT_ONCE)):
        yield "Taking records in", done * _ROWS_AT_ONCE, len(extract.records)
        changed |= take_records({key: extract.records[key] for key in keys}, of, timezone.now())
    if changed:
        # Children who were worked out before this are to be worked out again.
        of.linked_at = None
        of.save(update_fields=["linked_at"])


def _link_and_review_everyone(of: Import, extract: Extract) -> Iterator[Step]:
    """A first load: everybody is compared with everybody, and every story is told from the extract at hand."""
    yield "Finding out who is who", 0, 1
    involvements = {key: record.involvements for key, record in extract.records.items()}
    judged = judge_new(extract.people, involvements, ledger_of(), extract.people.keys(), judged_at=extract.as_at)
    with transaction.atomic():
        add_judgements(judged, of)
        clusters = cluster_everyone()
        _settled(of, ImportChange.objects.filter(of=of, is_person=True).values_list("pk", flat=True))
    yield from _review_everyone(extract, clusters)


def _review_everyone(extract: Extract, clusters: Clusters) -> Iterator[Step]:
    records = list(extract.records.values())
    for done, some in enumerate(batched(records, _READ_AT_ONCE)):
        yield "Reading narratives", done * _READ_AT_ONCE, len(records)
        readings_of(some, extract.people, reviewer())
    library = Library(
        extract.people,
        extract.records,
        clusters,
        extract.agencies,
        extract.as_at,
        places=practice().places,
        ledger=ledger_of(),
    )
    children = library.children()
    for done, some_children in enumerate(batched(children, _CHILDREN_AT_ONCE)):
        yield "Reviewing children", done * _CHILDREN_AT_ONCE, len(children)
        with transaction.atomic():
            found = [review(child, library, extract.people, extract.as_at) for child in some_children]
            write_findings(found, clusters.of, extract.as_at)


def link_newcomers(of: Import) -> Iterator[Step]:
    """Compare whom an import added or changed with those near, some at a time."""
    waiting = ImportChange.objects.filter(of=of, is_person=True, linked=False, undone=False).order_by("pk")
    total = waiting.count()
    for done, changes in enumerate(batched(list(waiting.values_list("pk", "key")), _ROWS_AT_ONCE)):
        yield "Finding out who is who", done * _ROWS_AT_ONCE, total
        rows = PersonRow.objects.filter(key__in=[key for _, key in changes]).order_by("key")
        judged = judge_newcomers([person_of(row) for row in rows], Moment(timezone.now()))
        with transaction.atomic():
            add_judgements(judged, of)
            recluster({key for row in judged for key in row.pair} | {key for _, key in changes})
            ImportChange.objects.filter(pk__in=[pk for pk, _ in changes]).update(linked=True)
    if total or of.linked_at is None:
        _settled(of, [])


def _settled(of: Import, changes: Collection[int]) -> None:
    ImportChange.objects.filter(pk__in=changes).update(linked=True)
    of.linked_at = timezone.now()
    of.save(update_fields=["linked_at"])


def work_out(of: Import) -> Iterator[Step]:
    """Work out anew every child that an import touches, save those worked out since it was settled who is who; then
    words of names go that nobody bears any more."""
    assert of.linked_at is not None
    children = children_touched(of)
    for done, some in enumerate(batched(children, _CHILDREN_AT_ONCE)):
        yield "Reviewing children", done * _CHILDREN_AT_ONCE, len(children)
        worked_out = Child.objects.filter(key__in=some, computed_at__gte=of.linked_at)
        known = set(worked_out.values_list("key", flat=True))
        recompute([child for child in some if child not in known], Moment(timezone.now()))
    forget_names()
