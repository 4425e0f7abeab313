"""A child's story from the database: the child's records, and those of everyone and everything that may be shared.

The engine tells stories from a Library of an extract. Here the library holds as much of the database as bears on a few
children, so that a saved record costs a look at its neighbourhood and never at the whole force.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet, prefetch_related_objects

from wholestory.engine.people import clusters_of
from wholestory.engine.story import Library
from wholestory.model.links import Judgement
from wholestory.model.moments import Moment
from wholestory.model.records import Agency as AgencyValue
from wholestory.model.records import Person, Record
from wholestory.web.accounts.models import Agency
from wholestory.web.children.practice import practice
from wholestory.web.children.queries.keys import persons_of
from wholestory.web.records.as_known import records_at
from wholestory.web.records.finding_keys import coarse_place, coarse_thing
from wholestory.web.records.models import InvolvementRow, ItemRow, PersonRow, RecordRow
from wholestory.web.records.storing import ledger_of
from wholestory.web.records.values import person_of, records_of
from wholestory.web.statements import Question

# What more records than this hold is no thing that children share (a home's address, an office's phone).
_MOST_RECORDS_OF_A_THING = 400
_LINKING = ("subject", "child", "suspect", "associate", "witness")

_agencies = Question(lambda: Agency.objects.order_by().values_list("name", "kind", "title"))
_at_home = Question(lambda homes: PersonRow.objects.filter(home__in=homes))


def _joined_with(persons: list[str]) -> QuerySet[PersonRow]:
    """Some persons and everyone who is the same as they."""
    return PersonRow.objects.filter(cluster__in=PersonRow.objects.filter(key__in=persons).values("cluster"))


_same_as = Question(_joined_with)
_records = Question(lambda keys: RecordRow.objects.filter(key__in=keys))
_records_of_persons = Question(
    lambda persons: RecordRow.objects.filter(
        key__in=InvolvementRow.objects.filter(person__in=persons).order_by().values("record")
    )
)
_keys_around = Question(
    lambda persons: (
        InvolvementRow.objects.filter(person__in=_joined_with(persons).values("key"))
        .order_by()
        .values_list("record", flat=True)
    )
)
_keys_by_thing = Question(
    lambda things: ItemRow.objects.filter(thing__in=things).order_by().values_list("thing", "record")
)


class Neighbourhood:
    """The people and records that bear on some children, and the library that their stories are told from."""

    def __init__(
        self,
        children: Collection[str],
        as_at: Moment,
        *,
        besides: Sequence[Record] = (),
        people: Collection[Person] = (),
        supposing: Sequence[Judgement] = (),
        as_known: bool = False,
    ) -> None:
        """`children` are clusters. Only what was recorded by `as_at` is known.

        `as_known`: records are as they stood at `as_at`, before agencies sent them again; it costs one query more.

        `besides` are records that are not stored (yet), and `people` those of their persons who are not.
        `supposing` are judgements that nobody has made: the stories are told as if they stood.
        """
        self._as_at = as_at
        self._as_known = as_known
        self.records: dict[str, Record] = {record.key: record for record in besides}
        self.people: dict[str, Person] = {}
        self.cluster_of: dict[str, str] = {}
        self._homes: set[str] = set()
        self._fetch(children)
        self.people.update((person.key, person) for person in people)
        agencies = [AgencyValue(*one) for one in _agencies()]
        ledger = (*ledger_of(self.people), *supposing)
        self.library = Library(
            self.people,
            self.records,
            clusters_of(self.people, ledger),
            agencies,
            as_at,
            places=practice().places,
            ledger=ledger,
        )

    def _fetch(self, children: Collection[str]) -> None:
        besides = list(self.records.values())
        self._take(persons_of(children))
        mine = [*besides, *self._take_records(_records_of_persons(self.people))]
        things = {coarse_thing(item) for record in mine for item in record.items} - {""}
        adults = self._others_as(mine, ("suspect", "associate"))
        beside = self._add_records({*_records_around(adults), *_records_with(things)})
        self._add_records(_records_around(self._others_as((*mine, *beside), _LINKING)))
        self._add_everyone_involved()

    def _others_as(self, records: Iterable[Record], roles: Collection[str]) -> set[str]:
        """Who has one of the roles. Not the children themselves: their records are here."""
        found = {one.person for record in records for one in record.involvements if one.role in roles}
        return found.difference(self.people)

    def _add_records(self, keys: Iterable[str]) -> list[Record]:
        """Fetch the records that are not here yet; gives those that were added."""
        wanted = [key for key in keys if key not in self.records]
        return self._take_records(_records(wanted)) if wanted else []

    def _take_records(self, rows: Sequence[RecordRow]) -> list[Record]:
        at = self._as_at.end
        if self._as_known:
            prefetch_related_objects(rows, "involvements", "items")
            added = records_at(rows, at)
        else:
            added = records_of([row for row in rows if row.recorded_at <= at])
        self.records.update((record.key, record) for record in added)
        return added

    def _add_everyone_involved(self) -> None:
        """Everyone involved, everyone who is the same as they, and whoever lives where they do."""
        involved = {one.person for record in self.records.values() for one in record.involvements}
        if others := involved.difference(self.people):
            self._take(_same_as(others))
        homes = self._homes | {
            coarse_place(item.value)
            for record in self.records.values()
            for item in record.items
            if item.item_type in ("address", "venue")
        }
        if homes := homes - {""}:
            self._take(_at_home(homes))

    def _take(self, rows: Iterable[PersonRow]) -> None:
        for row in rows:
            self.people[row.key] = person_of(row)
            self.cluster_of[row.key] = row.cluster
            self._homes.add(row.home)


def _records_around(persons: Collection[str]) -> Collection[str]:
    """The keys of the records of some persons and of everyone who is the same as they."""
    return _keys_around(persons) if persons else ()


def _records_with(things: Collection[str]) -> set[str]:
    """The keys of the records that hold some things."""
    found: dict[str, set[str]] = {}
    for thing, record in _keys_by_thing(things) if things else ():
        found.setdefault(thing, set()).add(record)
    few = (records for records in found.values() if len(records) <= _MOST_RECORDS_OF_A_THING)
    return set().union(*few)
