"""One row of a format as a person and records of the interchange: all of it, or none and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wholestory.engine.extract import forms
from wholestory.engine.extract.cells import CellError, Horizon, one_of
from wholestory.engine.extract.columns import INVOLVEMENTS, PEOPLE, RECORDS, Form
from wholestory.engine.extract.formats.drafts import AgencyDraft, Cells, Place
from wholestory.engine.extract.formats.mapping import Column, Format, PersonPart, RecordPart, Table, Value
from wholestory.engine.extract.formats.values import BETWEEN, checked
from wholestory.model.records import ROLES, Agency

_PARTS_OF_ID = "/"


@dataclass(frozen=True, slots=True)
class Made:
    """What a row says: its person, the part that the person has, and the records it becomes, each with its cells."""

    person: str
    person_cells: Cells
    role: str
    role_cells: Cells
    records: tuple[tuple[RecordPart, str, Cells], ...]


class Taker:
    """Takes rows of one format for one agency."""

    def __init__(self, one: Format, agency: Agency, draft: AgencyDraft, horizon: Horizon) -> None:
        self._format = one
        self._agency = agency
        self._draft = draft
        self._horizon = horizon
        self._sound: set[tuple[str, ...]] = set()

    def take(self, table: Table, cells: Mapping[str, str], place: Place) -> None:
        """Take a row into the draft. Raises CellError, naming the format's own column, and then takes nothing."""
        sound = {
            name: checked(cells.get(name, ""), column, day_first=self._format.day_first)
            for name, column in table.columns.items()
        }
        other = {name: cell for name, cell in cells.items() if name not in table.columns and cell.strip()}
        made = made_of(table, sound, other)
        self._check_person(table, made, place)
        answered: dict[str, str] = {}
        records: list[tuple[RecordPart, str, Cells]] = []
        for part, key, told in made.records:
            # What an answer points to stands earlier in the same row, or in the row around it under the same name.
            target = answered.get(part.answers) or (_key(made, part.answers, sound, table) if part.answers else "")
            whole = {**told, "responds_to": target or told["responds_to"]}
            record_id = self._draft.record_id(key, whole, place, made.person if part.own_id else "")
            whole["record_id"] = record_id
            self._check_record(table, part, whole)
            answered[part.name] = record_id
            records.append((part, record_id, whole))
        self._add(made, records, sound, place)

    def _add(
        self, made: Made, records: Iterable[tuple[RecordPart, str, Cells]], sound: Mapping[str, str], place: Place
    ) -> None:
        draft = self._draft
        draft.add_person(made.person, made.person_cells, place)
        for part, record_id, whole in records:
            draft.add_record(record_id, whole, place)
            draft.involve(record_id, made.person, made.role, made.role_cells)
            for item in part.items:
                if sound.get(item.column):
                    draft.add_item(record_id, item.item_type, sound[item.column])

    def _check_person(self, table: Table, made: Made, place: Place) -> None:
        assert table.person is not None
        try:
            self._draft.check_person(made.person, made.person_cells, place, is_register=table.is_register)
            one_of(made.role, "role", ROLES)
            values = _values(made.person_cells, PEOPLE)
            if values not in self._sound:
                forms.person(self._agency.name, values, (), self._horizon)
                self._sound.add(values)
        except CellError as fault:
            fields = {"person_id": Value(table.person.id), "role": table.person.role, **table.person.fields}
            raise _in_its_own_words(fault, fields) from fault

    def _check_record(self, table: Table, part: RecordPart, cells: Cells) -> None:
        try:
            forms.record(self._agency, _values(cells, RECORDS), (), self._horizon)
        except CellError as fault:
            raise _in_its_own_words(fault, {"record_id": Value(part.id), **part.fields}) from fault


def _in_its_own_words(fault: CellError, fields: Mapping[str, Value]) -> CellError:
    """The fault by the format's own columns, where the reader of extracts names the interchange's."""
    why = fault.why.replace("or as_at in extract.toml", "or say with --as-at when the source ends")
    for name, value in fields.items():
        if value.columns:
            why = re.sub(rf"\b{name}\b", " or ".join(value.columns), why)
    at_fault = fields.get(fault.column)
    return CellError(at_fault.columns[0] if at_fault and at_fault.columns else "", why)


