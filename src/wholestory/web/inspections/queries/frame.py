"""The frame of a round: which children are cases, of which type, district and agency. Five queries, of any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta

from django.db.models import QuerySet

from wholestory.engine.rounds.sampling import Case
from wholestory.model.moments import UK
from wholestory.practice.inspection import CaseType
from wholestory.web.accounts.models import Agency
from wholestory.web.children.models import Child, ChildPlace, ConcernRow
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import Round
from wholestory.web.records.models import InvolvementRow, PersonRow

_CHILDS_PARTS = ("subject", "child")


def frame_of(inspected: Round) -> list[Case]:
    """Every case that a sample may be drawn from, by key, before exclusions.

    A child is a case where its records or concerns in the round's days show one of the framework's case types. Its
    agency is one of the kind inspected that knows it, else the first that does.
    """
    types = asked_of(inspected).framework.case_types
    shown = _shown(inspected, types)
    children = Child.objects.order_by("key")
    if inspected.districts:
        children = children.filter(district__in=inspected.districts)
    agencies = _agencies(asked_of(inspected).framework.inspects)
    return [
        Case(key, case_type, district, agencies.get(key, ""))
        for key, district in children.values_list("key", "district")
        if (case_type := _first(types, shown.get(key, set())))
    ]


def _first(types: Iterable[CaseType], shown: set[str]) -> str:
    """The first type that is shown; empty where none is."""
    return next((one.id for one in types if not shown.isdisjoint((*one.kinds, *one.themes))), "")


def _shown(inspected: Round, types: Collection[CaseType]) -> dict[str, set[str]]:
    """The kinds of records and themes of concerns that count, by child."""
    first, last = _ends(inspected)
    parts: QuerySet[InvolvementRow] = InvolvementRow.objects.filter(
        role__in=_CHILDS_PARTS,
        record__kind__in={kind for one in types for kind in one.kinds},
        record__recorded_at__gte=first,
        record__recorded_at__lt=last,
    )
    clusters = dict(PersonRow.objects.filter(key__in=parts.values("person")).values_list("key", "cluster"))
    shown: dict[str, set[str]] = defaultdict(set)
    for person, kind in parts.values_list("person", "record__kind").distinct():
        shown[clusters.get(person, person)].add(kind)
    concerns = ConcernRow.objects.filter(
        theme__in={theme for one in types for theme in one.themes}, latest__gte=first, latest__lt=last
    )
    for child, theme in concerns.values_list("child", "theme").distinct():
        shown[child].add(theme)
    return shown


def _ends(inspected: Round) -> tuple[datetime, datetime]:
    """The beginning of the first day and the end of the last."""
    days = (inspected.since, inspected.until + timedelta(days=1))
    first, last = (datetime.combine(day, time(), UK).astimezone(UTC) for day in days)
    return first, last


def _agencies(kind: str) -> dict[str, str]:
    """The agency under which each child's case is counted."""
    inspected = set(Agency.objects.filter(kind=kind).values_list("name", flat=True))
    found: dict[str, str] = {}
    for child, agency in ChildPlace.objects.order_by("child", "agency").values_list("child", "agency").distinct():
        if child not in found or (agency in inspected and found[child] not in inspected):
            found[child] = agency
    return found
