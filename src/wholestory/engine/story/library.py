"""All records of a review, indexed once, from which each child's story is told by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from wholestory.engine.sharing import Cast, Circles, Sightings
from wholestory.engine.story.events import event_of, gaps_between, in_order
from wholestory.engine.story.merging import Merging
from wholestory.engine.story.related import EVENTS_SHOWN, REACH, RELEVANT_KINDS, Link, Links, Related, Wording
from wholestory.engine.things.thing import Thing
from wholestory.model.links import Clusters, Judgement, Verdict
from wholestory.model.moments import Moment
from wholestory.model.records import Agency, Person, Record
from wholestory.model.story import Event, SharedThing, Story
from wholestory.practice.places import PlaceRule


class Library:
    """Everything of one review that stories are told from. Built once, then only read, so that forks share it.

    `people` and `records` are by key; `clusters` and `ledger` are who is who; `as_at` is the moment of the review;
    `places` are the practice's kinds of place that link nobody. The order of `people` and `records` never matters.
    `cast` and `sightings` are what the network is made of as well.
    """

    def __init__(
        self,
        people: Mapping[str, Person],
        records: Mapping[str, Record],
        clusters: Clusters,
        agencies: Iterable[Agency],
        as_at: Moment,
        *,
        places: Iterable[PlaceRule],
        ledger: Iterable[Judgement] = (),
    ) -> None:
        self.as_at = as_at
        self._agencies = {agency.name: agency for agency in agencies}
        self.cast = Cast(people, records, clusters)
        self.sightings = Sightings(self.cast, self._agencies.values(), places)
        self._people = people
        self._clusters = clusters
        self._records = self.cast.records
        self._doubtful = _doubtful_persons(ledger)
        self._merging = Merging(clusters.of, self.sightings.institutions)
        self._links = Links(self.sightings)
        self._wording = Wording(self.sightings, self._agencies)
        self._circles = Circles(self.cast, self.sightings, self._agencies)

    def children(self) -> tuple[str, ...]:
        """The clusters that are children, sorted."""
        return tuple(sorted(self.cast.children))

    def owner(self, record: str) -> str:
        """The one cluster in whose review a record's narrative is reported; empty where nobody is involved.

        The first child among its subjects, else among its `child` roles, else among everyone involved; where none of
        them is a child, the first person involved.
        """
        found = self._records[record]
        in_turn = [*found.people_as("subject"), *found.people_as("child"), *(one.person for one in found.involvements)]
        involved = [self.cast.cluster(person) for person in in_turn]
        return next((cluster for cluster in involved if cluster in self.cast.children), involved[0] if involved else "")

    def story(self, child: str) -> Story:
        """One child's story; `child` is a cluster. Raises KeyError for a cluster that the review does not know."""
        members = frozenset(self._clusters.members[child])
        own = tuple(self._records[key] for key in self.cast.own.get(child, ()))
        events = in_order(event_of(group, members) for group in self._merging.groups(own))
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
            self._circles.of(child),
        )

    def _related_to(self, child: str) -> dict[str, Related]:
        found: dict[str, Related] = {}
        for other, link in self._links.of(child):
            found.setdefault(other, Related(other)).links.append(link)
        return {other: found[other] for other in sorted(found)}

    def _related_events(self, child: str, related: Mapping[str, Related]) -> list[Event]:
        mine = set(self.cast.own.get(child, ()))
        at = self.sightings.at
        found: list[tuple[float, str, tuple[Record, ...], Related]] = []
        for other in related.values():
            relevant = [
                self._records[key]
                for key in self.cast.own.get(other.child, ())
                if key not in mine
                and other.distance(at[key]) <= REACH
                and (self._records[key].kind in RELEVANT_KINDS or other.holds_thing(key))
            ]
            for group in self._merging.groups(relevant):
                found.append((min(other.distance(at[one.key]) for one in group), group[0].key, group, other))
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
        if not self.sightings.households.together(child, other.child):
            return self._wording.relation(other.links)
        outside = list(self._worth_saying(child, other))
        home = "lives in the same home as this child"
        return f"{home} and {self._wording.relation(outside)}" if outside else home

    def _worth_saying(self, child: str, other: Related) -> Iterator[Link]:
        """The links by a thing; for children of one household only by what comes from outside it."""
        households = self.sightings.households
        together = households.together(child, other.child)
        for link in other.links:
            if link.thing and not (together and not households.from_outside(link.thing, (child, other.child))):
                yield link

    def _shared(self, child: str, related: Mapping[str, Related]) -> tuple[SharedThing, ...]:
        links: dict[Thing, dict[str, list[Link]]] = {}
        for other in related.values():
            for link in self._worth_saying(child, other):
                if link.thing:
                    links.setdefault(link.thing, {}).setdefault(other.child, []).append(link)
        return tuple(shared for thing in sorted(links) for shared in self._wording.shared(thing, links[thing]))


def _doubtful_persons(ledger: Iterable[Judgement]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for row in ledger:
        if row.verdict is Verdict.DOUBTFUL:
            found.setdefault(row.one, set()).add(row.other)
            found.setdefault(row.other, set()).add(row.one)
    return MappingProxyType({key: tuple(sorted(others)) for key, others in found.items()})
