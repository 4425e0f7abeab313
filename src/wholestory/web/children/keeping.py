"""Writing rows that are worked out: only those that differ from what is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from django.db.models import Model

from wholestory.web.statements import Question
from wholestory.web.written_rows import upsert

Row = TypeVar("Row", bound=Model)


def keep_only(model: type[Row], wanted: Iterable[Row], *, of: Collection[str], named_by: Sequence[str]) -> None:
    """Make the rows of some children the wanted ones; what is kept already is not written again.

    `of` are the children, `named_by` the fields that tell a child's rows apart, which the database holds to be unique.
    """
    names = ("child_id", *named_by)
    fields = _fields_of(model)
    name_of, values_of = itemgetter(*map(fields.index, names)), attrgetter(*fields)
    gone = {name_of(values): (pk, values) for pk, *values in _kept(model)(of)}
    differing = []
    for row in wanted:
        values = [*values_of(row)]
        if gone.pop(name_of(values), (0, None))[1] != values:
            differing.append(row)
    if gone:
        model._default_manager.filter(pk__in=[pk for pk, _ in gone.values()]).delete()
    upsert(model, differing, [name for name in fields if name not in names], unique=["child", *named_by])


def _fields_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _kept(model: type[Model]) -> Question[tuple[Any, ...]]:
    """Asks for what is kept of some children: the row's own key and its fields."""
    fields = _fields_of(model)
    return Question(lambda children: model._default_manager.filter(child__in=children).values_list("pk", *fields))
