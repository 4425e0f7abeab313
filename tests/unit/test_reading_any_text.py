"""Any text is read: unusual, empty or long, alone or among others, in time that grows with its length."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.small_reader import READER, read
from wholestory.engine.reading import Note


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_read_without_an_error_and_every_offset_holds(text: str) -> None:
    narrative = text + " bruise " + text
    for mention in read(narrative).mentions:
        assert narrative[mention.start : mention.end] == mention.text


@given(st.text(alphabet="\U0001f600é\u0301\u200d☃ ", max_size=20))
def test_offsets_count_code_points_under_emoji_and_combining_marks(before: str) -> None:
    narrative = before + " bruise."
    (mention,) = read(narrative).mentions
    assert narrative[mention.start : mention.end] == "bruise"


def test_a_megabyte_of_words_and_a_narrative_of_none_are_read() -> None:
    assert len(read("She was seen at home. " * 50_000 + "Bruise to arm.").mentions) == 1
    assert read("").mentions == () == read(" \x00\x07 \n").mentions


@pytest.mark.parametrize("between", [" ", ". "])
def test_the_time_to_read_grows_with_the_text_and_not_with_its_square(between: str) -> None:
    sentence = "she was not drunk and her friend may have a bruise, mum says she ran away" + between

    def seconds(times: int) -> float:
        text = sentence * times
        started = time.process_time()
        read(text)
        return time.process_time() - started

    seconds(100)
    assert seconds(8_000) < 12 * max(seconds(2_000), 0.05)


@pytest.mark.parametrize(
    "text",
    [
        "BRUISE TO ARM, SHE RAN AWAY",
        "Mae hi wedi rhedeg i ffwrdd; clais ar ei braich. bruise",
        "Dziewczynka ma siniaka na ręce, uciekła z domu. bruise",
        "<p>She has a <b>bruise</b> &amp; ran away</p>",
        "bruise\x00\x07\x1b[31m ran\x0baway",
        "\ud800 bruise \U0001f1ec\U0001f1e7",
        "bruise" + "-a" * 5_000,
        "İİİ bruise ẞ",
    ],
)
def test_unusual_texts_are_read(text: str) -> None:
    mentions = [mention for mention in read(text).mentions if mention.indicator == "injury"]
    assert [mention.text.lower() for mention in mentions] == ["bruise"]


def test_a_note_reads_the_same_alone_and_in_any_batch() -> None:
    notes = [
        Note(str(number), text)
        for number, text in enumerate(
            ["", "Was she drunk?", "No. Bruise to arm", "\n\n", "😀 “bruise”", "ran", "away", ""]
        )
    ]
    alone = [READER.read(note.record, note.narrative) for note in notes]
    assert READER.read_many(notes) == alone
    assert READER.read_many(notes[::-1]) == alone[::-1]
