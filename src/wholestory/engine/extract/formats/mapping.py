"""What a mapping file says: the tables of a format, their columns and codes, and what each row becomes.

A mapping never computes: a field of the interchange is a column as it stands, a code said in the interchange's word,
or a fixed word. Whatever a row says beyond that is kept as further columns on its record or person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wholestory.practice.files import Header

CONTAINERS = ("csv", "xlsx", "jsonl", "parquet", "xml")
COLUMN_TYPES = ("id", "date", "number", "text")


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes that a format defines, each with its label, by every way of writing it that is accepted (`_plain`)."""

    name: str
    labels: Mapping[str, str]
    spellings: Mapping[str, str]

    def code_of(self, text: str) -> str | None:
        """The code that a cell means, None where the format defines none such. `1.0`, as spreadsheets put it, is 1."""
        plain = _plain(text)
        return self.spellings.get(plain) or self.spellings.get(plain.removesuffix(".0"))


def code_list(name: str, labels: Mapping[str, str], *, lists_words: bool) -> CodeList:
    """A code list. With `lists_words` (made for people to fill in) a label or the code within `a) N1 - …` does too."""
    spellings: dict[str, str] = {_plain(code): code for code in labels}
    if lists_words:
        for code, label in labels.items():
            bare = re.sub(r"^[a-z]{1,2}\d?\) ", "", code)
            short = re.split(r"[:-] ", bare, maxsplit=1)[0]
            for other in (bare, label, *((short,) if re.fullmatch(r"[A-Z]{0,3}\d{0,2}[A-Z]?", short) else ())):
                spellings.setdefault(_plain(other), code)
    return CodeList(name, labels, spellings)


def _plain(text: str) -> str:
    return " ".join(text.replace("–", "-").replace("’", "'").split()).casefold()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `names` are its name and other spellings, `type` one of COLUMN_TYPES or `codes` with a list.

    A table is known by its columns that are `needed` or `known`; the cells of those that are `needed` are never empty.
    """

    name: str
    names: tuple[str, ...]
    type: str
    codes: CodeList | None = None
    needed: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """How a field is made: from the first of `columns` that is not empty, or `fixed`.

    `words` says a code in the interchange's word (`*`: any that is not listed, which else stands as it is); `as_label`
    says it by its label in the format's code list.
    """

    columns: tuple[str, ...] = ()
    fixed: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    as_label: bool = False

    @property
    def copies(self) -> bool:
        """Whether the column stands in the field as it is, so that it need not be kept beside it."""
        return not self.words and not self.as_label and len(self.columns) == 1


@dataclass(frozen=True, slots=True)
class IdentifierPart:
    """A column that holds a number of `scheme`, if it has the form of one (an expression, empty for any)."""

    scheme: str
    column: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class ItemPart:
    """A thing seen, of one of the interchange's item types, and the column that holds it."""

    item_type: str
    column: str


@dataclass(frozen=True, slots=True)
class PersonPart:
    """Who a row is about: the columns that make the person's id, and further fields by the interchange's names."""

    id: tuple[str, ...]
    fields: Mapping[str, Value]
    identifiers: tuple[IdentifierPart, ...] = ()
    role: Value = field(default_factory=lambda: Value(fixed="subject"))


@dataclass(frozen=True, slots=True)
class RecordPart:
    """One record that a row becomes where `when` holds: by column, its codes (`*`: any value, empty: none).

    `id` are the columns that make the record's id, after the person's id and its name (`name`, mostly the kind); with
    `own_id` they are its id by themselves, so that rows of one record about several persons are one record. `answers`
    names the record of the same row, or of the row it stands in, that this one responds to. `note` is kept with each
    record: what a reader must know of how it was made.
    """

    name: str
    id: tuple[str, ...]
    fields: Mapping[str, Value]
    when: Mapping[str, tuple[str, ...]]
    items: tuple[ItemPart, ...] = ()
    answers: str = ""
    own_id: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a format. `at` is its element's path in XML; `inherit` the columns it has from the row around it.

    `is_register`: it lists persons, each once, so that a second row of the same person in the same file is a slip.
    """

    name: str
    title: str
    columns: Mapping[str, Column]
    person: PersonPart | None
    records: tuple[RecordPart, ...]
    at: str = ""
    inherit: tuple[str, ...] = ()
    is_register: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which nothing is this table."""
        return tuple(column.name for column in self.columns.values() if column.needed or column.known)


@dataclass(frozen=True, slots=True)
class XmlShape:
    """How an XML format is laid out: its root and the element that stands for one child, read one at a time.

    `must` are elements of the header by path and what they say in this format; `as_at` and `authority` are paths of
    the header that say when the data ends and whose it is.
    """

    root: str
    unit: str
    header: str = ""
    must: Mapping[str, str] = field(default_factory=dict)
    as_at: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A row as a format has it, and the records it becomes (`kind day outcome`), or the column that rejects it."""

    table: str
    row: Mapping[str, str]
    records: tuple[str, ...]
    rejected: str


@dataclass(frozen=True, slots=True)
class Format:
    """One mapping file. `day_first`: dates may stand as 31/12/2020, beside ISO 8601, which always does."""

    header: Header
    containers: tuple[str, ...]
    agency_kind: str
    agency_title: str
    day_first: bool
    tables: tuple[Table, ...]
    codes: Mapping[str, CodeList]
    xml: XmlShape | None = None
    examples: tuple[Example, ...] = ()

    @property
    def id(self) -> str:
        """Its name on the command line, and the name of its agency's folder unless another is given."""
        return self.header.id

    def table(self, name: str) -> Table:
        """A table by its name."""
        return next(table for table in self.tables if table.name == name)
