"""The second way of reading: clauses compared with labelled sentences by a small sentence encoder that runs locally."""

from __future__ import annotations

from collections.abc import Sequence
from zipfile import BadZipFile

from wholestory.engine.reading.encoder.compared import known_of, known_sentences
from wholestory.engine.reading.encoder.jurors import read_jurors
from wholestory.engine.reading.encoder.known import Known
from wholestory.engine.reading.encoder.likeness import Jury, Likeness, agreement_of
from wholestory.engine.reading.encoder.suggesting import Suggester
from wholestory.engine.reading.encoder.vectors import Encoder, EncoderError, Shipped
from wholestory.practice.sentences import LabelledSentence

__all__ = ["EncoderError", "Suggester", "known_of", "known_sentences", "load_suggester"]


def load_suggester(sentences: Sequence[LabelledSentence], shipped: Shipped | None = None) -> Suggester:
    """The encoder (the one that ships, where none is given) ready to suggest candidates by likeness to sentences.

    Raises EncoderError where its files are missing or were changed.
    """
    shipped = shipped or Shipped.here()
    card = shipped.card["agreement"]
    try:
        known, jurors = Known.at(shipped.folder), read_jurors(shipped.folder, card["parts"])
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise EncoderError(
            "What the sentence encoder compares clauses with could not be opened; install Wholestory again, or read "
            "with --reader rules."
        ) from error
    encoder = Encoder(shipped)
    vectors, learnt = known.of(sentences, encoder)
    return Suggester(Likeness(sentences, vectors, encoder, agreement_of(card), Jury(jurors, learnt)))
