"""What fills the slots of a fragment: the child as the writer calls them, who and what else the note may name.

A slot is filled when it is first met in a note and keeps its filling through it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from wholestory.synth.chance import Chance
from wholestory.synth.data_files import table
from wholestory.synth.families import Child
from wholestory.synth.names import forename, nicknames
from wholestory.synth.places import venue

_PRONOUNS = {
    "F": ("she", "her", "her", "herself"),
    "M": ("he", "him", "his", "himself"),
    "X": ("they", "them", "their", "themself"),
}
_LOGS = ("police", "care_home")


@dataclass(frozen=True, slots=True)
class Scene:
    """Who and what a note may name besides the child, so that one happening is told alike by every agency."""

    adult: str = ""
    vehicle: str = ""
    plate: str = ""
    street: str = ""
    reporter: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One note about to be written: whose voice, about whom, when it happened and ended, and what else is in it."""

    chance: Chance
    voice: str
    child: Child
    at: datetime
    until: datetime
    scene: Scene

    @property
    def parent(self) -> str:
        """What agencies call the parent whom they mostly speak with."""
        return "mum" if self.child.family.mother else "dad"


class Slots(dict[str, str]):
    """The slots of one note by name, each filled on first use. Raises KeyError for a slot that there is not."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self._setting = setting

    def __missing__(self, name: str) -> str:
        filled = self[name] = _FILLINGS[name](self._setting)
        if name in _BOTH_CASES:
            self[_BOTH_CASES[name]] = filled.lower() if name.istitle() else filled.capitalize()
        return filled


# A word that may begin a sentence or not is the same word in both places.
_BOTH_CASES = {"mum": "Mum", "Mum": "mum"}


def _called(note: Setting) -> str:
    child, way = note.child, note.chance.draw()
    first = child.forenames[0]
    if note.voice == "police":
        initials = f"{first[0]}.{child.surname[0]}."
        return f"{first} {child.surname.upper()}" if way < 0.3 else first if way < 0.9 else initials
    if note.voice == "care_home" and way < 0.15:
        return "YP"
    if way < 0.12 and first in nicknames():
        return note.chance.one_of(nicknames()[first])
    return f"{first} {child.surname}" if way > 0.85 else first


def _friend(note: Setting) -> str:
    return forename(note.chance, note.child.name_file, note.chance.one_of("FM"), child=True)


def _vehicle(note: Setting) -> str:
    vehicles = table("places")["vehicles"]
    looks = f"{note.chance.one_of(vehicles['colours'])} {note.chance.one_of(vehicles['makes'])}"
    return note.scene.vehicle or looks


def _street(note: Setting) -> str:
    return note.scene.street or note.child.family.address.street


def _clock_time(at: datetime, note: Setting) -> str:
    """The time to five minutes, as logs have it (2140) or as people write it (21.40)."""
    return f"{at.hour:02d}{'' if note.voice in _LOGS else '.'}{at.minute // 5 * 5:02d}"


def _ahead(note: Setting) -> str:
    day = note.at + timedelta(days=note.chance.between(7, 40))
    return f"{day.day} {day:%B}"


def _said(table_of: str, names: str) -> Callable[[Setting], str]:
    def fill(note: Setting) -> str:
        said: str = note.chance.one_of(table("places")[table_of][names])
        return said

    return fill


def _between(least: int, most: int, step: int = 1) -> Callable[[Setting], str]:
    return lambda note: str(note.chance.between(least, most) * step)


def _pronoun(which: int, *, capital: bool = False) -> Callable[[Setting], str]:
    def fill(note: Setting) -> str:
        word = _PRONOUNS[note.child.sex][which]
        return word.capitalize() if capital else word

    return fill


_FILLINGS: Mapping[str, Callable[[Setting], str]] = {
    "child": _called,
    "he": _pronoun(0),
    "him": _pronoun(1),
    "his": _pronoun(2),
    "himself": _pronoun(3),
    "He": _pronoun(0, capital=True),
    "His": _pronoun(2, capital=True),
    "age": lambda note: str(note.child.age(note.at)),
    "form": lambda note: f"{max(1, note.child.age(note.at) - 4)}{note.chance.one_of('ABCHNW')}",
    "school": lambda note: note.child.school(note.at),
    "town": lambda note: note.child.family.town,
    "mum": lambda note: note.parent,
    "Mum": lambda note: note.parent.capitalize(),
    "friend": _friend,
    "adult": lambda note: note.scene.adult or note.chance.one_of(table("places")["adults"]["nicknames"]),
    "reporter": lambda note: note.scene.reporter or note.chance.one_of((note.parent, "nan", "auntie")),
    "caller": _said("adults", "callers"),
    "harmer": lambda note: note.chance.one_of(table("places")["adults"]["harmers"]),
    "officer": _said("adults", "staff"),
    "older": _between(22, 38),
    "vehicle": _vehicle,
    "plate": lambda note: note.scene.plate or "index not seen",
    "street": _street,
    "place": lambda note: venue(note.chance),
    "spot": _said("venues", "spots"),
    "far": _said("venues", "far_towns"),
    "time": lambda note: _clock_time(note.at - timedelta(minutes=note.chance.between(0, 40)), note),
    "until": lambda note: _clock_time(note.until, note),
    "day": lambda note: f"{note.at.day} {note.at:%B}",
    "ahead": _ahead,
    "year": lambda note: str(note.at.year - note.chance.between(1, 3)),
    "cash": _between(4, 60, 10),
    "miles": _between(35, 120),
    "percent": _between(94, 99),
    "low": _between(55, 82),
    "days": _between(1, 5),
}
