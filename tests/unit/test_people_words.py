"""The places where people are looked for are those at which a pattern tried everywhere would find them."""

from __future__ import annotations

import random
import re

import pytest

from wholestory.engine.reading.people_words import PeopleFinder, PeopleWords
from wholestory.engine.reading.tokens import lay_out, words_of

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
    for place, found in enumerate(PeopleFinder(words).places(words_of(text), starts)):
        folded = text[starts[place] : starts[place + 1] - 1]
        people = [match.span() for match in words.people(folded, found.people, len(folded))]
        assert people == [match.span() for match in words.person.finditer(folded)]
        pronouns = [match[0] for match in words.pronouns(folded, found.pronouns, len(folded))]
        assert pronouns == re.findall(r"\b(?:she|he|they)(?:'s|'d)?\b", folded)


def test_a_pack_without_classes_names_nobody() -> None:
    words = PeopleWords.of({})
    text, starts = lay_out(["mum and the man"])
    assert PeopleFinder(words).places(words_of(text), starts)[0].people == []


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("his pupils were like pins", []),
        ("pinpoint pupils, gcs 13", []),
        ("two pupils and a small dog", ["two pupils"]),
    ],
)
def test_wording_that_holds_a_person_word_and_names_nobody_is_nobody(note: str, named: list[str]) -> None:
    words = PeopleWords.of(
        {
            "determiner": ("his", "two"),
            "peer": ("pupils",),
            "not_people": ("pupils [were] (like pins|small)", "(pinpoint|small) pupils"),
        }
    )
    text, starts = lay_out([note])
    places = PeopleFinder(words).places(words_of(text), starts)[0].people
    assert [match[0] for match in words.people(text, places, len(note))] == named
