"""The stages of making a force in order: networks first, then family by family, each written and then forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path

from wholestory.synth.chance import Chance
from wholestory.synth.entries import Entries
from wholestory.synth.families import Child, Family, family
from wholestory.synth.life import Draft, Life
from wholestory.synth.lives import kind_of_life, lead, may_be_in_care
from wholestory.synth.networks import CRIMINAL, SEXUAL, Networks
from wholestory.synth.numbers import scattered
from wholestory.synth.ordinary import ordinary_days
from wholestory.synth.places import AgencyEntry, agencies, agency_for
from wholestory.synth.settings import Settings, SettingsError
from wholestory.synth.writing import Writer

_NUMBERS_A_NETWORK = 64
_ENOUGH_FOR_A_SHARE = 1_000


def make_force(folder: Path, children: int, settings: Settings) -> Iterator[int]:
    """Write a force of so many children into a folder that exists; gives how many are written after each family.

    Raises SettingsError at the end where more persons carry an identifier than `identifiers.most` allows; among fewer
    than 1,000 persons chance decides the share and not the rates, so none is refused.
    """
    networks = Networks(settings, children)
    with Writer(folder, settings) as writer:
        maker = _Maker(writer, networks, settings)
        maker.networks()
        made = 0
        for number in count():
            made += maker.family(number, made, children - made)
            yield made
            if made >= children:
                break
        writer.summary()
    share = writer.counts["persons with an identifier"] / max(1, writer.counts["persons"])
    if writer.counts["persons"] >= _ENOUGH_FOR_A_SHARE and share > settings.identifiers.most:
        raise SettingsError(
            f"{share:.0%} of persons carry an identifier, more than identifiers.most allows; lower the other rates of "
            "[identifiers]."
        )


class _Maker:
    """Keeps nothing from family to family but the next number of each agency."""

    def __init__(self, writer: Writer, networks: Networks, settings: Settings) -> None:
        self.writer = writer
        self.all_networks = networks
        self.settings = settings
        self.rates: Mapping[str, float] = asdict(settings.children)
        self.records = {agency.name: count() for agency in agencies()}
        self.persons = {agency.name: count() for agency in agencies()}
        self.police = agency_for("police", "")
        self.persons[self.police.name] = count(networks.count * _NUMBERS_A_NETWORK)
        self.of_network = lru_cache(maxsize=1024)(self._entries_of)

    def networks(self) -> None:
        """Write the adults of every network, whom the police have on their books."""
        for network in self.all_networks.every():
            self.writer.people(self.of_network(network.number))

    def _entries_of(self, number: int) -> Entries:
        network = self.all_networks.numbered(number)
        numbers = iter(range(number * _NUMBERS_A_NETWORK, (number + 1) * _NUMBERS_A_NETWORK))
        entries = self._entries(self.police, numbers, "network", number)
        for adult in network.adults:
            entries.of(adult)
        return entries

    def _entries(self, agency: AgencyEntry, numbers: Iterator[int], *name: object) -> Entries:
        chance = Chance(self.settings.seed, "entries", agency.name, *name)
        return Entries(agency, self.settings, chance, map(scattered, numbers))

    def family(self, number: int, first_child: int, most: int) -> int:
        """Write one family, at most so many of its children; gives how many."""
        home = family(number, first_child, self.settings)
        home.children = home.children[:most]
        entries = {a.name: self._entries(a, self.persons[a.name], "family", number) for a in agencies()}
        lives = [self._life(child, home) for child in home.children]
        for life in lives:
            if life.network:
                entries[self.police.name].known = self.of_network(life.network.number)
            drafts = sorted(life.drafts, key=lambda draft: (draft.recorded, draft.at, draft.kind))
            for draft in drafts:
                draft.key = f"{draft.agency.prefix}-{scattered(next(self.records[draft.agency.name])):08d}"
            self.writer.life(life, drafts, entries)
        for one in entries.values():
            self.writer.people(one)
        return len(lives)

    def _life(self, child: Child, home: Family) -> Life:
        chance = Chance(self.settings.seed, "life", child.child_number)
        child.life = kind_of_life(chance, self.rates, child.age(self.settings.as_at))
        network = self.all_networks.of_child(chance, child.life) if child.life in (SEXUAL, CRIMINAL) else None
        if may_be_in_care(child.life) and chance.happens(self.settings.children.in_care):
            child.home_number = chance.below(len(home.district.homes))
            child.old_address, child.address = child.address, home.district.homes[child.home_number].address
        life = Life(child, self.settings, chance, network)
        lead(life)
        ordinary_days(life, chance.between(0, round(2 * self.settings.children.ordinary_records)))
        if not life.drafts:
            _register(life, self.settings.as_at - timedelta(days=chance.between(5, 300)))
        return life


def _register(life: Life, at: datetime) -> Draft:
    """At least one agency has every child on its books."""
    uses = ["opening clinic", "check*3", "close"]
    return life.record("health", "health_attendance", at, uses)
