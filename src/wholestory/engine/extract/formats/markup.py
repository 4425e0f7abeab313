"""XML formats: one child at a time from a stream, each table's elements as rows with their own bytes.

No document type, entity or reference outside the file is followed (defusedxml refuses them). A child of more than
10 MB, or nested more than 32 deep, is refused; what came before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from wholestory.engine.extract.formats.elements import STRAY, Element, Held, Row, leaves, rows_of
from wholestory.engine.extract.formats.mapping import Format, XmlShape
from wholestory.engine.extract.manifest import ExtractError
from wholestory.engine.extract.rows import BIGGEST_CELL

DEEPEST = 32
_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 10
_MOST_UNREAD = 100


@dataclass
class Document:
    """An XML file of a known format, with its header's leaves by path.

    After `rows` has run `unread` counts the elements outside header and children, and `broken` is not None where the
    file could not be read to its end: the line from which on, why, and the bytes that were left.
    """

    path: Path
    format: Format
    header: Mapping[str, str]
    unread: dict[str, int] = field(default_factory=dict)
    broken: tuple[int, str, bytes] | None = None

    def rows(self) -> Iterator[Row]:
        """Every row of every table, a child's own before those that stand in it."""
        shape = self.format.xml
        assert shape is not None
        tables = {tuple(table.at.split("/")): table for table in self.format.tables}
        builder = _Builder(shape)
        with self.path.open("rb") as file:
            for unit in self._units(builder):
                file.seek(unit.start)
                held = Held(file.read(unit.closed_at - unit.start + _LONGEST_TAG), unit.start)
                yield from rows_of(unit, tuple(shape.unit.split("/")), tables, held)
            if self.broken is not None:
                file.seek(builder.safe_end)
                self.broken = (*self.broken[:2], _behind_the_tag(file.read(BIGGEST_CELL)))
        self.unread = builder.unread

    def _units(self, builder: _Builder) -> Iterator[Element]:
        parser = _Parser(builder)
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    parser.feed(chunk)
                    yield from builder.take()
                    builder.check_size(parser.at())
                parser.close()
                yield from builder.take()
        except (SAXException, DefusedXmlException, _RefusedError) as error:
            yield from builder.take()
            line = error.getLineNumber() if isinstance(error, SAXParseException) else parser.line()
            self.broken = (line or 1, _why(error), b"")


def _behind_the_tag(rest: bytes) -> bytes:
    """What is left of a file behind the end tag of its last whole child."""
    return rest.partition(b">")[2] if rest.startswith(b"</") else rest


class _RefusedError(Exception):
    """A child that is out of bounds."""


def _why(error: Exception) -> str:
    if isinstance(error, DefusedXmlException):
        return "holds a document type or an entity, which is never followed; take it out"
    if isinstance(error, _RefusedError):
        return str(error)
    return "is no sound XML from here on; close or mend the element, and hand the file in again"


class _Parser(DefusedExpatParser):  # type: ignore[misc]  # defusedxml has no types
    """The safe parser, telling where it is in the file."""

    def __init__(self, builder: _Builder) -> None:
        super().__init__(forbid_dtd=True)
        builder.parser = self
        self.setContentHandler(builder)

    def at(self) -> int:
        """The byte at which the event under way begins."""
        return int(self._parser.CurrentByteIndex) if self._parser else 0

    def line(self) -> int:
        """The line, from 1, at which the event under way begins."""
        return int(self._parser.CurrentLineNumber) if self._parser else 1


class _Builder(ContentHandler):
    """Puts the elements of one child together; everything else is header or is counted as unread."""

    parser: _Parser

    def __init__(self, shape: XmlShape) -> None:
        super().__init__()
        self._unit = tuple(shape.unit.split("/"))
        self._header = tuple(shape.header.split("/"))
        self._path: list[str] = []
        self._open: list[Element] = []
        self._done: list[Element] = []
        self._header_root: Element | None = None
        self.unread: dict[str, int] = {}
        self.safe_end = 0
        self.root = ""
        self.saw_unit = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the handler's own name
        plain = name.rpartition(":")[2]
        self._path.append(plain)
        if len(self._path) > DEEPEST:
            raise _RefusedError(f"is nested more than {DEEPEST} deep; take out what does not belong there")
        path = tuple(self._path)
        self.root = self.root or plain
        self.saw_unit = self.saw_unit or path == self._unit
        if self._open or path in (self._unit, self._header):
            element = Element(name, self.parser.line(), self.parser.at())
            element.inside = [_attribute(key, value, element) for key, value in attrs.items() if _says_something(key)]
            if self._open:
                self._open[-1].inside.append(element)
            self._open.append(element)
        elif path != self._unit[: len(path)]:
            self._count_unread("/".join(path))

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].text.append(content)
        elif content.strip():
            self._count_unread(STRAY)

    def _count_unread(self, what: str) -> None:
        what = what if what in self.unread or len(self.unread) < _MOST_UNREAD else "other elements"
        self.unread[what] = self.unread.get(what, 0) + 1

    def endElement(self, name: str) -> None:  # noqa: N802 - the handler's own name
        self._path.pop()
        if not self._open:
            return
        element = self._open.pop()
        element.closed_at = self.parser.at()
        if self._open:
            return
        if element.name == self._unit[-1]:
            self._done.append(element)
        else:
            self._header_root = element
        self.safe_end = element.closed_at

    def take(self) -> Iterator[Element]:
        """The children that are complete, each once."""
        while self._done:
            yield self._done.pop(0)

    def check_size(self, at: int) -> None:
        """Refuse a child that has grown beyond all measure."""
        if self._open and at - self._open[0].start > BIGGEST_CELL:
            raise _RefusedError("has a child longer than 10 MB; shorten it, or hand the documents over by themselves")

    def header_cells(self) -> Iterator[tuple[str, str]]:
        """The header's leaves by path."""
        if self._header_root is not None:
            yield from leaves(self._header_root, ())


def _says_something(key: str) -> bool:
    return not key.startswith("xmlns") and not key.startswith("xsi:")


def _attribute(key: str, value: str, of: Element) -> Element:
    element = Element(f"@{key}", of.line, of.start)
    element.text.append(value)
    return element


def sniff_header(path: Path, shape: XmlShape) -> Mapping[str, str] | None:
    """The header of an XML file by path if its root is the format's; None otherwise. Nothing after it is read.

    Raises ExtractError where the file begins with something that is never followed.
    """
    builder = _Builder(shape)
    parser = _Parser(builder)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.feed(chunk)
                if builder.safe_end or builder.saw_unit or builder.root != shape.root:
                    break
    except DefusedXmlException as error:
        raise ExtractError(f"{path.name} {_why(error)}.") from error
    except (SAXException, _RefusedError):
        pass
    return dict(builder.header_cells()) if builder.root == shape.root else None
