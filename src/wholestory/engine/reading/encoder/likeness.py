"""What a clause reads like: the labelled sentences nearest to it, heard only where they agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholestory.engine.reading.encoder.vectors import Encoder, Vectors
from wholestory.model.findings import Assertion
from wholestory.practice.sentences import LabelledSentence


@dataclass(frozen=True, slots=True)
class Like:
    """A sign that a clause reads like, how the nearest sentences say it, and the sentences (nearest first)."""

    indicator: str
    assertion: Assertion
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """When the nearest sentences are heard.

    `nearest` sentences vote, each by its closeness (`softness`: the difference in cosine by which a vote falls to 37
    %); a sign needs `share` of all votes and its nearest sentence a cosine of `closeness`. Within `margin` of either
    limit nothing is said, so that rounding never decides.
    """

    nearest: int
    softness: float
    share: float
    closeness: float
    margin: float


class Likeness:
    """The labelled sentences as vectors, asked what a clause reads like."""

    def __init__(
        self, sentences: Sequence[LabelledSentence], vectors: Vectors, encoder: Encoder, agreement: Agreement
    ) -> None:
        self._sentences = sentences
        self._vectors = vectors
        self._encoder = encoder
        self._agreement = agreement

    def of(self, clauses: Sequence[str]) -> list[tuple[Like, ...]]:
        """For each clause the signs that it reads like, most agreed first; empty where the nearest disagree."""
        if not clauses or not len(self._vectors):
            return [() for _ in clauses]
        cosines = self._encoder.vectors(clauses) @ self._vectors.T
        nearest = min(self._agreement.nearest, len(self._sentences))
        places = np.argpartition(-cosines, nearest - 1, axis=1)[:, :nearest]
        return [self._heard(row, place) for row, place in zip(cosines, places, strict=True)]

    def _heard(self, cosines: Vectors, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> tuple[Like, ...]:
        ordered = sorted(places.tolist(), key=lambda place: (-float(cosines[place]), place))
        votes = [math.exp((float(cosines[place]) - 1) / self._agreement.softness) for place in ordered]
        for_sign: dict[str, list[tuple[float, int, Assertion]]] = {}
        for vote, place in zip(votes, ordered, strict=True):
            for sign, assertion in self._sentences[place].says:
                for_sign.setdefault(sign, []).append((vote, place, assertion))
        heard = []
        for sign, cast in for_sign.items():
            share = sum(vote for vote, _, _ in cast) / sum(votes)
            if self._is_heard(share, float(cosines[cast[0][1]])):
                texts = tuple(dict.fromkeys(self._sentences[place].text for _, place, _ in cast))
                heard.append((-share, Like(sign, _most(cast), texts[:3])))
        return tuple(like for _, like in sorted(heard, key=lambda pair: (pair[0], pair[1].indicator)))

    def _is_heard(self, share: float, closest: float) -> bool:
        limits = self._agreement
        return share >= limits.share + limits.margin and closest >= limits.closeness + limits.margin


def _most(cast: Sequence[tuple[float, int, Assertion]]) -> Assertion:
    """The assertion with most of a sign's votes; the first named of equal ones."""
    sums: dict[Assertion, float] = {}
    for vote, _, assertion in cast:
        sums[assertion] = sums.get(assertion, 0.0) + vote
    return max(sums, key=lambda assertion: sums[assertion])


def agreement_of(card: Mapping[str, float]) -> Agreement:
    """The limits as the encoder's card gives them."""
    return Agreement(
        nearest=int(card["nearest"]),
        softness=float(card["softness"]),
        share=float(card["share"]),
        closeness=float(card["closeness"]),
        margin=float(card["margin"]),
    )
