"""`extract.toml`: when the extract was taken and by which agencies, and which folders of it are read."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wholestory.engine.extract.columns import FORMS, PEOPLE
from wholestory.model.moments import Moment
from wholestory.model.records import AGENCY_KINDS, Agency

_NAME = re.compile(r"[^\W_][\w .-]*")
# Beside the agencies' folders: superseded versions of rows, and what a conversion from other formats set aside.
VERSIONS, CONVERSION = "versions", "conversion"
_EXAMPLE = "as_at = 2014-09-30T09:00:00"


class ExtractError(Exception):
    """An extract that cannot be read at all: one sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What extract.toml says. `as_at` is never a whole day: a bare date means the end of that day."""

    as_at: Moment
    agencies: tuple[Agency, ...]


def read_manifest(folder: Path) -> Manifest:
    """Read extract.toml. Raises ExtractError."""
    if not folder.is_dir():
        raise ExtractError(f"There is no folder {folder}; give the folder that holds extract.toml.")
    path = folder / "extract.toml"
    if not path.is_file():
        raise ExtractError(f"{path} is missing; write one with {_EXAMPLE} and a table [agencies.NAME] for each agency.")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ExtractError(f"{path} could not be opened ({error.strerror}); check who may read it.") from error
    except UnicodeDecodeError as error:
        raise ExtractError(f"{path} is not UTF-8; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ExtractError(f"{path} is not readable TOML ({error}); mend that place.") from error
    return Manifest(_as_at(table.get("as_at"), path), _agencies(table.get("agencies"), path))


def _as_at(value: Any, path: Path) -> Moment:
    if value is None:
        raise ExtractError(f"{path} does not say when the extract was taken; add {_EXAMPLE} at the top.")
    text = value.isoformat() if isinstance(value, datetime | date) else value
    try:
        return end_if_day(Moment.parse(text))
    except (TypeError, ValueError) as error:
        raise ExtractError(f"{path} has an as_at that is not a date or time; write it as {_EXAMPLE}.") from error


def end_if_day(moment: Moment) -> Moment:
    """The moment itself, or the last second of a whole day."""
    return Moment(moment.end)


def _agencies(tables: Any, path: Path) -> tuple[Agency, ...]:
    if not isinstance(tables, dict) or not tables:
        raise ExtractError(f"{path} names no agencies; add [agencies.NAME] with kind and title for each folder.")
    return tuple(_agency(name, table, path) for name, table in sorted(tables.items()))


def names_a_folder(name: str) -> bool:
    """Whether an agency may be called so: its folder is named after it, and must lie inside the extract."""
    return _NAME.fullmatch(name) is not None


def _agency(name: str, table: Any, path: Path) -> Agency:
    if not names_a_folder(name):
        raise ExtractError(
            f"{path} names an agency {name!r}; use letters, digits, spaces, _ . and - only, as its folder is named."
        )
    if not isinstance(table, dict):
        raise ExtractError(f"{path} gives no table for {name}; write [agencies.{name}] with kind and title under it.")
    kind, title = table.get("kind"), table.get("title") or name
    if kind not in AGENCY_KINDS:
        raise ExtractError(f"{path} gives {name} no kind that is known; write one of: {', '.join(AGENCY_KINDS)}.")
    if not isinstance(title, str):
        raise ExtractError(f"{path} gives {name} a title that is not text; write it in quotation marks.")
    return Agency(name, kind, title)


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of an extract: `unnamed` hold files of the interchange but are not in extract.toml; `notes` tell of
    what was left unread."""

    unnamed: tuple[str, ...]
    notes: tuple[str, ...]


def survey(folder: Path, agencies: tuple[Agency, ...], before: str = "") -> Folders:
    """Look through a folder for what extract.toml does not name, so that nothing is passed over in silence.

    A folder is held to be an agency's if it has records, involvements or items, or people with a person_id; others
    are noted and left alone. `before` goes before each name in a note.
    """
    named = {agency.name for agency in agencies}
    unnamed: list[str] = []
    notes: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda path: path.name):
        if entry.is_dir() and entry.name in named:
            notes += _strangers(entry, f"{before}{entry.name}/")
        elif entry.is_dir() and entry.name == CONVERSION:
            notes += _set_aside_before(entry)
        elif entry.is_dir() and entry.name != VERSIONS and not entry.name.startswith("."):
            if _looks_like_an_agency(entry):
                unnamed.append(entry.name)
                notes += _strangers(entry, f"{before}{entry.name}/")
            else:
                notes.append(f"The folder {before}{entry.name} holds no file of the interchange and was not read.")
        elif entry.suffix.lower() == ".csv":
            notes.append(f"{before}{entry.name} stands outside every agency's folder and was not read.")
    return Folders(tuple(unnamed), tuple(notes))


def _set_aside_before(conversions: Path) -> list[str]:
    """Notes on rows that were set aside when the extract was made from other formats."""
    notes = []
    for rejected in sorted(conversions.glob("*/rejected.csv")):
        with rejected.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        if rows > 0:
            where = f"{CONVERSION}/{rejected.parent.name}/{rejected.name}"
            notes.append(f"{rows:,} rows were set aside when this extract was made; {where} lists them.")
    return notes


def _strangers(folder: Path, before: str) -> list[str]:
    known = {form.file for form in FORMS}
    others = sorted(path.name for path in folder.iterdir() if path.name not in known and not path.name.startswith("."))
    return [f"{before}{name} is not a file of the interchange and was not read." for name in others]


def _looks_like_an_agency(folder: Path) -> bool:
    if any((folder / form.file).is_file() for form in FORMS if form is not PEOPLE):
        return True
    people = folder / PEOPLE.file
    if not people.is_file():
        return False
    with people.open("rb") as file:
        return b"person_id" in file.readline(1 << 16)
