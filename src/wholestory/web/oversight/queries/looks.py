"""Who looked at whose story in some days, with what is needed to say whether a look was unusual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wholestory.engine.things.places import plain_words
from wholestory.web.accounts.models import Post, User
from wholestory.web.children.models import ChildPlace
from wholestory.web.log.models import Entry
from wholestory.web.oversight.queries.entries import entries
from wholestory.web.oversight.queries.told import child_of
from wholestory.web.records.models import InvolvementRow, PersonRow

MOST_LOOKS = 20_000
"""Beyond so many looks the page would take long, and nobody could ask about what it says; the days are narrowed."""


@dataclass(frozen=True, slots=True)
class Look:
    """One page about a child that somebody read, or one time that glass was broken for a child (`broke`)."""

    at: datetime
    who: str
    child: str
    broke: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class AtAgency:
    """That somebody held a post in an agency, from when, and until when (None: still)."""

    agency: str
    since: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of some days in order of time, and what is known of the readers and the children.

    `posts`: by sign-in name, the agencies in which the person held posts. `known_to`: by child, the agencies that hold
    a record about the child. `surnames`: by sign-in name the person's surname. `in_records`: by child, those of the
    readers' surnames that somebody in the child's records has. `all_of_them` is false where there were more looks.
    """

    looks: Sequence[Look]
    all_of_them: bool
    names: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, Sequence[AtAgency]] = field(default_factory=dict)
    known_to: Mapping[str, Set[str]] = field(default_factory=dict)
    surnames: Mapping[str, str] = field(default_factory=dict)
    in_records: Mapping[str, Set[str]] = field(default_factory=dict)


def looks_in(asked: Mapping[str, Any]) -> Looks:
    """The looks that a form asks for; the same few queries however many there are."""
    found = entries(asked).filter(what__in=("viewed", "broke glass"), about__startswith="child ")
    rows = list(found.order_by("-at", "-id")[: MOST_LOOKS + 1])
    rows, more = rows[:MOST_LOOKS], len(rows) > MOST_LOOKS
    now = _called_now({child_of(row.about) for row in rows})
    looks = [Look(row.at, row.who, now[child_of(row.about)], row.what == "broke glass", row) for row in reversed(rows)]
    readers, children = {look.who for look in looks}, {look.child for look in looks}
    names = dict(User.objects.filter(email__in=readers).values_list("email", "name"))
    surnames = {who: words[-1] for who, name in names.items() if (words := plain_words(name))}
    return Looks(
        looks=looks,
        all_of_them=not more,
        names=names,
        posts=_posts(readers),
        known_to=_known_to(children),
        surnames=surnames,
        in_records=_surnames_in_records(children, set(surnames.values())),
    )


def _called_now(keys: Set[str]) -> dict[str, str]:
    clusters = dict(PersonRow.objects.filter(key__in=keys).values_list("key", "cluster"))
    return {key: clusters.get(key, key) for key in keys}


def _posts(readers: Set[str]) -> dict[str, list[AtAgency]]:
    found: dict[str, list[AtAgency]] = {}
    held = Post.objects.filter(user__email__in=readers).exclude(agency=None).order_by("id")
    for email, agency, since, ended in held.values_list("user__email", "agency_id", "since", "ended"):
        found.setdefault(email, []).append(AtAgency(str(agency), since, ended))
    return found


def _known_to(children: Set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for child, agency in ChildPlace.objects.filter(child__in=children).values_list("child_id", "agency").distinct():
        found.setdefault(child, set()).add(agency)
    return found


def _surnames_in_records(children: Set[str], surnames: Set[str]) -> dict[str, set[str]]:
    """By child, the surnames (of those asked for) of anybody in a record that the child is in."""
    alike = PersonRow.objects.filter(names__word__in=surnames).distinct()
    named = {key: plain_words(surname) for key, surname in alike.values_list("key", "surname")}
    theirs = InvolvementRow.objects.filter(person__in=named).values("record")
    persons = PersonRow.objects.filter(cluster__in=children)
    with_a_child = InvolvementRow.objects.filter(record__in=theirs, person__in=persons.values("key"))
    clusters = dict(persons.filter(key__in=with_a_child.values("person")).values_list("key", "cluster"))
    in_record: dict[str, set[str]] = {}
    for record, person in with_a_child.values_list("record_id", "person"):
        in_record.setdefault(record, set()).add(clusters[person])
    found: dict[str, set[str]] = {}
    for record, person in InvolvementRow.objects.filter(person__in=named, record__in=in_record).values_list(
        "record_id", "person"
    ):
        for child in in_record[record]:
            found.setdefault(child, set()).update(surnames & set(named[person]))
    return found
