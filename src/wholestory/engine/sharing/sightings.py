"""Every adult and item that a child's record holds, in order of time, and which of them link nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wholestory.engine.sharing.cast import Cast
from wholestory.engine.sharing.households import Households
from wholestory.engine.sharing.institutions import Institutions
from wholestory.engine.sharing.register import Register
from wholestory.engine.things.places import plain_words
from wholestory.engine.things.thing import Thing, Written
from wholestory.model.records import Agency, Item, Record
from wholestory.practice.places import PlaceRule

_PLACES = ("address", "venue")
# What more children than this are seen with is not something that they share: a place everybody goes to, the phone of
# an office, a minibus, a member of staff.
MOST_CHILDREN = {"address": 40, "venue": 40, "phone": 40, "online_account": 40, "vehicle": 80, "adult": 80}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing in a record: when (seconds), which record, the children it is linked to there, and how it is written."""

    at: float
    record: str
    children: tuple[str, ...]
    form: str = ""


class Sightings:
    """What children's records hold, by thing and by record. Built once, then only read.

    `of` maps a thing that may link to its sightings in order of time; `set_aside` one that links nobody to the reason.
    `holders` maps a thing to the records in which it belongs to an adult: (adult, record), sorted.
    """

    def __init__(self, cast: Cast, agencies: Iterable[Agency], places: Iterable[PlaceRule]) -> None:
        self.cast = cast
        self._names: dict[Thing, tuple[bool, str]] = {}
        self.set_aside: dict[Thing, str] = {}
        self.holders: dict[Thing, set[tuple[str, str]]] = {}
        homes = [person.address for person in cast.people.values() if person.address]
        items = [item for record in cast.records.values() for item in record.items]
        openly = (item for one in cast.records.values() if not one.is_restricted for item in one.items)
        self.register = Register(openly, homes)
        self.institutions = self._institutions(items, agencies, places)
        self.households = Households.gather(cast, self.register, self._linking(homes))
        self.at = {key: record.when.at.timestamp() for key, record in cast.records.items()}
        self.of = self._gather()
        self._by_record = self._index()

    def in_record(self, record: str) -> Iterable[tuple[Thing, Sighting]]:
        """The things that link and stand in a record, with how each was seen there."""
        return self._by_record.get(record, ())

    def name_of(self, thing: Thing) -> str:
        """What to show for a thing, in the words of an ordinary record wherever there is one."""
        return self._names[thing][1]

    def is_open(self, thing: Thing) -> bool:
        """Whether an ordinary record holds the thing, so that it may be named at all."""
        return not self._names[thing][0]

    def children_of(self, thing: Thing) -> frozenset[str]:
        """Every child that a thing was seen with."""
        return frozenset(child for sighting in self.of.get(thing, ()) for child in sighting.children)

    def _institutions(
        self, items: Iterable[Item], agencies: Iterable[Agency], places: Iterable[PlaceRule]
    ) -> Institutions:
        families: dict[str, set[str]] = {}
        for key, person in self.cast.people.items():
            if home := self.register.place(person.address):
                families.setdefault(home, set()).add(" ".join(plain_words(person.surname)) or key)
        known = {self.register.place(item.value) for item in items if item.item_type == "address"}
        titles = (agency.title for agency in agencies)
        return Institutions(places, families, self._staffed(), titles, known)

    def _staffed(self) -> Iterator[str]:
        """The addresses of people who appear in records only as professionals."""
        roles: dict[str, set[str]] = {}
        for record in self.cast.records.values():
            for one in record.involvements:
                roles.setdefault(one.person, set()).add(one.role)
        for key, played in roles.items():
            if played == {"professional"} and key in self.cast.people:
                yield self.register.place(self.cast.people[key].address)

    def _linking(self, homes: Iterable[str]) -> frozenset[str]:
        return frozenset(
            self.register.place(home)
            for home in homes
            if not self.institutions.why(self.register.place(home), self.register.words(home))
        )

    def _gather(self) -> Mapping[Thing, tuple[Sighting, ...]]:
        found: dict[Thing, list[Sighting]] = {}
        for key, record in self.cast.records.items():
            for written, children in self._things_in(record):
                found.setdefault(written.thing, []).append(Sighting(self.at[key], key, children, written.form))
                # The wording comes from an ordinary record wherever there is one.
                name = record.is_restricted, written.name
                self._names[written.thing] = min(self._names.get(written.thing, name), name)
        for thing in sorted(found):
            seen_with = len({child for sighting in found[thing] for child in sighting.children})
            if seen_with > MOST_CHILDREN[thing.kind]:
                self.set_aside[thing] = f"seen with {seen_with} children, too many to have it in common"
                del found[thing]
        return {thing: tuple(sorted(found[thing], key=lambda one: (one.at, one.record))) for thing in sorted(found)}

    def _things_in(self, record: Record) -> Iterator[tuple[Written, tuple[str, ...]]]:
        present = self.cast.children_in(record)
        if not present:
            return
        for adult in self.cast.adults_in(record):
            yield Written(Thing("adult", adult), adult, self.cast.name_of(adult)), present
        for item in record.items:
            written = self.register.written_in(item)
            if written and not self._links_nobody(written, record):
                holder = self.cast.cluster(item.person)
                if holder and holder not in self.cast.children:
                    self.households.holders.setdefault(written.thing, set()).add(holder)
                    self.holders.setdefault(written.thing, set()).add((holder, record.key))
                yield written, (holder,) if holder in self.cast.children else present

    def _links_nobody(self, written: Written, record: Record) -> bool:
        thing = written.thing
        why = self.institutions.why(thing.value, written.form) if thing.kind in _PLACES else ""
        if why and not record.is_restricted:
            self.set_aside[thing] = why
            self._names[thing] = min(self._names.get(thing, (False, written.name)), (False, written.name))
        return bool(why)

    def _index(self) -> Mapping[str, tuple[tuple[Thing, Sighting], ...]]:
        found: dict[str, list[tuple[Thing, Sighting]]] = {}
        for thing, sightings in self.of.items():
            for sighting in sightings:
                found.setdefault(sighting.record, []).append((thing, sighting))
        return {record: tuple(things) for record, things in found.items()}
