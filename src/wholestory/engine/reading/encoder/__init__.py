"""The second way of reading: clauses compared with labelled sentences by a small sentence encoder that runs locally."""

from __future__ import annotations

from collections.abc import Sequence

from wholestory.engine.reading.encoder.jurors import read_jurors
from wholestory.engine.reading.encoder.known import are_shipped, vectors_of
from wholestory.engine.reading.encoder.likeness import Jury, Likeness, agreement_of
from wholestory.engine.reading.encoder.pieces import pieces_of
from wholestory.engine.reading.encoder.suggesting import Suggester
from wholestory.engine.reading.encoder.vectors import Encoder, EncoderError, Shipped
from wholestory.practice.expressions import fold
from wholestory.practice.notes import LabelledNote
from wholestory.practice.sentences import LabelledSentence

__all__ = ["EncoderError", "Suggester", "known_sentences", "load_suggester"]


def known_sentences(
    sentences: Sequence[LabelledSentence], notes: Sequence[LabelledNote]
) -> tuple[LabelledSentence, ...]:
    """What clauses are compared with: the labelled sentences, and what the labelled notes hold beside them."""
    texts = {fold(sentence.text) for sentence in sentences}
    return (*sentences, *(piece for piece in pieces_of(notes) if fold(piece.text) not in texts))


def load_suggester(sentences: Sequence[LabelledSentence]) -> Suggester:
    """The shipped encoder ready to suggest candidates by likeness to labelled sentences.

    Raises EncoderError where its files are missing or were changed.
    """
    shipped = Shipped.here()
    encoder = Encoder(shipped)
    vectors = vectors_of(shipped.folder, [sentence.text for sentence in sentences], encoder)
    card = shipped.card["agreement"]
    jury = Jury(read_jurors(shipped.folder, card["parts"]), are_shipped(shipped.folder, sentences))
    return Suggester(Likeness(sentences, vectors, encoder, agreement_of(card), jury))
