"""Reading an extract: what is taken, what is set aside and why, and counts that reconcile."""

import pytest

from tests.unit.extract_on_disk import INVOLVEMENTS, PEOPLE, RECORDS, Folder, header_row, why
from wholestory.engine.extract import ExtractError, FileCount
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Identifier, Involvement, Item


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
    person = (
        folder.write(people=people, records=header_row(RECORDS), involvements=header_row(INVOLVEMENTS)).read().people
    )
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
        folder.write(people=f"{header}\n{row}\n", records=header_row(RECORDS), involvements=header_row(INVOLVEMENTS))
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
    (reject,) = folder.write(records=records, involvements=header_row(INVOLVEMENTS)).read().rejects
    assert (reject.column, words in reject.why) == (column, True)


def test_what_is_planned_or_recorded_late_or_still_going_on_is_taken(folder: Folder) -> None:
    records = (
        "record_id,kind,happened_from,happened_to,recorded_at\n"
        "R1,placement_start,2016-06-20,,2016-06-01\n"
        "R2,incident,2010-01-01,,2016-06-01\n"
        "R3,missing_episode,2016-06-01T22:00,2016-06-02T08:00,2016-06-01T23:00\n"
        "R4,visit,2016-06-01T14:00,2016-06-01,2016-06-01T15:00+01:00\n"
    )
    extract = folder.write(records=records, involvements=header_row(INVOLVEMENTS)).read()
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
    extract = (
        folder.write(records=records, involvements=header_row(INVOLVEMENTS)).put("school/records.csv", school).read()
    )
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
