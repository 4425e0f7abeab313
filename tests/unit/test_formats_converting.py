"""Invented files in agencies' own formats: every row is taken or set aside whole, and nothing is dropped."""

from datetime import date, datetime
from pathlib import Path

import pyarrow
import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]
from pyarrow import parquet

from wholestory.engine.extract import ExtractError, FileCount, read_extract
from wholestory.engine.extract.formats import Choice, Conversion, convert, shipped
from wholestory.engine.extract.formats.writing import write_extract
from wholestory.model.moments import Moment

FORMATS = shipped()
NOW = Moment.parse("2024-06-30T12:00")

CENSUS = """\
<?xml version="1.0" encoding="UTF-8"?>
<Message xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Header>
    <CollectionDetails><Collection>CIN</Collection><Year>2022</Year><ReferenceDate>2022-03-31</ReferenceDate></CollectionDetails>
    <Source><LEA>999</LEA></Source>
  </Header>
  <Children>
    <Child>
      <ChildIdentifiers><LAchildID>K1</LAchildID><UPN>A123456789012</UPN>stray words
        <PersonBirthDate>2010-02-03</PersonBirthDate><GenderCurrent>2</GenderCurrent></ChildIdentifiers>
      <ChildCharacteristics><Ethnicity>WBRI</Ethnicity>
        <Disabilities><Disability>HEAR</Disability><Disability>VIS</Disability></Disabilities>
        <Pronouns kind="own">she</Pronouns></ChildCharacteristics>
      <CINdetails>
        <CINreferralDate>2021-05-04</CINreferralDate><ReferralSource>6</ReferralSource>
        <ReferralNFA>false</ReferralNFA>
        <Assessments><AssessmentActualStartDate>2021-05-06</AssessmentActualStartDate>
          <AssessmentAuthorisationDate>2021-06-20</AssessmentAuthorisationDate>
          <FactorsIdentifiedAtAssessment><AssessmentFactors>11A</AssessmentFactors><AssessmentFactors>10A</AssessmentFactors>
          </FactorsIdentifiedAtAssessment></Assessments>
        <Section47><S47ActualStartDate>2021-05-10</S47ActualStartDate><DateOfInitialCPC>2021-05-28</DateOfInitialCPC>
          <ICPCnotRequired>false</ICPCnotRequired></Section47>
        <ChildProtectionPlans><CPPstartDate>2021-05-28</CPPstartDate>
          <InitialCategoryOfAbuse>SAB</InitialCategoryOfAbuse><LatestCategoryOfAbuse>SAB</LatestCategoryOfAbuse>
          <NumberOfPreviousCPP>0</NumberOfPreviousCPP>
          <Reviews><CPPreviewDate>2021-08-20</CPPreviewDate><CPPreviewDate>2022-01-15</CPPreviewDate></Reviews>
        </ChildProtectionPlans>
      </CINdetails>
    </Child>
    <Child>
      <ChildIdentifiers><LAchildID>K2</LAchildID><GenderCurrent>7</GenderCurrent></ChildIdentifiers>
      <ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
      <CINdetails><CINreferralDate>2022-01-04</CINreferralDate><ReferralSource>2A</ReferralSource>
        <ReferralNFA>true</ReferralNFA></CINdetails>
      <CINdetails><CINreferralDate>2022-13-04</CINreferralDate><ReferralSource>2A</ReferralSource>
        <ReferralNFA>true</ReferralNFA></CINdetails>
    </Child>
  </Children>
  <Footnote>checked</Footnote>
</Message>
"""


def made(*sources: Path, agency: str = "", as_at: Moment | None = None) -> Conversion:
    return convert(sources, Choice(FORMATS, NOW, agency, as_at))


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reconciles(conversion: Conversion) -> bool:
    return all(count.read == count.taken + count.rejected for count in conversion.counts.values()) and len(
        conversion.rejects
    ) == sum(count.rejected for count in conversion.counts.values())


def records_of(conversion: Conversion, agency: str) -> dict[str, dict[str, str]]:
    return {key: held.cells for key, held in conversion.drafts[agency].records.items()}


