"""Families: who they are, who lives with whom, and where. One family follows from the seed and its number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from wholestory.synth.chance import Chance, Weighted
from wholestory.synth.names import Community, as_carried, communities, forename, surname
from wholestory.synth.numbers import family_phone
from wholestory.synth.places import Address, District, address, districts
from wholestory.synth.settings import Settings

_DAYS_A_YEAR = 365.25
_MOST_IN_A_FAMILY = 16


@dataclass(eq=False, slots=True, kw_only=True)
class Someone:
    """A true person. `number` is like no other person's; `key` names the person in gold."""

    key: str
    number: int
    sex: str
    born: date
    forenames: tuple[str, ...]
    surname: str
    name_file: str
    ethnicity: str
    other_surname: str = ""
    address: Address | None = None
    old_address: Address | None = None
    phone: str = ""
    alias: str = ""

    def age(self, at: datetime) -> int:
        """Whole years on a day."""
        return at.year - self.born.year - ((at.month, at.day) < (self.born.month, self.born.day))


@dataclass(eq=False, slots=True, kw_only=True)
class Child(Someone):
    """A child of the force area; `child_number` counts all children of the force from 0."""

    family: Family
    child_number: int
    life: str = "ordinary"
    home_number: int | None = None

    def school(self, at: datetime) -> str:
        """The school that the child goes to at that age."""
        return self.family.district.school(self.family.number, self.family.town, secondary=self.age(at) >= 11)


@dataclass(eq=False, slots=True)
class Family:
    """A household. `father` may live elsewhere or be unknown; `partner` is a step-parent living in."""

    number: int
    district: District
    town: str
    address: Address
    mother: Someone | None = None
    father: Someone | None = None
    partner: Someone | None = None
    children: list[Child] = field(default_factory=list)

    @property
    def adults(self) -> tuple[Someone, ...]:
        """The adults of the home, the first being whom agencies mostly speak with."""
        return tuple(adult for adult in (self.mother, self.father, self.partner) if adult)


def family(number: int, first_child: int, settings: Settings) -> Family:
    """The family of that number; its first child is the force's child number `first_child`."""
    return _Maker(number, settings).make(first_child)


class _Maker:
    def __init__(self, number: int, settings: Settings) -> None:
        self.number = number
        self.settings = settings
        self.chance = chance = Chance(settings.seed, "family", number)
        district = chance.weighted(districts())
        town = chance.one_of(district.towns)
        self.community: Community = chance.weighted(communities())
        self.name_file = chance.weighted(self.community.name_files)
        self.old = address(2 * number + 1, district, town) if chance.happens(settings.families.moves_house) else None
        self.family = Family(number, district, town, address(2 * number, district, town))
        self.persons = 0

    def make(self, first_child: int) -> Family:
        chance, rates, family = self.chance, self.settings.families, self.family
        eldest = self.settings.as_at.date() - timedelta(days=chance.within(1.5, 17.9) * _DAYS_A_YEAR)
        fathers_name = surname(chance, self.name_file)
        mothers_name = surname(chance, self.name_file) if chance.happens(0.35) else fathers_name
        one_parent = chance.happens(rates.one_parent)
        family.mother = self._adult("F", eldest, mothers_name)
        if not one_parent:
            family.father = self._adult("M", eldest, fathers_name)
        elif chance.happens(0.2):
            family.mother, family.father = None, self._adult("M", eldest, fathers_name)
        if chance.happens(rates.stepfamily):
            family.father = None
            family.mother = family.mother or self._adult("F", eldest, mothers_name)
            family.partner = self._adult("M", eldest, surname(chance, self.name_file))
        self._children(first_child, eldest, fathers_name, mothers_name)
        return family

    def _children(self, first_child: int, eldest: date, fathers_name: str, mothers_name: str) -> None:
        chance, rates = self.chance, self.settings.families
        count = int(chance.weighted(Weighted(list(rates.children.items()))))
        twin_at = chance.between(1, count - 1) if count > 1 and chance.happens(rates.twins) else 0
        born, sexes, used = eldest, [self._sex() for _ in range(count)], set[str]()
        for index in range(count):
            if index and index != twin_at:
                born += timedelta(days=chance.between(330, 1500))
            if born > self.settings.as_at.date() - timedelta(days=400):
                break
            own = mothers_name if chance.happens(rates.own_surname) else fathers_name
            first = self._first_name(sexes[index], used)
            self.family.children.append(self._child(first_child + index, sexes[index], born, first, own))

    def _first_name(self, sex: str, used: set[str]) -> str:
        name = forename(self.chance, self.name_file, sex, child=True)
        while name in used:
            name = forename(self.chance, self.name_file, sex, child=True)
        used.add(name)
        return name

    def _sex(self) -> str:
        return "X" if self.chance.happens(0.003) else self.chance.one_of("FM")

    def _middle(self, sex: str, first: str) -> tuple[str, ...]:
        if not self.chance.happens(self.settings.persons.middle_name):
            return (first,)
        return (first, forename(self.chance, self.name_file, sex, child=False))

    def _child(self, number: int, sex: str, born: date, first: str, own: str) -> Child:
        family, partner = self.family, self.family.partner
        return Child(
            key=f"child-{number:07d}",
            number=self._number(),
            sex=sex,
            born=born,
            forenames=self._middle(sex, first),
            surname=as_carried(own, self.name_file, sex),
            other_surname=as_carried(partner.surname if partner else "", self.name_file, sex),
            name_file=self.name_file,
            ethnicity=self.community.code,
            address=family.address,
            old_address=self.old,
            phone="",
            family=family,
            child_number=number,
        )

    def _adult(self, sex: str, eldest: date, name: str) -> Someone:
        number = self._number()
        return Someone(
            key=f"adult-{number:08d}",
            number=number,
            sex=sex,
            born=eldest - timedelta(days=self.chance.within(19, 38) * _DAYS_A_YEAR),
            forenames=self._middle(sex, forename(self.chance, self.name_file, sex, child=False)),
            surname=as_carried(name, self.name_file, sex),
            name_file=self.name_file,
            ethnicity=self.community.code,
            address=self.family.address,
            old_address=self.old,
            phone=family_phone(self.number) if sex == "F" else "",
        )

    def _number(self) -> int:
        self.persons += 1
        return self.number * _MOST_IN_A_FAMILY + self.persons
