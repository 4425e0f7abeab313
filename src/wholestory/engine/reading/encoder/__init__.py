"""The second way of reading: clauses compared with labelled sentences by a small sentence encoder that runs locally."""

from __future__ import annotations

from collections.abc import Sequence

from wholestory.engine.reading.encoder.compared import known_of, known_sentences
from wholestory.engine.reading.encoder.jurors import read_jurors
from wholestory.engine.reading.encoder.known import Known
from wholestory.engine.reading.encoder.likeness import Jury, Likeness, agreement_of
from wholestory.engine.reading.encoder.suggesting import Suggester
from wholestory.engine.reading.encoder.vectors import Encoder, EncoderError, Shipped
from wholestory.practice.sentences import LabelledSentence

__all__ = ["EncoderError", "Suggester", "known_of", "known_sentences", "load_suggester"]


def load_suggester(sentences: Sequence[LabelledSentence]) -> Suggester:
    """The shipped encoder ready to suggest candidates by likeness to labelled sentences.

    Raises EncoderError where its files are missing or were changed.
    """
    shipped = Shipped.here()
    encoder, known = Encoder(shipped), Known.at(shipped.folder)
    card = shipped.card["agreement"]
    jury = Jury(read_jurors(shipped.folder, card["parts"]), known.are_held(sentences))
    return Suggester(Likeness(sentences, known.vectors_of(sentences, encoder), encoder, agreement_of(card), jury))
