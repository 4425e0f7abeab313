"""All records of a review, indexed once, from which each child's story is told by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from wholestory.engine.story.events import event_of, gaps_between, in_order
from wholestory.engine.story.households import Households
from wholestory.engine.story.merging import group_tellings
from wholestory.engine.story.related import (
    EVENTS_SHOWN,
    REACH,
    RELEVANT_KINDS,
    Link,
    Related,
    Sighting,
    Sightings,
    Wording,
)
from wholestory.engine.story.things import Addresses, adult_things
from wholestory.engine.things.places import plain_place
from wholestory.engine.things.thing import Thing, written_in
from wholestory.model.links import Clusters, Judgement, Verdict
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Agency, Person, Record
from wholestory.model.story import Event, SharedThing, Story

_CHILD_ROLES = frozenset({"subject", "child"})
# The parts in which one child's record bears on another child in it; who reports or cares is not thereby linked.
_LINKING_ROLES = frozenset({"subject", "child", "associate", "suspect", "witness"})


class Library:
    """Everything of one review that stories are told from. Built once, then only read, so that forks share it.

    `people` and `records` are by key; `clusters` and `ledger` are who is who; `as_at` is the moment of the review.
    The order of `people` and `records` never matters.
    """

    def __init__(
        self,
        people: Mapping[str, Person],
        records: Mapping[str, Record],
        clusters: Clusters,
        agencies: Iterable[Agency],
        as_at: Moment,
        *,
        ledger: Iterable[Judgement] = (),
    ) -> None:
        self.as_at = as_at
        self._people = people
        self._clusters = clusters
        self._agencies = {agency.name: agency for agency in agencies}
        self._records = {key: records[key] for key in sorted(records)}
        self._at = {key: record.when.at.timestamp() for key, record in self._records.items()}
        self._own = self._index_own()
        self._children = self._index_children()
        self._doubtful = _doubtful_persons(ledger)
        self._index_things()

    def children(self) -> tuple[str, ...]:
        """The clusters that are children, sorted: subject or child of a record, or surely under 18 at one.

        Someone who was 18 or older at every such record, by the youngest age that their birth allows, is none.
        """
        return tuple(sorted(self._children))

    def owner(self, record: str) -> str:
        """The one cluster in whose review a record's narrative is reported; empty where nobody is involved.

        The first child among its subjects, else among its `child` roles, else among everyone involved; where none of
        them is a child, the first person involved.
        """
        of = self._clusters.of
        found = self._records[record]
        in_turn = [*found.people_as("subject"), *found.people_as("child"), *(one.person for one in found.involvements)]
        involved = [of.get(person, person) for person in in_turn]
        return next((cluster for cluster in involved if cluster in self._children), involved[0] if involved else "")

    def story(self, child: str) -> Story:
        """One child's story; `child` is a cluster. Raises KeyError for a cluster that the review does not know."""
        members = frozenset(self._clusters.members[child])
        own = tuple(self._records[key] for key in self._own.get(child, ()))
        events = in_order(event_of(group, members) for group in group_tellings(own, self._clusters.of))
        related = self._related_to(child)
        theirs = self._related_events(child, related)
        everything = in_order([*events, *theirs])
        involved = {one.person for record in own for one in record.involvements} - members
        heard = sorted({record.agency for event in everything for record in event.records})
        return Story(
            child,
            tuple(self._people[key] for key in sorted(members) if key in self._people),
            everything,
            gaps_between(events),
            self._shared(child, related),
            tuple(sorted({other for key in members for other in self._doubtful.get(key, ())} - members)),
            tuple(self._people[key] for key in sorted(involved) if key in self._people),
            tuple(self._agencies[name] for name in heard if name in self._agencies),
        )

    def _index_own(self) -> Mapping[str, tuple[str, ...]]:
        own: dict[str, dict[str, None]] = {}
        for key, record in self._records.items():
            for involvement in record.involvements:
                cluster = self._clusters.of.get(involvement.person, involvement.person)
                own.setdefault(cluster, {})[key] = None
        return MappingProxyType({cluster: tuple(keys) for cluster, keys in own.items()})

    def _index_children(self) -> frozenset[str]:
        return frozenset(
            cluster for cluster in self._own if cluster in self._clusters.members and self._is_child(cluster)
        )

    def _is_child(self, cluster: str) -> bool:
        members = self._clusters.members[cluster]
        born = fullest_birth(self._people[key].date_of_birth for key in members if key in self._people)
        for key in self._own[cluster]:
            record = self._records[key]
            roles = {one.role for one in record.involvements if one.person in members}
            youngest, oldest = born.age_on(record.when.day) if born else (0, 18)
            if youngest < 18 and (oldest < 18 or roles & _CHILD_ROLES):
                return True
        return False

    def _index_things(self) -> None:
        seen = [item.value for record in self._records.values() for item in record.items if item.item_type == "address"]
        addresses = Addresses(self._people.values(), map(plain_place, seen))
        self._households = Households.gather(self._people, self._clusters, addresses)
        sightings: dict[Thing, list[Sighting]] = {}
        names: dict[Thing, tuple[bool, str]] = {}
        for key, record in self._records.items():
            for thing, name, linked in self._things_in(record, addresses):
                sightings.setdefault(thing, []).append(Sighting(self._at[key], key, linked))
                # The wording comes from an ordinary record wherever there is one.
                names[thing] = min(names.get(thing, (True, name)), (record.is_restricted, name))
        self._sightings = Sightings(sightings, self._households)
        self._things: dict[str, tuple[tuple[Thing, tuple[str, ...]], ...]] = {}
        for thing, found in self._sightings.things():
            for sighting in found:
                before = self._things.get(sighting.record, ())
                self._things[sighting.record] = (*before, (thing, sighting.children))
        shared = {thing: names[thing][1] for thing, _ in self._sightings.things()}
        self._wording = Wording(self._records, self._agencies, shared)

    def _children_in(self, record: Record) -> tuple[str, ...]:
        of = self._clusters.of
        involved = (of.get(one.person, one.person) for one in record.involvements if one.role in _LINKING_ROLES)
        return tuple(dict.fromkeys(cluster for cluster in involved if cluster in self._children))

    def _things_in(self, record: Record, addresses: Addresses) -> Iterator[tuple[Thing, str, tuple[str, ...]]]:
        present = self._children_in(record)
        if not present:
            return
        for thing in dict.fromkeys(adult_things(record, self._clusters.of)):
            if thing.value not in self._children:
                yield thing, self._name_of(thing.value), present
        for item in record.items:
            written = written_in(item)
            if written and not (written.thing.kind in ("address", "venue") and addresses.link_nobody(written.form)):
                holder = self._clusters.of.get(item.person, item.person)
                if holder and holder not in self._children:
                    self._households.holders.setdefault(written.thing, set()).add(holder)
                yield written.thing, written.name, (holder,) if holder in self._children else present

    def _name_of(self, cluster: str) -> str:
        members = self._clusters.members.get(cluster, (cluster,))
        names = [self._people[key].name for key in members if key in self._people]
        return max(names, key=len) if names else cluster

    def _related_to(self, child: str) -> dict[str, Related]:
        found: dict[str, Related] = {}
        for other, link in self._links_of(child):
            found.setdefault(other, Related(other)).links.append(link)
        return {other: found[other] for other in sorted(found)}

    def _links_of(self, child: str) -> Iterator[tuple[str, Link]]:
        for key in self._own.get(child, ()):
            at = self._at[key]
            present = self._children_in(self._records[key])
            if child not in present:
                continue
            for other in present:
                if other != child:
                    yield other, Link(None, key, key, at, at)
            for thing, linked in self._things.get(key, ()):
                if child in linked:
                    yield from self._sightings.links(child, thing, key, at)

    def _related_events(self, child: str, related: Mapping[str, Related]) -> list[Event]:
        mine = set(self._own.get(child, ()))
        found: list[tuple[float, str, tuple[Record, ...], Related]] = []
        for other in related.values():
            relevant = [
                self._records[key]
                for key in self._own.get(other.child, ())
                if key not in mine
                and other.distance(self._at[key]) <= REACH
                and (self._records[key].kind in RELEVANT_KINDS or other.holds_thing(key))
            ]
            for group in group_tellings(relevant, self._clusters.of):
                found.append((min(other.distance(self._at[one.key]) for one in group), group[0].key, group, other))
        return self._nearest(child, found)

    def _nearest(self, child: str, found: list[tuple[float, str, tuple[Record, ...], Related]]) -> list[Event]:
        """The related events nearest to their links; one that several related children share is told once."""
        events: list[Event] = []
        told: set[str] = set()
        relations: dict[str, str] = {}
        for _, _, group, other in sorted(found, key=lambda one: (one[0], one[1], one[3].child)):
            if len(events) == EVENTS_SHOWN:
                break
            if told.isdisjoint(record.key for record in group):
                told.update(record.key for record in group)
                if other.child not in relations:
                    relations[other.child] = self._relation(child, other)
                events.append(event_of(group, frozenset(), relations[other.child], other.child))
        return events

    def _relation(self, child: str, other: Related) -> str:
        if not self._households.together(child, other.child):
            return self._wording.relation(other.links)
        outside = self._worth_saying(child, other)
        home = "lives in the same home as this child"
        return f"{home} and {self._wording.relation(outside)}" if outside else home

    def _worth_saying(self, child: str, other: Related) -> list[Link]:
        """The links by a thing; for children of one household only by what comes from outside it."""
        things = [link for link in other.links if link.thing]
        if not things or not self._households.together(child, other.child):
            return things
        own = (self._records[key] for cluster in (child, other.child) for key in self._own.get(cluster, ()))
        family = self._households.family(child, own, self._clusters)
        return [link for link in things if link.thing and self._households.from_outside(link.thing, child, family)]

    def _shared(self, child: str, related: Mapping[str, Related]) -> tuple[SharedThing, ...]:
        links: dict[Thing, dict[str, list[Link]]] = {}
        for other in related.values():
            for link in self._worth_saying(child, other):
                if link.thing:
                    links.setdefault(link.thing, {}).setdefault(other.child, []).append(link)
        return tuple(self._wording.shared(thing, links[thing]) for thing in sorted(links))


def fullest_birth(births: Iterable[PartialDate | None]) -> PartialDate | None:
    """The date of birth that is known to the day before one known to the month, before one known to the year."""
    known = [born for born in births if born]
    return max(known, key=lambda born: (born.day is not None, born.month is not None)) if known else None


def _doubtful_persons(ledger: Iterable[Judgement]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in ledger:
        if row.verdict is Verdict.DOUBTFUL:
            found.setdefault(row.one, set()).add(row.other)
            found.setdefault(row.other, set()).add(row.one)
    return MappingProxyType({key: tuple(sorted(others)) for key, others in found.items()})
