"""Expressions found by words: the same places as their regular expressions, in any text and any batch."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.reading.compiled import compile_together
from wholestory.engine.reading.matcher import Matcher
from wholestory.engine.reading.tokens import lay_out, words_of
from wholestory.practice.expressions import compile_expression, fold

CLASSES = {"vehicle": ("car", "white van", "white transit van", "bmw*"), "adult": ("man", "men", "mum's boyfriend")}
SOURCES = (
    "ran away",
    "bruis*",
    "(came|got|was brought) back",
    "was [very] drunk",
    "[very] drunk",
    "into .. @vehicle",
    "@adult .. @vehicle",
    "into ..1 car",
    "self-harm*",
    "self harm",
    "a&e",
    "owes #",
    "at 23:*",
    "(not|never) [been] (seen|in a car)",
    "mum",
    "saw .. [a] man .. car",
    "?",
    "(?|!|plus)",
    "[very] ?",
    "poss. car",
)
EXPRESSIONS = [compile_expression(source, CLASSES) for source in SOURCES]
MATCHER = Matcher(EXPRESSIONS, compile_together(EXPRESSIONS, ["she ran away in a car and came back drunk"]))


def found(text: str) -> set[tuple[str, str]]:
    """Each expression found in a text taken as one sentence, with the words it was found in."""
    folded, _ = lay_out([text])
    words = words_of(folded)
    hits = MATCHER.find(words, np.zeros(len(words), np.int64), np.array([len(folded)]))
    rows = zip(hits.expression.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True)
    return {(SOURCES[number], folded[start:end]) for number, start, end in rows}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She RAN  away", {("ran away", "ran  away")}),
        ("run-ran-away", {("ran away", "ran-away")}),
        ("ran, away", set()),
        ("outran away", set()),
        ("was brought back", {("(came|got|was brought) back", "was brought back")}),
        ("self-harming", {("self-harm*", "self-harming")}),
        ("self harm", {("self harm", "self harm")}),
        ("mum's", {("mum", "mum")}),
        ("into an old, white van", {("into .. @vehicle", "into an old, white van")}),
        ("into an old white van", {("into .. @vehicle", "into an old white van")}),
        ("into a big old rusty red car", set()),
        ("a man-?-car", {("?", "?"), ("(?|!|plus)", "?"), ("[very] ?", "?"), ("@adult .. @vehicle", "man-?-car")}),
        ("a man-?car", set()),
        (
            "into poss. - car",
            {
                ("into ..1 car", "into poss. - car"),
                ("into .. @vehicle", "into poss. - car"),
                ("poss. car", "poss. - car"),
            },
        ),
        ("men ran ran ran ?-car", {("?", "?"), ("(?|!|plus)", "?"), ("[very] ?", "?")}),
        ("into - ? car", {("?", "?"), ("(?|!|plus)", "?"), ("[very] ?", "?"), ("into .. @vehicle", "into - ? car")}),
        ("men in a BMWs", {("@adult .. @vehicle", "men in a bmws")}),
        ("owes £1,200, and", {("owes #", "owes £1,200")}),
        ("at 23:40 and 23:50", {("at 23:*", "at 23:40")}),
        ("taken to a&e", {("a&e", "a&e")}),
        ("who ? her", {("?", "?"), ("(?|!|plus)", "?"), ("[very] ?", "?")}),
        ("very ? plus", {("?", "?"), ("(?|!|plus)", "?"), ("(?|!|plus)", "plus"), ("[very] ?", "very ?")}),
    ],
)
def test_what_is_found(text: str, expected: set[tuple[str, str]]) -> None:
    assert found(text) == expected


WORDS = st.sampled_from(
    "ran away bruising came was brought back very drunk into a white transit van car bmw man mum's boyfriend self harm "
    "not been seen in saw poss. ? ! plus".split()
)
GAPS = st.sampled_from([" ", "  ", "-", ", ", " (", ") ", "\t", " - ", "/"])


@given(st.lists(st.tuples(WORDS, GAPS), max_size=14))
def test_an_expression_is_found_wherever_its_regular_expression_finds_it(pieces: list[tuple[str, str]]) -> None:
    text = fold("".join(word + gap for word, gap in pieces))
    starts = {
        (expression.source, match.start())
        for expression in EXPRESSIONS
        for match in re.finditer(expression.pattern, text)
    }
    folded, _ = lay_out([text])
    words = words_of(folded)
    hits = MATCHER.find(words, np.zeros(len(words), np.int64), np.array([len(folded)]))
    ours = {(SOURCES[n], start) for n, start in zip(hits.expression.tolist(), hits.start.tolist(), strict=True)}
    # Where two ways overlap, the longer is taken here and the first there: only a later start may then differ.
    assert {source for source, _ in ours} == {source for source, _ in starts}
    for source in {source for source, _ in starts}:
        assert min(s for name, s in ours if name == source) == min(s for name, s in starts if name == source)


def test_no_expression_reaches_over_the_end_of_a_sentence() -> None:
    folded, _ = lay_out(["she ran", "away"])
    words = words_of(folded)
    assert not len(MATCHER.find(words, np.array([0, 0, 1]), np.array([8, len(folded)])))


def test_more_is_found_than_there_was_room_for_at_first() -> None:
    """So many expressions read every word, and one may go on in so many ways, that arrays must grow."""
    letters = "abcdefghijkl"
    options = "|".join(f"{letters[:length]}* {letters[-1] * length}" for length in range(1, 13))
    sources = [f"start ..99 ({options})", *(f"(a*|b{number})" for number in range(9)), "start"]
    expressions = [compile_expression(source, {}) for source in sources]
    matcher = Matcher(expressions, compile_together(expressions, [" ".join(options.replace("|", " ").split())] * 9))
    folded, _ = lay_out([f"start {f'{letters} ' * 95} {letters} lll {f'{letters} ' * 95}"])
    words = words_of(folded)
    hits = matcher.find(words, np.zeros(len(words), np.int64), np.array([len(folded)]))
    found_of = np.bincount(hits.expression, minlength=len(sources)).tolist()
    assert found_of == [len(re.findall(one.pattern, folded)) for one in expressions] == [1, *[191] * 9, 1]
