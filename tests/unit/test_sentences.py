"""Where the sentences of narratives end that were typed in a hurry."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.reading.sentences import split_sentences
from wholestory.practice.expressions import fold


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(fold(text))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Home at 9. Settled.", ["Home at 9.", "Settled."]),
        ("Seen by Dr. Roe, approx. 2 hrs. late", ["Seen by Dr. Roe, approx. 2 hrs. late"]),
        ("Contacts e.g. mum. No answer", ["Contacts e.g. mum.", "No answer"]),
        ("Paid 9.50 for it... Left", ["Paid 9.50 for it...", "Left"]),
        ("? CSE. Seen?! Yes", ["? CSE.", "Seen?!", "Yes"]),
        ('She said "no." Then left', ['She said "no."', "Then left"]),
        ("Where now ? not known", ["Where now ? not known"]),
        ("Meals: fine\n\nSleep: poor\r\n", ["Meals: fine", "Sleep: poor"]),
        ("late; calm; ok;no more", ["late;", "calm;", "ok;no more"]),
        ("•phone •keys", ["•", "phone •", "keys"]),
        ("a surstreet. Next", ["a surstreet.", "Next"]),
        ("   \n ", []),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


@given(st.lists(st.sampled_from([*"ab .?!;\n\r\"')]•é", "e.g.", "mr.", "etc", "😀", "..."]), max_size=30).map("".join))
def test_sentences_stand_in_order_without_white_space_around_them_and_leave_nothing_out(text: str) -> None:
    spans = split_sentences(fold(text))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in spans)
    assert "".join("".join(text[span.start : span.end] for span in spans).split()) == "".join(text.split())
