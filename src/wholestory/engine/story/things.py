"""Things that children may share, written the same way: adults, vehicles, phones, accounts, addresses, venues."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wholestory.model.records import Item, Person, Record

# An address that more families than this are recorded at is an institution or a block of homes.
_FAMILIES_AT_ONE_ADDRESS = 4

_INSTITUTIONS = re.compile(
    r"\b(house|lodge|home|homes|school|academy|college|nursery|hospital|infirmary|surgery|clinic|unit|hostel|refuge"
    r"|police|custody|station|magistrates|court house|crown court|family centre|childrens centre|children s centre"
    r"|town centre|city centre|social services|council)\b"
)
_FLAT = re.compile(r"^(flat|room) \w{1,4} ")
_STREETS = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "cres": "crescent", "ct": "court", "gdns": "gardens", "pl": "place", "sq": "square", "terr": "terrace",
    "hse": "house", "apt": "flat", "apartment": "flat",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A thing that may be shared: `adult` (value: a cluster) or an item type (value: written plainly)."""

    kind: str
    value: str


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """A place or account in lower case, without accents and punctuation, street words written out."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    words = re.sub(r"[^a-z0-9_]+", " ", "".join(mark for mark in folded if not unicodedata.combining(mark))).split()
    return " ".join(_STREETS.get(word, word) for word in words)


def thing_of(item: Item) -> Thing | None:
    """What an item is, or None where it is written too vaguely to be known again ("white van", "on his phone")."""
    value = _PLAIN[item.item_type](item.value) if item.item_type in _PLAIN else ""
    return Thing(item.item_type, value) if value else None


def _plate(text: str) -> str:
    plate = re.sub(r"[^0-9A-Z]", "", text.upper())
    marked = 4 <= len(plate) <= 8 and re.search(r"\d", plate) and re.search(r"[A-Z]", plate)
    return plate if marked else ""


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[-10:] if len(digits) >= 10 else ""


def _account(text: str) -> str:
    account = re.sub(r"\s", "", text.casefold()).lstrip("@")
    return account if len(account) >= 4 else ""


def _address(text: str) -> str:
    address = plain(text)
    return address if re.search(r"\d", address) or len(address.split()) > 2 else ""


def _venue(text: str) -> str:
    venue = plain(text)
    return venue if len(venue) > 4 else ""


_PLAIN = {"vehicle": _plate, "phone": _phone, "online_account": _account, "address": _address, "venue": _venue}


def adult_things(record: Record, of: Mapping[str, str]) -> Iterator[Thing]:
    """The suspects and associates of a record, whoever they turn out to be."""
    for person in record.people_as("suspect", "associate"):
        yield Thing("adult", of.get(person, person))


def place_of(record: Record) -> str:
    """Where a record's event took place, if that is no institution: its place, else an address seen in it."""
    places = [record.place] + [item.value for item in record.items if item.item_type in ("address", "venue")]
    return next((plain(place) for place in places if place and not is_institution(plain(place))), "")


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
            if person.address:
                families.setdefault(plain(person.address), set()).add(plain(person.surname) or person.key)
        self._many = frozenset(place for place, names in families.items() if len(names) > _FAMILIES_AT_ONE_ADDRESS)
        known = families.keys() | set(items)
        self._blocks = frozenset(_FLAT.sub("", place) for place in known if _FLAT.match(place))

    def link_nobody(self, place: str) -> bool:
        """Whether two children at this plain address or venue need have nothing to do with one another."""
        return place in self._many or place in self._blocks or is_institution(place)
