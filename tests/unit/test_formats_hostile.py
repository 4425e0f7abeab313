"""Files made to do harm, or broken by accident: refused or set aside in a sentence, never followed or run."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from wholestory.engine.extract import ExtractError, FileCount
from wholestory.engine.extract.formats import Choice, Conversion, convert, shipped, workbooks
from wholestory.model.moments import Moment

FORMATS = shipped()
NOW = Moment.parse("2024-06-30T12:00")
CHILD = "<Child><ChildIdentifiers><LAchildID>K1</LAchildID></ChildIdentifiers></Child>"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"


def made(path: Path, content: str | bytes) -> Conversion:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return convert([path], Choice(FORMATS, NOW))


def census(inside: str, before: str = "") -> str:
    return f"{before}<Message><Header/><Children>{inside}</Children></Message>"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE Message [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE Message [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE Message SYSTEM "http://127.0.0.1:9/never.dtd">',
    ],
)
def test_entities_and_document_types_are_refused(tmp_path: Path, doctype: str) -> None:
    with pytest.raises(ExtractError, match="document type or an entity"):
        made(tmp_path / "census.xml", census(CHILD, doctype))


def test_deep_nesting_is_set_aside_and_what_came_before_is_kept(tmp_path: Path) -> None:
    deep = "<Child>" + "<x>" * 200_000
    conversion = made(tmp_path / "census.xml", census(CHILD + deep))
    assert conversion.counts["cin_census/census.xml"] == FileCount(read=2, taken=1, rejected=1)
    assert "nested more than 32 deep" in conversion.rejects[0].why


def test_a_child_of_more_than_ten_megabytes_is_set_aside(tmp_path: Path) -> None:
    huge = "<Child><ChildIdentifiers><LAchildID>" + "x" * (11 << 20) + "</LAchildID></ChildIdentifiers></Child>"
    conversion = made(tmp_path / "census.xml", census(CHILD + huge))
    assert conversion.counts["cin_census/census.xml"] == FileCount(read=2, taken=1, rejected=1)
    assert "longer than 10 MB" in conversion.rejects[0].why


def test_xml_that_breaks_off_is_set_aside_from_the_last_whole_child_on(tmp_path: Path) -> None:
    conversion = made(
        tmp_path / "census.xml", "<Message><Header/><Children>" + CHILD + "<Child><ChildIdentifiers><LAch"
    )
    assert conversion.counts["cin_census/census.xml"] == FileCount(read=2, taken=1, rejected=1)
    assert conversion.rejects[0].raw == b"<Child><ChildIdentifiers><LAch\n"


def test_a_workbook_that_unpacks_to_more_than_a_machine_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1 << 20)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (8 << 20))
    with pytest.raises(ExtractError, match="unpacks to more than"):
        convert([path], Choice(FORMATS, NOW))


def test_a_sheet_whose_far_corner_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "Child Unique ID"
    book.active["XFD1048576"] = "far away"
    book.save(tmp_path / "sparse.xlsx")
    with pytest.raises(ExtractError, match="20,000,000 cells"):
        convert([tmp_path / "sparse.xlsx"], Choice(FORMATS, NOW))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no zip after all", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook", b"PAR1 nothing"]
)
def test_a_damaged_container_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ExtractError, match=r"save it|write it again"):
        made(tmp_path / "damaged", content)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"\n \n"):
        with pytest.raises(ExtractError, match="is empty"):
            made(tmp_path / "nothing.csv", content)


def test_a_wrong_extension_makes_no_difference(tmp_path: Path) -> None:
    conversion = made(tmp_path / "missing.xlsx", MISSING + "7,03/02/2009,M,01/03/2020,\n")
    assert conversion.counts["ssda903/missing.xlsx"].taken == 1
    assert made(tmp_path / "census.csv", census(CHILD)).counts["cin_census/census.csv"].taken == 1


def test_a_header_that_names_a_column_twice_sets_every_row_aside(tmp_path: Path) -> None:
    conversion = made(
        tmp_path / "missing.csv", MISSING.replace("DOB", "MIS_END") + "7,03/02/2020,M,01/03/2020,\n8,,A,01/03/2020,\n"
    )
    assert conversion.counts["ssda903/missing.csv"] == FileCount(read=2, taken=0, rejected=2)
    assert "names the column MIS_END twice" in conversion.rejects[0].why


def test_unknown_columns_of_the_same_name_each_keep_their_cell(tmp_path: Path) -> None:
    conversion = made(tmp_path / "missing.csv", MISSING.strip() + ",Note,Note,\n7,,M,01/03/2020,,one,two,three\n")
    cells = next(iter(conversion.drafts["ssda903"].records.values())).cells
    assert (cells["Note"], cells["Note (column 7)"], cells["column 8"]) == ("one", "two", "three")


def test_a_huge_cell_sets_its_row_aside_alone(tmp_path: Path) -> None:
    conversion = made(
        tmp_path / "missing.csv",
        MISSING.strip() + ",Note\n7,,M,01/03/2020,," + "x" * (11 << 20) + "\n8,,A,01/03/2020,,\n",
    )
    assert conversion.counts["ssda903/missing.csv"] == FileCount(read=2, taken=1, rejected=1)


def test_json_that_is_nested_without_end_or_names_a_value_twice_is_set_aside(tmp_path: Path) -> None:
    good = '{"person_id": "P1", "record_id": "R1", "kind": "visit", "recorded_at": "2024-01-02"}\n'
    conversion = made(
        tmp_path / "events.jsonl",
        good
        + '{"a": '
        + "[" * 100_000
        + "\n"
        + '{"kind": "a", "kind": "b"}\n'
        + '["no object"]\n'
        + '{"a": 1e999}\n'
        + "\xff\n",
    )
    assert conversion.counts["interchange/events.jsonl"].taken == 1
    assert conversion.counts["interchange/events.jsonl"].read == 6
    whys = " ".join(reject.why for reject in conversion.rejects)
    for part in ("nested too deeply", "names a value twice", "is no object", "is empty"):
        assert part in whys


def test_a_formula_is_never_run_and_never_written_as_one(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["person_id", "record_id", "kind", "recorded_at", "narrative"])
    book.active.append(["P1", "R1", "visit", "2024-01-02", "=1+1"])
    book.save(tmp_path / "visits.xlsx")
    conversion = convert([tmp_path / "visits.xlsx"], Choice(FORMATS, NOW))
    assert conversion.drafts["interchange"].records["R1"].cells["narrative"] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_xml_is_read_in_the_encoding_it_declares(tmp_path: Path, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    child = CHILD.replace("K1", "Ren\u00e9").replace("</Child>", "<Note>caf\u00e9</Note></Child>")
    conversion = made(tmp_path / "census.xml", census(child, declared).encode(encoding))
    assert conversion.drafts["cin_census"].people["Ren\u00e9"].cells["Note"] == "caf\u00e9"


def test_xml_in_other_shapes_says_the_same(tmp_path: Path) -> None:
    shapes = (
        "<c:Message xmlns:c='urn:x'><c:Children><c:Child><c:LAchildID ><![CDATA[K1]]></c:LAchildID ></c:Child >"
        "</c:Children></c:Message>",
        "<Message><Children><Child><LAchildID>K<!-- a remark -->1</LAchildID><UPN/></Child></Children></Message>",
        "<Message><Children><Child/>" + CHILD + "</Children></Message>",
    )
    for shape in shapes:
        conversion = made(tmp_path / "census.xml", shape)
        assert list(conversion.drafts["cin_census"].people) == ["K1"]
    (empty,) = conversion.rejects
    assert (empty.column, empty.raw) == ("LAchildID", b"<Child/>\n")


def test_a_folder_in_which_nothing_is_known_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ExtractError, match=r"own\.csv is in none of the formats"):
        convert([tmp_path], Choice(FORMATS, NOW))
