"""What the two jurors learn from the labelled sentences: linear readings of vectors and of words, one for each sign.

Nothing is drawn at random; the same sentences and vectors give the same weights up to rounding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from wholestory.engine.reading.encoder.jurors import Linear, words_in
from wholestory.engine.reading.encoder.vectors import Vectors
from wholestory.practice.sentences import LabelledSentence

_STEPS = 100
_FASTEST, _SLOWEST = 0.3, 0.01
# Signs are rare, so that a reading begins by doubting each.
_DOUBT = -4.0
_VECTORS_HELD_BACK, _WORDS_HELD_BACK = 1e-5, 3e-6
_FEWEST_SENTENCES = 3


def signs_said(sentences: Sequence[LabelledSentence]) -> tuple[tuple[str, ...], Vectors]:
    """The signs that any sentence says, and rows of 0 and 1: which of them each says, however it says them."""
    signs = tuple(sorted({sign for sentence in sentences for sign, _ in sentence.says}))
    columns = {sign: place for place, sign in enumerate(signs)}
    rows = np.zeros((len(sentences), len(signs)), dtype=np.float32)
    for place, sentence in enumerate(sentences):
        for sign, _ in sentence.says:
            rows[place, columns[sign]] = 1
    return signs, rows


def learn_vectors(vectors: Vectors, said: Vectors) -> Linear:
    """The reading of vectors (one row a sentence) that comes nearest to what is `said`."""
    return _learn(vectors, said, _VECTORS_HELD_BACK)


def learn_words(texts: Sequence[str], said: Vectors) -> tuple[tuple[str, ...], Linear]:
    """The words that stand in several texts, in order, and the reading of them that comes nearest to what is said."""
    found = [words_in(text) for text in texts]
    often = Counter(word for words in found for word in words)
    words = tuple(sorted(word for word, texts_with in often.items() if texts_with >= _FEWEST_SENTENCES))
    columns = {word: place for place, word in enumerate(words)}
    known = [[columns[word] for word in sorted(some) if word in columns] for some in found]
    ends = np.cumsum([0, *map(len, known)])
    weights = np.repeat([1 / max(len(some), 1) ** 0.5 for some in known], [len(some) for some in known])
    places = np.array([place for some in known for place in some])
    rows = csr_matrix((weights.astype(np.float32), places, ends), shape=(len(texts), len(words)))
    return words, _learn(rows, said, _WORDS_HELD_BACK)


def _learn(features: Vectors | csr_matrix, said: Vectors, held_back: float) -> Linear:
    """A logistic reading of every sign at once, by gradients of all sentences together (Adam, slowing to a stop)."""
    weights = np.zeros((features.shape[1], said.shape[1]), dtype=np.float32)
    bias = np.full(said.shape[1], _DOUBT, dtype=np.float32)
    for_weights, for_bias, turned = _Step(weights), _Step(bias), features.T
    for step in range(1, _STEPS + 1):
        wrong = (1 / (1 + np.exp(-(features @ weights + bias))) - said) / np.float32(len(said))
        rate = _FASTEST * (1 - step / _STEPS) + _SLOWEST
        for_weights.take(turned @ wrong + held_back * weights, rate, step)
        for_bias.take(wrong.sum(axis=0), rate, step)
    return Linear(weights, bias)


class _Step:
    """Moves an array in place against its gradients, evened out over steps (Kingma and Ba's Adam)."""

    def __init__(self, moved: Vectors) -> None:
        self._moved = moved
        self._first = np.zeros_like(moved)
        self._second = np.zeros_like(moved)

    def take(self, gradient: Vectors, rate: float, step: int) -> None:
        """Take the step numbered from 1."""
        self._first += 0.1 * (gradient - self._first)
        self._second += 0.02 * (gradient * gradient - self._second)
        evened = self._first / (1 - 0.9**step)
        self._moved -= rate * evened / (np.sqrt(self._second / (1 - 0.98**step)) + 1e-8)
