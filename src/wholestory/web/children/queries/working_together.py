"""Strategy discussions and challenges, and the records that a new one may answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from wholestory.model.findings import DutyState
from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import Challenge, Child, Discussion, DutyRow
from wholestory.web.children.permissions import children_for
from wholestory.web.children.queries.decisions import meant_by
from wholestory.web.records.models import InvolvementRow, PersonRow, RecordRow

# How many of the latest records are offered to choose from, beside those whose duty waits.
_LATEST = 15


@dataclass(frozen=True, slots=True)
class Answerable:
    """The child's latest records to choose from, (key, words), and those whose duty waits for this kind of answer."""

    choices: list[tuple[str, str]]
    waiting: list[str]


def answerable(child: Child, duty: str, now: datetime) -> Answerable:
    """The records that something new about a child may answer; those first that started `duty` and have no answer."""
    undone = (DutyState.MISSED.value, DutyState.PENDING.value)
    waiting = DutyRow.objects.filter(child=child, duty=duty, state__in=undone)
    triggers = list(waiting.order_by("-due_at").values_list("trigger", flat=True)) if duty else []
    persons = PersonRow.objects.filter(cluster=child.key).values("key")
    mine = InvolvementRow.objects.filter(person__in=persons).values("record")
    known = RecordRow.objects.filter(Q(key__in=mine), recorded_at__lte=now)
    latest = list(known.order_by("-recorded_at", "key")[:_LATEST])
    started = {record.key: record for record in known.filter(key__in=triggers)}
    records = [started[key] for key in triggers if key in started]
    records += [record for record in latest if record.key not in started]
    titles = dict(Agency.objects.values_list("name", "title"))
    return Answerable([(record.key, _words(record, titles)) for record in records], triggers)


def _words(record: RecordRow, titles: dict[str, str]) -> str:
    day = record.happened_from or record.recorded_at
    return f"{record.kind.replace('_', ' ')}, {day.day} {day:%B %Y}, {titles.get(record.agency, record.agency)}"


def discussions_of(child: Child) -> QuerySet[Discussion]:
    """The strategy discussions about a child that were written here, latest first, with their actions."""
    found = Discussion.objects.filter(child__in=list(meant_by([child.key])))
    return found.select_related("by").prefetch_related("actions__done_by").order_by("-at")


def challenges_of(child: Child) -> QuerySet[Challenge]:
    """The challenges about a child, latest first."""
    return Challenge.objects.filter(child__in=list(meant_by([child.key]))).select_related("by").order_by("-at")


def challenges_for(access: Access) -> QuerySet[Challenge]:
    """The challenges that are not settled, by or to an agency in which somebody decides, about children whom their
    posts reach; the longest overdue first."""
    mine = access.agencies_as(Role.SUPERVISOR, Role.HUB)
    reached = PersonRow.objects.filter(key=OuterRef("child"), cluster__in=children_for(access).values("key"))
    found = Challenge.objects.filter(Q(from_agency__in=mine) | Q(to_agency__in=mine), Exists(reached), settled_at=None)
    return found.select_related("by").order_by("due", "id")
