"""Notes with the current signs that a careful reader finds in them, and how far a way of reading agrees."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from wholestory.cli.measure import involved_in_note
from wholestory.engine.extract import read_extract
from wholestory.engine.measuring import Tally
from wholestory.engine.reading import Note
from wholestory.engine.review import involved_in
from wholestory.model.findings import CURRENT
from wholestory.practice.files import national_folder
from wholestory.practice.notes import load_notes
from wholestory.practice.pack import Practice

_CURRENT = frozenset(assertion.value for assertion in CURRENT)


@dataclass(frozen=True, slots=True)
class Scored:
    """Notes, the current signs of each (in the same order), and what to call them."""

    title: str
    notes: list[Note]
    signs: list[frozenset[str]]


def held_out(practice: Practice) -> Scored:
    """The labelled notes that the pack holds out from learning."""
    paths = sorted((national_folder() / "notes/held_out").glob("*.txt"))
    faults: list[str] = []
    labelled = load_notes(paths, practice.signs, faults)
    if faults:
        raise SystemExit("\n  ".join(["The labelled notes have faults:", *faults]))
    return Scored(
        "the pack's held-out notes",
        [Note(note.key, note.narrative, involved_in_note(note)) for note in labelled],
        [frozenset(sign for sign, assertion, _ in note.signs if assertion in CURRENT) for note in labelled],
    )


def of_extract(folder: Path) -> Scored:
    """The records of an extract that carries gold/indicators.csv (record, indicator, assertion)."""
    gold: dict[str, set[str]] = {}
    with (folder / "gold" / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["assertion"] in _CURRENT:
                gold.setdefault(row["record"], set()).add(row["indicator"])
    extract = read_extract(folder)
    records = [record for _, record in sorted(extract.records.items())]
    signs = [frozenset(gold.pop(record.key, ())) for record in records]
    if gold:
        raise SystemExit(f"{len(gold)} records of {folder}/gold are not in its files; put them there or take them out.")
    notes = [Note(record.key, record.narrative, involved_in(record, extract.people)) for record in records]
    return Scored(folder.name, notes, signs)


def agreement(scored: Scored, found: Sequence[Collection[str]]) -> Tally:
    """How far the current signs found, a note each, are those that were meant."""
    tally = Tally()
    for meant, signs in zip(scored.signs, found, strict=True):
        tally.add(meant, frozenset(signs))
    return tally
