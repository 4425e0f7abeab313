"""Networks of adults who exploit children: decided from the seed before any family, so that families can be made one
by one and still share them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

from wholestory.synth.chance import Chance
from wholestory.synth.data_files import table
from wholestory.synth.families import Someone
from wholestory.synth.names import communities, forename, surname
from wholestory.synth.numbers import network_phone, plate
from wholestory.synth.places import Address, address, districts
from wholestory.synth.settings import Settings

# Persons are numbered by family; networks' adults stand beyond every family's.
_FIRST_NUMBER = 50_000_000
_MOST_ADULTS = 16
_FIRST_ADDRESS = 250_000
_MOST_PHONES = 3
# Networks kept at hand; others are made again when they are asked for.
_KEPT = 1024

SEXUAL, CRIMINAL = "sexual_exploitation", "criminal_exploitation"
# About how many of all children are old enough for those lives at some time of the years.
_OLD_ENOUGH = 0.4


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle: what it looks like, and its plate."""

    looks: str
    plate: str


@dataclass(frozen=True, slots=True)
class Network:
    """Adults with the vehicles, telephones, flats and takeaways that they use."""

    number: int
    kind: str
    adults: tuple[Someone, ...]
    vehicles: tuple[Vehicle, ...]
    phones: tuple[str, ...]
    flats: tuple[Address, ...]
    venue: str


class Networks:
    """The networks of a force of so many children, each made from its number when it is asked for.

    `count`: how many there are, at least one of each kind.
    """

    def __init__(self, settings: Settings, children: int) -> None:
        rates = settings.children
        exploited = children * (rates.sexual_exploitation + rates.criminal_exploitation) * _OLD_ENOUGH
        self.count = max(2, round(exploited / max(1, settings.networks.children_each)))
        self.numbered = lru_cache(maxsize=_KEPT)(partial(_network, settings))

    def every(self) -> Iterator[Network]:
        """Every network in turn."""
        return map(self.numbered, range(self.count))

    def of_child(self, chance: Chance, kind: str) -> Network:
        """The network that draws in an exploited child."""
        first = 0 if kind == SEXUAL else 1
        return self.numbered(first + 2 * chance.below((self.count + 1 - first) // 2))


def _network(settings: Settings, number: int) -> Network:
    """The network of that number: the even ones exploit children sexually, the odd ones to carry and sell drugs."""
    chance, sizes = Chance(settings.seed, "network", number), settings.networks
    district = chance.weighted(districts())
    flats = tuple(
        address(_FIRST_ADDRESS + 4 * number + flat, district, chance.one_of(district.towns))
        for flat in range(chance.between(*sizes.places))
    )
    vehicles = table("places")["vehicles"]
    first_phone = number * _MOST_PHONES
    phones = (network_phone(first_phone + phone) for phone in range(min(_MOST_PHONES, chance.between(*sizes.phones))))
    return Network(
        number,
        SEXUAL if number % 2 == 0 else CRIMINAL,
        tuple(
            _adult(chance, number, one, flats[one % len(flats)], settings)
            for one in range(_adults(chance, sizes.adults))
        ),
        tuple(
            Vehicle(f"{chance.one_of(vehicles['colours'])} {chance.one_of(vehicles['makes'])}", plate(chance))
            for _ in range(chance.between(*sizes.vehicles))
        ),
        tuple(phone for phone in phones if phone),
        flats,
        chance.one_of(table("places")["venues"]["takeaways"]),
    )


def _adults(chance: Chance, sizes: tuple[int, int]) -> int:
    return min(_MOST_ADULTS, chance.between(*sizes))


def _adult(chance: Chance, network: int, index: int, flat: Address, settings: Settings) -> Someone:
    community = chance.weighted(communities())
    name_file = chance.weighted(community.name_files)
    number = _FIRST_NUMBER + network * _MOST_ADULTS + index
    born: date = settings.as_at.date() - timedelta(days=chance.between(22 * 366, 44 * 366))
    return Someone(
        key=f"adult-{number:08d}",
        number=number,
        sex="M" if chance.happens(0.9) else "F",
        born=born,
        forenames=(forename(chance, name_file, "M", child=False),),
        surname=surname(chance, name_file),
        name_file=name_file,
        ethnicity=community.code,
        address=flat,
        alias=chance.one_of(table("places")["adults"]["nicknames"]),
    )
