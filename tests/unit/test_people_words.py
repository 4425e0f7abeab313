"""The places where people are looked for are those at which a pattern tried everywhere would find them."""

from __future__ import annotations

import random
import re

import pytest

from wholestory.engine.reading import Reader
from wholestory.engine.reading.hits import Span
from wholestory.engine.reading.people_words import PeopleFinder, PeopleWords, wording_of_nobody
from wholestory.engine.reading.tokens import lay_out, words_of
from wholestory.model.findings import Assertion
from wholestory.practice.pack import load_practice

CLASSES = {
    "determiner": ("the", "her", "his", "another", "that"),
    "parent": ("mum", "dad", "step-dad", "foster carer", "parents"),
    "peer": ("friend", "friends", "young person"),
    "adult": ("man", "older man", "men"),
}
PIECES = (
    *("mum", "mum's", "parents'", "the", "her", "his", "step-dad", "foster carer", "foster", "older", "man", "dads"),
    *("she", "she's", "he'd", "they", "'he", "MAN", "that", "another", "friend", "house", "1.5"),
    *("’s", ",", ".", "\n", "—", "😀", "é"),
)


@pytest.mark.parametrize("seed", range(40))
def test_people_and_pronouns_are_found_where_a_pattern_tried_everywhere_finds_them(seed: int) -> None:
    chance = random.Random(seed)
    notes = [" ".join(chance.choices(PIECES, k=chance.randrange(0, 30))) for _ in range(5)]
    words = PeopleWords.of(CLASSES)
    text, starts = lay_out(notes)
    for place, found in enumerate(PeopleFinder(words).places(words_of(text), starts, [[]] * 5)):
        folded = text[starts[place] : starts[place + 1] - 1]
        people = [match.span() for match in words.people(folded, found, 0, len(folded))]
        assert people == [match.span() for match in words.person.finditer(folded)]
        pronouns = re.finditer(r"\b(she|he|they)(?:'s|'d)?\b", folded)
        assert found.pronouns == [(*match.span(), match[1]) for match in pronouns]


def test_a_pack_without_classes_names_nobody() -> None:
    words = PeopleWords.of({})
    text, starts = lay_out(["mum and the man"])
    assert PeopleFinder(words).places(words_of(text), starts, [[]])[0].people == []


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("his pupils were like pins", []),
        ("pinpoint pupils, gcs 13", []),
        ("two pupils and a small dog", ["two pupils"]),
    ],
)
def test_wording_that_holds_a_person_word_and_names_nobody_is_nobody(note: str, named: list[str]) -> None:
    words = PeopleWords.of({"determiner": ("his", "two"), "peer": ("pupils",)})
    nobody = wording_of_nobody({"not_people": ("pupils [were] (like pins|small)", "(pinpoint|small) pupils")})
    text, starts = lay_out([note])
    said = [Span(*match.span()) for one in nobody for match in one.regex.finditer(text)]
    places = PeopleFinder(words).places(words_of(text), starts, [said])[0]
    assert [match[0] for match in words.people(text, places, 0, len(note))] == named


def test_a_reader_takes_nobody_for_a_person_where_wording_of_the_pack_says_so() -> None:
    practice = load_practice()
    reader = Reader(practice.indicators, practice.cues, practice.language, practice.words)
    without = Reader(practice.indicators, practice.cues, practice.language, {**practice.words, "not_people": ()})
    note = "He says his pupils are tiny, smelt of cannabis."
    read, taken = ({mention.assertion for mention in one.read("", note).mentions} for one in (reader, without))
    assert (Assertion.OTHER_PERSON in taken, Assertion.OTHER_PERSON in read) == (True, False)


def test_the_longest_person_word_that_stands_at_a_place_says_who_it_is() -> None:
    words = PeopleWords.of({"peer": ("youth",), "staff": ("youth worker",)})
    text, starts = lay_out(["youth worker rang, a youth was there"])
    places = PeopleFinder(words).places(words_of(text), starts, [[]])[0]
    people = words.people(text, places, 0, len(text))
    assert [(match[0], words.group_of(match)) for match in people] == [("youth worker", "staff"), ("youth", "peer")]
