"""Expressions: the small language in which practice files write down wording."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.practice.expressions import ExpressionError, compile_expression, fold

CLASSES = {"vehicle": ("car", "white van", "bmw*"), "adult": ("man", "men")}


def found(expression: str, text: str) -> str | None:
    match = re.search(compile_expression(expression, CLASSES).pattern, fold(text))
    return text[match.start() : match.end()] if match else None


@pytest.mark.parametrize(
    ("expression", "text", "words"),
    [
        ("ran away", "She RAN  away again", "RAN  away"),
        ("ran away", "run-ran-away", "ran-away"),
        ("bruis*", "Bruising to arm", "Bruising"),
        ("(came|got) back", "he got back", "got back"),
        ("[very] drunk", "very drunk", "very drunk"),
        ("[very] drunk", "drunk", "drunk"),
        ("was [very] drunk", "was drunk", "was drunk"),
        ("into .. @vehicle", "into an old, white van", "into an old, white van"),
        ("into ..1 @vehicle", "into an old white van", None),
        ("hasn't come home", "hasn’t come home", "hasn’t come home"),
        ("owes #", "owes £1,200 to", "owes £1,200"),
        ("ran away", "outran away", None),
        ("ran away", "ran awayday", None),
        ("@adult (in|inside) .. @vehicle", "two men in a BMWs", "men in a BMWs"),
    ],
)
def test_expressions_match_what_they_say(expression: str, text: str, words: str | None) -> None:
    assert found(expression, text) == words


@pytest.mark.parametrize(
    ("expression", "part_of_the_message"),
    [
        ("(a|b", "never closes"),
        ("a)", "never opened"),
        ("[a]", "nothing that must be there"),
        ("a ..", "ends in a gap"),
        ("@boat", "no file in words/"),
        ("#", "without any word"),
        ("", "empty"),
        ("()", "empty brackets"),
    ],
)
def test_a_bad_expression_is_refused_with_what_to_do(expression: str, part_of_the_message: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(part_of_the_message)):
        compile_expression(expression, CLASSES)


def test_an_expression_is_anchored_at_its_rarest_part() -> None:
    assert compile_expression("went out with (strangers|nobody)", CLASSES).anchors == {"strangers", "nobody"}


@given(st.text())
def test_folding_never_moves_a_character(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.lists(st.sampled_from(["ran", "car", "man", "drunk", "into", "the"]), min_size=1, max_size=6))
def test_plain_words_match_themselves_and_hold_an_anchor(words: list[str]) -> None:
    text = " ".join(words)
    expression = compile_expression(text, CLASSES)
    assert re.search(expression.pattern, text)
    assert any(anchor in text for anchor in expression.anchors)


@given(st.text(alphabet="ab ()[]|.@#*' ", max_size=30))
def test_any_text_is_compiled_or_refused_in_words(source: str) -> None:
    try:
        expression = compile_expression(source, CLASSES)
    except ExpressionError as error:
        assert str(error)
    else:
        re.compile(expression.pattern)
