"""By which keys a child is meant: persons are linked and parted again, and a child's key changes with them."""

from __future__ import annotations

from wholestory.web.records.models import PersonRow


def keys_of(child: str) -> tuple[str, ...]:
    """Every key by which decisions may name a child: those of all persons of the cluster, and the one given.

    `child` may be any of them. Decisions are looked up by `child__in=keys_of(child)`, so that they follow when
    clusters change.
    """
    cluster = PersonRow.objects.filter(key=child).values("cluster")[:1]
    return tuple(sorted({child, *PersonRow.objects.filter(cluster=cluster).values_list("key", flat=True)}))


def called_now(child: str) -> str:
    """The key that a child has now, from any key that it had; the same where nobody is known by it."""
    return PersonRow.objects.filter(key=child).values_list("cluster", flat=True).first() or child
