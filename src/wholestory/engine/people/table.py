"""The table that DuckDB compares: one row for each name of each person, in columns that SQL can compare."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

import pyarrow as pa

from wholestory.engine.people.blocking import name_keys
from wholestory.engine.people.names import PARTICLES, SHARED_PREFIXES, Name, nickname_groups, skeleton
from wholestory.engine.people.profiles import Profile

Value: TypeAlias = str | int | bool | list[str] | None

_TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("person", pa.int64()),
        ("fresh", pa.bool_()),
        ("forename", pa.string()),
        ("forename_sound", pa.string()),
        ("first", pa.string()),
        ("first_sound", pa.string()),
        ("second", pa.string()),
        ("words", _TEXTS),
        ("nicknames", _TEXTS),
        ("initials", pa.bool_()),
        ("surname", pa.string()),
        ("surname_sound", pa.string()),
        ("parts", _TEXTS),
        ("handle", pa.bool_()),
        ("name_keys", _TEXTS),
        ("born", pa.string()),
        ("year", pa.int32()),
        ("month", pa.int32()),
        ("day", pa.int32()),
        ("sex", pa.string()),
        ("address", pa.string()),
        ("numbers", pa.string()),
        ("streets", _TEXTS),
        ("postcode", pa.string()),
        ("institution", pa.bool_()),
        ("phones", _TEXTS),
        ("identifiers", _TEXTS),
    ]
)


class NameRows:
    """Which person and which name each row of the table stands for. Rows are numbered in the order of the keys."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self.keys = sorted(profiles)
        self.of_row = [(key, name) for key in self.keys for name in profiles[key].names or (Name(),)]
        self.first: dict[str, int] = {}
        for row, (key, _) in enumerate(self.of_row):
            self.first.setdefault(key, row)

    def rows_of(self, key: str, profile: Profile) -> range:
        """The rows of one person."""
        start = self.first[key]
        return range(start, start + max(1, len(profile.names)))


def table_of(
    profiles: Mapping[str, Profile], rows: NameRows, fresh: Collection[str], homes: Collection[str]
) -> pa.Table:
    """The rows as an Arrow table of SCHEMA. `fresh` are the keys to be judged; `homes` institutional addresses."""
    columns: dict[str, list[Value]] = {name: [] for name in SCHEMA.names}
    person, before = -1, ""
    shared: dict[str, Value] = {}
    for row, (key, name) in enumerate(rows.of_row):
        if key != before:
            person, before = person + 1, key
            shared = _person_columns(profiles[key], homes) | {"person": person, "fresh": key in fresh}
        for column, value in shared.items():
            columns[column].append(value)
        columns["unique_id"].append(row)
        for column, value in _name_columns(name).items():
            columns[column].append(value)
    return pa.table(columns, schema=SCHEMA)


def _person_columns(profile: Profile, homes: Collection[str]) -> dict[str, Value]:
    born = profile.born
    streets, numbers = _parts_of(profile.address)
    full = born is not None and born.day is not None
    return {
        "born": f"{born.year:04}{born.month:02}{born.day:02}" if born and full else None,
        "year": born.year if born else None,
        "month": born.month if born else None,
        "day": born.day if born else None,
        "sex": profile.sex if profile.sex in ("F", "M") else None,
        "address": profile.address or None,
        "numbers": " ".join(sorted(numbers)),
        "streets": sorted(streets),
        "postcode": profile.postcode or None,
        "institution": profile.address in homes,
        "phones": sorted(profile.phones),
        "identifiers": sorted(f"{scheme}:{value}" for scheme, value in profile.identifiers),
    }


def _parts_of(address: str) -> tuple[set[str], set[str]]:
    words = set(address.split())
    numbers = {word for word in words if any(map(str.isdigit, word))}
    return words - numbers, numbers


def _name_columns(name: Name) -> dict[str, Value]:
    forenames: tuple[str, ...] = (name.handle,) if name.handle else _without_shared_prefix(name.forenames)
    surname = name.handle or "".join(name.surname)
    forename, first = "".join(forenames), forenames[0] if forenames else ""
    return {
        "forename": forename or None,
        "forename_sound": skeleton(forename),
        "first": first,
        "first_sound": skeleton(first),
        "second": forenames[1] if len(forenames) > 1 else "",
        "words": sorted(forenames),
        "nicknames": _nicknames(first),
        "initials": bool(forenames) and all(len(word) == 1 for word in forenames),
        "surname": surname or None,
        "surname_sound": skeleton(surname),
        "parts": [word for word in name.surname if len(word) > 2 and word not in PARTICLES],
        "handle": bool(name.handle),
        "name_keys": sorted({"|".join(key) for key in name_keys(name)}),
    }


def _without_shared_prefix(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in SHARED_PREFIXES and len(words[1]) > 1 else words


def _nicknames(first: str) -> list[str]:
    others = nickname_groups().get(first, frozenset())
    return sorted(others | SHARED_PREFIXES if first in SHARED_PREFIXES else others)


def pairs_table(pairs: Sequence[tuple[int, int]]) -> pa.Table:
    """Pairs of row numbers in the form in which Splink takes pairs that somebody else has blocked."""
    return pa.table(
        {
            "match_key": pa.array(["0"] * len(pairs), pa.string()),
            "join_key_l": pa.array([one for one, _ in pairs], pa.int64()),
            "join_key_r": pa.array([other for _, other in pairs], pa.int64()),
        }
    )
