"""A mapping proposed for a site's own table: what it recognises, what it leaves to a person, and what it never says."""

from pathlib import Path

import pytest

from wholestory.engine.extract import ExtractError
from wholestory.engine.extract.formats import Choice, Conversion, convert, load
from wholestory.engine.extract.formats.proposing import propose
from wholestory.engine.extract.formats.recognising import container_of, readings
from wholestory.model.moments import Moment

NOW = Moment.parse("2024-06-30T12:00")
LOG = """\
Northshire log,,,,,,,,,,
Ref No,Nominal ID,Forename,Surname,D.O.B.,Gender,Date Missing,Date Found,Role,Description,VRM
M1,N7,Robin,Ashgrove,03/02/2009,Female,01/03/2024 21:30,02/03/2024 06:10,Missing Person,Left after tea,ZZ51 ZZZ
M2,N8,Kit,Birchall,04/05/2010,M,02/03/2024 22:00,,Missing Person,Not back from college,
M2,N9,Sam,Cotter,04/05/1990,M,02/03/2024 22:00,,Neighbour,Not back from college,
"""


def proposed(path: Path, content: str) -> str:
    path.write_text(content, encoding="utf-8")
    container = container_of(path)
    return propose(readings(path, container)[0][0], container)


def read_with(path: Path, mapping: str) -> Conversion:
    file = path.parent / f"{path.stem}.toml"
    file.write_text(mapping, encoding="utf-8")
    return convert([path], Choice((load(file),), NOW))


def test_a_site_s_own_log_is_read_by_what_its_columns_are_called(tmp_path: Path) -> None:
    path = tmp_path / "misper_log.csv"
    draft = read_with(path, proposed(path, LOG)).drafts["misper_log"]
    cells = draft.records["M1"].cells
    assert (cells["kind"], cells["happened_from"], cells["happened_to"], cells["narrative"]) == (
        "missing_episode",
        "2024-03-01T21:30",
        "2024-03-02T06:10",
        "Left after tea",
    )
    person = draft.people["N7"].cells
    assert (person["forenames"], person["date_of_birth"], person["sex"]) == ("Robin", "2009-02-03", "F")
    assert list(draft.items) == [("M1", "vehicle", "ZZ51 ZZZ")]


def test_a_word_that_is_not_understood_is_left_to_a_person_and_rejected_until_then(tmp_path: Path) -> None:
    path = tmp_path / "misper_log.csv"
    mapping = proposed(path, LOG)
    assert '# not understood, and rejected until you add it: "Neighbour"' in mapping
    assert [reject.column for reject in read_with(path, mapping).rejects] == ["Role"]
    mended = mapping.replace('"Missing Person" = "Missing Person"', '"Missing Person" = "child"\n"Neighbour" = "adult"')
    mended = mended.replace('"Missing Person" = "subject"', '"Missing Person" = "subject", "Neighbour" = "associate"')
    conversion = read_with(path, mended)
    assert not conversion.rejects
    involved = conversion.drafts["misper_log"].involvements
    assert [key for key in involved if key[0] == "M2"] == [("M2", "N8", "subject"), ("M2", "N9", "associate")]


def test_a_proposal_holds_no_row(tmp_path: Path) -> None:
    mapping = proposed(tmp_path / "misper_log.csv", LOG)
    for words in ("Robin", "Ashgrove", "2009", "Left after tea", "ZZ51"):
        assert words not in mapping


def test_kinds_are_said_in_the_interchange_s_words_and_unknown_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    content = "ref,child id,event type,date,notes\n1,7,Arrest,01/02/2024,a\n2,7,Fire drill,02/02/2024,b\n"
    draft = read_with(path, proposed(path, content)).drafts["events"]
    assert [held.cells["kind"] for held in draft.records.values()] == ["arrest", "Fire drill"]


def test_a_table_without_dates_is_a_register_of_persons(tmp_path: Path) -> None:
    path = tmp_path / "pupils.jsonl"
    content = '{"upn": "A123456789012", "forename": "Robin", "year_group": 9}\n'
    draft = read_with(path, proposed(path, content)).drafts["pupils"]
    assert draft.people["A123456789012"].cells["identifiers"] == "upn:A123456789012"
    assert draft.people["A123456789012"].cells["year_group"] == "9"


def test_a_whole_name_in_one_cell_is_kept_as_a_name_that_the_person_is_known_by(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    draft = read_with(path, proposed(path, "client id,client name,visit date\n7,Robin Ashgrove,01/02/2024\n")).drafts[
        "visits"
    ]
    assert draft.people["7"].cells["aliases"] == "Robin Ashgrove"


def test_a_table_that_says_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="whose row it is"):
        proposed(tmp_path / "counts.csv", "ward,count\nNorth,4\n")


def test_quotation_marks_in_a_header_do_not_break_the_proposal(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    content = 'child id,date,"what the ""worker"" said\\n","a.b]"\n7,01/02/2024,x,y\n'
    draft = read_with(path, proposed(path, content)).drafts["odd"]
    cells = next(iter(draft.records.values())).cells
    assert (cells['what the "worker" said\\n'], cells["a.b]"]) == ("x", "y")
