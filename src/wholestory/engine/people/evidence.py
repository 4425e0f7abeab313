"""What speaks for and against two persons being one: births, identifiers, addresses and phones compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz

from wholestory.engine.people.names import Name, NameMatch, compare_names, names_of
from wholestory.engine.things.phones import international
from wholestory.engine.things.places import plain_place, plain_postcode
from wholestory.model.moments import PartialDate
from wholestory.model.records import Identifier, Person


class Birth(IntEnum):
    """How far two dates of birth agree; the order counts."""

    CONFLICT = 0
    MISSING = 1
    ONE_DIGIT = 2
    YEAR = 3
    MONTH = 4
    EXCHANGED = 5
    FULL = 6


BIRTH_SAYS = {
    Birth.CONFLICT: "dates of birth differ ({} and {})",
    Birth.MISSING: "date of birth is missing in one",
    Birth.ONE_DIGIT: "dates of birth differ in one digit ({} and {})",
    Birth.YEAR: "year of birth agrees ({} and {})",
    Birth.MONTH: "month of birth agrees ({} and {})",
    Birth.EXCHANGED: "day and month of birth are exchanged ({} and {})",
    Birth.FULL: "date of birth agrees",
}

# Schemes that are national and give one number to one person: equal means the same, different means two people.
DECIDING_SCHEMES = frozenset({"nhs", "upn", "pnc", "uln", "ni"})


@dataclass(frozen=True, slots=True)
class Profile:
    """A person made ready to compare."""

    key: str
    agency: str
    names: tuple[Name, ...]
    born: PartialDate | None
    sex: str
    address: str
    postcode: str
    phones: frozenset[str]
    identifiers: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything compared between two persons. `address` and `postcode` are None where one has none."""

    names: NameMatch
    birth: Birth
    years_apart: int
    agreed: frozenset[str]
    conflicting: frozenset[str]
    sex_conflict: bool
    address: bool | None
    postcode: bool | None
    phone: bool
    same_agency: bool

    @property
    def placed(self) -> bool:
        """Whether an address or a phone is the same."""
        return bool(self.address) or self.phone

    @property
    def near(self) -> bool:
        """Whether an address, a phone or, where addresses do not say otherwise, a postcode is the same."""
        return self.placed or (bool(self.postcode) and self.address is not False)


def profile_of(person: Person) -> Profile:
    """A person made ready to compare."""
    return Profile(
        person.key,
        person.agency,
        names_of(person),
        person.date_of_birth,
        person.sex,
        plain_place(person.address),
        plain_postcode(person.postcode),
        frozenset(map(international, person.phones)) - {""},
        frozenset(plain_identifier(identifier) for identifier in person.identifiers),
    )


def weigh(one: Profile, other: Profile) -> Evidence:
    """Compare two persons in everything that is recorded of both."""
    agreed, conflicting = _compare_identifiers(one, other)
    birth, years = compare_births(one.born, other.born)
    return Evidence(
        compare_names(one.names, other.names),
        birth,
        years,
        agreed,
        conflicting,
        {one.sex, other.sex} == {"F", "M"},
        same_address(one.address, other.address) if one.address and other.address else None,
        one.postcode == other.postcode if one.postcode and other.postcode else None,
        bool(one.phones & other.phones),
        one.agency == other.agency,
    )


@lru_cache(maxsize=100_000)
def compare_births(one: PartialDate | None, other: PartialDate | None) -> tuple[Birth, int]:
    """How far two dates of birth agree, and how many years lie between them (0 where one is missing)."""
    if one is None or other is None:
        return Birth.MISSING, 0
    years = abs(one.year - other.year)
    if one.day is None or other.day is None:
        return _compare_partial(one, other), years
    if one == other:
        # 1 January is what systems write when only the year is known.
        return (Birth.YEAR if (one.month, one.day) == (1, 1) else Birth.FULL), years
    if years == 0 and (one.month, one.day) == (other.day, other.month):
        return Birth.EXCHANGED, years
    if years == 0 and (1, 1) in ((one.month, one.day), (other.month, other.day)):
        return Birth.YEAR, years
    return (Birth.ONE_DIGIT if _one_slip(str(one), str(other)) else Birth.CONFLICT), years


def _compare_partial(one: PartialDate, other: PartialDate) -> Birth:
    if one.year != other.year:
        return Birth.CONFLICT
    if one.month is None or other.month is None:
        return Birth.YEAR
    return Birth.MONTH if one.month == other.month else Birth.CONFLICT


def _one_slip(one: str, other: str) -> bool:
    wrong = [place for place, (first, second) in enumerate(zip(one, other, strict=True)) if first != second]
    if len(wrong) == 1:
        return True
    first, last = wrong[0], wrong[-1]
    return len(wrong) == 2 and last - first == 1 and (one[first], one[last]) == (other[last], other[first])


def plain_identifier(identifier: Identifier) -> tuple[str, str]:
    """Scheme and number without spaces or case; a PNC number in the form of two-digit year, number, letter."""
    scheme = identifier.scheme.strip().casefold()
    value = re.sub(r"[^0-9A-Z/]", "", identifier.value.upper())
    pnc = re.fullmatch(r"(?:\d{2})?(\d{2})/0*(\d+)([A-Z]?)", value) if scheme == "pnc" else None
    return scheme, "/".join(pnc.groups()) if pnc else value.replace("/", "")


def _compare_identifiers(one: Profile, other: Profile) -> tuple[frozenset[str], frozenset[str]]:
    if not one.identifiers or not other.identifiers:
        return frozenset(), frozenset()
    agreed = frozenset(scheme for scheme, value in one.identifiers & other.identifiers if value)
    schemes = {scheme for scheme, _ in one.identifiers} & {scheme for scheme, _ in other.identifiers}
    return agreed & DECIDING_SCHEMES, frozenset(schemes & DECIDING_SCHEMES - agreed)


@lru_cache(maxsize=200_000)
def same_address(one: str, other: str) -> bool:
    """Whether two plain addresses are the same: equal numbers, and street words equal, contained or misspelt."""
    if one == other:
        return True
    first, second = set(one.split()), set(other.split())
    numbers, others = ({word for word in words if any(map(str.isdigit, word))} for words in (first, second))
    if not numbers or numbers != others:
        return False
    if len(first - numbers) >= 2 and len(second - numbers) >= 2 and (first <= second or second <= first):
        return True
    return fuzz.ratio(one, other) >= 90
