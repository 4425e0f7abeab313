"""Two jurors beside the nearest sentences: what all labelled sentences together teach about vectors, and about words.

Each weighs a clause for every sign (a linear reading, between 0 and 1). Neither is heard by itself, and no weight is
ever shown: what a mention shows is the sentences that it reads like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.vectors import Vectors
from wholestory.practice.expressions import fold

_FILE = "jurors.npz"
_LARGEST = 127.0
# Letters and digits in a row with what an apostrophe joins to them, or a mark that means doubt or money.
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?|\?|£")
# Longer words are also known by their beginning, so that "frightened" teaches something about "frightening".
_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear reading: `weights` (one row a feature, one column a sign) and `bias` (one a sign)."""

    weights: Vectors
    bias: Vectors


@dataclass(frozen=True, slots=True)
class Jurors:
    """What the jurors learnt.

    `signs` are the columns of both readings; `words` gives the row of each word that `by_words` knows. `says_vectors`
    and `says_words` are the parts of an agreement that each has.
    """

    signs: tuple[str, ...]
    words: Mapping[str, int]
    by_vectors: Linear
    by_words: Linear
    says_vectors: float
    says_words: float

    def weighed(self, clauses: Sequence[str], vectors: Vectors) -> Vectors:
        """For each clause (rows, with its vector) and sign (columns), what both jurors add to an agreement."""
        rows = np.stack([self._summed(clause) for clause in clauses])
        by_vectors = _share(vectors @ self.by_vectors.weights + self.by_vectors.bias)
        weighed: Vectors = self.says_vectors * by_vectors + self.says_words * _share(rows + self.by_words.bias)
        return weighed

    def _summed(self, clause: str) -> Vectors:
        known = sorted(self.words[word] for word in words_in(clause) if word in self.words)
        summed: Vectors = self.by_words.weights[known].sum(axis=0) / np.float32(max(len(known), 1) ** 0.5)
        return summed


def words_in(text: str) -> set[str]:
    """What the juror of words looks at: words, pairs of neighbours, and the beginnings of longer words."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(fold(text))]
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    return {*words, *pairs, *(f"^{word[:_BEGINNING]}" for word in words if len(word) > _BEGINNING)}


def write_jurors(
    folder: Path, signs: Iterable[str], words: Sequence[str], by_vectors: Linear, by_words: Linear
) -> None:
    """Write what was learnt beside the encoder, a byte a weight. `words` are in the order of the weights' rows."""
    parts: dict[str, NDArray[Any]] = {"signs": np.array(list(signs)), "words": _as_bytes("\n".join(words))}
    for name, linear in (("by_vectors", by_vectors), ("by_words", by_words)):
        scale = np.abs(linear.weights).max(axis=0, keepdims=True) / _LARGEST
        parts[name] = np.round(linear.weights / scale).astype(np.int8)
        parts[f"{name}_scale"] = scale.astype(np.float32)
        parts[f"{name}_bias"] = linear.bias.astype(np.float32)
    np.savez_compressed(folder / _FILE, allow_pickle=False, **parts)


def read_jurors(folder: Path, card: Mapping[str, float]) -> Jurors:
    """The jurors that ship in a folder; `card` says which part of an agreement each has."""
    with np.load(folder / _FILE) as held:
        by_vectors, by_words = (
            Linear(held[name].astype(np.float32) * held[f"{name}_scale"], held[f"{name}_bias"])
            for name in ("by_vectors", "by_words")
        )
        words = held["words"].tobytes().decode().split("\n")
        signs = tuple(held["signs"].tolist())
    return Jurors(
        signs,
        {word: place for place, word in enumerate(words)},
        by_vectors,
        by_words,
        says_vectors=float(card["vectors"]),
        says_words=float(card["words"]),
    )


def _as_bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _share(sums: Vectors) -> Vectors:
    """A sum of weights as a share between 0 and 1."""
    return (1 / (1 + np.exp(-np.clip(sums, -30, 30)))).astype(np.float32)
