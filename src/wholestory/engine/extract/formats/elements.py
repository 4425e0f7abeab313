"""The elements of one child of an XML format as rows of its tables, each with its own cells and bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wholestory.engine.extract.formats.mapping import Table
from wholestory.engine.extract.formats.values import BETWEEN

STRAY = "text between elements"
_CODECS = ("utf-8", "utf-16-le", "utf-16-be")
Tables = Mapping[tuple[str, ...], Table]


class Element:
    """An element of one child: its tag and its name without a prefix, where it stands in the file, what it holds."""

    __slots__ = ("closed_at", "inside", "line", "name", "start", "tag", "text")

    def __init__(self, tag: str, line: int, start: int) -> None:
        self.tag = tag
        self.name = tag.rpartition(":")[2]
        self.line = line
        self.start = start
        self.closed_at = start
        self.inside: list[Element] = []
        self.text: list[str] = []

    @property
    def words(self) -> str:
        """Its own text without the layout around it."""
        return "".join(self.text).strip()


class Row:
    """One element as a row of its table: the cells of its own and below, but not of other tables' elements."""

    __slots__ = ("cells", "line", "raw", "table")

    def __init__(self, table: Table, line: int, cells: dict[str, str], raw: bytes) -> None:
        self.table = table
        self.line = line
        self.cells = cells
        self.raw = raw


def leaves(element: Element, before: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The cells below an element by path, text that stands between elements among them."""
    for one in element.inside:
        path = (*before, one.name)
        if one.inside:
            yield from leaves(one, path)
            if one.words:
                yield "/".join((*path, STRAY)), one.words
        else:
            yield "/".join(path), one.words


@dataclass(frozen=True, slots=True)
class Held:
    """The bytes of one child and a little beyond, and where in the file they begin."""

    content: bytes
    begins: int

    def bytes_of(self, element: Element) -> bytes:
        """An element's own bytes, from its start tag to the end of its end tag."""
        first, last = element.start - self.begins, element.closed_at - self.begins
        for codec in _CODECS:
            # Behind an element that is empty no end tag of its own follows.
            if self.content.startswith(f"</{element.tag}".encode(codec, "replace"), last):
                close = ">".encode(codec)
                last = self.content.find(close, last) + len(close)
                break
        return self.content[first:last]


def rows_of(unit: Element, at: tuple[str, ...], tables: Tables, held: Held) -> Iterator[Row]:
    """The rows of a child: of its own table, then of the tables inside it."""
    yield from _rows(unit, at, tables, {}, held)


def _rows(
    element: Element, at: tuple[str, ...], tables: Tables, around: Mapping[str, str], held: Held
) -> Iterator[Row]:  # `around`: the cells of the row it stands in
    row = _Gathered(tables, tables[at], {name: around[name] for name in tables[at].inherit if name in around})
    row.gather(element, at, ())
    row.put(STRAY if element.inside else element.name, element.words)
    yield Row(row.table, element.line, row.cells, held.bytes_of(element))
    for inner, path in row.nested:
        yield from _rows(inner, path, tables, row.cells, held)


class _Gathered:
    """The cells of one row, and the elements of other tables that stand inside it."""

    def __init__(self, tables: Tables, table: Table, cells: dict[str, str]) -> None:
        self.table = table
        self.cells = cells
        self.nested: list[tuple[Element, tuple[str, ...]]] = []
        self._tables = tables

    def gather(self, element: Element, at: tuple[str, ...], below: tuple[str, ...]) -> None:
        """Collect what stands below an element.

        A leaf is named by its element where the mapping names it, else by its whole path, so that nothing is mistaken.
        """
        for one in element.inside:
            path, within = (*at, one.name), (*below, one.name)
            if path in self._tables:
                self.nested.append((one, path))
            elif one.inside:
                self.gather(one, path, within)
                self.put("/".join((*within, STRAY)), one.words)
            else:
                self.put(one.name if one.name in self.table.columns else "/".join(within), one.words)

    def put(self, name: str, words: str) -> None:
        """Add to a cell; an element that is repeated makes a list."""
        if words:
            words = words.replace(BETWEEN, "\\" + BETWEEN)
            self.cells[name] = f"{self.cells[name]}{BETWEEN}{words}" if self.cells.get(name) else words
