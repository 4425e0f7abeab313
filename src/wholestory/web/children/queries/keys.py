"""By which keys a child is meant: persons are linked and parted again, and a child's key changes with them."""

from __future__ import annotations

from dataclasses import dataclass

from wholestory.web.records.models import PersonRow
from wholestory.web.statements import Question

persons_of = Question(lambda children: PersonRow.objects.filter(cluster__in=children))
_keys_in = Question(lambda cluster: PersonRow.objects.filter(cluster=cluster).values_list("key", flat=True))


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that a child has `now`, and in order `every` key by which decisions may name the child."""

    now: str
    every: tuple[str, ...]


def meant_by_key(child: str) -> Keys:
    """The keys of a child, from any key that it had: those of all persons of the cluster, and the one given.

    Where nobody is known by it, it stands for itself.
    """
    if persons := _persons(child):
        # Nearly always: what leads to a child names the key that the child has now.
        return Keys(child, persons)
    now = called_now(child)
    return Keys(now, tuple(sorted({child, *_persons(now)})))


def _persons(cluster: str) -> tuple[str, ...]:
    """The keys of the persons of a cluster, its own first, since it is the smallest."""
    return tuple(sorted(_keys_in(cluster)))


def keys_of(child: str) -> tuple[str, ...]:
    """Every key by which decisions may name a child.

    `child` may be any of them. Decisions are looked up by `child__in=keys_of(child)`, so that they follow when
    clusters change.
    """
    return meant_by_key(child).every


def called_now(child: str) -> str:
    """The key that a child has now, from any key that it had; the same where nobody is known by it."""
    return PersonRow.objects.filter(key=child).values_list("cluster", flat=True).first() or child
