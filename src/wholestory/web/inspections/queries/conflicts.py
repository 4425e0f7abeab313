"""Who worked on which case: nobody grades what they had a part in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from wholestory.web.accounts.models import User
from wholestory.web.children.models import Answer, Assignment
from wholestory.web.records.models import InvolvementRow, PersonRow


def worked_on(users: Collection[User], children: Collection[str]) -> dict[str, set[int]]:
    """The ids of those of `users` who had a part in each of `children`, by the key given. Five queries.

    A part is: having written a record about the child, answered a concern or agreed to an answer, been named to see
    one through, or held the case, at any time.
    """
    ids = {user.email: user.pk for user in users}
    parts: list[tuple[str, int]] = [
        (person, ids[author])
        for person, author in InvolvementRow.objects.filter(record__author__in=ids)
        .values_list("person", "record__author")
        .distinct()
    ]
    parts += _decided(set(ids.values()))
    clusters = _clusters([*children, *(key for key, _ in parts)])
    by_cluster: dict[str, set[int]] = defaultdict(set)
    for key, user in parts:
        by_cluster[clusters.get(key, key)].add(user)
    return {child: by_cluster[clusters.get(child, child)] for child in children}


def _decided(people: set[int]) -> list[tuple[str, int]]:
    answers = Answer.objects.filter(Q(by__in=people) | Q(agreed_by__in=people) | Q(owner__in=people))
    found = [
        (child, person)
        for child, *persons in answers.values_list("child", "by_id", "agreed_by_id", "owner_id")
        for person in persons
        if person in people
    ]
    held = Assignment.objects.filter(owner__in=people).values_list("child", "owner_id")
    return [*found, *held]


def _clusters(keys: Iterable[str]) -> dict[str, str]:
    """The cluster of each key, asked for in parts that every database takes."""
    wanted, found = sorted(set(keys)), dict[str, str]()
    for start in range(0, len(wanted), 500):
        rows = PersonRow.objects.filter(key__in=wanted[start : start + 500])
        found.update(rows.values_list("key", "cluster"))
    return found
