"""The rates of a made-up force, from `data/settings.toml`, a file of the user's and single settings laid over it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_type_hints

from wholestory.synth.data_files import table
from wholestory.synth.duties import DUTIES


class SettingsError(Exception):
    """Settings that cannot be used: one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class FamilyRates:
    """How families are made up; shares of families, and of children for `own_surname`."""

    children: Mapping[str, float]
    twins: float
    one_parent: float
    stepfamily: float
    own_surname: float
    moves_house: float


@dataclass(frozen=True, slots=True)
class ChildRates:
    """The share of children who lead each kind of life; `ordinary_records` is a number a child."""

    sexual_exploitation: float
    criminal_exploitation: float
    missing: float
    physical_harm: float
    unheard: float
    domestic_abuse: float
    neglect: float
    online_harm: float
    self_harm: float
    early_help: float
    in_care: float
    ordinary_records: float


@dataclass(frozen=True, slots=True)
class NetworkSizes:
    """What a network of adults is made of: the least and the most of each."""

    children_each: int
    adults: tuple[int, int]
    vehicles: tuple[int, int]
    phones: tuple[int, int]
    places: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PersonRates:
    """How an agency writes a person down: shares of its entries."""

    duplicate: float
    misspelt: float
    variant: float
    nickname: float
    other_surname: float
    birth_swapped: float
    birth_off: float
    birth_partial: float
    birth_missing: float
    sex_missing: float
    ethnicity_missing: float
    address_missing: float
    address_old: float
    phone_missing: float
    middle_name: float


@dataclass(frozen=True, slots=True)
class IdentifierRates:
    """Entries that carry a national identifier; `most` is the largest share of all entries that may."""

    most: float
    nhs_health: float
    nhs_social_care: float
    upn_education: float
    upn_social_care: float
    pnc_police: float


@dataclass(frozen=True, slots=True)
class NoteRates:
    """How narratives are written: shares of words, of notes, and of records of what was done."""

    misspelt_word: float
    lower_case: float
    no_narrative: float
    blaming: float


@dataclass(frozen=True, slots=True)
class RecordRates:
    """How records hang together."""

    unlinked: float
    restricted: float
    told_twice: float


@dataclass(frozen=True, slots=True)
class ResponseRates:
    """What became of duties: shares in time, late and missed, and for named duties the three in that order."""

    met: float
    late: float
    missed: float
    by_duty: Mapping[str, tuple[float, float, float]]

    def of(self, duty: str) -> tuple[float, float, float]:
        """The three shares for a duty."""
        return self.by_duty.get(duty, (self.met, self.late, self.missed))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a force follows from, besides the number of its children."""

    seed: int
    as_at: datetime
    years: int
    families: FamilyRates
    children: ChildRates
    networks: NetworkSizes
    persons: PersonRates
    identifiers: IdentifierRates
    notes: NoteRates
    records: RecordRates
    responses: ResponseRates


def load_settings(
    seed: int, *, over: Path | None = None, single: Sequence[str] = (), as_at: datetime | None = None
) -> Settings:
    """The shipped settings with a file, single settings (`persons.misspelt=0.1`) and a moment laid over them.

    Raises SettingsError.
    """
    found = _copy(table("settings"))
    if over:
        _lay(found, _read(over), str(over))
    for setting in single:
        name, equals, value = setting.partition("=")
        if not equals:
            raise SettingsError(f"--set {setting} gives no value; write it as persons.misspelt=0.1.")
        *outer, last = name.strip().split(".")
        entry: Any = {last: _value(setting, value)}
        for part in reversed(outer):
            entry = {part: entry}
        _lay(found, entry, f"--set {setting}")
    if as_at:
        found["as_at"] = as_at
    settings: Settings = _build(Settings, {"seed": seed, **found}, "")
    _check(settings)
    return settings


def _copy(value: Any) -> Any:
    return {key: _copy(one) for key, one in value.items()} if isinstance(value, dict) else value


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} could not be opened ({error.strerror}); check the name.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} is not readable TOML ({error}); mend that place.") from error


def _value(setting: str, text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"--set {setting} has a value that is not TOML; write a number, or [2, 5].") from error


# Tables to which entries of other names may be added.
_OPEN = ("responses.by_duty", "families.children")


def _lay(under: dict[str, Any], over: dict[str, Any], source: str, inside: str = "") -> None:
    for key, value in over.items():
        name = f"{inside}.{key}" if inside else key
        if key not in under and inside not in _OPEN:
            raise SettingsError(f"{source} sets {name}, which there is not; there are: {', '.join(under)}.")
        if isinstance(under.get(key), dict):
            if not isinstance(value, dict):
                raise SettingsError(f"{source} gives {name} one value, but it is a table; set one of its entries.")
            _lay(under[key], value, source, name)
        else:
            under[key] = value


def _build(kind: type[Any], values: Mapping[str, Any], inside: str) -> Any:
    hints = get_type_hints(kind)
    return kind(**{one.name: _cast(hints[one.name], values[one.name], f"{inside}{one.name}") for one in fields(kind)})


def _cast(hint: Any, value: Any, name: str) -> Any:
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _build(hint, value, f"{name}.")
    if hint is datetime:
        if not isinstance(value, datetime):
            raise SettingsError(f"{name} is not a time; write it as 2025-06-30T09:00:00.")
        return value.replace(tzinfo=None, microsecond=0)
    if hint is int or hint is float:
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or (hint is int and value % 1):
            raise SettingsError(f"{name} is not a {'whole ' if hint is int else ''}number of 0 or more; write one.")
        return hint(value)
    if name.startswith("networks."):
        if not (isinstance(value, list) and len(value) == 2 and 0 < value[0] <= value[1]):
            raise SettingsError(f"{name} is not the least and the most of something; write it as [2, 5].")
        return int(value[0]), int(value[1])
    return {key: tuple(one) if isinstance(one, list) else float(one) for key, one in value.items()}


_COUNTS = ("children_each", "ordinary_records")


def _check(settings: Settings) -> None:
    for part in (getattr(settings, one.name) for one in fields(settings)):
        if is_dataclass(part):
            for one in fields(part):
                value = getattr(part, one.name)
                if isinstance(value, float) and one.name not in _COUNTS and value > 1:
                    raise SettingsError(f"{one.name} is {value:g}, more than all; write a share between 0 and 1.")
    _check_responses(settings.responses)
    if any(not (count.isdigit() and 0 < int(count) < 10) for count in settings.families.children):
        raise SettingsError("families.children counts children in words; write its entries as 1 = 0.45, up to 9.")
    lives = sum(getattr(settings.children, one.name) for one in fields(settings.children)[:10])
    if lives > 1:
        raise SettingsError(f"The shares of children's lives add up to {lives:g}, more than all; lower some of them.")
    if not settings.years:
        raise SettingsError("years is 0, in which nothing can happen; write 1 or more.")


def _check_responses(rates: ResponseRates) -> None:
    for duty in rates.by_duty:
        if duty not in DUTIES:
            raise SettingsError(f"responses.by_duty names {duty}, which is no duty; there are: {', '.join(DUTIES)}.")
    for name, shares in {"responses": (rates.met, rates.late, rates.missed), **rates.by_duty}.items():
        if len(shares) != 3 or abs(sum(shares) - 1) > 1e-6:
            raise SettingsError(f"The shares of {name} do not add up to 1; write met, late and missed so that they do.")
