"""What stands beside a question: the child's story, and what the program found in it, marked as the program's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from wholestory.model.findings import DutyState
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.children.models import Child, ConcernRow, DutyRow, ReadingRow
from wholestory.web.children.queries.keys import called_now
from wholestory.web.children.readings import reading_of
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.page import StoryPage
from wholestory.web.children.telling.sight import Sight
from wholestory.web.children.telling.told import tell
from wholestory.web.inspections.models import SampledCase

_MOST_LANGUAGE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What the program found: concerns, duties missed or late, and (words, record) that may blame. Never a grade."""

    concerns: QuerySet[ConcernRow]
    duties: QuerySet[DutyRow]
    language: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Beside:
    """A case's story as a reviewer may see it, and what was found in it."""

    child: Child
    page: StoryPage
    found: Found
    records: frozenset[str]


def beside(case: SampledCase, access: Access, filters: Filters) -> Beside:
    """The story of a case. Raises RefusedError where it is no longer held here."""
    child = Child.objects.filter(key=called_now(case.child)).first()
    told = tell(child, None) if child else None
    if child is None or told is None:
        raise RefusedError("This child's story is no longer held here. Tell the round's planner.")
    sight = Sight(access, told.outline)
    own = [line for line in told.outline.events if not line.belongs_to]
    readable = frozenset(source.record for line in own for source in sight.readable(line))
    return Beside(child, StoryPage(child, told, filters, sight, now=timezone.now()), _found(child, readable), readable)


def _found(child: Child, readable: frozenset[str]) -> Found:
    rows = ReadingRow.objects.filter(record__in=sorted(readable)).exclude(language=[]).order_by("record")
    # Words may stand several times in a record, or be known by several rules: they are said once.
    language = list(dict.fromkeys((one.text, row.record) for row in rows for one in reading_of(row).language))
    missed = DutyRow.objects.filter(child=child, state__in=(DutyState.MISSED.value, DutyState.LATE.value))
    concerns = ConcernRow.objects.filter(child=child).order_by("visible_from", "key")
    return Found(concerns, missed.order_by("rank", "due_at", "key"), language[:_MOST_LANGUAGE])
