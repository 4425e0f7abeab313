"""People's judgements about who is the same person, read from a table that they keep."""

from __future__ import annotations

import csv
from collections.abc import Container
from pathlib import Path

import click

from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment

_NEEDED = ("one", "other", "verdict", "judge", "reason", "judged_at")


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The rows of a CSV file with the columns one, other, verdict (same or apart), judge, reason, judged_at and,
    where a judgement was taken back, undone_at; in the order of the file.

    A file or row that cannot be read ends the command in a sentence.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            missing = [column for column in _NEEDED if column not in (table.fieldnames or ())]
            if missing:
                raise click.ClickException(f"{path} has no column {missing[0]}; it needs {', '.join(_NEEDED)}.")
            return tuple(_judgement(row, f"{path} line {table.line_num}") for row in table)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise click.ClickException(f"{path} cannot be read; save it as a CSV file in UTF-8.") from None


def of_persons(judgements: tuple[Judgement, ...], people: Container[str]) -> tuple[tuple[Judgement, ...], str]:
    """The judgements whose two persons are both among `people`, and a note of how many are not (empty: none).

    One table of judgements is handed to every review, also to those of an extract that holds only some of its persons.
    """
    here = tuple(row for row in judgements if row.one in people and row.other in people)
    elsewhere = len(judgements) - len(here)
    note = f"Judgements about persons who are not in this extract were left out: {elsewhere:,} of --judgements."
    return here, note if elsewhere else ""


def _judgement(row: dict[str, str | None], place: str) -> Judgement:
    cells = {column: (cell or "").strip() for column, cell in row.items() if isinstance(cell, str)}
    one, other = sorted((cells.get("one", ""), cells.get("other", "")))
    if ":" not in one or ":" not in other or one == other:
        raise click.ClickException(f"{place}: one and other must name two persons, as agency:person_id.")
    if cells["verdict"] not in (Verdict.SAME, Verdict.APART):
        raise click.ClickException(f"{place}: the verdict must be same or apart.")
    if not cells["judge"] or not cells["reason"]:
        raise click.ClickException(f"{place}: say who judged, and why.")
    return Judgement(
        one,
        other,
        Verdict(cells["verdict"]),
        cells["judge"],
        (cells["reason"],),
        by_person=True,
        judged_at=_moment(cells["judged_at"], place),
        undone_at=_moment(cells["undone_at"], place) if cells.get("undone_at") else None,
    )


def _moment(text: str, place: str) -> Moment:
    try:
        return Moment.parse(text)
    except ValueError as error:
        raise click.ClickException(f"{place}: {text or 'an empty cell'} {error}.") from None
