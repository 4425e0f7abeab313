"""A child worked out from the neighbourhood alone has the findings of a review of everything."""

from __future__ import annotations

import pytest

from wholestory.model.moments import Moment
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import Child, ConcernRow, DutyRow

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
