"""Saving a record: it is stored, the children it touches are worked out anew, and it is on record who wrote it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from wholestory.model.links import Judgement
from wholestory.model.moments import Moment
from wholestory.model.records import Person, Record
from wholestory.web.accounts.models import User
from wholestory.web.children.computing import retell, work_out
from wholestory.web.log.actions import note
from wholestory.web.records.models import PersonRow
from wholestory.web.records.storing import add_judgements, add_people, add_records, recluster
from wholestory.web.statements import Question

Asked = ParamSpec("Asked")
Result = TypeVar("Result")

# Two people who save about children that share something may each wait for what the other holds; the database then
# ends one of them, which begins again.
_TRIES = 5
_DEADLOCK = "40P01"
_SERIALIZATION = "40001"


def new_key(agency: str) -> str:
    """A key for a record or person that is first written down here."""
    return f"{agency}:w-{uuid.uuid4().hex[:16]}"


def all_or_nothing(action: Callable[Asked, Result]) -> Callable[Asked, Result]:
    """An action done in one transaction, and done again where the database ended it because two people met."""

    @wraps(action)
    def done(*args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        for tries_left in reversed(range(_TRIES)):
            try:
                with transaction.atomic():
                    return action(*args, **kwargs)
            except OperationalError as error:
                met = getattr(error.__cause__, "sqlstate", "") in (_DEADLOCK, _SERIALIZATION)
                if not met or not tries_left or transaction.get_connection().in_atomic_block:
                    raise
        raise AssertionError("the last try returns or raises")

    return done


def store_record(
    *,
    record: Record,
    by: User,
    at: datetime,
    people: Collection[Person] = (),
    judgements: Collection[Judgement] = (),
) -> frozenset[str]:
    """Store a record and work out every child that it touches; gives those children (clusters). Part of an action
    that is all or nothing.

    `people` are persons who are not here yet, `judgements` who of them is the same as whom. `at` is the present
    moment, as at which the children are worked out.
    """
    add_people(people)
    add_records([record], at, author=by.email)
    add_judgements(judgements)
    before = recluster([person.key for person in people]) if people else ()
    touched = _recompute_around(record, before, Moment(at))
    note(
        who=by.email,
        what="wrote",
        about=f"record {record.key}",
        at=at,
        kind=record.kind,
        handling=record.handling,
        children=sorted(touched),
    )
    return touched


save_record = all_or_nothing(store_record)

_lock = Question(
    lambda persons: (
        PersonRow.objects.select_for_update().filter(key__in=persons).order_by("key").values_list("cluster", flat=True)
    )
)


def _recompute_around(record: Record, before: Collection[str], as_at: Moment) -> frozenset[str]:
    """Work out the children of a record, and those who share something with them."""
    involved = [one.person for one in record.involvements]
    # Locked in one order before anything is read: whoever saves second then sees what the first one saved.
    own = set(_lock(involved))
    retold = retell({*own, *before}, as_at)
    stories = [story for story in retold.stories if story.child in own]
    children = {story.child for story in stories}
    related = {
        event.belongs_to
        for story in stories
        for event in story.events
        if event.is_theirs and event.belongs_to not in children
    }
    work_out([retold, retell(related, as_at)], as_at)
    return frozenset(children | related)
