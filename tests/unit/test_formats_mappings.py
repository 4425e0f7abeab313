"""Mapping files: every worked example is taken as it says, and a faulty file is refused with what to write instead."""

from pathlib import Path

import pytest

from wholestory.engine.extract.formats import MappingError, load, shipped
from wholestory.engine.extract.formats.examples import outcome_of
from wholestory.engine.extract.formats.mapping import Example, Format

FORMATS = shipped()
SOUND = """\
id = "site"
title = "A site's own export"
reason = "So that it can be read."
source = "The site."
standing = "local policy"
containers = ["csv"]
agency_kind = "police"
agency_title = "A police force"

[codes.kind]
MP = "missing person"

[[table]]
name = "events"
person = { id = ["nominal"] }

[table.columns]
nominal = { type = "id", needed = true }
day = { type = "date", needed = true }
what = { codes = "kind" }

[[table.record]]
kind = "missing_episode"
id = ["day"]
recorded_at = "day"
"""


@pytest.mark.parametrize(
    ("one", "example"),
    [(one, example) for one in FORMATS for example in one.examples],
    ids=lambda it: getattr(it, "id", ""),
)
def test_an_example_becomes_what_it_says(one: Format, example: Example) -> None:
    assert outcome_of(one, example) == (example.records, example.rejected)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.id)
def test_every_table_has_an_example_and_every_format_one_that_is_rejected(one: Format) -> None:
    assert {example.table for example in one.examples} == {table.name for table in one.tables}
    assert any(example.rejected for example in one.examples)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.id)
def test_every_code_that_is_said_in_a_word_is_one_that_the_format_defines(one: Format) -> None:
    for table in one.tables:
        values = [*(table.person.fields.values() if table.person else ())]
        values += [value for part in table.records for value in part.fields.values()]
        for value in values:
            for column in value.columns:
                codes = table.columns[column].codes
                if value.words and codes:
                    assert set(value.words) - {"*"} <= set(codes.labels), (table.name, column)
        for part in table.records:
            for column, words in part.when.items():
                codes = table.columns[column].codes
                assert codes is None or set(words) - {"*", ""} <= set(codes.labels), (table.name, column)


def site(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_file_loads(tmp_path: Path) -> None:
    assert [table.name for table in load(site(tmp_path, SOUND)).tables] == ["events"]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('containers = ["csv"]', 'containers = ["docx"]', "not some of: csv, xlsx"),
        ('agency_kind = "police"', 'agency_kind = "army"', "write one of: police, social_care"),
        ('codes = "kind"', 'codes = "kinds"', "names codes for events.what that it does not list"),
        ('type = "date"', 'type = "day"', "write one of: id, date, number, text"),
        ('person = { id = ["nominal"] }', "", "about nobody"),
        ('person = { id = ["nominal"] }', 'person = { id = ["who"] }', "uses the column who in events.person.id"),
        ('recorded_at = "day"', 'recorded_at = "date"', "uses the column date in events.missing_episode"),
        ('recorded_at = "day"', "", "without recorded_at"),
        ('recorded_at = "day"', 'recorded_at = "day"\nwritten_by = "what"', "sets written_by"),
        ('recorded_at = "day"', "recorded_at = 3", "in a way that is not known"),
        ('id = ["day"]', "", "without an id"),
        ('MP = "missing person"', "MP = 3", "is not a list of codes"),
        ("needed = true", "needed = false", "needs no column"),
        ("[[table]]", "[[tables]]", "has no table"),
        ("[codes.kind]", "[codes.kind", "is not readable TOML"),
        ('title = "A site', 'titel = "A site', "has no title"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence_that_teaches(
    tmp_path: Path, before: str, after: str, sentence: str
) -> None:
    assert before in SOUND
    path = site(tmp_path, SOUND.replace(before, after))
    with pytest.raises(MappingError) as refused:
        load(path)
    assert any(sentence in fault for fault in refused.value.faults), refused.value.faults
