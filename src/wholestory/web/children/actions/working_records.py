"""The record behind a strategy discussion or a step of a challenge: written for an agency, about one child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wholestory.model.moments import Moment
from wholestory.model.records import Involvement, Record
from wholestory.web.accounts.models import Agency, User
from wholestory.web.children.actions.saving import new_key, save_record
from wholestory.web.children.models import Child
from wholestory.web.records.models import PersonRow


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, for which agency, and in which role."""

    user: User
    agency: Agency
    role: str


def save_working_record(
    *,
    child: Child,
    kind: str,
    narrative: str,
    happened: datetime,
    responds_to: Sequence[str],
    by: Writer,
    now: datetime,
    outcome: str = "",
) -> str:
    """Save the record and work out the children it touches; gives the record's key."""
    record = Record(
        key=new_key(by.agency.name),
        agency=by.agency.name,
        agency_kind=by.agency.kind,
        kind=kind,
        recorded_at=Moment(now),
        happened_from=Moment(happened),
        district=child.district,
        narrative=narrative,
        outcome=outcome,
        responds_to=tuple(responds_to),
        author_role=by.role,
        involvements=(Involvement(_person(child, by.agency), "subject"),),
    )
    save_record(record=record, by=by.user, at=now)
    return record.key


def _person(child: Child, agency: Agency) -> str:
    """The child as the writer's agency knows it; as another agency does, where the writer's does not."""
    known = PersonRow.objects.filter(cluster=child.key, agency=agency.name).order_by("key").first()
    return known.key if known else child.key
