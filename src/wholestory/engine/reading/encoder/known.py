"""The vectors of the shipped pack's labelled sentences, so that a start does not have to make them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.rounded import Rounded
from wholestory.engine.reading.encoder.vectors import Encoder, Vectors
from wholestory.practice.sentences import LabelledSentence

_FILE = "known.npz"
_DIGEST = 10


@dataclass(frozen=True, slots=True)
class Known:
    """The sentences that ship: a row each of their vectors' bytes, and of digests of their texts, without and with
    what they say. `whole` is the digest of them all in order, by which the pack that ships is known at once."""

    rows: NDArray[np.int8]
    texts: bytes
    labels: bytes
    whole: bytes

    @classmethod
    def at(cls, folder: Path) -> Known:
        """Those that ship in a folder."""
        with np.load(folder / _FILE, allow_pickle=False) as held:
            return cls(held["rows"], *(held[name].tobytes() for name in ("texts", "labels", "whole")))

    def of(self, sentences: Sequence[LabelledSentence], encoder: Encoder) -> tuple[Rounded, NDArray[np.bool_]]:
        """The vectors of labelled sentences: those that ship as they are, others (a local folder's) made now.

        And for each sentence whether it ships with this text and these labels, so that the jurors learnt from it.
        """
        if _whole(sentences) == self.whole:
            return Rounded.of_parts(self.rows), np.ones(len(sentences), np.bool_)
        places = {digest: place for place, digest in enumerate(_parted(self.texts))}
        which = np.array([places.get(_digest(sentence.text), -1) for sentence in sentences], np.int64)
        parts, fresh = self.rows[which], np.flatnonzero(which < 0)
        if len(fresh):
            parts[fresh] = Rounded.of(encoder.vectors([sentences[number].text for number in fresh.tolist()])).parts
        labels = set(_parted(self.labels))
        learnt = np.array([_digest(_told(sentence)) in labels for sentence in sentences], np.bool_)
        return Rounded.of_parts(parts), learnt


def write_known(folder: Path, sentences: Sequence[LabelledSentence], vectors: Vectors) -> None:
    """Write the vectors of `sentences` (one row each) beside the encoder, found again by their texts' digests.

    What each says is told by a digest too, so that a sentence that was labelled anew later is known not to be these.
    """
    np.savez(
        folder / _FILE,
        allow_pickle=False,
        rows=Rounded.of(vectors).parts,
        texts=_joined(_digest(sentence.text) for sentence in sentences),
        labels=_joined(_digest(_told(sentence)) for sentence in sentences),
        whole=_joined([_whole(sentences)]),
    )


def _told(sentence: LabelledSentence) -> str:
    return "\n".join((sentence.text, *(f"{sign} {assertion.value}" for sign, assertion in sentence.says)))


def _whole(sentences: Sequence[LabelledSentence]) -> bytes:
    return _digest("\0".join(map(_told, sentences)))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_DIGEST]


def _joined(digests: Iterable[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(digests), np.uint8)


def _parted(digests: bytes) -> list[bytes]:
    return [digests[place : place + _DIGEST] for place in range(0, len(digests), _DIGEST)]
