"""How agencies enter a person: another number in each, now and then two in one, and never quite the same details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from wholestory.synth.chance import Chance
from wholestory.synth.families import Child, Someone
from wholestory.synth.names import nicknames, spellings
from wholestory.synth.numbers import nhs_number, pnc_number, upn
from wholestory.synth.places import Address, AgencyEntry
from wholestory.synth.settings import Settings
from wholestory.synth.spelling import misspelt


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an agency's people: the person as this agency has them."""

    person_id: str
    someone: Someone
    forenames: str
    surname: str
    aliases: tuple[str, ...]
    date_of_birth: str
    sex: str
    ethnicity: str
    address: Address | None
    phone: str
    identifier: str


@dataclass(slots=True)
class Entries:
    """One family's or network's entries with one agency. `numbers` gives the next number of the agency's own;
    `known` holds the entries of the network that a child of the family is drawn into."""

    agency: AgencyEntry
    settings: Settings
    chance: Chance
    numbers: Iterator[int]
    by_person: dict[str, list[Entry]] = field(default_factory=dict)
    known: Entries | None = None

    def of(self, someone: Someone) -> Entry:
        """The entry under which somebody is written down this time, made on the first.

        Somebody whom the agency has in `known` is not entered again.
        """
        found = self.known.by_person.get(someone.key) if self.known else None
        found = found or self.by_person.get(someone.key)
        if found is None:
            found = self.by_person[someone.key] = [self._enter(someone)]
            if self.chance.happens(self.settings.persons.duplicate):
                found.append(self._enter(someone))
        return found[0] if len(found) == 1 else self.chance.one_of(found)

    def __iter__(self) -> Iterator[Entry]:
        return (entry for entries in self.by_person.values() for entry in entries)

    def _enter(self, someone: Someone) -> Entry:
        chance, rates = self.chance, self.settings.persons
        forenames = [self._forename(someone.forenames[0])]
        if len(someone.forenames) > 1 and chance.happens(0.5):
            forenames.append(someone.forenames[1])
        short = nicknames().get(someone.forenames[0], ())
        aliases = (someone.alias,) if someone.alias and self.agency.kind == "police" else ()
        if short and forenames[0] == someone.forenames[0] and chance.happens(rates.nickname):
            aliases = (*aliases, chance.one_of(short))
        return Entry(
            f"{self.agency.prefix}{next(self.numbers):08d}",
            someone,
            " ".join(forenames),
            self._surname(someone),
            aliases,
            self._birth(someone.born),
            "" if chance.happens(rates.sex_missing) else someone.sex,
            "" if chance.happens(rates.ethnicity_missing) else someone.ethnicity,
            self._address(someone),
            "" if chance.happens(rates.phone_missing) else someone.phone,
            self._identifier(someone),
        )

    def _forename(self, name: str) -> str:
        if self.chance.happens(self.settings.persons.nickname) and name in nicknames():
            return self.chance.one_of(nicknames()[name])
        return self._written(name)

    def _surname(self, someone: Someone) -> str:
        if someone.other_surname and self.chance.happens(self.settings.persons.other_surname):
            return someone.other_surname
        return self._written(someone.surname)

    def _written(self, name: str) -> str:
        chance, rates = self.chance, self.settings.persons
        if chance.happens(rates.variant) and name in spellings():
            return chance.one_of(spellings()[name])
        return misspelt(chance, name) if chance.happens(rates.misspelt / 2) else name

    def _birth(self, born: date) -> str:
        chance, rates = self.chance, self.settings.persons
        if chance.happens(rates.birth_missing):
            return ""
        if chance.happens(rates.birth_swapped) and born.day <= 12:
            born = born.replace(month=born.day, day=born.month)
        elif chance.happens(rates.birth_off):
            born += timedelta(days=chance.one_of((-366, -31, -10, -1, 1, 2, 10, 30, 365)))
            born = min(born, self.settings.as_at.date() - timedelta(days=1))
        if chance.happens(rates.birth_partial):
            return chance.one_of((f"{born:%Y}", f"{born:%Y-%m}"))
        return born.isoformat()

    def _address(self, someone: Someone) -> Address | None:
        chance, rates = self.chance, self.settings.persons
        if someone.address is None or chance.happens(rates.address_missing):
            return None
        if not chance.happens(rates.address_old):
            return someone.address
        if someone.old_address:
            return someone.old_address
        house, _, street = someone.address.line.partition(" ")
        if not house.isdigit():
            return someone.address
        return replace(someone.address, line=f"{int(house) + 200} {street}")

    def _identifier(self, someone: Someone) -> str:
        rates, kind = self.settings.identifiers, self.agency.kind
        if isinstance(someone, Child):
            nhs = {"health": rates.nhs_health, "social_care": rates.nhs_social_care}.get(kind, 0.0)
            pupil = {"education": rates.upn_education, "social_care": rates.upn_social_care}.get(kind, 0.0)
            if self.chance.happens(nhs) and (number := nhs_number(someone.child_number)):
                return f"nhs:{number}"
            return f"upn:{upn(someone.child_number)}" if self.chance.happens(pupil) else ""
        if kind == "police" and self.chance.happens(rates.pnc_police):
            return f"pnc:{pnc_number(someone.number, self.settings.as_at.year)}"
        return ""
