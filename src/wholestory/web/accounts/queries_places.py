"""What people call the places that records name."""

from __future__ import annotations

from collections.abc import Iterable

from wholestory.web.accounts.models import District


def districts_called(names: Iterable[str]) -> dict[str, str]:
    """The title of each of the districts that an administrator renamed; the others are called as records name them."""
    titles = District.objects.filter(name__in=set(names)).exclude(title="")
    return dict(titles.values_list("name", "title"))
