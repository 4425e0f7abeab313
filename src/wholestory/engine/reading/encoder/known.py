"""The vectors of the shipped pack's labelled sentences, so that a start does not have to make them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.vectors import Encoder, Vectors
from wholestory.practice.sentences import LabelledSentence

_FILE = "known.npz"
# A unit vector's parts lie within -1 and 1; a byte each keeps a cosine within about 0.003.
_SCALE = 127.0


def write_known(folder: Path, sentences: Sequence[LabelledSentence], vectors: Vectors) -> None:
    """Write the vectors of `sentences` (one row each) beside the encoder, found again by their texts' digests.

    What each says is kept too, so that a sentence that was added or labelled anew later is told from these.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    np.savez_compressed(
        folder / _FILE,
        digests=np.array([_digest(sentence.text) for sentence in sentences]),
        says=np.array([_says(sentence) for sentence in sentences]),
        bytes=np.round(vectors / largest * _SCALE).astype(np.int8),
    )


def vectors_of(folder: Path, texts: Sequence[str], encoder: Encoder) -> Vectors:
    """Unit vectors of labelled sentences: those that ship as they are, others (a local folder's) made now."""
    with np.load(folder / _FILE) as held:
        places = {digest: place for place, digest in enumerate(held["digests"].tolist())}
        rows = held["bytes"].astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = np.zeros((len(texts), encoder.width), dtype=np.float32)
    fresh = []
    for number, text in enumerate(texts):
        place = places.get(_digest(text))
        if place is None:
            fresh.append(number)
        else:
            found[number] = rows[place]
    if fresh:
        found[fresh] = encoder.vectors([texts[number] for number in fresh])
    return found


def are_shipped(folder: Path, sentences: Sequence[LabelledSentence]) -> NDArray[np.bool_]:
    """For each sentence whether it ships with this text and these labels, so that the jurors learnt from it."""
    with np.load(folder / _FILE) as held:
        labels = dict(zip(held["digests"].tolist(), held["says"].tolist(), strict=True))
    return np.array([labels.get(_digest(sentence.text)) == _says(sentence) for sentence in sentences], dtype=np.bool_)


def _says(sentence: LabelledSentence) -> str:
    return "|".join(f"{sign} {assertion.value}" for sign, assertion in sentence.says)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
