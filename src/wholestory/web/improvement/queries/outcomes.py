"""Children by whether what was owed to them was done, and whether their concerns were answered: one row a child.

Children are counted, not duties: the duties of one child come out alike more often than chance, and an interval over
duties would be too narrow. It is also a child that a small count could give away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wholestory.model.findings import DutyState
from wholestory.model.moments import PartialDate
from wholestory.web.children.models import Child, ConcernRow, DutyRow
from wholestory.web.improvement.leading import Year
from wholestory.web.improvement.measures import ANSWERED_WITHIN_DAYS
from wholestory.web.records.models import InvolvementRow, PersonRow, RecordRow

NOT_RECORDED, NO_PLACEMENT = "not recorded", "no placement on record"
_SEXES = {"F": "girls", "M": "boys", "X": "another"}
_ETHNICITIES = {"W": "White", "M": "Mixed", "A": "Asian", "B": "Black", "O": "another group"}
_BANDS = ((0, 4), (5, 9), (10, 12), (13, 15), (16, 17))
_CHILDS_PARTS = ("subject", "child")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A child, and whether all that is counted of it was as it should be. `groups` are those of GROUPS, by name."""

    child: str
    well: bool
    district: str
    groups: Mapping[str, str]


SEX, AGE, ETHNICITY, DISABILITY, CARE = "sex", "age", "ethnicity", "disability", "care"
GROUPS = {
    SEX: "Sex",
    AGE: "Age at the end of the year",
    ETHNICITY: "Ethnicity as recorded",
    DISABILITY: "Disability as recorded",
    CARE: "Care status, by placements on record",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What persons' rows and placements say of children: the keys of those with a disability recorded or recorded as
    none, and of those in care on the last day."""

    disabled: frozenset[str]
    not_disabled: frozenset[str]
    placed: frozenset[str]
    left: frozenset[str]


def responses(year: Year, recorded: Recorded) -> list[Outcome]:
    """Children to whom something fell due in the year; well where all of it was on record in time. One query."""
    first, last = year.ends
    due = DutyRow.objects.filter(due_at__gte=first, due_at__lt=last).exclude(state=DutyState.EXCUSED.value)
    return _outcomes(due.annotate(met=Q(state=DutyState.MET.value)), year, recorded)


def recognitions(year: Year, recorded: Recorded) -> list[Outcome]:
    """Children with a concern that became visible in the year, at least so many days before its end; well where a
    record answered each within that time. One query."""
    first, last = year.ends
    within = timedelta(days=ANSWERED_WITHIN_DAYS)
    answers = RecordRow.objects.filter(
        key=OuterRef("answered_by_record"), recorded_at__lte=OuterRef("visible_from") + within
    )
    seen = ConcernRow.objects.filter(visible_from__gte=first, visible_from__lt=last - within)
    return _outcomes(seen.annotate(met=Exists(answers)), year, recorded)


def recorded(year: Year) -> Recorded:
    """What is recorded of disability and care up to the end of the year. Three queries."""
    _, last = year.ends
    disabled, not_disabled = set[str](), set[str]()
    rows = PersonRow.objects.filter(cluster__in=Child.objects.values("key")).exclude(extra=[])
    for cluster, extra in rows.values_list("cluster", "extra").iterator():
        for name, value in extra:
            if "disab" in name.lower() and value.strip():
                (not_disabled if value.strip().lower() in _NONE else disabled).add(cluster)
    moves = InvolvementRow.objects.filter(
        role__in=_CHILDS_PARTS, record__kind__in=("placement_start", "placement_end"), record__recorded_at__lt=last
    ).order_by("record__recorded_at", "record__key")
    cluster_of = dict(PersonRow.objects.filter(key__in=moves.values("person")).values_list("key", "cluster"))
    latest = {cluster_of.get(person, person): kind for person, kind in moves.values_list("person", "record__kind")}
    placed = frozenset(child for child, kind in latest.items() if kind == "placement_start")
    return Recorded(frozenset(disabled), frozenset(not_disabled - disabled), placed, frozenset(latest) - placed)


_NONE = frozenset({"no disability", "none", "no", "0", "false", "n"})


def _outcomes(of: QuerySet[Any], year: Year, recorded: Recorded) -> list[Outcome]:
    rows = (
        of.order_by("child_id")
        .values("child_id", "child__sex", "child__born", "child__ethnicity", "child__district")
        .annotate(counted=Count("pk"), well=Count("pk", filter=Q(met=True)))
    )
    return [
        Outcome(
            row["child_id"],
            row["well"] == row["counted"],
            row["child__district"] or NOT_RECORDED,
            {
                SEX: _SEXES.get(row["child__sex"], NOT_RECORDED),
                AGE: band(row["child__born"], year.until),
                ETHNICITY: _ETHNICITIES.get(row["child__ethnicity"][:1], NOT_RECORDED),
                DISABILITY: _disability(row["child_id"], recorded),
                CARE: _care(row["child_id"], recorded),
            },
        )
        for row in rows
    ]


def band(born: str, day: date) -> str:
    """The age band of a child on a day; NOT_RECORDED unless the date of birth settles it."""
    if not born:
        return NOT_RECORDED
    youngest, oldest = PartialDate.parse(born).age_on(day)
    for first, last in _BANDS:
        if first <= youngest and oldest <= last:
            return f"{first} to {last}"
    return "18 and over" if youngest > _BANDS[-1][1] else NOT_RECORDED


def _disability(child: str, recorded: Recorded) -> str:
    if child in recorded.disabled:
        return "disability recorded"
    return "recorded as none" if child in recorded.not_disabled else NOT_RECORDED


def _care(child: str, recorded: Recorded) -> str:
    if child in recorded.placed:
        return "in care"
    return "left care" if child in recorded.left else NO_PLACEMENT