def made_of(table: Table, sound: Mapping[str, str], other: Mapping[str, str]) -> Made:
    """What a row of checked cells becomes; `other` are its cells that the mapping does not know. Raises CellError."""
    assert table.person is not None
    person = _id(table.person.id, sound)
    cells = _person_cells(table, table.person, person, sound)
    records = [
        (part, _record_id(part, table.person, person, sound), _record_cells(table, part, sound))
        for part in table.records
        if _holds(part.when, sound)
    ]
    unsaid = _unsaid(table, sound, [part for part, _, _ in records])
    as_role = {name: unsaid.pop(name) for name in table.person.role.columns if name in unsaid}
    of_person = {one for value in table.person.fields.values() for one in value.columns}
    cells.update(_apart({name: cell for name, cell in unsaid.items() if name in of_person}, PEOPLE))
    rest = {**{name: cell for name, cell in unsaid.items() if name not in of_person}, **other}
    if records and not table.is_register:
        records[0][2].update(_apart(rest, RECORDS))
    else:
        about = rest if table.is_register else {f"{name} ({table.name})": cell for name, cell in rest.items()}
        cells.update(_apart(about, PEOPLE))
    role = said(table.person.role, sound, table) or "subject"
    return Made(person, cells, role, _apart(as_role, INVOLVEMENTS), tuple(records))


def _id(columns: tuple[str, ...], sound: Mapping[str, str]) -> str:
    for column in columns:
        if not sound.get(column):
            raise CellError(column, f"{column} is empty; fill it in")
    return _PARTS_OF_ID.join(sound[column] for column in columns)


def _record_id(part: RecordPart, about: PersonPart, person: str, sound: Mapping[str, str]) -> str:
    if part.own_id:
        return _id(part.id, sound)
    return _PARTS_OF_ID.join(
        (person, part.name, *(sound[column] or "-" for column in part.id if column not in about.id))
    )


def _key(made: Made, name: str, sound: Mapping[str, str], table: Table) -> str:
    """The id that a record named elsewhere has in the row around this one: by its name and the columns it shares."""
    shared = [column for column in table.inherit if table.person and column not in table.person.id]
    return _PARTS_OF_ID.join((made.person, name, *(sound[column] or "-" for column in shared)))


def _person_cells(table: Table, part: PersonPart, person: str, sound: Mapping[str, str]) -> Cells:
    numbers = [
        f"{one.scheme}:{sound[one.column]}"
        for one in part.identifiers
        if sound[one.column] and (not one.form or re.fullmatch(one.form, sound[one.column]))
    ]
    fields = {name: said(value, sound, table) for name, value in part.fields.items()}
    return {**dict.fromkeys(PEOPLE.columns, ""), "person_id": person, **fields, "identifiers": BETWEEN.join(numbers)}


def _record_cells(table: Table, part: RecordPart, sound: Mapping[str, str]) -> Cells:
    fields = {name: said(value, sound, table) for name, value in part.fields.items()}
    return {**dict.fromkeys(RECORDS.columns, ""), **fields, **({"note": part.note} if part.note else {})}


def said(value: Value, sound: Mapping[str, str], table: Table) -> str:
    """What a field says for a row; a code without a word takes that of `*`, or stands as it is."""
    for column in value.columns:
        cell = sound[column]
        if cell and value.words:
            return value.words.get(cell, value.words.get("*", cell))
        if cell:
            return label_of(cell, table.columns[column]) if value.as_label else cell
    return value.fixed


def _holds(when: Mapping[str, tuple[str, ...]], sound: Mapping[str, str]) -> bool:
    return all(sound[column] in codes or ("*" in codes and bool(sound[column])) for column, codes in when.items())


def _unsaid(table: Table, sound: Mapping[str, str], parts: list[RecordPart]) -> Cells:
    """The cells that stand nowhere else as they are, with what their codes mean."""
    assert table.person is not None
    person = table.person
    values = [*person.fields.values(), *(value for part in parts for value in part.fields.values())]
    copied = {value.columns[0] for value in values if value.copies}
    numbers = {one.column for one in person.identifiers if not one.form or re.fullmatch(one.form, sound[one.column])}
    gone = copied | numbers | set(person.id) | set(table.inherit)
    return {
        name: with_label(sound[name], column)
        for name, column in table.columns.items()
        if name not in gone and sound[name]
    }


def label_of(cell: str, column: Column) -> str:
    """What a code means; anything else as it is."""
    return "; ".join(column.codes.labels[code] for code in cell.split(BETWEEN)) if column.codes else cell


def with_label(cell: str, column: Column) -> str:
    """A code with what it means, several parted by semicolons; anything else as it is."""
    if column.codes is None:
        return cell
    labels = column.codes.labels
    return "; ".join(f"{code}: {labels[code]}" if labels[code] != code else code for code in cell.split(BETWEEN))


def _apart(cells: Mapping[str, str], form: Form) -> Cells:
    """Further columns under names that cannot be mistaken for the interchange's own."""
    return {f"{name} (source)" if name in form.columns else name: cell for name, cell in cells.items()}


def _values(cells: Cells, form: Form) -> tuple[str, ...]:
    return tuple(cells[column] for column in form.columns)
