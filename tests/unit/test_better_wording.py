"""A better wording stands in the place of words only where the sentence is still one."""

from __future__ import annotations

import pytest

from wholestory.model.findings import LanguageFinding
from wholestory.web.children.better_wording import wording_for

CLAUSE = "{child} is at risk of harm from …"


def _put(narrative: str, words: str, suggestion: str) -> str:
    start = narrative.index(words)
    finding = LanguageFinding("r", start, start + len(words), words, "term", "challenge", "why", suggestion)
    return wording_for(finding, narrative, "Maisie").in_place(narrative)


@pytest.mark.parametrize(
    ("narrative", "reads"),
    [
        ("Maisie was putting herself at risk again.", "Maisie is at risk of harm from … again."),
        ("Out late. She keeps putting herself at risk.", "Out late. Maisie is at risk of harm from …."),
        ("Staff said the young person is again putting herself at risk", "Staff said Maisie is at risk of harm from …"),
        ("Back at two. Putting herself at risk.", "Back at two. Maisie is at risk of harm from …."),
    ],
)
def test_a_clause_about_the_child_takes_her_part_of_the_sentence_too(narrative: str, reads: str) -> None:
    words = next(one for one in ("putting herself at risk", "Putting herself at risk") if one in narrative)
    assert _put(narrative, words, CLAUSE) == reads


def test_a_few_words_take_the_place_of_words_alone() -> None:
    assert _put("Spoke to her boyfriend (24).", "her boyfriend", "an adult") == "Spoke to an adult (24)."


@pytest.mark.parametrize(
    ("narrative", "suggestion"),
    [
        ("We spoke about putting herself at risk.", CLAUSE),
        ("Maisie was putting herself at risk.", "Record the ages, and what {child} wants: …"),
    ],
)
def test_what_would_break_the_sentence_stays_advice(narrative: str, suggestion: str) -> None:
    assert _put(narrative, "putting herself at risk", suggestion) == narrative
