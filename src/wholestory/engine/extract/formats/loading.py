"""Loads mapping files, and refuses a faulty one with sentences that teach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from wholestory.engine.extract.columns import PEOPLE, RECORDS
from wholestory.engine.extract.formats.mapping import (
    COLUMN_TYPES,
    CONTAINERS,
    CodeList,
    Column,
    Example,
    Format,
    IdentifierPart,
    ItemPart,
    PersonPart,
    RecordPart,
    Table,
    Value,
    XmlShape,
    code_list,
)
from wholestory.engine.extract.manifest import ExtractError
from wholestory.model.records import AGENCY_KINDS, ITEM_TYPES, ROLES
from wholestory.practice.files import RuleFile

_PERSON_FIELDS = frozenset(PEOPLE.columns) - {"person_id", "identifiers"}
_RECORD_FIELDS = frozenset(RECORDS.columns) - {"record_id"}
_FIELD_KEYS = frozenset({"name", "id", "own_id", "when", "items", "answers", "note"})
_VALUE_KEYS = frozenset({"column", "first", "fixed", "words", "label"})


class MappingError(ExtractError):
    """A mapping file that was refused: a sentence a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The mapping file cannot be used:\n  " + "\n  ".join(faults))
        self.faults = faults


def shipped() -> tuple[Format, ...]:
    """The formats that come with the program, by name. Raises MappingError."""
    folder = Path(str(files("wholestory.engine.extract.formats"))) / "mappings"
    return tuple(load(path) for path in sorted(folder.glob("*.toml")))


def load(path: Path) -> Format:
    """Load one mapping file. Raises MappingError."""
    faults: list[str] = []
    loaded = _Loader(RuleFile(path, faults)).format()
    if faults:
        raise MappingError(faults)
    return loaded


