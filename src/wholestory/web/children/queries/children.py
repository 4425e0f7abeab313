"""Children as the pages about one child need them."""

from __future__ import annotations

from django.db.models import QuerySet

from wholestory.web.children.models import Child


def with_story(children: QuerySet[Child]) -> QuerySet[Child]:
    """Some children, with whoever holds the case and with what tells whether their story was read before."""
    return children.select_related("owner", "story").defer("story__outline")
