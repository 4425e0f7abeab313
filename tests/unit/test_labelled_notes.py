"""Labelled notes are taken as they are written, refused with the remedy, measured, and taken apart to learn from."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholestory.engine.measuring import measure
from wholestory.engine.reading.encoder.pieces import pieces_of
from wholestory.model.findings import Assertion, LanguageFinding, Mention, Reading
from wholestory.practice.files import national_folder
from wholestory.practice.notes import LabelledNote, load_notes
from wholestory.practice.pack import load_practice

SIGNS = frozenset({"missing", "injury", "debt"})
NOTE = """## N001 | police | incident | PC | Keeley F 14 | parent_carer: Donna; suspect: Dean Cole
Keeley not in from school, phone off. No marks on her. Regular misper. Bus was late.
= missing present: not in from school
= injury absent: No marks on her
! flag: Regular misper"""


def load(folder: Path, text: str) -> tuple[tuple[LabelledNote, ...], list[str]]:
    path = folder / "n.txt"
    path.write_text(text, encoding="utf-8")
    faults: list[str] = []
    return load_notes([path], SIGNS, faults), faults


def test_a_note_carries_its_people_signs_and_wording(tmp_path: Path) -> None:
    (note,), faults = load(tmp_path, NOTE)
    assert not faults
    assert (note.subject, note.sex, note.age) == ("Keeley", "F", 14)
    assert note.people == (("parent_carer", "Donna"), ("suspect", "Dean Cole"))
    assert note.signs[1] == ("injury", Assertion.ABSENT, "No marks on her")
    assert (note.flags, note.fair) == (("Regular misper",), ())


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("Keeley F 14", "Keeley", "a note begins with"),
        ("missing present", "mising present", "is no sign of the pack"),
        ("missing present", "missing now", "is no assertion"),
        ("= missing present: not in from school", "= missing present: not home", "copy the words"),
        ("! flag: Regular", "! blame: Regular", "is not of the form"),
        ("suspect: Dean Cole", "Dean Cole", "role: name"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_remedy(tmp_path: Path, old: str, new: str, remedy: str) -> None:
    _, faults = load(tmp_path, NOTE.replace(old, new, 1))
    assert len(faults) == 1
    assert faults[0].startswith("notes/n.txt")
    assert remedy in faults[0]


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    notes, faults = load(tmp_path, f"{NOTE}\n\n{NOTE}")
    assert len(notes) == 1
    assert "give one of them another" in faults[0]


def test_measuring_counts_right_missed_and_made_up(tmp_path: Path) -> None:
    (note,), _ = load(tmp_path, NOTE)
    reading = Reading(
        "",
        (
            Mention("", "missing", 0, 1, "x", Assertion.POSSIBLE),
            Mention("", "debt", 0, 1, "x", Assertion.PRESENT),
        ),
        (LanguageFinding("", 0, 1, "Regular misper", "t", "challenge", "", ""),),
    )
    result = measure([note], [reading])
    assert (result.current.right, result.current.found, result.current.meant) == (1, 2, 1)
    assert (result.signs.right, result.signs.found, result.signs.meant) == (0, 2, 2)
    assert (result.language.right, result.language.meant) == (1, 1)
    assert "missed N001 injury absent: No marks on her" in result.misses
    assert "wrong N001 debt present: x" in result.misses


def test_a_note_is_taken_apart_into_what_says_something_and_what_does_not(tmp_path: Path) -> None:
    (note,), _ = load(tmp_path, NOTE)
    says = {piece.text: piece.says for piece in pieces_of([note])}
    assert says["not in from school"] == (("missing", Assertion.PRESENT),)
    assert says["No marks on her."] == (("injury", Assertion.ABSENT),)
    assert says["Bus was late."] == ()


def test_the_held_out_notes_are_not_learnt_from() -> None:
    faults: list[str] = []
    pack = load_practice()
    signs = frozenset(rule.header.id for rule in pack.indicators)
    held_out = load_notes(sorted((national_folder() / "notes/held_out").glob("*.txt")), signs, faults)
    assert held_out
    assert not faults
    assert not {note.key for note in held_out} & {note.key for note in pack.notes}
