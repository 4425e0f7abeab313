#!/usr/bin/env python3
"""Makes what ships of the labelled sentences anew: their vectors, what the jurors learn from them, and the card.

    python training/refresh.py

Run it after sentences or notes of the pack were changed. The encoder itself stays as it is, so that neither PyTorch
nor its weights are needed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from learn import learn_vectors, learn_words, signs_said

from wholestory.engine.reading.encoder import known_sentences
from wholestory.engine.reading.encoder.jurors import write_jurors
from wholestory.engine.reading.encoder.known import Known, write_known
from wholestory.engine.reading.encoder.vectors import Encoder, Shipped
from wholestory.practice.pack import load_practice

SHIPPED = Path(__file__).parents[1] / "src/wholestory/engine/reading/encoder/shipped"
# When the nearest sentences are heard; see docs/explanation/how-well-it-reads.md.
_AGREEMENT = """\
# When the nearest labelled sentences are heard (see likeness.py).
[agreement]
nearest = 16
softness = 0.1
margin = 0.01
# Where they vote without the jurors: beside a sentence, or for a sign, that these did not learn from.
alone = { share = 0.45, closeness = 0.72 }
# With the jurors, and where a clause is nearly what a sentence says. How much of the whole is each of the three; and of
# that of the sentence around a clause.
together = { share = 0.40, closeness = 0.64 }
nearly = { share = 0.33, closeness = 0.88 }
parts = { nearest = 0.3, vectors = 0.3, words = 0.4, sentence = 0.2 }
"""


def write_card(layers: list[int], width: int, sentences: int) -> None:
    """Say what the encoder is, how it was built and when it is heard."""
    lines = [
        "# The sentence encoder that reads clauses. Built by training/train.py and training/ship.py; see NOTICE.",
        f'sha256 = "{hashlib.sha256((SHIPPED / "encoder.onnx").read_bytes()).hexdigest()}"',
        f"width = {width}",
        f"layers = {layers}",
        f"sentences = {sentences}",
        "",
        _AGREEMENT,
    ]
    (SHIPPED / "encoder.toml").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def refresh() -> None:
    """Write the vectors of all labelled sentences, the jurors and the card for the encoder that ships."""
    shipped = Shipped.here()
    practice = load_practice()
    sentences = known_sentences(practice.sentences, practice.notes)
    texts = [sentence.text for sentence in sentences]
    write_known(SHIPPED, sentences, Encoder(shipped).vectors(texts))
    signs, said = signs_said(sentences)
    # From the file, so that the jurors learn from the vectors that clauses are compared with.
    vectors, _ = Known.at(SHIPPED).of(sentences, Encoder(shipped))
    by_vectors = learn_vectors(vectors.whole(), said)
    words, by_words = learn_words(texts, said)
    write_jurors(SHIPPED, signs, words, by_vectors, by_words)
    write_card(list(shipped.card["layers"]), int(shipped.card["width"]), len(sentences))


if __name__ == "__main__":
    refresh()