class _Loader:
    """One mapping file being read; `file` collects the faults."""

    def __init__(self, file: RuleFile) -> None:
        self.file = file
        self.codes: dict[str, CodeList] = {}

    def format(self) -> Format:
        file = self.file
        header = file.header()
        containers = file.texts("containers")
        if not containers or set(containers) - set(CONTAINERS):
            file.fault("has containers that are not some of: " + ", ".join(CONTAINERS) + '; write containers = ["csv"]')
        kind = file.text("agency_kind", "one of: " + ", ".join(AGENCY_KINDS))
        if kind and kind not in AGENCY_KINDS:
            file.fault(f'has agency_kind = "{kind}"; write one of: ' + ", ".join(AGENCY_KINDS))
        self.codes = self._codes()
        tables = tuple(self._table(table) for table in file.tables("table"))
        if not tables:
            file.fault("has no table; add [[table]] with its name, its columns and the records that a row becomes")
        shape = self._xml() if "xml" in containers else None
        return Format(
            header=header,
            containers=containers,
            agency_kind=kind,
            agency_title=file.text("agency_title", "what the agency is called in the report"),
            day_first=bool(file.table.get("day_first", True)),
            tables=tables,
            codes=self.codes,
            xml=shape,
            examples=tuple(self._example(table, tables) for table in file.tables("example")),
        )

    def _codes(self) -> dict[str, CodeList]:
        found = {}
        words = bool(self.file.table.get("lists_words", False))
        for name, labels in self._mapping(self.file.table, "codes").items():
            if isinstance(labels, dict) and all(isinstance(label, str) for label in labels.values()):
                found[name] = code_list(name, labels, lists_words=words)
            else:
                self.file.fault(f'has codes.{name} that is not a list of codes; write each as CODE = "what it means"')
        return found

    def _xml(self) -> XmlShape:
        table = self._mapping(self.file.table, "xml")
        if not table.get("root") or not table.get("unit"):
            self.file.fault("reads XML and has no [xml] with root and unit; name the outermost element and the child's")
        return XmlShape(
            root=str(table.get("root", "")),
            unit=str(table.get("unit", "")),
            header=str(table.get("header", "")),
            must={str(path): str(word) for path, word in table.get("must", {}).items()},
            as_at=str(table.get("as_at", "")),
            authority=str(table.get("authority", "")),
        )

    def _table(self, table: dict[str, Any]) -> Table:
        name = str(table.get("name", ""))
        if not name:
            self.file.fault('has a table without a name; write name = "…" under [[table]]')
        columns = self._columns(table, name)
        known = frozenset(columns)
        person = self._person(self._mapping(table, "person"), known, name) if "person" in table else None
        records = tuple(self._record(part, known, name) for part in table.get("record", []))
        if person is None:
            self.file.fault(f'has a table {name} about nobody; add person = {{ id = ["COLUMN"] }} under it')
        return Table(
            name=name,
            title=str(table.get("title", name)),
            columns=columns,
            person=person,
            records=records,
            at=str(table.get("at", "")),
            inherit=tuple(table.get("inherit", ())),
            is_register=bool(table.get("is_register", False)),
        )

    def _columns(self, table: dict[str, Any], where: str) -> dict[str, Column]:
        found = {
            name: self._column(name, spec, where)
            for name, spec in self._mapping(table, "columns").items()
            if isinstance(spec, dict)
        }
        if not any(column.needed for column in found.values()):
            self.file.fault(f"has a table {where} that needs no column; mark those it is known by with needed = true")
        return found

    def _column(self, name: str, spec: dict[str, Any], where: str) -> Column:
        kind = str(spec.get("type", "codes" if "codes" in spec else "text"))
        codes = self.codes.get(str(spec.get("codes", "")))
        if kind == "codes" and codes is None:
            self.file.fault(f"names codes for {where}.{name} that it does not list; add [codes.{spec.get('codes')}]")
        elif kind != "codes" and kind not in COLUMN_TYPES:
            self.file.fault(f'gives {where}.{name} the type "{kind}"; write one of: ' + ", ".join(COLUMN_TYPES))
        names = (name, *spec.get("also", ()))
        return Column(name, names, kind, codes, bool(spec.get("needed", False)), bool(spec.get("known", False)))

    def _person(self, table: Mapping[str, Any], known: frozenset[str], where: str) -> PersonPart:
        fields = {
            name: self._value(value, known, f"{where}.person.{name}")
            for name, value in table.items()
            if name in _PERSON_FIELDS
        }
        self._no_others(table, _PERSON_FIELDS | {"id", "identifiers", "role"}, f"{where}.person")
        identifiers = tuple(
            IdentifierPart(str(part["scheme"]), str(part["column"]), str(part.get("form", "")))
            for part in table.get("identifiers", [])
        )
        for part in identifiers:
            self._form(part, where)
        self._known([part.column for part in identifiers], known, f"{where}.person.identifiers")
        role = self._value(table.get("role", {"fixed": "subject"}), known, f"{where}.person.role")
        for word in (role.fixed, *role.words.values()):
            if word and word not in ROLES:
                self.file.fault(f'gives {where}.person the role "{word}"; write one of: ' + ", ".join(ROLES))
        return PersonPart(self._id(table, known, f"{where}.person"), fields, identifiers, role)

    def _record(self, table: dict[str, Any], known: frozenset[str], where: str) -> RecordPart:
        kind = table.get("kind")
        name = str(table.get("name") or (kind.get("fixed", "record") if isinstance(kind, dict) else kind or "record"))
        place = f"{where}.{name}"
        for needed in ("kind", "recorded_at"):
            if needed not in table:
                self.file.fault(f"makes {place} without {needed}; name the column that says it, or fix it")
        self._no_others(table, _RECORD_FIELDS | _FIELD_KEYS, place)
        fields = {
            field: self._value({"fixed": value} if field == "kind" and isinstance(value, str) else value, known, place)
            for field, value in table.items()
            if field in _RECORD_FIELDS
        }
        when = {str(column): tuple(codes) for column, codes in self._mapping(table, "when").items()}
        self._known(when, known, f"{place}.when")
        items = tuple(ItemPart(str(part["item_type"]), str(part["column"])) for part in table.get("items", []))
        self._known([part.column for part in items], known, f"{place}.items")
        for part in items:
            if part.item_type not in ITEM_TYPES:
                self.file.fault(
                    f'has an item_type "{part.item_type}" in {place}; write one of: ' + ", ".join(ITEM_TYPES)
                )
        return RecordPart(
            name=name,
            id=self._id(table, known, place),
            fields=fields,
            when=when,
            items=items,
            answers=str(table.get("answers", "")),
            own_id=bool(table.get("own_id", False)),
            note=str(table.get("note", "")),
        )

    def _id(self, table: Mapping[str, Any], known: frozenset[str], place: str) -> tuple[str, ...]:
        columns = tuple(table.get("id", ()))
        if not columns:
            self.file.fault(f'makes {place} without an id; write id = ["COLUMN", …], the columns that tell it apart')
        self._known(columns, known, f"{place}.id")
        return columns

    def _value(self, spec: Any, known: frozenset[str], place: str) -> Value:
        if isinstance(spec, str):
            spec = {"column": spec}
        if not isinstance(spec, dict) or set(spec) - _VALUE_KEYS:
            self.file.fault(f'says {place} in a way that is not known; write "COLUMN", or {{ fixed = "…" }}')
            return Value()
        columns = tuple(spec.get("first", ())) or ((str(spec["column"]),) if "column" in spec else ())
        self._known(columns, known, place)
        words = {str(code): str(word) for code, word in spec.get("words", {}).items()}
        return Value(columns, str(spec.get("fixed", "")), words, bool(spec.get("label", False)))

    def _example(self, table: dict[str, Any], tables: tuple[Table, ...]) -> Example:
        name = str(table.get("table", ""))
        if name not in {one.name for one in tables}:
            self.file.fault(f'has an example of the table "{name}", which it does not have; name one that it has')
        row = {str(column): str(cell) for column, cell in self._mapping(table, "row").items()}
        return Example(name, row, tuple(table.get("records", ())), str(table.get("rejected", "")))

    def _form(self, part: IdentifierPart, where: str) -> None:
        try:
            re.compile(part.form)
        except re.error as error:
            self.file.fault(f"has a form in {where}.person.identifiers that is no expression ({error}); mend it")

    def _known(self, columns: Any, known: frozenset[str], place: str) -> None:
        for column in columns:
            if column not in known:
                self.file.fault(
                    f"uses the column {column} in {place}, which the table does not have; add it to columns"
                )

    def _no_others(self, table: Mapping[str, Any], allowed: frozenset[str], place: str) -> None:
        for other in sorted(set(table) - allowed):
            self.file.fault(f"sets {other} in {place}, which the interchange does not know; drop it, or mend its name")

    def _mapping(self, table: Mapping[str, Any], name: str) -> dict[str, Any]:
        value = table.get(name, {})
        if isinstance(value, dict):
            return value
        self.file.fault(f"has {name} that is not a table; write it as {name} = {{ … }} or [{name}]")
        return {}
