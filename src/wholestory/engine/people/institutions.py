"""Addresses and phones of institutions: children's homes, hospitals, schools, hostels, where unrelated people meet.

What such an address or phone says of a person is discounted: it never supports a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wholestory.engine.people.names import skeleton
from wholestory.engine.people.profiles import Profile

# More families at one address than live in one house, or people than hold one phone.
FAMILIES_AT_ONE_ADDRESS = 5
FAMILIES_ON_ONE_PHONE = 4

_NAMED = re.compile(
    r"\b(childrens home|care home|nursing home|residential|hospital|infirmary|school|academy|college|nursery"
    r"|hostel|refuge|foyer|prison|custody|police station|surgery|clinic|health centre|childrens centre|council)\b"
)


@dataclass(frozen=True, slots=True)
class Institutions:
    """Plain addresses and phones that many unrelated people share."""

    addresses: frozenset[str]
    phones: frozenset[str]


def find_institutions(profiles: Iterable[Profile]) -> Institutions:
    """Addresses that are named as an institution or shared by many families, and phones shared by many families.

    Families are counted by the sound of the surname, so that one child in four agencies, or a household, counts once.
    """
    at: dict[str, set[str]] = {}
    on: dict[str, set[str]] = {}
    for profile in profiles:
        family = _family(profile)
        if profile.address:
            at.setdefault(profile.address, set()).update(family)
        for phone in profile.phones:
            on.setdefault(phone, set()).update(family)
    return Institutions(
        frozenset(
            address
            for address, families in at.items()
            if len(families) >= FAMILIES_AT_ONE_ADDRESS or _NAMED.search(address)
        ),
        frozenset(phone for phone, families in on.items() if len(families) >= FAMILIES_ON_ONE_PHONE),
    )


def _family(profile: Profile) -> set[str]:
    return {skeleton("".join(profile.names[0].surname))} - {""} if profile.names else set()


def without_shared_phones(profiles: Mapping[str, Profile], institutions: Institutions) -> dict[str, Profile]:
    """The profiles without the phones of institutions, which say nothing about who a person is."""
    shared = institutions.phones
    return {
        key: replace(profile, phones=profile.phones - shared) if not profile.phones.isdisjoint(shared) else profile
        for key, profile in profiles.items()
    }