def people_of(conversion: Conversion, agency: str) -> dict[str, dict[str, str]]:
    return {key: held.cells for key, held in conversion.drafts[agency].people.items()}


def test_a_census_becomes_people_and_records_with_ids_of_its_own(tmp_path: Path) -> None:
    conversion = made(put(tmp_path / "census.xml", CENSUS))
    assert conversion.recognised == {"census.xml": "Children in Need census (XML)"}
    assert str(conversion.as_at) == "2022-03-31T23:59:59"
    records = records_of(conversion, "cin_census_999")
    assert [(key, cells["outcome"]) for key, cells in records.items()] == [
        ("K1/referral/2021-05-04", ""),
        ("K1/referral_decision/2021-05-04", "further action (day not given)"),
        ("K1/assessment/2021-05-04/2021-05-06", "completed"),
        ("K1/section47_enquiry/2021-05-04/2021-05-10", "conference required"),
        ("K1/child_protection_conference/2021-05-28", "child protection"),
        ("K1/plan_review/2021-05-28/2021-08-20", "child protection"),
        ("K1/plan_review/2021-05-28/2022-01-15", "child protection"),
        ("K2/referral/2022-01-04", ""),
        ("K2/referral_decision/2022-01-04", "no further action (day not given)"),
    ]
    assert records["K1/assessment/2021-05-04/2021-05-06"]["responds_to"] == "K1/referral/2021-05-04"
    person = people_of(conversion, "cin_census_999")["K1"]
    assert (person["sex"], person["ethnicity"], person["identifiers"]) == ("F", "W1", "upn:A123456789012")


def test_what_the_mapping_does_not_name_is_kept_beside_its_record(tmp_path: Path) -> None:
    conversion = made(put(tmp_path / "census.xml", CENSUS))
    person = people_of(conversion, "cin_census_999")["K1"]
    assert person["Disability"] == "HEAR: hearing; VIS: vision"
    assert person["ChildIdentifiers/text between elements"] == "stray words"
    assert person["ChildCharacteristics/Pronouns/@kind"] == "own"
    assert person["ChildCharacteristics/Pronouns/text between elements"] == "she"
    assessment = records_of(conversion, "cin_census_999")["K1/assessment/2021-05-04/2021-05-06"]
    assert assessment["AssessmentFactors"] == "11A: child sexual exploitation; 10A: going or being missing"
    assert any("Footnote" in note for note in conversion.notes)


def test_a_code_or_date_that_the_format_does_not_define_rejects_the_row_and_not_those_beside_it(tmp_path: Path) -> None:
    conversion = made(put(tmp_path / "census.xml", CENSUS))
    assert conversion.counts["cin_census_999/census.xml"] == FileCount(read=10, taken=8, rejected=2)
    child, referral = conversion.rejects
    second_child = [number for number, line in enumerate(CENSUS.splitlines(), 1) if line == "    <Child>"][1]
    assert (child.line, child.column, child.value) == (second_child, "GenderCurrent", "7")
    assert "does not define" in child.why
    assert child.raw.startswith(b"<Child>") and child.raw.endswith(b"</Child>\n")
    assert (referral.column, referral.value) == ("CINreferralDate", "2022-13-04")
    assert referral.raw.startswith(b"<CINdetails><CINreferralDate>2022-13-04") and b"</CINdetails>" in referral.raw
    assert people_of(conversion, "cin_census_999")["K2"]["date_of_birth"] == ""


