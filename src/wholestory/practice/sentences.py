"""Labelled sentences: how people write what the signs mean, for the reader that compares clauses with them.

One CSV a sign (`sentences/SIGN.csv`), opened with any spreadsheet: `register` (where one would read it), `says` (what
it says of the child: `sign assertion` pairs separated by `|`, or `none`) and `text`. Adding a sentence is how a reading
that was wrong is put right.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wholestory.model.findings import Assertion
from wholestory.practice.expressions import fold

REGISTERS = ("police", "care_home", "education", "social_care", "health", "voluntary")
_COLUMNS = ["register", "says", "text"]
_ASSERTIONS = frozenset(assertion.value for assertion in Assertion)


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence and what it says: (indicator id, assertion) pairs, none where it says nothing of the signs."""

    text: str
    register: str
    says: tuple[tuple[str, Assertion], ...]
    file: str


def load_sentences(folders: tuple[Path, ...], signs: frozenset[str], faults: list[str]) -> tuple[LabelledSentence, ...]:
    """Every labelled sentence of the folders, each text once; a later folder's label replaces an earlier one's.

    `signs` are the indicator ids that may be named; what cannot be used is added to `faults`, naming file and line.
    """
    found: dict[str, LabelledSentence] = {}
    for folder in folders:
        for path in sorted((folder / "sentences").glob("*.csv")):
            for sentence in _sentences(path, signs, faults):
                found[fold(sentence.text)] = sentence
    return tuple(found.values())


def _sentences(path: Path, signs: frozenset[str], faults: list[str]) -> Iterator[LabelledSentence]:
    place = f"sentences/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if rows.fieldnames != _COLUMNS:
                faults.append(f"{place} needs the columns {', '.join(_COLUMNS)}, in that order, in its first line")
                return
            for row in rows:
                sentence = _sentence(row, f"{place}, line {rows.line_num},", signs, faults)
                if sentence:
                    yield sentence
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.append(f"{place} could not be read as CSV in UTF-8 ({error}); save it so and try again")


def _sentence(row: dict[str, str], place: str, signs: frozenset[str], faults: list[str]) -> LabelledSentence | None:
    if None in row or None in row.values():
        faults.append(f"{place} has another number of cells than three; put a text that has commas in double quotes")
        return None
    if row["register"] not in REGISTERS:
        faults.append(f"{place} has register “{row['register']}”; write one of: {', '.join(REGISTERS)}")
        return None
    says = _says(row["says"], place, signs, faults)
    if says is None or not row["text"].strip():
        if says is not None:
            faults.append(f"{place} has no text; write the sentence, or remove the line")
        return None
    return LabelledSentence(row["text"].strip(), row["register"], says, place.split(",", maxsplit=1)[0])


def _says(cell: str, place: str, signs: frozenset[str], faults: list[str]) -> tuple[tuple[str, Assertion], ...] | None:
    if cell == "none":
        return ()
    pairs = []
    for pair in cell.split("|"):
        sign, _, assertion = pair.strip().partition(" ")
        if sign not in signs or assertion not in _ASSERTIONS:
            faults.append(
                f"{place} says “{pair}”; write a sign's id and one of {', '.join(Assertion)}, or none for neither"
            )
            return None
        pairs.append((sign, Assertion(assertion)))
    return tuple(pairs)
