"""Who looked at whose story in some days, with what is needed to say whether a look was unusual."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Substr
from django.db.models.sql.compiler import SQLCompiler

from wholestory.engine.things.places import plain_words
from wholestory.web.accounts.models import Post, User
from wholestory.web.children.models import Child, ChildPlace
from wholestory.web.log.models import Entry
from wholestory.web.oversight.queries.entries import entries
from wholestory.web.records.models import PersonRow

MOST_LOOKS = 20_000
"""Beyond so many looks the page would take long, and nobody could ask about what it says; the days are narrowed."""

_CHILD = "child "


@dataclass(frozen=True, slots=True)
class Look:
    """One page about a child that somebody read, or one time that glass was broken for a child (`broke`).

    `beyond` says that the page was shown because glass had been broken; `entry` is the id of the row in the log.
    """

    at: datetime
    who: str
    child: str
    broke: bool
    beyond: bool
    entry: int


@dataclass(frozen=True, slots=True)
class AtAgency:
    """That somebody held a post in an agency, from when, and until when (None: still)."""

    agency: str
    since: datetime
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of some days in order of time, and what is known of the readers and the children.

    `by_reader`: the same looks, those of each reader together. `by_child`: those of each reader at each child.
    `posts`: by sign-in name, the agencies in which the person held posts. `known_to`: by child, the agencies that hold
    a record about the child. `surnames`: by sign-in name the person's surname. `in_records`: by child, the surnames of
    everybody in the child's records, as Child.surnames keeps them. `all_of_them` is false where there were more looks.
    """

    looks: Sequence[Look]
    all_of_them: bool
    by_reader: Collection[Sequence[Look]] = ()
    by_child: Collection[Sequence[Look]] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, Sequence[AtAgency]] = field(default_factory=dict)
    known_to: Mapping[str, Set[str]] = field(default_factory=dict)
    surnames: Mapping[str, str] = field(default_factory=dict)
    in_records: Mapping[str, str] = field(default_factory=dict)


def looks_in(asked: Mapping[str, Any]) -> Looks:
    """The looks that a form asks for; the same few queries however many there are."""
    found = entries(asked).filter(what__in=("viewed", "broke glass"), about__startswith=_CHILD)
    found = found.annotate(child=Substr("about", len(_CHILD) + 1))
    columns = ("pk", "at", "who", "child", "what", "details__glass_broken")
    rows = list(found.order_by("-at", "-id").values_list(*columns)[: MOST_LOOKS + 1])
    rows, more = rows[:MOST_LOOKS], len(rows) > MOST_LOOKS
    read = found.filter(at__gte=rows[-1][1]) if rows else found.none()
    known = _Children(read.order_by().values("child").distinct(), {row[3] for row in rows})
    looks = [
        Look(at, who, known.called_now(child), what == "broke glass", bool(beyond), entry)
        for entry, at, who, child, what, beyond in reversed(rows)
    ]
    by_reader: dict[str, list[Look]] = {}
    by_child: dict[tuple[str, str], list[Look]] = {}
    for look in looks:
        by_reader.setdefault(look.who, []).append(look)
        by_child.setdefault((look.who, look.child), []).append(look)
    names = dict(User.objects.filter(email__in=by_reader.keys()).values_list("email", "name"))
    return Looks(
        looks=looks,
        all_of_them=not more,
        by_reader=by_reader.values(),
        by_child=by_child.values(),
        names=names,
        posts=_posts(by_reader.keys()),
        known_to=known.agencies,
        surnames={who: words[-1] for who, name in names.items() if (words := plain_words(name))},
        in_records=known.surnames,
    )


class _Children:
    """What is kept of the children that some looks were at, by the keys that they have now."""

    def __init__(self, read: QuerySet[Entry, Any], keys: Set[str]) -> None:
        """`read` gives at least the children with these `keys`, from the log: the database is slow on 20,000 keys."""
        self.agencies: dict[str, set[str]] = {}
        self.surnames: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        self._take(Child.objects.filter(key__in=read))
        # Whoever is no child by this key was linked with somebody since.
        if others := keys - self.surnames.keys():
            self._moved = dict(PersonRow.objects.filter(key__in=others).values_list("key", "cluster"))
            self._take(Child.objects.filter(key__in=set(self._moved.values()) - self.surnames.keys()))

    def called_now(self, key: str) -> str:
        """The key that a child has now."""
        return self._moved.get(key, key)

    def _take(self, children: QuerySet[Child]) -> None:
        places = ChildPlace.objects.filter(child=OuterRef("pk")).order_by().values("child")
        known_to = Subquery(places.annotate(names=_Listed("agency", Value("|"))).values("names"))
        for key, agencies, surnames in children.annotate(known_to=known_to).values_list("key", "known_to", "surnames"):
            self.agencies[key] = set(agencies.split("|")) if agencies else set()
            self.surnames[key] = surnames


class _Listed(Aggregate):
    """Texts as one text, with another between them."""

    function = "STRING_AGG"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, Any]:
        """The same under the name by which every SQLite has it."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **more)


def _posts(readers: Set[str]) -> dict[str, list[AtAgency]]:
    found: dict[str, list[AtAgency]] = {}
    held = Post.objects.filter(user__email__in=readers).exclude(agency=None).order_by("id")
    for email, agency, since, ended in held.values_list("user__email", "agency_id", "since", "ended"):
        found.setdefault(email, []).append(AtAgency(str(agency), since, ended))
    return found
