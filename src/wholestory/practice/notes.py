"""Labelled notes: whole narratives with what a careful reader finds in them, to measure the reader by.

A plain text file of blocks (`notes/NAME.txt`). A block is a heading, the narrative, a line a sign and a line a wording:

    ## A001 | police | incident | PC | Keeley F 14 | parent_carer: Donna; suspect: Dean
    INFT mum. Keeley not in from school, phone off. "She's a madam," says neighbour. Regular misper.
    = missing present: not in from school
    ! flag: Regular misper
    ! ok: "She's a madam,"

`flag` marks the author's own words that blame the child, `ok` such words that are rightly left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wholestory.model.findings import Assertion
from wholestory.model.records import ROLES

_HEADING = re.compile(r"(?P<name>\S.*) (?P<sex>[FMX]) (?P<age>\d+)")
_SIGN = re.compile(r"= (?P<sign>\S+) (?P<assertion>\S+): (?P<words>.+)")
_WORDING = re.compile(r"! (?P<verdict>flag|ok): (?P<words>.+)")
_ASSERTIONS = frozenset(assertion.value for assertion in Assertion)


@dataclass(frozen=True, slots=True)
class LabelledNote:
    """A narrative, who it is about and by whom, and what a careful reader finds in it.

    `people` are (role, name) pairs of everybody else; `signs` are (indicator, assertion, words); `flags` are wordings
    to challenge and `fair` wordings to leave alone, as they stand in the narrative. `age` is in years.
    """

    key: str
    agency: str
    kind: str
    author_role: str
    subject: str
    sex: str
    age: int
    people: tuple[tuple[str, str], ...]
    narrative: str
    signs: tuple[tuple[str, Assertion, str], ...]
    flags: tuple[str, ...]
    fair: tuple[str, ...]


def load_notes(paths: Sequence[Path], signs: frozenset[str], faults: list[str]) -> tuple[LabelledNote, ...]:
    """Every labelled note of the files, in order.

    `signs` are the indicator ids that may be named; what cannot be used is added to `faults`, naming file and note.
    """
    notes: dict[str, LabelledNote] = {}
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(f"notes/{path.name} could not be read as UTF-8 text ({error}); save it so and try again")
            continue
        for block in re.split(r"\n\s*\n", text.strip()):
            note = _note(block.splitlines(), f"notes/{path.name}", signs, faults)
            if note and note.key in notes:
                faults.append(f"notes/{path.name}, {note.key}: two notes have this id; give one of them another")
            elif note:
                notes[note.key] = note
    return tuple(notes.values())


def _note(lines: list[str], place: str, known: frozenset[str], faults: list[str]) -> LabelledNote | None:
    cells = [cell.strip() for cell in lines[0].removeprefix("## ").split("|")]
    subject = _HEADING.fullmatch(cells[4]) if len(cells) == 6 else None
    if not lines[0].startswith("## ") or subject is None:
        faults.append(
            f"{place}, “{lines[0][:60]}”: a note begins with ## id | agency | kind | author | name sex age | people"
        )
        return None
    place = f"{place}, {cells[0]}:"
    narrative = " ".join(line for line in lines[1:] if not line.startswith(("= ", "! ")))
    signs: list[tuple[str, Assertion, str]] = []
    flags: list[str] = []
    fair: list[str] = []
    for line in lines[1:]:
        if sign := _SIGN.fullmatch(line):
            if _is_usable(sign, known, narrative, place, faults):
                signs.append((sign["sign"], Assertion(sign["assertion"]), sign["words"]))
        elif wording := _WORDING.fullmatch(line):
            if _stands_in(wording["words"], narrative, place, faults):
                (flags if wording["verdict"] == "flag" else fair).append(wording["words"])
        elif line.startswith(("= ", "! ")):
            faults.append(f"{place} “{line[:60]}” is not of the form = sign assertion: words, or ! flag: words")
    people = _people(cells[5], place, faults)
    return LabelledNote(
        cells[0], cells[1], cells[2], cells[3], subject["name"], subject["sex"], int(subject["age"]),
        people, narrative, tuple(signs), tuple(flags), tuple(fair),
    )  # fmt: skip


def _is_usable(sign: re.Match[str], known: frozenset[str], narrative: str, place: str, faults: list[str]) -> bool:
    if sign["sign"] not in known:
        faults.append(f"{place} “{sign['sign']}” is no sign of the pack; `wholestory practice list` names them all")
        return False
    if sign["assertion"] not in _ASSERTIONS:
        faults.append(f"{place} “{sign['assertion']}” is no assertion; write one of {', '.join(sorted(_ASSERTIONS))}")
        return False
    return _stands_in(sign["words"], narrative, place, faults)


def _stands_in(words: str, narrative: str, place: str, faults: list[str]) -> bool:
    if words not in narrative:
        faults.append(f"{place} “{words[:60]}” does not stand in the note; copy the words as they are there")
        return False
    return True


def _people(cell: str, place: str, faults: list[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        role, _, name = (text.strip() for text in part.partition(":"))
        if role in ROLES and name:
            found.append((role, name))
        else:
            faults.append(f"{place} “{part}” is not of the form role: name, with a role of {', '.join(ROLES)}")
    return tuple(found)
