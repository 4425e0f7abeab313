"""The bundled example extract reads as its README says."""

from pathlib import Path

from wholestory.engine.extract import read_extract
from wholestory.model.moments import Moment

EXAMPLE = Path(__file__).parents[2] / "examples/extract"


def test_the_example_shows_each_way_a_row_is_set_aside() -> None:
    extract = read_extract(EXAMPLE)
    assert [(reject.label, reject.line, reject.column) for reject in extract.rejects] == [
        ("health/records.csv", 13, ""),
        ("police/involvements.csv", 85, "person_id"),
        ("police/involvements.csv", 86, "record_id"),
        ("police/records.csv", 48, "happened_from"),
        ("social_care/records.csv", 47, "record_id"),
    ]
    assert extract.notes == ("education/records.csv was read as Windows-1252, since it is not UTF-8.",)
    assert extract.unknown_kinds == {"room_check": 1}


def test_every_record_of_the_example_stands_on_a_story_and_answers_one_that_is_there() -> None:
    extract = read_extract(EXAMPLE)
    for record in extract.records.values():
        assert record.people_as("subject"), record.key
        assert all(answered in extract.records for answered in record.responds_to), record.key


def test_the_example_can_be_read_as_it_was_known_earlier() -> None:
    extract = read_extract(EXAMPLE, as_at=Moment.parse("2024-03-01"))
    counted = extract.counts["police/records.csv"]
    assert counted.not_yet_known > counted.taken > 0
    assert counted.read == counted.taken + counted.rejected + counted.not_yet_known
