"""Reading an extract: what is taken, what is set aside and why, and counts that reconcile."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wholestory.engine.extract import Extract, ExtractError, FileCount, read_extract
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Identifier, Involvement, Item

TOML = """as_at = 2016-06-30T09:00:00
[agencies.police]
kind = "police"
title = "Fenwold Police"
[agencies.school]
kind = "education"
"""
PEOPLE = "person_id,forenames,surname\nP1,Ida,Marsh\nP2,Tom,Reed\n"
RECORDS = (
    "record_id,kind,recorded_at,narrative,handling\n"
    "R1,incident,2016-01-02T10:00,Called to the park.,ordinary\n"
    "R2,encounter,2016-03-04,Spoken to.,restricted\n"
)
INVOLVEMENTS = "record_id,person_id,role\nR1,P1,subject\nR1,P2,witness\nR2,P1,subject\n"


@dataclass
class Folder:
    """An extract on disk, of two agencies; the second is empty."""

    path: Path
    files: dict[str, str | bytes] = field(default_factory=dict)

    def write(self, **police: str | bytes) -> "Folder":
        files: dict[str, str | bytes] = {"people": PEOPLE, "records": RECORDS, "involvements": INVOLVEMENTS, **police}
        for name, content in files.items():
            self.put(f"police/{name}.csv", content)
            if name != "items":
                self.put(f"school/{name}.csv", _header(content))
        return self.put("extract.toml", TOML)

    def put(self, name: str, content: str | bytes) -> "Folder":
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def read(self, as_at: str | None = None, mended: Path | None = None) -> Extract:
        extract = read_extract(self.path, as_at=Moment.parse(as_at) if as_at else None, mended=mended)
        assert_reconciled(extract)
        return extract


def _header(content: str | bytes) -> bytes:
    return (content if isinstance(content, bytes) else content.encode()).split(b"\n")[0] + b"\n"


def assert_reconciled(extract: Extract) -> None:
    for label, counted in extract.counts.items():
        assert counted.read == counted.taken + counted.rejected + counted.not_yet_known
        assert counted.rejected == sum(reject.label == label for reject in extract.rejects)


def why(extract: Extract) -> list[tuple[str, int, str, str]]:
    return [(reject.file, reject.line, reject.column, reject.why) for reject in extract.rejects]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "extract")


def test_a_sound_extract_is_taken_whole(folder: Folder) -> None:
    extract = folder.write().read()
    assert list(extract.people) == ["police:P1", "police:P2"]
    assert extract.records["police:R1"].involvements == (
        Involvement("police:P1", "subject"),
        Involvement("police:P2", "witness"),
    )
    assert extract.records["police:R2"].is_restricted
    assert extract.records["police:R1"].agency_kind == "police"
    assert [agency.title for agency in extract.agencies] == ["Fenwold Police", "school"]
    assert (extract.rejects, extract.notes) == ((), ())
    assert extract.counts["police/involvements.csv"] == FileCount(read=3, taken=3)


def test_every_column_of_a_person_is_read(folder: Folder) -> None:
    people = (
        "identifiers,phones,address,postcode,ethnicity,sex,date_of_birth,aliases,surname,forenames,person_id,team\n"
        r"nhs:1 2|upn:X:9,07700 900001|07700 900002,1 Mill Row,FW1 2AB,W1,F,2001-07,Idy | I\|M,Marsh,Ida, P1 ,Red"
        "\n"
    )
    person = folder.write(people=people, records=_header(RECORDS), involvements=_header(INVOLVEMENTS)).read().people
    ida = person["police:P1"]
    assert ida.aliases == ("Idy", "I|M")
    assert ida.identifiers == (Identifier("nhs", "1 2"), Identifier("upn", "X:9"))
    assert ida.phones == ("07700 900001", "07700 900002")
    assert ida.date_of_birth == PartialDate(2001, 7)
    assert (ida.sex, ida.ethnicity, ida.address, ida.postcode) == ("F", "W1", "1 Mill Row", "FW1 2AB")
    assert ida.extra == (("team", "Red"),)


def test_texts_stay_as_written_and_unknown_columns_with_their_row(folder: Folder) -> None:
    records = (
        "record_id,kind,recorded_at,narrative,beat,outcome\n"
        'R1,incident,2016-01-02T10:00,"  She said ""no"".\r\n",7, no further action \n'
    )
    items = "record_id,item_type,value,person_id,colour\nR1,vehicle,FW51 ABC,,red\n"
    involvements = "record_id,person_id,role,source\nR1,P1,subject,caller\n"
    record = folder.write(records=records, items=items, involvements=involvements).read().records["police:R1"]
    assert record.narrative == '  She said "no".\r\n'
    assert record.outcome == "no further action"
    assert record.extra == (("beat", "7"),)
    assert record.items == (Item("vehicle", "FW51 ABC", "", (("colour", "red"),)),)
    assert record.involvements == (Involvement("police:P1", "subject", (("source", "caller"),)),)


PERSON_FAULTS = [
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,,F,,", "person_id", "is empty"),
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,P1,female,,", "sex", "not one of: F, M, X"),
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,P1,,2001-02-30,", "date_of_birth", "not a date that"),
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,P1,,02/03/2001,", "date_of_birth", "is not a date"),
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,P1,,2016-07-01,", "date_of_birth", "after the extract"),
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,P1,,1066,", "date_of_birth", "before 1900"),
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,P1,,,12345", "identifiers", "scheme:value"),
    ("forenames,person_id,sex,date_of_birth,identifiers", "Ida,P1,,٢٠٠١,", "date_of_birth", "is not a date"),
]


@pytest.mark.parametrize(("header", "row", "column", "words"), PERSON_FAULTS)
def test_a_person_that_cannot_be_taken_says_which_cell_and_why(
    folder: Folder, header: str, row: str, column: str, words: str
) -> None:
    (reject,) = (
        folder.write(people=f"{header}\n{row}\n", records=_header(RECORDS), involvements=_header(INVOLVEMENTS))
        .read()
        .rejects
    )
    assert (reject.agency, reject.file, reject.line, reject.column) == ("police", "people.csv", 2, column)
    assert words in reject.why
    assert "Ida" not in reject.why
    assert reject.raw == f"{row}\n".encode()


RECORD_FAULTS = [
    ("R9,incident,,,,", "recorded_at", "is empty"),
    ("R9,,,,2016-01-01,", "kind", "is empty"),
    ("R9,incident,,,2016-13-01,", "recorded_at", "not a date or time that exists"),
    ("R9,incident,,,yesterday,", "recorded_at", "YYYY-MM-DD"),
    ("R9,incident,,,2016-06-30T09:01,", "recorded_at", "after the extract was taken"),
    ("R9,incident,2016-07-01,,2016-06-01,", "happened_from", "after the extract was taken"),
    ("R9,incident,2016-02-02,2016-02-01,2016-06-01,", "happened_to", "before happened_from"),
    ("R9,incident,,,0016-01-01,", "recorded_at", "before 1900"),
    ("R9,incident,,,2016-01-01,secret", "handling", "ordinary, restricted, confidential_source"),
]


@pytest.mark.parametrize(("row", "column", "words"), RECORD_FAULTS)
def test_a_record_that_cannot_be_taken_says_which_cell_and_why(
    folder: Folder, row: str, column: str, words: str
) -> None:
    records = f"record_id,kind,happened_from,happened_to,recorded_at,handling\n{row}\n"
    (reject,) = folder.write(records=records, involvements=_header(INVOLVEMENTS)).read().rejects
    assert (reject.column, words in reject.why) == (column, True)


def test_what_is_planned_or_recorded_late_or_still_going_on_is_taken(folder: Folder) -> None:
    records = (
        "record_id,kind,happened_from,happened_to,recorded_at\n"
        "R1,placement_start,2016-06-20,,2016-06-01\n"
        "R2,incident,2010-01-01,,2016-06-01\n"
        "R3,missing_episode,2016-06-01T22:00,2016-06-02T08:00,2016-06-01T23:00\n"
        "R4,visit,2016-06-01T14:00,2016-06-01,2016-06-01T15:00+01:00\n"
    )
    extract = folder.write(records=records, involvements=_header(INVOLVEMENTS)).read()
    assert extract.counts["police/records.csv"] == FileCount(read=4, taken=4)


def test_the_first_row_with_an_id_stays_and_later_ones_say_where_it_is(folder: Folder) -> None:
    extract = folder.write(people=PEOPLE + "P1,Ada,Other\nP1,Ida,Marsh\n").read()
    assert extract.people["police:P1"].forenames == "Ida"
    assert [(reject.line, reject.column, "on line 2" in reject.why) for reject in extract.rejects] == [
        (4, "person_id", True),
        (5, "person_id", True),
    ]


def test_the_same_id_in_two_agencies_is_no_duplicate(folder: Folder) -> None:
    extract = folder.write().put("school/people.csv", PEOPLE).read()
    assert {"police:P1", "school:P1"} <= set(extract.people)
    assert not extract.rejects


def test_rows_that_lean_on_what_is_not_there_are_set_aside(folder: Folder) -> None:
    extract = folder.write(
        people=PEOPLE + "P3,Eve,Lane,surplus\n",
        involvements="record_id,person_id,role\nR1,P8,subject\nR8,P1,subject\nR1,P1,friend\nR1,P3,witness\n",
        items="record_id,item_type,value,person_id\nR1,boat,Kestrel,\nR1,phone,,P1\nR1,phone,0,P8\nR8,phone,1,\n",
    ).read()
    told = {(file, line): (column, words) for file, line, column, words in why(extract)}
    assert told["involvements.csv", 2] == (
        "person_id",
        "the person is not in people.csv; add the row there, or mend person_id",
    )
    assert told["involvements.csv", 3][0] == "record_id"
    assert told["involvements.csv", 4][0] == "role"
    assert "that row was itself rejected" in told["involvements.csv", 5][1]
    assert [told["items.csv", line][0] for line in (2, 3, 4, 5)] == ["item_type", "value", "person_id", "record_id"]


def test_the_same_part_twice_is_a_duplicate_and_two_parts_are_not(folder: Folder) -> None:
    extract = folder.write(involvements=INVOLVEMENTS + "R1,P1,reporter\nR1,P1,subject\n").read()
    assert [(reject.line, reject.column) for reject in extract.rejects] == [(6, "role")]
    assert extract.records["police:R1"].people_as("reporter", "subject") == ("police:P1", "police:P1")


def test_responds_to_names_a_record_of_the_same_or_of_another_agency_or_one_not_handed_over(folder: Folder) -> None:
    records = (
        "record_id,kind,recorded_at,responds_to\n"
        "R1,incident,2016-01-01,\n"
        "a:b,incident,2016-01-01,\n"
        r"a|b,incident,2016-01-01," + "\n"
        r"R2,visit,2016-01-02,R1|school:S1|R77|health:H1|a:b|a\|b" + "\n"
    )
    school = "record_id,kind,recorded_at\nS1,observation,2016-01-01\n"
    extract = folder.write(records=records, involvements=_header(INVOLVEMENTS)).put("school/records.csv", school).read()
    assert extract.records["police:R2"].responds_to == (
        "police:R1",
        "school:S1",
        "police:R77",
        "health:H1",
        "police:a:b",
        "police:a|b",
    )
    assert any("police/records.csv: 2 entries of responds_to" in note for note in extract.notes)


def test_an_unknown_kind_is_kept_and_counted(folder: Folder) -> None:
    extract = folder.write(records=RECORDS + "R3,drone_flight,2016-04-04,Seen.,\n").read()
    assert extract.records["police:R3"].kind == "drone_flight"
    assert extract.unknown_kinds == {"drone_flight": 1}


def test_records_later_than_an_earlier_moment_are_not_yet_known_with_what_belongs_to_them(folder: Folder) -> None:
    items = "record_id,item_type,value\nR1,vehicle,FW51 ABC\nR2,venue,Mill Cafe\n"
    extract = folder.write(items=items).read(as_at="2016-02-01")
    assert set(extract.records) == {"police:R1"}
    assert set(extract.people) == {"police:P1", "police:P2"}
    assert extract.counts["police/records.csv"] == FileCount(read=2, taken=1, not_yet_known=1)
    assert extract.counts["police/involvements.csv"] == FileCount(read=3, taken=2, not_yet_known=1)
    assert extract.counts["police/items.csv"] == FileCount(read=2, taken=1, not_yet_known=1)
    assert str(extract.as_at) == "2016-02-01T23:59:59"


def test_a_record_of_the_day_itself_is_known_by_a_bare_date(folder: Folder) -> None:
    assert "police:R1" in folder.write().read(as_at="2016-01-02").records
    assert "police:R1" not in folder.write().read(as_at="2016-01-01").records


def test_no_moment_later_than_the_extract_can_be_asked_for(folder: Folder) -> None:
    assert folder.write().read(as_at="2016-06-30").as_at == Moment.parse("2016-06-30T09:00:00")
    with pytest.raises(ExtractError, match="nothing later is known"):
        folder.read(as_at="2016-07-01")


def test_windows_1252_is_read_and_said(folder: Folder) -> None:
    extract = folder.write(people="person_id,forenames\nP1,Zoé\nP2,Tom\n".encode("cp1252")).read()
    assert extract.people["police:P1"].forenames == "Zoé"
    assert extract.notes == ("police/people.csv was read as Windows-1252, since it is not UTF-8.",)


@pytest.mark.parametrize(
    ("people", "words", "rejected"),
    [
        ("forenames,surname\nIda,Marsh\n", "no column person_id", 1),
        ("person_id,person_id\nP1,P2\n", "person_id twice", 1),
        ("Person ID,forenames\nP1,Ida\n", "spells the column person_id otherwise", 1),
        ("P1,Ida,Marsh\nP2,Tom,Reed\n", "no column person_id", 2),
        ("person_id,forenames\nP1,Ida\n".encode("utf-16"), "UTF-16", 3),
        (b"person_id,forenames\rP1,Ida\r", "carriage return", 1),
        (b"person_id,fore\0names\nP1,Ida\n", "NUL", 2),
        (b"", "the file is empty", 0),
    ],
)
def test_a_file_whose_header_cannot_be_read_is_set_aside_whole(
    folder: Folder, people: str | bytes, words: str, rejected: int
) -> None:
    extract = folder.write(people=people).put("school/people.csv", PEOPLE).read()
    aside = [reject for reject in extract.rejects if reject.file == "people.csv"]
    assert len(aside) == rejected
    assert all(words in reject.why and not reject.value for reject in aside)
    assert any(words in note for note in extract.notes)
    content = people if isinstance(people, bytes) else people.encode()
    assert extract.headers["police/people.csv"] + b"".join(reject.raw for reject in aside) == content
    assert all(reject.column == "person_id" for reject in extract.rejects if reject.file == "involvements.csv")


def test_a_missing_file_stops_nothing_else(folder: Folder) -> None:
    folder.write()
    (folder.path / "police/people.csv").unlink()
    extract = folder.read()
    assert extract.counts["police/people.csv"] == FileCount()
    assert set(extract.records) == {"police:R1", "police:R2"}
    assert extract.counts["police/involvements.csv"] == FileCount(read=3, rejected=3)
    assert any("police/people.csv is missing" in note for note in extract.notes)


def test_an_agency_without_a_folder_and_files_outside_the_interchange_are_noted(folder: Folder) -> None:
    folder.write().put("police/diary.csv", "a\n").put("notes/readme.txt", "").put("loose.csv", "a\n")
    folder.put("extract.toml", TOML + '[agencies.clinic]\nkind = "health"\n')
    notes = " ".join(folder.read().notes)
    for words in (
        "clinic is named",
        "police/diary.csv is not",
        "The folder notes holds no",
        "loose.csv stands outside",
    ):
        assert words in notes


def test_every_row_of_a_folder_that_is_not_named_is_set_aside(folder: Folder) -> None:
    folder.write().put("clinic/people.csv", PEOPLE).put("clinic/records.csv", RECORDS)
    extract = folder.read()
    assert extract.counts["clinic/records.csv"] == FileCount(read=2, rejected=2)
    assert not any(key.startswith("clinic:") for key in extract.people)
    assert all("does not name the folder clinic" in reject.why for reject in extract.rejects)
    assert not any(reject.value for reject in extract.rejects)


def test_the_value_at_fault_is_withheld_where_it_may_be_restricted(folder: Folder) -> None:
    records = (
        "record_id,kind,recorded_at,narrative,handling\n"
        "R1,incident,canary,Words.,ordinary\n"
        "R2,incident,canary,Words.,restricted\n"
        "R3,incident,2016-01-01,Words.,canary\n"
        "R4,incident,2016-01-01,Words.,restricted\n"
        "R2,incident,2016-01-01,can\0ary,confidential_source\n"
    )
    items = "record_id,item_type,value\nR4,canary,x\nR1,canary,x\n"
    extract = folder.write(records=records, items=items, involvements=_header(INVOLVEMENTS)).read()
    shown = {(reject.file, reject.line): reject.value for reject in extract.rejects}
    assert shown == {
        ("records.csv", 2): "canary",
        ("records.csv", 3): "(withheld: the row says restricted)",
        ("records.csv", 4): "(withheld: the row does not say that it is ordinary)",
        ("records.csv", 6): "",
        ("items.csv", 2): "(withheld: the row does not say that it is ordinary)",
        ("items.csv", 3): "(withheld: the row does not say that it is ordinary)",
    }


def test_a_handling_left_empty_is_ordinary_and_said(folder: Folder) -> None:
    extract = folder.write(
        records="record_id,kind,recorded_at\nR1,incident,2016-01-02\n", involvements=INVOLVEMENTS
    ).read()
    assert not extract.records["police:R1"].is_restricted
    assert any("1 records say nothing of handling" in note for note in extract.notes)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("as_at = [", "not readable TOML"),
        ('[agencies.police]\nkind = "police"\n', "does not say when"),
        ('as_at = "soon"\n[agencies.police]\nkind = "police"\n', "not a date or time"),
        ("as_at = 7\n[agencies.police]\n", "not a date or time"),
        ("as_at = 2016-01-01\n", "names no agencies"),
        ("as_at = 2016-01-01\n[agencies.police]\n", "no kind that is known"),
        ('as_at = 2016-01-01\n[agencies."../x"]\nkind = "police"\n', "letters, digits"),
        (b"as_at = 2016-01-01 # \xe9", "UTF-8"),
    ],
)
def test_an_extract_that_cannot_be_read_at_all_says_what_to_do(folder: Folder, toml: str | bytes, words: str) -> None:
    folder.write().put("extract.toml", toml)
    with pytest.raises(ExtractError, match=words):
        folder.read()


def test_a_folder_that_is_not_there_or_has_no_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="There is no folder"):
        read_extract(tmp_path / "nowhere")
    with pytest.raises(ExtractError, match="is missing; write one"):
        read_extract(tmp_path)


def test_progress_is_told_for_each_file(folder: Folder) -> None:
    told: list[tuple[str, int]] = []
    read_extract(folder.write().path, progress=lambda label, rows: told.append((label, rows)))
    assert ("police/involvements.csv", 3) in told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["people", "records", "involvements", "items"]),
    rest=st.binary() | st.text('RP12,"\r\n\0é|:-T=').map(str.encode),
    keep_header=st.booleans(),
)
def test_no_bytes_whatever_escape_the_count(tmp_path: Path, name: str, rest: bytes, keep_header: bool) -> None:
    header = {
        "people": PEOPLE,
        "records": RECORDS,
        "involvements": INVOLVEMENTS,
        "items": "record_id,item_type,value\n",
    }
    content = (_header(header[name]) if keep_header else b"") + rest
    extract = Folder(tmp_path / "extract").write(**{name: content}).read()
    for reject in extract.rejects:
        if reject.label == f"police/{name}.csv":
            assert reject.raw in content
