"""The vectors of the shipped pack's labelled sentences, so that a start does not have to make them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from wholestory.engine.reading.encoder.vectors import Encoder, Vectors

# A unit vector's parts lie within -1 and 1; a byte each keeps a cosine within about 0.003.
_SCALE = 127.0


def write_known(folder: Path, texts: Sequence[str], vectors: Vectors) -> None:
    """Write the vectors of `texts` (one row each) beside the encoder, found again by the texts' digests."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    np.savez_compressed(
        folder / "known.npz",
        digests=np.array([_digest(text) for text in texts]),
        bytes=np.round(vectors / largest * _SCALE).astype(np.int8),
    )


def vectors_of(folder: Path, texts: Sequence[str], encoder: Encoder) -> Vectors:
    """Unit vectors of labelled sentences: those that ship as they are, others (a local folder's) made now."""
    with np.load(folder / "known.npz") as held:
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


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
