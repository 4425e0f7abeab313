"""The force area: districts, towns, streets, schools, children's homes, hospitals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wholestory.synth.chance import Chance, Weighted
from wholestory.synth.data_files import table

_HOUSES_A_POSTCODE = 20
# Shares no factor with the number of houses, so that neighbours in number are no neighbours in the street.
_STEP = 48_271
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives."""

    line: str
    postcode: str

    @property
    def street(self) -> str:
        """The street without number and town."""
        return self.line.partition(",")[0].partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Home:
    """A children's home, by the district it is in."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class District:
    """A policing district. `council` says which council's children's services work there."""

    name: str
    council: str
    towns: tuple[str, ...]
    postcodes: tuple[str, ...]
    homes: tuple[Home, ...]
    hospital: str
    number: int

    def school(self, family: int, town: str, *, secondary: bool) -> str:
        """The school that a family's children of that age go to."""
        forms = table("places")["schools"]["secondary" if secondary else "primary"]
        form: str = forms[family % len(forms)]
        return form.format(town=town)


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency of the force area as the manifest names it. `prefix` begins its own numbers."""

    name: str
    kind: str
    title: str
    prefix: str
    council: str


@cache
def agencies() -> tuple[AgencyEntry, ...]:
    """Every agency, in the order of its name."""
    entries = table("places")["agency"]
    found = [AgencyEntry(e["name"], e["kind"], e["title"], e["prefix"], e.get("council", "")) for e in entries]
    return tuple(sorted(found, key=lambda agency: agency.name))


@cache
def agency_for(kind: str, council: str) -> AgencyEntry:
    """The agency of a kind that serves a council's area."""
    return next(agency for agency in agencies() if agency.kind == kind and agency.council in ("", council))


@cache
def districts() -> Weighted[District]:
    """The districts by how many people live there."""
    entries = table("places")["district"]
    return Weighted([(_district(number, entry), entry["weight"]) for number, entry in enumerate(entries)])


def _district(number: int, entry: dict[str, object]) -> District:
    places = table("places")
    names, hospitals = places["homes"]["names"], places["hospitals"]["names"]
    postcodes, towns = tuple(map(str, _list(entry["postcodes"]))), tuple(map(str, _list(entry["towns"])))
    homes = tuple(
        Home(name, Address(f"{name}, {towns[0]}", f"{postcodes[0]} 9{letter}A"))
        for name, letter in zip(names[number * 2 : number * 2 + 2], "GH", strict=True)
    )
    return District(
        str(entry["name"]),
        str(entry["council"]),
        towns,
        postcodes,
        homes,
        hospitals[number * len(hospitals) // 6],
        number,
    )


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


@cache
def _streets() -> tuple[str, ...]:
    streets = table("places")["streets"]
    return tuple(f"{stem} {suffix}" for suffix in streets["suffixes"].split() for stem in streets["stems"].split())


def address(number: int, district: District, town: str) -> Address:
    """The address of that number: no two numbers below 280,000 share a house."""
    houses = table("places")["streets"]["numbers"]
    streets = _streets()
    place = number * _STEP % (houses * len(streets))
    street, house = divmod(place, houses)
    within = district.towns.index(town) * len(streets) + street
    postcode = district.postcodes[within % len(district.postcodes)]
    unit = street * (houses // _HOUSES_A_POSTCODE + 1) + house // _HOUSES_A_POSTCODE
    first, second = divmod(unit // 9 % (len(_UNIT_LETTERS) ** 2), len(_UNIT_LETTERS))
    line = f"{house + 1} {streets[street]}, {town}"
    return Address(line, f"{postcode} {unit % 9 + 1}{_UNIT_LETTERS[first]}{_UNIT_LETTERS[second]}")


def venue(chance: Chance) -> str:
    """A place where young people are."""
    name: str = chance.one_of(table("places")["venues"]["names"])
    return name