def looked_after(folder: Path) -> Path:
    put(
        folder / "a_episodes.csv",
        b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\r\n"
        b"7,01/02/2020,S,V2,N1,U6,PR1,,,,,ZZ1 1ZZ,\r\n"
        b"7,01/02/2020,S,V2,N1,U6,PR1,,,,,ZZ1 1ZZ,\r\n"
        b"8,31/02/2020,S,V2,N1,U6,PR1,,,,,,\r\n",
    )
    put(
        folder / "b_header.csv",
        "﻿CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,2,03/02/2009,WBRI,UN4,1.0,\n7,1,03/02/2009,WBRI,,,\n9,1,04/05/2011,QQQQ,,,\n",
    )
    put(
        folder / "c_missing.csv",
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n7,03/02/2009,M,01/03/2020,02/03/2020\n9,04/05/2011,A,01/03/2020,\n7,01/01/2001,M,05/03/2020,\n7,\n",
    )
    put(
        folder / "d_reviews.csv",
        b"CHILD,DOB,REVIEW,REVIEW_CODE,Chair\n7,03/02/2009,01/04/2020,PN1,Ren\xe9e\n7,03/02/2009,01/04/2020,PN7,\n",
    )
    return folder


def test_a_return_in_several_files_is_read_registers_first(tmp_path: Path) -> None:
    conversion = made(looked_after(tmp_path / "return"))
    assert reconciles(conversion)
    assert {label: count.rejected for label, count in conversion.counts.items()} == {
        "ssda903/a_episodes.csv": 2,
        "ssda903/b_header.csv": 2,
        "ssda903/c_missing.csv": 1,
        "ssda903/d_reviews.csv": 0,
    }
    people = people_of(conversion, "ssda903")
    assert (people["7"]["date_of_birth"], people["7"]["MOTHER"], people["7"]["UPN"]) == ("2009-02-03", "1: yes", "UN4")
    assert people["7"]["date_of_birth (missing)"] == "2001-01-01"
    assert people["9"]["date_of_birth"] == "2011-05-04"
    records = records_of(conversion, "ssda903")
    assert {key: cells["outcome"] for key, cells in records.items() if "missing" in key} == {
        "7/missing_episode/2020-03-01": "missing",
        "9/missing_episode/2020-03-01": "absent",
        "7/missing_episode/2020-03-05": "missing",
    }
    assert records["7/plan_review/2020-04-01"]["Chair"] == "Renée"
    assert records["7/child_view/2020-04-01"]["responds_to"] == "7/plan_review/2020-04-01"
    assert records["7/plan_review/2020-04-01/2"]["REVIEW_CODE"].startswith("PN7: ")
    assert any("Windows-1252" in note for note in conversion.notes)
    assert any("two rows differ" in note for note in conversion.notes)


def test_rows_are_set_aside_byte_for_byte_with_line_column_and_reason(tmp_path: Path) -> None:
    conversion = made(looked_after(tmp_path / "return"))
    told = {(reject.file, reject.line): reject for reject in conversion.rejects}
    assert told["a_episodes.csv", 3].why == "says just what line 2 says; drop one of the two"
    assert (told["a_episodes.csv", 4].column, told["a_episodes.csv", 4].value) == ("DECOM", "31/02/2020")
    assert told["a_episodes.csv", 4].raw == b"8,31/02/2020,S,V2,N1,U6,PR1,,,,,,\r\n"
    assert told["b_header.csv", 3].column == "CHILD"
    assert told["b_header.csv", 4].column == "ETHNIC"
    assert "2 cells where the header has 5" in told["c_missing.csv", 5].why


def test_what_was_converted_is_taken_whole_by_the_reader_of_extracts(tmp_path: Path) -> None:
    conversion = made(looked_after(tmp_path / "return"), put(tmp_path / "census.xml", CENSUS))
    write_extract(conversion, tmp_path / "extract")
    extract = read_extract(tmp_path / "extract")
    assert extract.rejects == ()
    assert set(extract.people) == {"ssda903:7", "ssda903:8", "ssda903:9", "cin_census_999:K1", "cin_census_999:K2"} - {
        "ssda903:8"
    }
    assert sum(len(draft.records) for draft in conversion.drafts.values()) == len(extract.records)
    assert any("6 rows were set aside" in note or "7 rows were set aside" in note for note in extract.notes)


