"""Notes as they are really written: pieces put together in an agency's voice, with the truth of what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wholestory.synth.chance import Chance
from wholestory.synth.families import Child
from wholestory.synth.fragments import Fragment, Label, Said, library, say
from wholestory.synth.settings import Settings
from wholestory.synth.slots import Scene, Setting, Slots
from wholestory.synth.spelling import Typist

# So many draws among checks of which none is left are taken to mean that none is.
_DRAWS = 30
# Below this age, what is checked and what an ordinary day brings is another thing than for older children.
YOUNG_BELOW = 8
_YOUNG = re.compile(r"^(check|ordinary|mild|other|plan|doubt|history)\b")


@dataclass(frozen=True, slots=True)
class Note:
    """A narrative, and for each stretch of it that carries signs its words and the signs."""

    text: str = ""
    carries: tuple[tuple[str, Label], ...] = ()


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
        if self._child.age(at) < YOUNG_BELOW:
            uses = [_YOUNG.sub(r"\1 young", use) for use in uses]
        slots = Slots(Setting(self._chance, voice, self._child, at, until or at, scene or Scene()))
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
        fragments, found = library(voice), {}
        said: set[str] = set()
        for use in sorted(uses, key=_is_check):
            name, _, count = use.partition("*")
            if _is_check(use):
                found[use] = self._checks(fragments[name], int(count or 1), said)
            else:
                found[use] = self._chance.some_of(fragments[name], int(count or 1))
                said.update(*(fragment.signs for fragment in found[use]))
        return [fragment for use in uses for fragment in found[use]]

    def _checks(self, checks: Sequence[Fragment], count: int, said: set[str]) -> list[Fragment]:
        """So many checks about signs that are not in `said`, which takes them up; fewer where there are not as many."""
        found: list[Fragment] = []
        for _ in range(_DRAWS):
            if len(found) == count:
                break
            check = self._chance.one_of(checks)
            if said.isdisjoint(check.signs):
                found.append(check)
                said |= check.signs
        return found


def _begun(said: list[Said]) -> list[Said]:
    """With a capital letter where a slot or sign begins the sentence."""
    for index, (words, labels) in enumerate(said):
        if words:
            said[index] = (words[0].upper() + words[1:], labels)
            break
    return said


def _is_check(use: str) -> bool:
    return use.startswith("check")
