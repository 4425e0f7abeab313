"""Reads files of published results, strictly: a row is taken whole, or rejected whole with what to mend.

Two forms are known, told apart by their header: case grades (a row a round) and judgements on councils (a row an
inspection). Columns may stand in any order; a column that is missing or not known refuses the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from wholestory.engine.rounds.published import (
    GRADED_BY,
    GRADES,
    Judgement,
    PublishedResult,
    RejectedRow,
    RoundsError,
)

_JUDGED = ("overall", "help_and_protection", "leadership")
_RESULT = (
    *("force", "round", "fieldwork", "published", "cases", "graded_by", "subset", "sum_agrees", "source"),
    *("good", "adequate", "requires_improvement", "inadequate"),
)
_JUDGEMENT = ("district", "inspection", "published", *_JUDGED, "source")
_OPTIONAL = ("outstanding",)

Cells = Mapping[str, str]


@dataclass
class Taken:
    """What a file gave, in the order of its rows; `values` are with the line on which they stand."""

    values: list[tuple[int, PublishedResult | Judgement]] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)

    @property
    def results(self) -> tuple[PublishedResult, ...]:
        """The rounds that were taken."""
        return tuple(value for _, value in self.values if isinstance(value, PublishedResult))

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements that were taken."""
        return tuple(value for _, value in self.values if isinstance(value, Judgement))


def take(path: Path) -> Taken:
    """Every row of a file of published results, taken or rejected; a row that stands twice is taken once.

    Raises RoundsError where the file itself cannot be read as one of the two forms.
    """
    rows = _rows(path)
    _, header = next(rows, (1, []))
    read = _reader_of(path.name, header)
    taken, seen = Taken(), dict[tuple[str, str], int]()
    for line, cells in rows:
        try:
            if len(cells) != len(header):
                raise _FaultError(f"has {len(cells)} cells where the header has {len(header)}; mend the commas")
            value = read({name: cell.strip() for name, cell in zip(header, cells, strict=True)})
            first = seen.setdefault((type(value).__name__, value.id), line)
            if first != line:
                raise _FaultError(f"tells of the same round as line {first}; leave one of the two")
            taken.values.append((line, value))
        except _FaultError as fault:
            taken.rejected.append(RejectedRow(path.name, line, str(fault)))
    return taken


class _FaultError(Exception):
    """Why one row cannot be taken: a sentence that goes on from the row's place."""


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the line on which it starts."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader, line = csv.reader(file, strict=True), 1
            for cells in reader:
                if any(cells):
                    yield line, cells
                line = reader.line_num + 1
    except OSError as error:
        raise RoundsError(f"{path} could not be opened ({error.strerror}); name a CSV file.") from None
    except UnicodeDecodeError:
        raise RoundsError(f"{path.name} is not UTF-8; save it as “CSV UTF-8” and load it again.") from None
    except csv.Error as error:
        raise RoundsError(f"{path.name} is not a CSV file ({error}); mend the quotation marks.") from None


def _reader_of(name: str, header: list[str]) -> Callable[[Cells], PublishedResult | Judgement]:
    columns = [column.strip() for column in header]
    if columns != header or len(set(columns)) != len(columns):
        raise RoundsError(f"{name} has a column twice, or spaces in its header; write each column once, plainly.")
    wanted, read = (_JUDGEMENT, _judgement) if "district" in columns else (_RESULT, _result)
    missing = [column for column in wanted if column not in columns]
    unknown = [column for column in columns if column not in (*wanted, *_OPTIONAL)]
    if missing or unknown:
        faults = [f"has no column {', '.join(missing)}"] if missing else []
        faults += [f"has columns that nothing reads ({', '.join(unknown)})"] if unknown else []
        raise RoundsError(
            f"{name} {' and '.join(faults)}. A file of case grades has the columns {', '.join(_RESULT)}; "
            f"a file of judgements on councils has {', '.join(_JUDGEMENT)}."
        )
    return read


def _result(cells: Cells) -> PublishedResult:
    counts = {grade: _count(cells, grade) for grade in GRADES if cells.get(grade)}
    if len(counts) < 2:
        raise _FaultError("has fewer than two grades; write a number for each grade that was used, 0 where none got it")
    result = PublishedResult(
        force=_text(cells, "force"),
        round=_text(cells, "round"),
        fieldwork=_when(cells, "fieldwork"),
        published=_when(cells, "published"),
        published_n=_count(cells, "cases"),
        counts=counts,
        graded_by=_choice(cells, "graded_by", GRADED_BY),
        subset=_text(cells, "subset"),
        source=_text(cells, "source"),
    )
    said = _choice(cells, "sum_agrees", ("yes", "no")) == "yes"
    if said != result.sum_agrees:
        parts = " + ".join(str(count) for count in counts.values())
        raise _FaultError(
            f'says sum_agrees = "{cells["sum_agrees"]}", and {parts} is {result.graded} where cases is '
            f"{result.published_n}; look at the source, then mend the number that was mistyped or what is said of it"
        )
    return result


def _judgement(cells: Cells) -> Judgement:
    grades = {name: _grade(cells, name) for name in _JUDGED}
    if not grades["overall"]:
        raise _FaultError("has no overall judgement; write it as printed")
    return Judgement(
        district=_text(cells, "district"),
        inspection=_when(cells, "inspection"),
        published=_day(cells, "published"),
        **grades,
        source=_text(cells, "source"),
    )


def _text(cells: Cells, name: str) -> str:
    if not cells[name]:
        raise _FaultError(f"has no {name}; fill it in")
    return cells[name]


def _count(cells: Cells, name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", cells[name]):
        raise _FaultError(f"has {name} that is not a whole number; write digits only")
    return int(cells[name])


def _choice(cells: Cells, name: str, allowed: tuple[str, ...]) -> str:
    if cells[name] not in allowed:
        raise _FaultError(f"has {name} that is none of {', '.join(allowed)}; write one of them")
    return cells[name]


def _grade(cells: Cells, name: str) -> str:
    grade = cells[name].replace(" ", "_")
    if grade and grade not in GRADES:
        raise _FaultError(f"has {name} that is no grade; write one of {', '.join(GRADES).replace('_', ' ')}")
    return grade


def _when(cells: Cells, name: str) -> str:
    """A day, a month, a year or two years (2014/2015), as printed."""
    text = _text(cells, name)
    if re.fullmatch(r"\d{4}(/\d{4})?", text):
        return text
    try:
        date.fromisoformat(text if text.count("-") == 2 else f"{text}-01")
    except ValueError:
        raise _FaultError(f"has {name} that is no date; write 2015-07-21, 2015-07, 2015 or 2014/2015") from None
    return text


def _day(cells: Cells, name: str) -> str:
    text = _text(cells, name)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _FaultError(f"has {name} that is not a day; write it as 2015-07-21") from None