def test_the_source_ends_on_the_latest_day_it_names_unless_a_person_says_when(tmp_path: Path) -> None:
    folder = looked_after(tmp_path / "return")
    assert str(made(folder).as_at) == "2020-04-01T23:59:59"
    undated = put(tmp_path / "census.xml", CENSUS.replace("<ReferenceDate>2022-03-31</ReferenceDate>", ""))
    assert str(made(undated).as_at) == "2022-01-15T23:59:59"
    early = made(folder, as_at=Moment.parse("2020-03-02T12:00"))
    assert sum("lies after the extract was taken" in reject.why for reject in early.rejects) == 3


def annex_a(path: Path) -> Path:
    book = Workbook()
    cover = book.active
    cover.title = "Guidance"
    cover.append(["How to fill in these lists"])
    sheet = book.create_sheet("List 1")
    sheet.append(["Contacts in the last three months"])
    sheet.append(["The child", None, None, None, None, "The contact"])
    sheet.merge_cells("A2:E2")
    sheet.append(
        [
            "Child Unique ID",
            "Gender",
            "Ethnicity",
            "Date of Birth",
            "Age of Child (Years)",
            "Date of\nContact",
            "Contact Source",
            "Ward",
        ]
    )
    sheet.append(
        [
            101,
            "b) Female",
            "a) WBRI",
            date(2010, 2, 3),
            13,
            datetime(2024, 1, 5, 0, 0),
            "q) 6: Police",
            "North",
        ]
    )
    sheet.append(["102", "Male", "White British", "03/02/2011", "=2024-2011", "06/01/2024", "Schools", None])
    sheet.append(["103", "Male", "White British", "03/02/2011", None, 45300, "Schools", None])
    sheet.append([])
    sheet.append(["104", "Male", "White British", "03/02/2011", None, "2024-01-09", "the postman", None])
    faulty = book.create_sheet("List 3")
    faulty.append(["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Referral day", "Referral Source"])
    faulty.append(["101", "Male", "White British", "03/02/2011", "2024-01-09", "6"])
    book.save(path)
    return path


def test_lists_in_a_workbook_are_found_below_titles_and_merged_headings(tmp_path: Path) -> None:
    conversion = made(annex_a(tmp_path / "lists.bin"))
    assert reconciles(conversion)
    records = records_of(conversion, "annex_a")
    assert {key: cells["author_role"] for key, cells in records.items()} == {
        "101/contact/2024-01-05": "POLICE",
        "102/contact/2024-01-06": "SCHOOLS",
    }
    assert records["101/contact/2024-01-05"]["Ward"] == "North"
    told = {(reject.file, reject.line): (reject.column, reject.why) for reject in conversion.rejects}
    assert told["lists.bin List 1.csv", 6][0] == "Date of Contact"
    assert "is a number where a date belongs" in told["lists.bin List 1.csv", 6][1]
    assert told["lists.bin List 1.csv", 8][0] == "Contact Source"
    assert "has no column Date of referral" in told["lists.bin List 3.csv", 2][1]
    assert any("Guidance" in note and "not read" in note for note in conversion.notes)
    assert any("2 lines above the header were read as titles" in note for note in conversion.notes)


def test_json_lines_and_parquet_are_read_by_the_names_they_bear(tmp_path: Path) -> None:
    same = '"record_id": "R1", "kind": "incident", "recorded_at": "2024-01-02T10:15", "beat": 4, "tags": ["a", "b"]'
    lines = (
        f'{{"person_id": "P1", {same}}}\n'
        f'{{"person_id": "P2", {same}}}\n'
        "not json\n"
        '{"person_id": "P1", "record_id": "R2", "kind": "incident", "recorded_at": 7}\n'
    )
    conversion = made(put(tmp_path / "events.jsonl", lines))
    assert conversion.counts["interchange/events.jsonl"] == FileCount(read=4, taken=2, rejected=2)
    assert list(records_of(conversion, "interchange")) == ["R1"]
    assert records_of(conversion, "interchange")["R1"]["tags"] == "a|b"
    assert [key[1] for key in conversion.drafts["interchange"].involvements] == ["P1", "P2"]
    path = tmp_path / "events.parquet"
    columns = {
        "person_id": ["P1"],
        "record_id": ["R1"],
        "kind": ["visit"],
        "recorded_at": [date(2024, 1, 2)],
        "ok": [True],
    }
    parquet.write_table(pyarrow.table(columns), path)
    conversion = made(path)
    assert records_of(conversion, "interchange")["R1"]["recorded_at"] == "2024-01-02"
    assert records_of(conversion, "interchange")["R1"]["ok"] == "true"


