"""Which pairs are worth comparing: persons who share a key. Near-linear, because large blocks are split or left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from wholestory.engine.people.evidence import Profile
from wholestory.engine.people.names import Name, nickname_groups, skeleton

BlockKey = tuple[object, ...]

# A block of this many persons makes about 20,000 comparisons; a larger one says too little about anybody.
LARGEST_BLOCK = 200
LARGEST_HOUSEHOLD = 60


def candidate_pairs(profiles: Mapping[str, Profile]) -> list[tuple[str, str]]:
    """The pairs of person keys that share a blocking key, sorted, each with the smaller key first."""
    blocks: dict[BlockKey, list[str]] = {}
    for key in sorted(profiles):
        for block in set(_keys(profiles[key])):
            blocks.setdefault(block, []).append(key)
    pairs: set[tuple[str, str]] = set()
    for block, members in blocks.items():
        for part in _parts(block, members, profiles):
            if block[0] == "name":
                pairs.update(pair for pair in combinations(part, 2) if _may_be_of_an_age(pair, profiles))
            else:
                pairs.update(combinations(part, 2))
    return sorted(pairs)


def _may_be_of_an_age(pair: tuple[str, str], profiles: Mapping[str, Profile]) -> bool:
    one, other = profiles[pair[0]].born, profiles[pair[1]].born
    if one is None or other is None or one.year == other.year:
        return True
    return one.day is not None and (one.month, one.day) == (other.month, other.day)


def _parts(block: BlockKey, members: list[str], profiles: Mapping[str, Profile]) -> Iterator[list[str]]:
    if block[0] in ("address", "phone"):
        if len(members) <= LARGEST_HOUSEHOLD:
            yield members
        return
    if len(members) <= LARGEST_BLOCK:
        yield members
        return
    by_year: dict[object, list[str]] = {}
    for key in members:
        born = profiles[key].born
        forename = next((name.forenames[0] for name in profiles[key].names if name.forenames), "")
        by_year.setdefault((born.year if born else None, forename[:2]), []).append(key)
    yield from (part for part in by_year.values() if len(part) <= LARGEST_BLOCK)


def _keys(profile: Profile) -> Iterator[BlockKey]:
    yield from (("identifier", scheme, value) for scheme, value in profile.identifiers)
    yield from (("phone", phone) for phone in profile.phones)
    if profile.address:
        yield ("address", profile.address)
    if profile.born and profile.born.month and profile.born.day:
        low, high = sorted((profile.born.month, profile.born.day))
        yield ("born", profile.born.year, low, high)
    for name in profile.names:
        yield from name_keys(name)


def name_keys(name: Name) -> Iterator[BlockKey]:
    """Keys under which spellings, nicknames and exchanged parts of a name meet."""
    if name.handle:
        yield ("handle", name.handle)
        return
    surname, forename = "".join(name.surname), name.forenames[0] if name.forenames else ""
    if surname and forename:
        yield from _sound_keys(surname, name.forenames)
        yield from _sound_keys(forename, name.surname)
    for part in name.surname if len(name.surname) > 1 else ():
        yield from _sound_keys(part, name.forenames)


def _sound_keys(surname: str, forenames: Iterable[str]) -> Iterator[BlockKey]:
    sound = skeleton(surname)[:4]
    for forename in forenames:
        yield ("name", sound, forename[0])
        yield from (("name", sound, initial) for initial in sorted({other[0] for other in _nicknames(forename)}))


def _nicknames(forename: str) -> Iterable[str]:
    return nickname_groups().get(forename, ())
