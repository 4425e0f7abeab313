"""An agency's CSV file as rows: its encoding found out, each row with the line it starts on and its exact bytes.

RFC 4180 as the csv module reads it in strict mode. A row's text is kept beside its cells, and decoding is
reversible byte for byte, so that a row that cannot be taken can be handed back as it came.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

BIGGEST_CELL = 10 * 1024 * 1024
_CHUNK = 1 << 20
_NO_LIMIT = 2**31 - 1

UTF8, WINDOWS, UTF16 = "utf-8", "cp1252", "utf-16"
MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may stand between a table's cells, and what it is called. An extract's own files have commas."""
_NAMES = {UTF8: "UTF-8", WINDOWS: "Windows-1252"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file and how to read it.

    `encoding` is UTF8, WINDOWS or UTF16 (which cannot be read); `exact` is false where some byte has no meaning in
    it, `has_nul` true where some byte is NUL. `mark`, one of MARKS, parts the cells.
    """

    path: Path
    encoding: str
    exact: bool
    has_nul: bool
    mark: str = ","

    def raw(self, text: str) -> bytes:
        """The bytes that a row's text was decoded from."""
        return text.encode(self._codec, "surrogateescape")

    @property
    def _codec(self) -> str:
        return WINDOWS if self.encoding == UTF16 else self.encoding

    def rows(self) -> Iterator[Row]:
        """Every row in order, the header and empty rows included: their texts together are the whole file."""
        csv.field_size_limit(_NO_LIMIT)  # its own limit would split an over-long row in the middle
        with self.path.open(encoding=self._codec, errors="surrogateescape", newline="\n") as file:
            pending: list[str] = []
            reader = csv.reader(_lines(file, pending), strict=True, delimiter=self.mark)
            while True:
                line, cells, fault = reader.line_num + 1, [], ""
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    fault = _sentence(str(error), "".join(pending), line, self.mark)
                yield Row(line, "".join(pending), cells, fault)
                pending.clear()


class Row(NamedTuple):
    """One row: the line it starts on (from 1), its text with its line ending, its cells.

    Where the row is no CSV, `cells` is empty and `fault` says why and how to mend it.
    """

    line: int
    text: str
    cells: list[str]
    fault: str


def examine(path: Path) -> Source:
    """Find out how a file is to be read, from all of its bytes. Raises OSError."""
    decoder, mark, exact, has_nul = codecs.getincrementaldecoder(UTF8)(), b"", True, False
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            mark = mark or chunk[:3]
            has_nul = has_nul or b"\0" in chunk
            exact = exact and _decodes(decoder, chunk)
    exact = exact and _decodes(decoder, b"", final=True)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Source(path, UTF16, False, has_nul)
    if exact or mark == codecs.BOM_UTF8:
        return Source(path, UTF8, exact, has_nul)
    return Source(path, WINDOWS, _is_windows(path), has_nul)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _is_windows(path: Path) -> bool:
    undefined = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
    with path.open("rb") as file:
        return not any(undefined.search(chunk) for chunk in iter(lambda: file.read(_CHUNK), b""))


def _lines(file: Iterator[str], pending: list[str]) -> Iterator[str]:
    first = next(file, "")
    if first:
        pending.append(first)
        yield first.removeprefix("\ufeff")
    for line in file:
        pending.append(line)
        yield line


def fault_of(row: Row, source: Source, width: int) -> tuple[int | None, str]:
    """Why a row cannot be taken whatever it says: the number of the cell at fault from 0, if one is, and a sentence.

    The sentence is empty where the row is sound.
    """
    if row.fault:
        return None, row.fault
    if source.has_nul and "\0" in row.text:
        return _first(row.cells, "\0"), "holds a NUL byte, which no text does; take it out"
    if not source.exact and (odd := _UNREADABLE.search(row.text)):
        byte = ord(odd.group()) - 0xDC00
        what = f"holds the byte 0x{byte:02X}, which means nothing in {_NAMES.get(source.encoding, source.encoding)}"
        return _first(row.cells, odd.group()), f"{what}; write the letter again, in a file saved as UTF-8"
    if len(row.cells) != width:
        return None, _ragged(len(row.cells), width)
    if len(row.text) > BIGGEST_CELL // 4:
        for index, cell in enumerate(row.cells):
            if len(cell) > BIGGEST_CELL or len(source.raw(cell)) > BIGGEST_CELL:
                return index, "is longer than 10 MB; shorten it, or hand the document over by itself"
    return None, ""


_UNREADABLE = re.compile("[\udc80-\udcff]")


def _first(cells: list[str], part: str) -> int | None:
    return next((index for index, cell in enumerate(cells) if part in cell), None)


def _ragged(cells: int, width: int) -> str:
    counted = f"has {cells} {'cell' if cells == 1 else 'cells'} where the header has {width}; "
    if cells < width:
        return counted + "add the commas that are missing, also for cells that are empty"
    return counted + 'put a cell that itself holds a comma in quotation marks ("…"), or take the surplus commas out'


_WHOLE_CELL = {mark: re.compile(rf'(?:"[^"]*(?:""[^"]*)*"|[^"{mark}\r\n][^{mark}\r\n]*)?{mark}') for mark in MARKS}


def _sentence(error: str, text: str, line: int, mark: str) -> str:
    """The csv module's complaint in words that help; `text` is never repeated in it."""
    if "unexpected end" in error:
        at = 0
        while found := _WHOLE_CELL[mark].match(text, at):
            at = found.end()
        opened = line + text.count("\n", 0, at)
        return (
            f"opens a quotation mark on line {opened} that is never closed, so that the rest of the file cannot be "
            "told apart; close it there and hand in the rows from there on"
        )
    if "new-line" in error:
        return (
            "has a carriage return that ends no line; put the cell in quotation marks, or save the file with line "
            "endings of Windows or Unix"
        )
    return (
        'goes on after a closing quotation mark; write a quotation mark inside a cell twice ("") and put the whole '
        "cell in quotation marks"
    )
