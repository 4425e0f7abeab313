"""Adults and places as things that children may share, and the places that link nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from wholestory.engine.things.places import plain_place, plain_words
from wholestory.engine.things.thing import Thing
from wholestory.model.records import Person, Record

# An address that more families than this are recorded at is an institution or a block of homes.
_FAMILIES_AT_ONE_ADDRESS = 4

_INSTITUTIONS = re.compile(
    r"\b(house|lodge|home|homes|school|academy|college|nursery|hospital|infirmary|surgery|clinic|unit|hostel|refuge"
    r"|police|custody|station|magistrates|court house|crown court|family centre|childrens centre|children s centre"
    r"|town centre|city centre|social services|council)\b"
)
_FLAT = re.compile(r"^(flat|room) \w{1,4} ")


def adult_things(record: Record, of: Mapping[str, str]) -> Iterator[Thing]:
    """The suspects and associates of a record, whoever they turn out to be."""
    for person in record.people_as("suspect", "associate"):
        yield Thing("adult", of.get(person, person))


def place_of(record: Record) -> str:
    """Where a record's event took place, if that is no institution: its place, else an address seen in it."""
    places = [record.place] + [item.value for item in record.items if item.item_type in ("address", "venue")]
    plain = (plain_place(place) for place in places if place)
    return next((place for place in plain if place and not is_institution(place)), "")


def is_institution(place: str) -> bool:
    """Whether the words of a plain address or venue say that many unrelated people are there.

    A flat in a named house is one household.
    """
    inside = _FLAT.sub("", place)
    words = _INSTITUTIONS.findall(inside)
    return bool(words) and not (inside != place and set(words) <= {"house", "lodge"})


class Addresses:
    """What the extract's addresses say of themselves: institutions by use, and blocks of flats without a number."""

    def __init__(self, people: Iterable[Person], items: Iterable[str]) -> None:
        families: dict[str, set[str]] = {}
        for person in people:
            home = plain_place(person.address)
            if home:
                families.setdefault(home, set()).add(" ".join(plain_words(person.surname)) or person.key)
        self._many = frozenset(place for place, names in families.items() if len(names) > _FAMILIES_AT_ONE_ADDRESS)
        known = families.keys() | set(items)
        self._blocks = frozenset(_FLAT.sub("", place) for place in known if _FLAT.match(place))

    def link_nobody(self, place: str) -> bool:
        """Whether two children at this plain address or venue need have nothing to do with one another."""
        return place in self._many or place in self._blocks or is_institution(place)
