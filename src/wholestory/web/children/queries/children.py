"""Children as the pages about one child need them."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def with_story(rows: QuerySet[Row], child: str = "") -> QuerySet[Row]:
    """Some children, with what tells whether their story was read before.

    `child` leads from other rows to their child (`child__`), who is then fetched with them.
    """
    return rows.select_related(f"{child}story").defer(f"{child}story__outline")
