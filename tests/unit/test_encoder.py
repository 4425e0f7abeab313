"""The sentence encoder reads a clause the same in any company, and speaks only where its neighbours agree."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholestory.engine.reading.encoder import known_sentences
from wholestory.engine.reading.encoder.known import vectors_of
from wholestory.engine.reading.encoder.likeness import Likeness, agreement_of
from wholestory.engine.reading.encoder.vectors import Encoder, EncoderError, Shipped
from wholestory.engine.reading.encoder.wordpiece import WordPieces
from wholestory.model.findings import Assertion
from wholestory.practice.pack import load_practice
from wholestory.practice.sentences import LabelledSentence

PRACTICE = load_practice()
SENTENCES = known_sentences(PRACTICE.sentences, PRACTICE.notes)


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return Shipped.here()


@pytest.fixture(scope="module")
def encoder(shipped: Shipped) -> Encoder:
    return Encoder(shipped)


@pytest.fixture(scope="module")
def likeness(shipped: Shipped, encoder: Encoder) -> Likeness:
    vectors = vectors_of(shipped.folder, [sentence.text for sentence in SENTENCES], encoder)
    return Likeness(SENTENCES, vectors, encoder, agreement_of(shipped.card["agreement"]))


def test_a_clause_reads_the_same_alone_and_among_sixty_four(shipped: Shipped, likeness: Likeness) -> None:
    clauses = [sentence.text[:40].rsplit(" ", 1)[0] for sentence in SENTENCES[::128]][:64]
    together = Encoder(shipped).vectors(clauses)
    alone = np.concatenate([Encoder(shipped).vectors([clause]) for clause in clauses[:8]])
    assert np.abs(together[:8] - alone).max() < 1e-4
    assert likeness.of(clauses)[:8] == [likeness.of([clause])[0] for clause in clauses[:8]]


def test_labelled_sentences_are_read_as_they_are_labelled(likeness: Likeness) -> None:
    asked = [sentence for sentence in SENTENCES[::80] if sentence.says]
    read = likeness.of([sentence.text for sentence in asked])
    right = sum(
        bool({like.indicator for like in likes} & {sign for sign, _ in sentence.says})
        for sentence, likes in zip(asked, read, strict=True)
    )
    assert right / len(asked) > 0.8


def test_neighbours_that_disagree_say_nothing(shipped: Shipped, encoder: Encoder) -> None:
    split = (
        LabelledSentence("he is still short for what went missing", "police", (("debt", Assertion.PRESENT),), "a"),
        LabelledSentence("he's still short for what went missing", "police", (("missing", Assertion.PRESENT),), "b"),
    )
    texts = [sentence.text for sentence in split]
    limits = replace(agreement_of(shipped.card["agreement"]), nearest=2, share=0.6, closeness=0.1)
    clause = "still short for what went missing"
    assert Likeness(split, encoder.vectors(texts), encoder, limits).of([clause]) == [()]
    agreed = tuple(replace(sentence, says=split[0].says) for sentence in split)
    (likes,) = Likeness(agreed, encoder.vectors(texts), encoder, limits).of([clause])
    assert [like.indicator for like in likes] == ["debt"]
    assert set(likes[0].examples) == set(texts)


def test_within_the_margin_of_a_limit_nothing_is_said(shipped: Shipped, encoder: Encoder) -> None:
    one = (LabelledSentence("owes the older lads", "police", (("debt", Assertion.PRESENT),), "a"),)
    vectors = encoder.vectors(["owes the older lads"])
    cosine = float(encoder.vectors(["owes money to the older lads"])[0] @ vectors[0])
    at = replace(agreement_of(shipped.card["agreement"]), nearest=1, closeness=cosine - 0.005, margin=0.01)
    below = replace(at, closeness=cosine - 0.02)
    assert Likeness(one, vectors, encoder, at).of(["owes money to the older lads"]) == [()]
    assert Likeness(one, vectors, encoder, below).of(["owes money to the older lads"]) != [()]


def test_an_added_sentence_corrects_a_reading(shipped: Shipped, encoder: Encoder) -> None:
    clause = "the kiln opens at noon for the pottery lot"
    known = vectors_of(shipped.folder, [sentence.text for sentence in SENTENCES], encoder)
    added = LabelledSentence(clause, "education", (("exclusion", Assertion.PRESENT),), "local")
    limits = replace(agreement_of(shipped.card["agreement"]), nearest=1)
    with_it = Likeness((*SENTENCES, added), np.vstack([known, encoder.vectors([clause])]), encoder, limits)
    assert [like.indicator for like in with_it.of([clause])[0]] == ["exclusion"]


def test_a_changed_encoder_is_refused_with_the_remedy(shipped: Shipped, tmp_path: Path) -> None:
    folder = tmp_path / "shipped"
    shutil.copytree(shipped.folder, folder)
    with (folder / "encoder.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(EncoderError, match="--reader rules"):
        Shipped.at(folder)
    (folder / "encoder.toml").unlink()
    with pytest.raises(EncoderError, match="install Wholestory again"):
        Shipped.at(folder)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_cut_into_pieces_between_two_marks(text: str) -> None:
    pieces = WordPieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "##b": 4}, longest=16)
    numbers = pieces.numbers(text)
    assert (numbers[0], numbers[-1]) == (1, 2)
    assert len(numbers) <= 16
