"""The sentence encoder reads a clause the same in any company, and speaks only where its neighbours agree."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from wholestory.engine.reading.encoder import known_sentences, load_suggester
from wholestory.engine.reading.encoder.jurors import read_jurors, words_in
from wholestory.engine.reading.encoder.known import Known
from wholestory.engine.reading.encoder.likeness import Agreement, Jury, Likeness, Limits, agreement_of
from wholestory.engine.reading.encoder.rounded import Rounded
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
def agreement(shipped: Shipped) -> Agreement:
    return agreement_of(shipped.card["agreement"])


@pytest.fixture(scope="module")
def compared(shipped: Shipped, encoder: Encoder) -> tuple[Rounded, NDArray[np.bool_]]:
    return Known.at(shipped.folder).of(SENTENCES, encoder)


@pytest.fixture(scope="module")
def jury(shipped: Shipped, compared: tuple[Rounded, NDArray[np.bool_]]) -> Jury:
    return Jury(read_jurors(shipped.folder, shipped.card["agreement"]["parts"]), compared[1])


@pytest.fixture(scope="module")
def likeness(
    encoder: Encoder, agreement: Agreement, jury: Jury, compared: tuple[Rounded, NDArray[np.bool_]]
) -> Likeness:
    return Likeness(SENTENCES, compared[0], encoder, agreement, jury)


def test_a_clause_reads_the_same_alone_and_among_sixty_four(shipped: Shipped, likeness: Likeness) -> None:
    asked = SENTENCES[::128][:64]
    clauses = [sentence.text[:40].rsplit(" ", 1)[0] for sentence in asked]
    together = Encoder(shipped).vectors(clauses)
    alone = np.concatenate([Encoder(shipped).vectors([clause]) for clause in clauses[:8]])
    assert np.abs(together[:8] - alone).max() < 1e-4
    whole = [sentence.text for sentence in asked]
    pairs = zip(clauses[:8], whole[:8], strict=True)
    assert likeness.of(clauses, whole)[:8] == [likeness.of([clause], [one])[0] for clause, one in pairs]


def test_labelled_sentences_are_read_as_they_are_labelled(likeness: Likeness) -> None:
    asked = [sentence for sentence in SENTENCES[::80] if sentence.says]
    read = likeness.of([sentence.text for sentence in asked])
    right = sum(
        bool({like.indicator for like in likes} & {sign for sign, _ in sentence.says})
        for sentence, likes in zip(asked, read, strict=True)
    )
    assert right / len(asked) > 0.8


def test_most_that_differs_from_a_labelled_sentence_by_a_word_is_read_like_it(likeness: Likeness) -> None:
    asked = [sentence for sentence in SENTENCES[::80] if sentence.says]
    read = likeness.of([f"{sentence.text.rstrip('.')} today" for sentence in asked])
    right = sum(
        bool({like.indicator for like in likes} & {sign for sign, _ in sentence.says})
        for sentence, likes in zip(asked, read, strict=True)
    )
    assert right / len(asked) > 0.7


def test_what_somebody_labelled_is_read_as_they_labelled_it(encoder: Encoder, agreement: Agreement) -> None:
    text, nothing = "he is still short for what went missing", "he sang for his supper"
    debt, missing = ((sign, Assertion.PRESENT) for sign in ("debt", "missing"))
    others = [LabelledSentence(f"{text} {word}", "police", (missing,), "a") for word in ("today", "again", "it seems")]
    sang = [LabelledSentence(f"{nothing} {word}", "police", (debt,), "a") for word in ("today", "again", "it seems")]
    known = (
        *others,
        *sang,
        LabelledSentence(text, "police", (debt,), "b"),
        LabelledSentence(nothing, "police", (), "b"),
    )
    likeness = Likeness(known, Rounded.of(encoder.vectors([one.text for one in known])), encoder, agreement)
    like_it, itself, silent = likeness.of([f"{text} now", text.capitalize(), nothing])
    assert [like.indicator for like in like_it] == ["missing"]
    assert [(like.indicator, like.examples) for like in itself] == [("debt", (text,))]
    assert silent == ()


def test_neighbours_that_disagree_say_nothing(encoder: Encoder, agreement: Agreement) -> None:
    split = (
        LabelledSentence("he is still short for what went missing", "police", (("debt", Assertion.PRESENT),), "a"),
        LabelledSentence("he's still short for what went missing", "police", (("missing", Assertion.PRESENT),), "b"),
    )
    texts = [sentence.text for sentence in split]
    limits = replace(agreement, nearest=2, alone=Limits(share=0.6, closeness=0.1))
    clause = "still short for what went missing"
    assert Likeness(split, Rounded.of(encoder.vectors(texts)), encoder, limits).of([clause]) == [()]
    agreed = tuple(replace(sentence, says=split[0].says) for sentence in split)
    (likes,) = Likeness(agreed, Rounded.of(encoder.vectors(texts)), encoder, limits).of([clause])
    assert [like.indicator for like in likes] == ["debt"]
    assert set(likes[0].examples) == set(texts)


def test_within_the_margin_of_a_limit_nothing_is_said(encoder: Encoder, agreement: Agreement) -> None:
    one = (LabelledSentence("owes the older lads", "police", (("debt", Assertion.PRESENT),), "a"),)
    vectors = encoder.vectors(["owes the older lads"])
    cosine = float(encoder.vectors(["owes money to the older lads"])[0] @ vectors[0])
    at = replace(agreement, nearest=1, alone=Limits(share=0.45, closeness=cosine - 0.005), margin=0.01)
    below = replace(at, alone=Limits(share=0.45, closeness=cosine - 0.02))
    assert Likeness(one, Rounded.of(vectors), encoder, at).of(["owes money to the older lads"]) == [()]
    assert Likeness(one, Rounded.of(vectors), encoder, below).of(["owes money to the older lads"]) != [()]


def test_an_added_sentence_corrects_a_reading(
    shipped: Shipped, encoder: Encoder, agreement: Agreement, jury: Jury
) -> None:
    clause = "the kiln opens at noon for the pottery lot"
    added = tuple(
        LabelledSentence(f"{clause}{end}", "education", (("exclusion", Assertion.PRESENT),), "local")
        for end in ("", " again", ", he said", " today", " as usual", ".")
    )
    sentences = (*SENTENCES, *added)
    vectors, learnt = Known.at(shipped.folder).of(sentences, encoder)
    assert learnt.sum() == len(SENTENCES)
    with_them = Likeness(sentences, vectors, encoder, agreement, replace(jury, learnt=learnt))
    assert [like.indicator for like in with_them.of([clause])[0]] == ["exclusion"]


def test_what_ships_was_made_of_the_sentences_and_notes_as_they_are(shipped: Shipped, encoder: Encoder) -> None:
    # One sentence less, so that each is looked for by itself.
    for sentences in (SENTENCES, SENTENCES[1:]):
        _, learnt = Known.at(shipped.folder).of(sentences, encoder)
        assert learnt.all(), "sentences or notes were changed: run training/refresh.py"


def test_a_pack_that_differs_from_what_ships_has_the_vectors_that_ship_for_the_rest(
    shipped: Shipped, encoder: Encoder, compared: tuple[Rounded, NDArray[np.bool_]]
) -> None:
    some = SENTENCES[::9000]
    vectors, _ = Known.at(shipped.folder).of(some, encoder)
    assert np.array_equal(vectors.parts, compared[0].parts[::9000])


def test_a_sentence_labelled_anew_is_not_judged_by_what_was_learnt_from_the_old_label(
    shipped: Shipped, encoder: Encoder
) -> None:
    old = next(sentence for sentence in SENTENCES if sentence.says)
    _, learnt = Known.at(shipped.folder).of([old, replace(old, says=())], encoder)
    assert learnt.tolist() == [True, False]


def test_the_jurors_keep_the_nearest_from_being_heard_by_themselves(
    shipped: Shipped, encoder: Encoder, agreement: Agreement, jury: Jury
) -> None:
    texts = ["he owes the older lads money", "the choir sang in the hall"]
    says = (("debt", Assertion.PRESENT),)
    sentences = tuple(LabelledSentence(text, "police", says, "a") for text in texts)
    limits = replace(agreement, nearest=1)
    vectors, learnt = Rounded.of(encoder.vectors(texts)), np.ones(len(texts), dtype=np.bool_)
    asked = [f"{text} now" for text in texts]
    alone = Likeness(sentences, vectors, encoder, limits).of(asked)
    together = Likeness(sentences, vectors, encoder, limits, replace(jury, learnt=learnt)).of(asked)
    assert [bool(likes) for likes in alone] == [True, True]
    assert [bool(likes) for likes in together] == [True, False]


def test_less_agreement_is_enough_for_what_is_nearly_a_labelled_sentence(
    encoder: Encoder, agreement: Agreement, jury: Jury
) -> None:
    known = (LabelledSentence("the choir sang in the hall", "police", (("debt", Assertion.PRESENT),), "a"),)
    vectors, learnt = Rounded.of(encoder.vectors([known[0].text])), replace(jury, learnt=np.ones(1, dtype=np.bool_))
    asked = ["the choir sang in the hall today", "a choir sings at the school"]
    limits = replace(agreement, nearest=1, together=Limits(share=0.9, closeness=0.5))
    assert [Likeness(known, vectors, encoder, limits, learnt).of([text])[0] for text in asked] == [(), ()]
    nearly = replace(limits, nearly=Limits(share=0.0, closeness=0.88))
    heard = [bool(Likeness(known, vectors, encoder, nearly, learnt).of([text])[0]) for text in asked]
    assert heard == [True, False]


def test_the_sentence_around_a_clause_is_weighed_with_it(encoder: Encoder, agreement: Agreement, jury: Jury) -> None:
    clause, around = (
        "he still has to find it by Friday",
        "He owes the older lads money, he still has to find it by Friday",
    )
    one = (LabelledSentence(f"{clause} now", "police", (("debt", Assertion.PRESENT),), "a"),)
    together = replace(jury, learnt=np.ones(1, dtype=np.bool_))
    limits = replace(agreement, nearest=1, says_sentence=0.5)

    def needed(sentence: str) -> float:
        shares = [place / 50 for place in range(50)]
        for share in shares:
            both = Limits(share=share, closeness=0.5)
            strict = replace(limits, together=both, nearly=both)
            if not Likeness(one, Rounded.of(encoder.vectors([clause])), encoder, strict, together).of(
                [clause], [sentence]
            )[0]:
                return share
        return 1.0

    assert needed(around) > needed("The choir sang in the hall, he still has to find it by Friday")


def test_the_juror_of_words_sees_words_pairs_and_beginnings() -> None:
    assert words_in("Owes £40 – won't say") == {
        *("owes", "£", "#", "won't", "say"),
        *("owes £", "£ #", "# won't", "won't say"),
        "^won'",
    }
    assert words_in("") == set()


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


@pytest.mark.parametrize("name", ["known.npz", "jurors.npz"])
def test_what_clauses_are_compared_with_is_missed_in_words(shipped: Shipped, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "shipped"
    shutil.copytree(shipped.folder, folder)
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(EncoderError, match="--reader rules"):
        load_suggester(SENTENCES[:10], Shipped.at(folder))
    (folder / name).unlink()
    with pytest.raises(EncoderError, match="install Wholestory again"):
        load_suggester(SENTENCES[:10], Shipped.at(folder))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_cut_into_pieces_between_two_marks(text: str) -> None:
    pieces = WordPieces({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "a": 3, "##b": 4}, longest=16)
    numbers = pieces.numbers(text)
    assert (numbers[0], numbers[-1]) == (1, 2)
    assert len(numbers) <= 16
