"""The four files of the interchange, and where a file's header puts their columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from wholestory.engine.extract.rows import MARKS


@dataclass(frozen=True, slots=True)
class Form:
    """One file of the interchange: its columns in the order of the contract, and those a row is nothing without."""

    file: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    optional: bool = False


PEOPLE = Form(
    "people.csv",
    (
        "person_id",
        "forenames",
        "surname",
        "aliases",
        "date_of_birth",
        "sex",
        "ethnicity",
        "postcode",
        "address",
        "phones",
        "identifiers",
    ),
    ("person_id",),
)
RECORDS = Form(
    "records.csv",
    (
        "record_id",
        "kind",
        "happened_from",
        "happened_to",
        "recorded_at",
        "district",
        "place",
        "narrative",
        "outcome",
        "responds_to",
        "author_role",
        "handling",
    ),
    ("record_id", "kind", "recorded_at"),
)
INVOLVEMENTS = Form(
    "involvements.csv",
    ("record_id", "person_id", "role"),
    ("record_id", "person_id", "role"),
)
ITEMS = Form(
    "items.csv",
    ("record_id", "item_type", "value", "person_id"),
    ("record_id", "item_type", "value"),
    optional=True,
)
FORMS = (PEOPLE, RECORDS, INVOLVEMENTS, ITEMS)

Values = tuple[str, ...]
Extra = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's header: `names` as written, and how to pick from a row the columns of the contract in their order.

    `fault` is not empty where no row of the file can be read, and says why and how to mend it.
    """

    names: tuple[str, ...]
    pick: Callable[[list[str]], Values]
    extra_at: tuple[int, ...]
    fault: str = ""

    def extra(self, cells: list[str]) -> Extra:
        """The columns that the contract does not name and that are not empty, in the order of the file."""
        return tuple((self.names[index], cells[index]) for index in self.extra_at if cells[index])

    def name_of(self, index: int | None) -> str:
        """The name of a column by its place, empty for none."""
        return "" if index is None or index >= len(self.names) else self.names[index]


def layout(header: list[str], form: Form) -> Layout:
    """Where a header puts the columns of a form. A column that is absent reads as empty in every row."""
    names = tuple(name.strip(" \t") or f"column {number}" for number, name in enumerate(header, 1))
    known = set(form.columns)
    # Index -1 is an empty cell that the picker appends to each row.
    places = [names.index(column) if column in names else -1 for column in form.columns]
    extra_at = tuple(index for index, name in enumerate(names) if name not in known)
    return Layout(names, _picker(places), extra_at, _header_fault(names, form))


def _picker(places: list[int]) -> Callable[[list[str]], Values]:
    get: Callable[[list[str]], Values] = itemgetter(*places)

    def pick(cells: list[str]) -> Values:
        return get([*cells, ""])

    return pick


def _header_fault(names: tuple[str, ...], form: Form) -> str:
    """Sentences name only the contract's own columns: a file without a header has a child's words in its first row."""
    if not names:
        return f"the file is empty; give it the header of {form.file}"
    twice = [column for column in form.columns if names.count(column) > 1]
    if twice:
        return f"the header of the file names the column {twice[0]} twice; keep the one that is meant"
    plain = {_plain(name) for name in names if name not in form.columns}
    for column in form.columns:
        if column not in names and _plain(column) in plain:
            return f"the header of the file spells the column {column} otherwise; write it just as {column}"
    if between := _between(names, form):
        return f"the header of the file has {between} between its names; save {form.file} as CSV with commas"
    missing = [column for column in form.needed if column not in names]
    if missing:
        return f"the header of the file has no column {', '.join(missing)}; add it as the first row of {form.file}"
    return ""


def _between(names: tuple[str, ...], form: Form) -> str:
    """What else than commas parts the names of a header that was read as one name; empty where nothing does."""
    if len(names) != 1 or names[0] in form.columns:
        return ""
    parted = ((between, {part.strip() for part in names[0].split(mark)}) for mark, between in MARKS.items())
    return next((between for between, parts in parted if parts.issuperset(form.needed)), "")


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()
