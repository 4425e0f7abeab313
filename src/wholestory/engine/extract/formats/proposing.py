"""Proposes a mapping for a site's own table, from what its columns are called and what stands in them.

It is a proposal: a person reads it, mends it and hands it to `convert`. It holds names of columns and short codes
(sexes, roles, kinds), and never a row.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice

from wholestory.engine.extract.cells import CellError
from wholestory.engine.extract.formats.grids import Grid, Line
from wholestory.engine.extract.formats.recognising import TITLES, plain
from wholestory.engine.extract.formats.values import day_or_time
from wholestory.engine.extract.manifest import ExtractError

SAMPLE = 1_000
_MOSTLY = 0.6
_MOST_CODES = 40
_LONGEST_CODE = 40
Names = Mapping[str, Sequence[str]]


@dataclass
class _Seen:
    """A column of the table: its name, and in the sample the different cells, in the order met, of how many filled."""

    name: str
    cells: dict[str, None] = field(default_factory=dict)
    filled: int = 0
    is_date: bool = False


@dataclass
class _Plan:
    """Which column stands for which field, by the parts of `names.toml`."""

    columns: list[_Seen]
    person: dict[str, _Seen]
    record: dict[str, _Seen]
    role: _Seen | None
    items: dict[str, _Seen]


def propose(grid: Grid, container: str) -> str:
    """A mapping file for a grid, as TOML. Raises ExtractError where no column says whose row it is, OSError."""
    columns = _columns(grid)
    names = _names()
    taken: set[str] = set()
    plan = _Plan(
        columns=columns,
        person=_found(columns, names["person"], taken),
        record=_found(columns, names["record"], taken),
        role=_found(columns, names["involvement"], taken).get("role"),
        items=_found(columns, names["item"], taken),
    )
    _settle_dates(plan, taken)
    return _Text(plan, grid, container).whole()


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    text = (files("wholestory.engine.extract.formats") / "names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _columns(grid: Grid) -> list[_Seen]:
    lines = list(islice(grid.lines(), TITLES + SAMPLE))
    if not lines:
        raise ExtractError(f"{grid.path.name} holds no rows; hand over the file with its rows.")
    at = 0 if grid.is_typed else header_at(lines[:TITLES])
    given = [" ".join(cell.split()) for cell in lines[at].cells]
    columns = [_Seen(name) for name in given if name]
    if len({plain(column.name) for column in columns}) != len(columns):
        raise ExtractError(f"{grid.path.name} names a column twice in its header; rename one of the two.")
    for line in lines[at + 1 :]:
        by_name = dict(zip(given, line.cells, strict=False))
        for column in columns:
            cell = by_name.get(column.name, "").strip()
            if cell:
                column.cells[cell] = None
                column.filled += 1
    for column in columns:
        dates = sum(_is_date(cell) for cell in column.cells)
        column.is_date = dates > 0 and dates >= _MOSTLY * len(column.cells)
    return columns


def header_at(lines: Sequence[Line]) -> int:
    """Which of the first lines is the header: the first that has as many cells as any, and no date or number."""
    widths = [sum(bool(cell.strip()) for cell in line.cells) for line in lines]
    for at, line in enumerate(lines):
        if widths[at] >= max(2, max(widths) * 2 // 3) and not any(_is_value(cell.strip()) for cell in line.cells):
            return at
    return 0


def _is_value(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d.,]+", cell)) or _is_date(cell)


def _is_date(cell: str) -> bool:
    try:
        day_or_time(cell, "", day_first=True)
    except CellError:
        return False
    return True


def _found(columns: Iterable[_Seen], names: Names, taken: set[str]) -> dict[str, _Seen]:
    """The column that stands for each field; of several the one whose name the field lists first."""
    found: dict[str, _Seen] = {}
    by_name = {plain(column.name): column for column in columns}
    for name, spellings in names.items():
        for spelling in spellings:
            column = by_name.get(plain(spelling))
            if column is not None and column.name not in taken:
                found[name] = column
                taken.add(column.name)
                break
    return found


def _settle_dates(plan: _Plan, taken: set[str]) -> None:
    """What stands for a time must hold times; where none says when it was recorded, when it happened does."""
    for name in ("recorded_at", "happened_from", "happened_to"):
        column = plan.record.get(name)
        if column is not None and not column.is_date:
            del plan.record[name]
            taken.discard(column.name)
    dates = [column for column in plan.columns if column.is_date and column.name not in taken]
    if "recorded_at" not in plan.record and "happened_from" not in plan.record and dates:
        plan.record["happened_from"] = dates[0]
    if "recorded_at" not in plan.record and "happened_from" in plan.record:
        plan.record["recorded_at"] = plan.record["happened_from"]


class _Text:
    """The mapping file in the making."""

    def __init__(self, plan: _Plan, grid: Grid, container: str) -> None:
        self._plan = plan
        self._grid = grid
        self._container = container
        self._codes: list[str] = []

    def whole(self) -> str:
        """The whole file."""
        plan = self._plan
        who = self._who()
        body = ["[[table]]", 'name = "rows"', f"title = {_quoted(self._grid.name or self._grid.path.stem)}"]
        has_records = "recorded_at" in plan.record
        body += ["is_register = true"] if not has_records and self._names_each_once(who) else []
        person = self._person(who)
        record = self._record() if has_records else []
        body += ["", "[table.columns]", *self._column_lines(who), "", *person, *record]
        return "\n".join([*self._head(), *self._codes, "", *body]) + "\n"

    def _head(self) -> list[str]:
        stem = re.sub(r"\W+", "_", self._grid.path.stem.casefold()).strip("_") or "own"
        return [
            "# A proposal. Read every line, mend what is wrong, and hand it to: wholestory convert FILE --format THIS",
            "# Columns that no field names are kept beside their record as they are.",
            f"id = {_quoted(stem)}  # make it the name of this file",
            f"title = {_quoted(self._grid.path.name)}",
            'reason = "Why this table is read."',
            'source = "Who made this table, and who checked this mapping."',
            'standing = "local policy"',
            f"containers = [{_quoted(self._container)}]",
            'agency_kind = "social_care"  # police, social_care, health, education, care_home, youth_justice, '
            "probation or voluntary",
            f"agency_title = {_quoted(self._grid.path.stem)}",
            "",
        ]

    def _who(self) -> list[str]:
        person = self._plan.person
        if "person_id" in person:
            return [person["person_id"].name]
        named = [person[name].name for name in ("surname", "forenames", "date_of_birth") if name in person]
        if len(named) < 2:
            raise ExtractError(
                f"No column of {self._grid.path.name} says whose row it is; it needs a person's id, "
                "or a name with a date of birth."
            )
        return named

    def _names_each_once(self, who: list[str]) -> bool:
        return any(column.name in who and column.filled == len(column.cells) for column in self._plan.columns)

    def _column_lines(self, who: list[str]) -> list[str]:
        plan, lines = self._plan, []
        coded = {column.name: name for name, column in self._coded()}
        needed = {*who, plan.record["recorded_at"].name} if "recorded_at" in plan.record else set(who)
        for column in plan.columns:
            parts = [f"codes = {_quoted(coded[column.name])}"] if column.name in coded else []
            parts += ['type = "date"'] if column.is_date and column.name not in coded else []
            parts += ['type = "id"'] if column.name in who and not column.is_date else []
            parts += ["needed = true"] if column.name in needed else []
            lines.append(
                f"{_quoted(column.name)} = {{ {', '.join(parts)} }}" if parts else f"{_quoted(column.name)} = {{}}"
            )
        return lines

    def _coded(self) -> list[tuple[str, _Seen]]:
        """The columns that hold words of closed lists, each with the list's name."""
        plan = self._plan
        found = [("sex", plan.person.get("sex")), ("role", plan.role), ("handling", plan.record.get("handling"))]
        return [(name, column) for name, column in found if column is not None and _is_short(column)]

    def _said(self, name: str, column: _Seen, words: Names, *, may_be_empty: bool = False) -> str:
        """A field that says codes in the interchange's words.

        A code that is not understood is left out, so that its rows are rejected until a person says what it means:
        a guess would make a neighbour the child, or show words that are restricted.
        """
        known = {plain(spelling): word for word, spellings in words.items() for spelling in spellings}
        pairs = {cell: known.get(plain(cell), "") for cell in column.cells if may_be_empty or plain(cell) in known}
        left = [cell for cell in column.cells if cell not in pairs]
        self._codes += ["", *(f"# not understood, and rejected until you add it: {_quoted(cell)}" for cell in left)]
        self._codes += [f"[codes.{name}]", *(f"{_quoted(cell)} = {_quoted(cell)}" for cell in pairs)]
        inside = ", ".join(f"{_quoted(cell)} = {_quoted(word)}" for cell, word in pairs.items())
        return f"{{ column = {_quoted(column.name)}, words = {{ {inside} }} }}"

    def _person(self, who: list[str]) -> list[str]:
        plan, names = self._plan, _names()
        lines = ["[table.person]", f"id = [{', '.join(map(_quoted, who))}]"]
        for name, column in plan.person.items():
            if name == "person_id":
                scheme = {"upn": "upn", "nhsnumber": "nhs", "nhsno": "nhs"}.get(plain(column.name))
                if scheme:
                    lines.append(f'identifiers = [{{ scheme = "{scheme}", column = {_quoted(column.name)} }}]')
            elif name == "sex" and _is_short(column):
                lines.append(f"sex = {self._said('sex', column, names['sexes'], may_be_empty=True)}")
            elif name != "sex":
                lines.append(f"{name} = {_quoted(column.name)}")
        if plan.role is not None and _is_short(plan.role):
            lines.append(f"role = {self._said('role', plan.role, names['roles'])}")
        return lines

    def _record(self) -> list[str]:
        plan, names = self._plan, _names()
        own = plan.record.get("record_id")
        lines = ["", "[[table.record]]", 'name = "record"', f"kind = {self._kind()}"]
        lines += [f"id = [{_quoted((own or plan.record['recorded_at']).name)}]", *(["own_id = true"] if own else [])]
        for name, column in plan.record.items():
            if name in ("record_id", "kind"):
                continue
            if name == "handling":
                if _is_short(column):
                    lines.append(f"handling = {self._said('handling', column, names['handlings'])}")
                continue
            lines.append(f"{name} = {_quoted(column.name)}")
        items = [f'{{ item_type = "{name}", column = {_quoted(column.name)} }}' for name, column in plan.items.items()]
        return [*lines, f"items = [{', '.join(items)}]"] if items else lines

    def _kind(self) -> str:
        """The kind by its column, or by what the table is called; a kind that is not known stays as it stands."""
        known = {plain(spelling): kind for kind, spellings in _names()["kinds"].items() for spelling in spellings}
        column = self._plan.record.get("kind")
        if column is not None:
            words = {cell: known[plain(cell)] for cell in column.cells if plain(cell) in known}
            inside = ", ".join(
                f"{_quoted(cell)} = {_quoted(kind)}" for cell, kind in islice(words.items(), _MOST_CODES)
            )
            return f"{{ column = {_quoted(column.name)}, words = {{ {inside} }} }}" if words else _column(column)
        called = plain(f"{self._grid.path.stem} {self._grid.name}")
        for spelling in sorted(known, key=len, reverse=True):
            if spelling in called:
                return f"{_quoted(known[spelling])}  # from what the table is called; check it"
        return '"observation"  # no column says it; check it'


def _column(column: _Seen) -> str:
    return f"{{ column = {_quoted(column.name)} }}"


def _is_short(column: _Seen) -> bool:
    return 0 < len(column.cells) <= _MOST_CODES and all(len(cell) <= _LONGEST_CODE for cell in column.cells)


def _quoted(text: str) -> str:
    """A TOML string, or quoted key."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
