"""Doubtful links and the persons of a child: what a records clerk settles."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from wholestory.engine.people import Unsettled, live_rows, unsettled
from wholestory.model.links import Clusters, Judgement, Verdict
from wholestory.model.records import Involvement
from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import Role
from wholestory.web.records.models import InvolvementRow, JudgementRow, PersonRow, RecordRow
from wholestory.web.records.values import judgement_of


@dataclass(frozen=True, slots=True)
class Field:
    """One thing known of two persons, and in words whether it agrees."""

    name: str
    one: str
    other: str
    says: str


def waiting(access: Access) -> tuple[list[Unsettled], list[Unsettled]]:
    """The doubtful links that somebody may settle, the most consequential first: those that nobody has looked at, and
    those of which a person said that they are not sure."""
    doubtful = JudgementRow.objects.filter(one=OuterRef("one"), other=OuterRef("other"), verdict=Verdict.DOUBTFUL.value)
    ledger = [judgement_of(row) for row in JudgementRow.objects.filter(Exists(doubtful)).order_by("id")]
    live = [row for row in live_rows(ledger) if row.verdict is Verdict.DOUBTFUL and not why_not_settle(access, row)]
    keys = {key for row in live for key in row.pair}
    here = set(PersonRow.objects.filter(key__in=keys).values_list("key", flat=True))
    live = [row for row in live if here.issuperset(row.pair)]
    clusters = _clusters_around(here)
    queue = unsettled(live, clusters, _involvements(clusters.of))
    return [one for one in queue if not one.row.by_person], [one for one in queue if one.row.by_person]


def why_not_settle(access: Access, row: Judgement) -> str:
    """Why somebody may not settle a link; empty where they may: their agency, or every one, is among the two."""
    posts = access.posts_as(Role.CLERK)
    agencies = {key.partition(":")[0] for key in row.pair}
    if any(not post.agency or post.agency in agencies for post in posts):
        return ""
    return "Neither of these is a person of your agency. A records clerk of one of theirs can settle it."


def standing_between(one: str, other: str) -> Judgement | None:
    """The judgement that stands on two persons; None where there is none."""
    one, other = sorted((one, other))
    rows = JudgementRow.objects.filter(one=one, other=other).order_by("id")
    return next(iter(live_rows(judgement_of(row) for row in rows)), None)


def links_within(cluster: str) -> tuple[Judgement, ...]:
    """The links that stand among the persons of a cluster."""
    keys = PersonRow.objects.filter(cluster=cluster).values("key")
    rows = JudgementRow.objects.filter(one__in=keys, other__in=keys).order_by("id")
    return tuple(row for row in live_rows(map(judgement_of, rows)) if row.verdict is Verdict.SAME)


def judged_by_people() -> QuerySet[JudgementRow]:
    """What people judged lately, the newest first."""
    return JudgementRow.objects.filter(by_person=True).order_by("-id")


def records_of(cluster: str) -> QuerySet[RecordRow]:
    """The records of a cluster, oldest first, without a word of them."""
    keys = PersonRow.objects.filter(cluster=cluster).values("key")
    records = InvolvementRow.objects.filter(person__in=keys).values("record")
    return (
        RecordRow.objects.filter(key__in=records).only("key", "agency", "kind", "recorded_at", "handling")
    ).order_by("recorded_at", "key")


def compared(one: PersonRow, other: PersonRow) -> list[Field]:
    """Two persons side by side."""
    told = ((name, tell(one), tell(other)) for name, tell in _TOLD)
    return [Field(name, left, right, _says(left, right)) for name, left, right in told if left or right]


_TOLD: tuple[tuple[str, Callable[[PersonRow], str]], ...] = (
    ("Agency", lambda row: row.agency),
    ("Forenames", lambda row: row.forenames),
    ("Surname", lambda row: row.surname),
    ("Also known as", lambda row: ", ".join(row.aliases)),
    ("Date of birth", lambda row: row.born),
    ("Sex", lambda row: row.sex),
    ("Postcode", lambda row: "withheld" if row.address_is_safe_contact else row.postcode),
    ("Address", lambda row: "withheld: a safe contact" if row.address_is_safe_contact else row.address),
    ("Phones", lambda row: ", ".join(row.phones)),
    ("Numbers", lambda row: ", ".join(f"{scheme} {value}" for scheme, value in row.identifiers)),
)


def _says(one: str, other: str) -> str:
    if not one or not other:
        return "recorded in one alone"
    return "the same" if one.casefold().split() == other.casefold().split() else "different"


def _clusters_around(keys: Collection[str]) -> Clusters:
    clusters = PersonRow.objects.filter(key__in=keys).values("cluster")
    of = dict(PersonRow.objects.filter(cluster__in=clusters).order_by("key").values_list("key", "cluster"))
    members: dict[str, list[str]] = {}
    for key, cluster in of.items():
        members.setdefault(cluster, []).append(key)
    return Clusters(of, {cluster: tuple(group) for cluster, group in members.items()})


def _involvements(keys: Collection[str]) -> dict[str, tuple[Involvement, ...]]:
    found: dict[str, list[Involvement]] = {}
    for row in InvolvementRow.objects.filter(person__in=list(keys)).order_by("id"):
        found.setdefault(row.record_id, []).append(Involvement(row.person, row.role))
    return {record: tuple(rows) for record, rows in found.items()}
