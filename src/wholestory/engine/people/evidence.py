"""Everything that speaks for and against two persons being one: the compared levels, national numbers, agencies."""

from __future__ import annotations

from dataclasses import dataclass

from wholestory.engine.people.profiles import Profile
from wholestory.engine.people.scorer import Compared, Levels
from wholestory.model.moments import PartialDate

_AGREE = frozenset({"exact", "variant", "close", "exchanged"})
_FORMS_OF_ONE = frozenset({"exact", "variant", "exchanged"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is compared between two persons, in the terms in which it is decided.

    `forename`, `surname` and `birth` are level ids, None where one has none. `agreed` and `conflicting` are schemes of
    national numbers. `starts_alike`: one first forename is the other or begins it, as Hol begins Hollie; Billy and Liam
    are forms of one name too, but also the names of brothers.
    """

    levels: Levels
    forename: str | None
    surname: str | None
    birth: str | None
    place: str | None
    phone: bool
    sex_conflict: bool
    agreed: frozenset[str]
    conflicting: frozenset[str]
    births: tuple[PartialDate | None, PartialDate | None]
    same_agency: bool
    starts_alike: bool
    addresses_differ: bool

    @property
    def years_apart(self) -> int:
        """How many years lie between the births; 0 where one is missing."""
        one, other = self.births
        return abs(one.year - other.year) if one and other else 0

    @property
    def names_agree(self) -> bool:
        """Whether both parts of the name agree, at least as misspellings of one another."""
        return self.forename in _AGREE and self.surname in _AGREE

    @property
    def names_exact(self) -> bool:
        """Whether both parts of the name are the same words."""
        return self.forename == self.surname == "exact"

    @property
    def names_firm(self) -> bool:
        """Whether both parts agree and one of them is no misspelling."""
        return self.names_agree and not self.forename == self.surname == "close"

    @property
    def forename_firm(self) -> bool:
        """Whether the forenames are forms of one name."""
        return self.forename in _FORMS_OF_ONE

    @property
    def part_missing(self) -> bool:
        """Whether one part of the name agrees and the other is an initial or missing."""
        parts = (self.forename, self.surname)
        return any(part in _AGREE for part in parts) and any(part in (None, "initial") for part in parts)

    @property
    def initial(self) -> bool:
        """Whether one part of the name is no more than an initial."""
        return "initial" in (self.forename, self.surname)

    @property
    def placed(self) -> bool:
        """Whether a private address or a phone is the same."""
        return self.place == "address" or self.phone

    @property
    def near(self) -> bool:
        """Whether an address, a phone or the postcode is the same."""
        return self.placed or self.place in ("postcode", "nearby")

    @property
    def like_siblings(self) -> bool:
        """Whether the surname agrees and the forename is another."""
        return self.forename == "different" and self.surname in _AGREE


def evidence_of(compared: Compared, one: Profile, other: Profile) -> Evidence:
    """The evidence between two persons whose fields have been compared."""
    of = compared.levels.of
    agreed, conflicting = _numbers(one, other)
    return Evidence(
        compared.levels,
        of["forename"],
        of["surname"],
        of["birth"],
        of["place"],
        of["phone"] == "same",
        of["sex"] == "different",
        agreed,
        conflicting,
        (one.born, other.born),
        one.agency == other.agency,
        _starts_alike(compared),
        bool(one.address and other.address) and of["place"] not in ("address", "institution"),
    )


def _starts_alike(compared: Compared) -> bool:
    one, other = ("".join(name.forenames[:1]) or name.handle for name in (compared.name, compared.other_name))
    return min(len(one), len(other)) > 1 and (one.startswith(other) or other.startswith(one))


_NONE: frozenset[str] = frozenset()


def _numbers(one: Profile, other: Profile) -> tuple[frozenset[str], frozenset[str]]:
    if not one.identifiers or not other.identifiers:
        return _NONE, _NONE
    agreed = frozenset(scheme for scheme, _ in one.identifiers & other.identifiers)
    schemes = {scheme for scheme, _ in one.identifiers} & {scheme for scheme, _ in other.identifiers}
    return agreed, frozenset(schemes - agreed)