def test_a_file_in_no_known_format_is_refused_and_in_a_folder_noted(tmp_path: Path) -> None:
    strange = put(tmp_path / "in" / "own.csv", "nominal,when\n1,2020-01-01\n")
    with pytest.raises(ExtractError, match=r"wholestory map own\.csv"):
        made(strange)
    put(tmp_path / "in" / "missing.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END\n7,03/02/2009,M,01/03/2020,02/03/2020\n")
    conversion = made(tmp_path / "in")
    assert any("own.csv is in none of the formats" in note for note in conversion.notes)


def test_words_of_a_restricted_row_are_not_shown_among_the_rejects(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", "person_id,record_id,kind,recorded_at,handling\nP1,R1,visit,canary,restricted\n")
    assert made(path).rejects[0].value == "(withheld: the row says restricted)"


@pytest.mark.parametrize(
    "header",
    ["Child unique identifier,Contact date,Source of contact", "Unique ID of the Child,Date Contact,Contact Source"],
)
def test_a_columns_words_may_stand_in_another_order(tmp_path: Path, header: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{header}\nQ1,03/05/2021,q) 6: Police\n", encoding="utf-8")
    made = convert([path], Choice(FORMATS, NOW))
    assert [(count.read, count.taken) for count in made.counts.values()] == [(1, 1)]


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("title", ["", "Missing from care\n"])
def test_a_table_is_read_whatever_excel_put_between_its_cells(tmp_path: Path, mark: str, name: str, title: str) -> None:
    header = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END", "Said")
    rows = (
        (*("7", "03/02/2009", "M", "01/03/2020", "02/03/2020"), "back late, tired"),
        (*("8", "03/02/2009", "M", "31/02/2020", ""), "a|b, c"),
        ("9", "03/02/2009", "M"),
    )
    text = title + "".join(mark.join(row) + "\r\n" for row in (header, *rows))
    conversion = made(put(tmp_path / "missing.csv", text))
    assert f"missing.csv was read with {name} between its cells." in conversion.notes
    assert [(count.read, count.taken) for count in conversion.counts.values()] == [(3, 1)]
    assert [cells["Said"] for cells in records_of(conversion, "ssda903").values()] == ["back late, tired"]
    odd, short = conversion.rejects
    assert odd.raw == (mark.join(rows[1]) + "\r\n").encode() and odd.column == "MIS_START"
    assert f"add or take out {name}" in short.why


def test_a_table_of_commas_is_read_so_whatever_its_words_hold(tmp_path: Path) -> None:
    said = "late; wet; cold; hungry"
    text = "person_id,record_id,kind,recorded_at,narrative\n" + "".join(
        f"P1,R{number},observation,2020-01-0{number},{said}\n" for number in range(1, 10)
    )
    conversion = made(put(tmp_path / "notes.csv", text))
    assert {cells["narrative"] for cells in records_of(conversion, "interchange").values()} == {said}
    assert not any("between its cells" in note for note in conversion.notes)


def test_a_quotation_mark_left_open_in_a_table_of_semicolons_is_found(tmp_path: Path) -> None:
    text = 'person_id;record_id;kind;recorded_at\nP1;"R1";visit;2020-01-01\nP1;R2;"visit;2020-01-02\nP1;R3;visit;\n'
    conversion = made(put(tmp_path / "notes.csv", text))
    assert [reject.why.partition(" that is")[0] for reject in conversion.rejects] == [
        "opens a quotation mark on line 3"
    ]


def test_a_table_of_upright_strokes_is_refused_by_that_name(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="has upright strokes between its cells; save it with commas"):
        made(put(tmp_path / "list.csv", "CHILD|SEX|DOB\n7|1|04/05/2010\n"))
