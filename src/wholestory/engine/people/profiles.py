"""Persons made ready to compare: folded names, births, plain addresses, phones and national numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wholestory.engine.people.names import Name, names_of
from wholestory.engine.things.phones import international
from wholestory.engine.things.places import plain_place, plain_postcode
from wholestory.model.moments import PartialDate
from wholestory.model.records import Identifier, Person

# Schemes that are national and give one number to one person: equal means the same, different means two people.
DECIDING_SCHEMES = frozenset({"nhs", "upn", "pnc", "uln", "ni"})


@dataclass(frozen=True, slots=True)
class Profile:
    """A person made ready to compare.

    `born` is the year alone where 1 January is written, which systems write when only the year is known.
    `identifiers` are (scheme, number) of national schemes. `address` and `postcode` are empty where not known.
    """

    key: str
    agency: str
    names: tuple[Name, ...]
    born: PartialDate | None
    sex: str
    address: str
    postcode: str
    phones: frozenset[str]
    identifiers: frozenset[tuple[str, str]]


def profile_of(person: Person) -> Profile:
    """A person made ready to compare."""
    return Profile(
        person.key,
        person.agency,
        names_of(person),
        _plain_birth(person.date_of_birth),
        person.sex,
        plain_place(person.address),
        plain_postcode(person.postcode),
        frozenset(map(international, person.phones)) - {""},
        frozenset(
            (scheme, value)
            for scheme, value in map(plain_identifier, person.identifiers)
            if value and scheme in DECIDING_SCHEMES
        ),
    )


def _plain_birth(born: PartialDate | None) -> PartialDate | None:
    return PartialDate(born.year) if born and (born.month, born.day) == (1, 1) else born


def plain_identifier(identifier: Identifier) -> tuple[str, str]:
    """Scheme and number without spaces or case; a PNC number in the form of two-digit year, number, letter."""
    scheme = identifier.scheme.strip().casefold()
    value = re.sub(r"[^0-9A-Z/]", "", identifier.value.upper())
    pnc = re.fullmatch(r"(?:\d{2})?(\d{2})/0*(\d+)([A-Z]?)", value) if scheme == "pnc" else None
    return scheme, "/".join(pnc.groups()) if pnc else value.replace("/", "")
