"""Notes as they are really written: pieces put together in an agency's voice, with the truth of what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wholestory.synth.chance import Chance
from wholestory.synth.data_files import table
from wholestory.synth.families import Child
from wholestory.synth.fragments import Fragment, Label, Said, library, say
from wholestory.synth.names import forename, nicknames
from wholestory.synth.places import venue
from wholestory.synth.settings import Settings
from wholestory.synth.spelling import Typist

_PRONOUNS = {
    "F": ("she", "her", "her", "herself"),
    "M": ("he", "him", "his", "himself"),
    "X": ("they", "them", "their", "themself"),
}
_OFFICERS = (
    "Hale Okoro Brandt Sykes Marlowe Dunn Farrow Iqbal Rourke Tansley Whitby Osei Lomas Grady Novak Peel".split()
)
_HARMERS = ("dad", "stepdad", "mum's boyfriend", "{his} uncle", "mum", "the man who lives with them")


@dataclass(frozen=True, slots=True)
class Note:
    """A narrative, and for each stretch of it that carries signs its words and the signs."""

    text: str = ""
    carries: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Who and what a note may name besides the child, so that one happening is told alike by every agency."""

    adult: str = ""
    vehicle: str = ""
    plate: str = ""
    street: str = ""
    reporter: str = ""


class Narrator:
    """Writes the notes on one child. Notes about children of one seed differ by the stream of chance alone."""

    def __init__(self, chance: Chance, child: Child, settings: Settings) -> None:
        self._chance = chance
        self._child = child
        self._notes = settings.notes
        self._typist = Typist(chance, settings.notes.misspelt_word)

    def write(
        self, voice: str, uses: Sequence[str], at: datetime, scene: Scene | None = None, until: datetime | None = None
    ) -> Note:
        """A note in the voice of a kind of agency: one piece for each use, none twice. A use may be `check*3`.

        `at` and `until` are when it happened and ended. What was checked never gainsays another piece of the note.
        """
        slots = self._slots(voice, at, until or at, scene or Scene())
        lower = self._chance.happens(self._notes.lower_case)
        said: list[Said] = []
        for fragment in self._pieces(voice, uses):
            said += _begun(say(fragment, slots, self._chance))
            said.append((" ", ()))
        texts: list[str] = []
        carries: list[tuple[str, Label]] = []
        for words, labels in said:
            typed = self._typist.type(words.lower() if lower else words)
            texts.append(typed)
            carries += ((typed.strip(), label) for label in labels)
        return Note("".join(texts).strip(), tuple(carries))

    def _pieces(self, voice: str, uses: Sequence[str]) -> list[Fragment]:
        """A fragment for each use in turn; checks are chosen last, among those whose signs nothing else carries."""
        fragments, found = library(voice), {use: list[Fragment]() for use in uses}
        said: set[str] = set()
        for use in sorted(uses, key=_is_check):
            name, _, count = use.partition("*")
            for _ in range(int(count or 1)):
                left = [f for f in fragments[name] if f not in found[use] and not (_is_check(use) and f.signs & said)]
                if left:
                    found[use].append(self._chance.one_of(left))
                    said |= found[use][-1].signs
        return [fragment for use in uses for fragment in found[use]]

    def _slots(self, voice: str, at: datetime, until: datetime, scene: Scene) -> Mapping[str, str]:
        chance, child = self._chance, self._child
        he, him, his, himself = _PRONOUNS[child.sex]
        friend = forename(chance, child.name_file, chance.one_of("FM"), child=True)
        adult = scene.adult or chance.one_of(table("places")["adults"]["nicknames"])
        vehicle = scene.vehicle or _vehicle(chance)
        mum = "mum" if child.family.mother else "dad"
        logged = voice in ("police", "care_home")
        return {
            "child": self._called(voice),
            "he": he, "him": him, "his": his, "himself": himself,
            "He": he.capitalize(), "His": his.capitalize(),
            "friend": friend, "Friend": friend,
            "mum": mum, "Mum": mum.capitalize(),
            "age": str(child.age(at)),
            "adult": adult,
            "older": str(chance.between(22, 38)),
            "vehicle": vehicle,
            "plate": scene.plate or "index not seen",
            "street": scene.street or child.family.address.line.split(",")[0].split(" ", 1)[1],
            "town": child.family.town,
            "place": venue(chance),
            "spot": chance.one_of(table("places")["venues"]["spots"]),
            "far": chance.one_of(table("places")["venues"]["far_towns"]),
            "school": child.school(at),
            "reporter": scene.reporter or chance.one_of((mum, "nan", "staff", "auntie")),
            "harmer": chance.one_of(_HARMERS).format(his=his),
            "officer": chance.one_of(_OFFICERS),
            "time": _clock_time(at - timedelta(minutes=chance.between(0, 40)), logged=logged),
            "until": _clock_time(until, logged=logged),
            "day": f"{at.day} {at:%B}",
            "year": str(at.year - chance.between(1, 3)),
            "cash": str(chance.between(4, 60) * 10),
            "miles": str(chance.between(35, 120)),
            "percent": str(chance.between(94, 99)),
            "low": str(chance.between(55, 82)),
            "days": str(chance.between(1, 5)),
            "form": f"{max(1, child.age(at) - 4)}{chance.one_of('ABCHNW')}",
        }  # fmt: skip

    def _called(self, voice: str) -> str:
        """What a writer of the voice calls the child; the same through the note."""
        child, way = self._child, self._chance.draw()
        first = child.forenames[0]
        if voice == "police":
            return (
                f"{first} {child.surname.upper()}"
                if way < 0.3
                else first
                if way < 0.9
                else f"{first[0]}.{child.surname[0]}."
            )
        if voice == "care_home" and way < 0.15:
            return "YP"
        if way < 0.12 and first in nicknames():
            return self._chance.one_of(nicknames()[first])
        return f"{first} {child.surname}" if way > 0.85 else first


def _begun(said: list[Said]) -> list[Said]:
    """With a capital letter where a slot or sign begins the sentence."""
    for index, (words, labels) in enumerate(said):
        if words:
            said[index] = (words[0].upper() + words[1:], labels)
            break
    return said


def _is_check(use: str) -> bool:
    return use.startswith("check")


def _clock_time(at: datetime, *, logged: bool) -> str:
    """The time to five minutes, as logs have it (2140) or as people write it (21.40)."""
    return f"{at:%H}{'' if logged else '.'}{at.minute // 5 * 5:02d}"


def _vehicle(chance: Chance) -> str:
    vehicles = table("places")["vehicles"]
    return f"{chance.one_of(vehicles['colours'])} {chance.one_of(vehicles['makes'])}"
