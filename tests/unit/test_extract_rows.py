"""CSV files to rows: whatever an agency's system wrote is read back exactly, or told apart exactly."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholestory.engine.extract.rows import BIGGEST_CELL, Row, examine, fault_of

in_one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
text = st.text(st.characters(exclude_categories=["Cs"]))


def rows_of(folder: Path, content: bytes) -> list[Row]:
    path = folder / "file.csv"
    path.write_bytes(content)
    return list(examine(path).rows())


@in_one_folder
@given(rows=st.lists(st.lists(text, min_size=2, max_size=4), min_size=1), with_mark=st.booleans())
def test_whatever_a_csv_writer_wrote_is_read_back(tmp_path: Path, rows: list[list[str]], with_mark: bool) -> None:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    read = rows_of(tmp_path, written.getvalue().encode("utf-8-sig" if with_mark else "utf-8"))
    if rows[0][0].startswith("\ufeff") and not with_mark:
        rows[0][0] = rows[0][0].removeprefix("\ufeff")
    assert [row.cells for row in read] == rows
    assert not any(row.fault for row in read)


@in_one_folder
@given(content=st.binary() | st.text('a,"\r\n\0é').map(str.encode))
def test_the_rows_together_are_the_file_byte_for_byte(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    source = examine(path)
    rows = list(source.rows())
    assert b"".join(source.raw(row.text) for row in rows) == content
    lines = 1
    for row in rows:
        assert row.line == lines
        lines += row.text.count("\n")


def test_a_quoted_line_break_stays_in_its_cell_and_lines_are_counted_by_the_file(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'a,b\r\n1,"two\r\nlines"\r\n3,4\r\n')
    assert [(row.line, row.cells) for row in rows] == [(1, ["a", "b"]), (2, ["1", "two\r\nlines"]), (4, ["3", "4"])]


@pytest.mark.parametrize(
    ("content", "encoding", "cell"),
    [
        ("café £5\n".encode(), "utf-8", "café £5"),
        (b"\xef\xbb\xbfcaf\xc3\xa9\n", "utf-8", "café"),
        ("café £5\n".encode("cp1252"), "cp1252", "café £5"),
    ],
)
def test_the_encoding_is_found_out_from_the_bytes(tmp_path: Path, content: bytes, encoding: str, cell: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    source = examine(path)
    assert source.encoding == encoding
    assert [row.cells for row in source.rows()] == [[cell]]


def test_an_encoding_is_judged_by_the_whole_file_also_across_chunks(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a" * ((1 << 20) - 1) + "é".encode() + b"\n")
    assert examine(path).encoding == "utf-8"
    path.write_bytes(b"a" * ((1 << 20) + 5) + b"\xe9")
    assert examine(path).encoding == "cp1252"


@pytest.mark.parametrize(
    ("content", "at", "words"),
    [
        (b"1,2,3\n", None, "has 3 cells where the header has 2"),
        (b"1\n", None, "has 1 cell where the header has 2"),
        (b"1,a\0b\n", 1, "NUL"),
        (b"1,\xe9\x81\n", 1, "0x81"),
        (b"\xef\xbb\xbf1,\xe9\n", 1, "0xE9, which means nothing in UTF-8"),
        (b'1,"a"b\n', None, "twice"),
        (b"1,a\rb\n", None, "carriage return"),
        (b'1,"open\n2,3\n', None, "line 1 that is never closed"),
        (b'"1\n","a ""b"", c\n2,3\n', None, "line 2 that is never closed"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_remedy(
    tmp_path: Path, content: bytes, at: int | None, words: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    source = examine(path)
    rows = list(source.rows())
    index, why = fault_of(rows[0], source, 2)
    assert len(rows) == 1
    assert index == at
    assert words in why


def test_the_rows_after_one_that_is_no_csv_are_read(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'1,"a"b\n2,c\n')
    assert [(row.line, row.cells, bool(row.fault)) for row in rows] == [(1, [], True), (2, ["2", "c"], False)]


@pytest.mark.parametrize(("size", "taken"), [(BIGGEST_CELL, True), (BIGGEST_CELL + 1, False)])
def test_a_cell_of_ten_megabytes_is_taken_and_a_longer_one_is_not(tmp_path: Path, size: int, taken: bool) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b'1,"' + b"a\n" * (size // 2) + b"a" * (size % 2) + b'"\n')
    source = examine(path)
    (row,) = source.rows()
    index, why = fault_of(row, source, 2)
    assert (why == "") is taken
    assert index == (None if taken else 1)


def test_the_length_of_a_cell_is_counted_in_bytes(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"1," + "€".encode() * (BIGGEST_CELL // 3 + 1) + b"\n")
    source = examine(path)
    (row,) = source.rows()
    assert fault_of(row, source, 2)[0] == 1
