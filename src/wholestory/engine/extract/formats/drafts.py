"""What the rows of sources add up to: people and records in the making, each known by its id in its agency."""

from __future__ import annotations

from dataclasses import dataclass, field

from wholestory.engine.extract.cells import CellError
from wholestory.engine.extract.columns import ITEMS, PEOPLE, RECORDS, Form

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its file (with the table's name within it) and its line."""

    file: str
    table: str
    line: int


@dataclass(slots=True)
class _Held:
    """A person or record as told so far, and where it was told first."""

    cells: Cells
    first: Place
    told: Cells


@dataclass(slots=True)
class AgencyDraft:
    """Everything about one agency: people and records by id, involvements and items by their record.

    A row that says what an earlier one of the same table and file said is a slip. Rows of other tables and files add
    to what is known: they fill what was empty, and where they differ the first stands and theirs is kept beside it.
    """

    people: dict[str, _Held] = field(default_factory=dict)
    records: dict[str, _Held] = field(default_factory=dict)
    involvements: dict[tuple[str, str, str], Cells] = field(default_factory=dict)
    items: dict[tuple[str, str, str], Cells] = field(default_factory=dict)
    parts: set[tuple[str, str]] = field(default_factory=set)
    differing: int = 0

    def check_person(self, key: str, cells: Cells, place: Place, *, is_register: bool) -> None:
        """Raise CellError where a register already holds the person."""
        held = self.people.get(key)
        if is_register and held and (held.first.file, held.first.table) == (place.file, place.table):
            raise CellError(
                "person_id",
                f"the person stands in this table already, on line {held.first.line}; keep one row, or give it its id",
            )

    def add_person(self, key: str, cells: Cells, place: Place) -> None:
        """Take what a row says of a person."""
        held = self.people.get(key)
        if held is None:
            self.people[key] = _Held(cells, place, cells)
        else:
            self._fill(held, cells, place, PEOPLE)

    def record_id(self, key: str, cells: Cells, place: Place, person: str = "") -> str:
        """The id under which a record can be taken. Raises CellError where the same row was taken already.

        `person` is given for records with ids of their own, which rows about several persons share.
        """
        number, wanted = 1, key
        while held := self.records.get(wanted):
            if (held.first.file, held.first.table) != (place.file, place.table):
                return wanted
            is_same = held.told == {**cells, "record_id": wanted}
            if person and is_same and (wanted, person) not in self.parts:
                return wanted
            if is_same:
                raise CellError("", f"says just what line {held.first.line} says; drop one of the two")
            if person:
                raise CellError("", f"has the record id of line {held.first.line}, which says otherwise; mend one")
            number += 1
            wanted = f"{key}/{number}"
        return wanted

    def add_record(self, key: str, cells: Cells, place: Place) -> None:
        """Take a record, or what a further row says of one that is known."""
        held = self.records.get(key)
        if held is None:
            self.records[key] = _Held(cells, place, cells)
        else:
            self._fill(held, cells, place, RECORDS)

    def involve(self, record: str, person: str, role: str, beside: Cells) -> None:
        """Take a person's part in a record, and further columns about it."""
        self.parts.add((record, person))
        self.involvements[record, person, role] = {"record_id": record, "person_id": person, "role": role, **beside}

    def add_item(self, record: str, item_type: str, value: str) -> None:
        """Take a thing seen in a record."""
        cells = {"record_id": record, "item_type": item_type, "value": value, "person_id": ""}
        self.items[record, item_type, value] = {name: cells[name] for name in ITEMS.columns}

    def _fill(self, held: _Held, cells: Cells, place: Place, form: Form) -> None:
        if held.cells is held.told:  # one and the same until a further row adds to it, which spares half the memory
            held.cells = dict(held.told)
        known = held.cells
        for name, cell in cells.items():
            if not cell or known.get(name) == cell:
                continue
            if not known.get(name):
                known[name] = cell
                continue
            if name in form.columns:
                self.differing += 1
            beside = f"{name} ({place.table})"
            told = known[beside].split("; ") if known.get(beside) else []
            known[beside] = "; ".join(dict.fromkeys([*told, cell]))
