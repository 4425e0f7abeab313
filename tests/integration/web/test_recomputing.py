"""A child worked out from the neighbourhood alone has the findings of a review of everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from wholestory.model.moments import Moment
from wholestory.model.records import Involvement, Record
from wholestory.web.accounts.models import User
from wholestory.web.children.actions.saving import new_key, save_record
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import Child, ChildPlace, ConcernRow, DutyRow, StoryRow
from wholestory.web.records.models import PersonRow

pytestmark = pytest.mark.django_db


def _found() -> set[tuple[object, ...]]:
    concerns = ConcernRow.objects.values_list("child", "key", "statement", "visible_from", "latest")
    duties = DutyRow.objects.values_list("child", "key", "state", "response", "statement")
    return {*concerns, *duties}


def test_the_neighbourhood_gives_what_the_whole_gave() -> None:
    whole = _found()
    assert whole
    for child in Child.objects.all():
        recompute([child.key], Moment(child.computed_at))
    assert _found() == whole


def test_what_saving_leaves_is_what_working_out_from_nothing_gives() -> None:
    by, start = User.objects.get(email="supervisor@example.org"), timezone.now()
    for number, child in enumerate(Child.objects.order_by("key")):
        # Each way in which rows differ: duties begin and are answered, concerns grow, places are new.
        for step, kind in enumerate(("missing_episode", "return_interview", "incident")):
            _save(child, kind, by, start + timedelta(minutes=10 * number + step))
    now = Moment(start + timedelta(days=30))
    children = list(Child.objects.values_list("key", flat=True))
    recompute(children, now)
    saved = _everything()
    assert saved["ChildPlace"]
    Child.objects.all().delete()
    recompute(children, now)
    assert _everything() == saved


def _save(child: Child, kind: str, by: User, at: datetime) -> None:
    person = PersonRow.objects.filter(cluster=child.key).order_by("key")[0]
    record = Record(
        key=new_key(person.agency),
        agency=person.agency,
        agency_kind="police",
        kind=kind,
        recorded_at=Moment(at),
        district="Far Side",
        narrative="Back at two in a dark car with an older male. Would not say where. Smelt of cannabis.",
        involvements=(Involvement(person.key, "subject"),),
    )
    save_record(record=record, by=by, at=at)


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept about children, but for the numbers of the rows."""
    kept: tuple[type[Model], ...] = (Child, ChildPlace, ConcernRow, DutyRow, StoryRow)
    return {model.__name__: sorted(_values(model), key=repr) for model in kept}


def _values(model: type[Model]) -> list[tuple[Any, ...]]:
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
    return list(model._default_manager.values_list(*names))
