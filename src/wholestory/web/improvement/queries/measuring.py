"""Counts for measures, by district and day, straight from what the records were found to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from wholestory.model.findings import DutyState
from wholestory.web.children.models import ConcernRow, DutyRow, ReadingRow
from wholestory.web.improvement.measures import ANSWERED_WITHIN_DAYS, CONCERNS, DUTY, LANGUAGE
from wholestory.web.records.models import RecordRow


@dataclass(frozen=True, slots=True)
class Tally:
    """`count` of `of` on one day in one district (empty where the records name none)."""

    district: str
    day: date
    count: int
    of: int


Tallies = dict[str, list[Tally]]


def tallies(wanted: Collection[str], now: datetime) -> Tallies:
    """The tallies of some measures by their ids, in order of time: at most three statements for any number."""
    found: Tallies = defaultdict(list)
    duties = [one.removeprefix(DUTY) for one in wanted if one.startswith(DUTY)]
    for row in _duties(duties, now) if duties else ():
        found[f"{DUTY}{row['duty']}"].append(_tally(row))
    if LANGUAGE in wanted:
        found[LANGUAGE] = [*map(_tally, _language())]
    if CONCERNS in wanted:
        found[CONCERNS] = [*map(_tally, _concerns(now))]
    return found


def districts() -> list[str]:
    """Every district that a record names."""
    return list(
        RecordRow.objects.exclude(district="").order_by("district").values_list("district", flat=True).distinct()
    )


def _duties(duties: Collection[str], now: datetime) -> Iterable[Mapping[str, Any]]:
    """Duties that fell due. One that was pending when it was worked out, and has fallen due since, is not met."""
    due = DutyRow.objects.filter(duty__in=duties, due_at__lte=now).exclude(state=DutyState.EXCUSED.value)
    return (
        due.annotate(where=_district_of("trigger"), day=TruncDate("due_at"))
        .order_by("day", "where")
        .values("duty", "where", "day")
        .annotate(counted=Count("pk", filter=Q(state=DutyState.MET.value)), of=Count("pk"))
    )


def _language() -> Iterable[Mapping[str, Any]]:
    read = ReadingRow.objects.filter(record=OuterRef("key"))
    return (
        RecordRow.objects.exclude(narrative="")
        .filter(Exists(read))
        .annotate(where=F("district"), day=TruncDate("recorded_at"), blames=Exists(read.exclude(language=[])))
        .order_by("day", "where")
        .values("where", "day")
        .annotate(counted=Count("pk", filter=Q(blames=True)), of=Count("pk"))
    )


def _concerns(now: datetime) -> Iterable[Mapping[str, Any]]:
    within = timedelta(days=ANSWERED_WITHIN_DAYS)
    answers: QuerySet[RecordRow] = RecordRow.objects.filter(
        key=OuterRef("answered_by_record"), recorded_at__lte=OuterRef("visible_from") + within
    )
    return (
        ConcernRow.objects.filter(visible_from__lte=now - within)
        .annotate(where=_district_of("completed_by"), day=TruncDate("visible_from"), answered=Exists(answers))
        .order_by("day", "where")
        .values("where", "day")
        .annotate(counted=Count("pk", filter=Q(answered=True)), of=Count("pk"))
    )


def _district_of(record: str) -> Subquery:
    return Subquery(RecordRow.objects.filter(key=OuterRef(record)).values("district")[:1])


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(row["where"] or "", row["day"], row["counted"], row["of"])
