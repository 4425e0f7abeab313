"""What a clause reads like: the labelled sentences nearest to it, heard only where they and the jurors agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.jurors import Jurors
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
class Limits:
    """A sign needs `share` of what is said for it, and the nearest sentence that carries it a cosine of `closeness`."""

    share: float
    closeness: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """When the nearest sentences are heard.

    `nearest` sentences vote, each by its closeness (`softness`: the difference in cosine by which a vote falls to 37
    %). Where they vote `alone`, a sign needs the share of all votes that those limits give. `together` with the jurors
    the votes are `says_nearest` of the whole and the jurors the rest, and the sentence that a clause stands in has
    `says_sentence` beside what is said of the clause. Within `margin` of a limit nothing is said, so that rounding
    never decides.
    """

    nearest: int
    softness: float
    margin: float
    says_nearest: float
    says_sentence: float
    alone: Limits
    together: Limits


@dataclass(frozen=True, slots=True)
class Jury:
    """The jurors, and which of the labelled sentences (one truth value each) they learnt from."""

    jurors: Jurors
    learnt: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Vote:
    """A labelled sentence near to a text, by its place among them, how near it is and what its vote weighs."""

    place: int
    cosine: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is said of a text, by sign.

    `for_sign` are the votes for it, nearest first, with how each says it; `shares` its part of all votes; `together`
    what the votes and the jurors agree to, for the signs that these know (none beside a sentence that they do not).
    """

    for_sign: Mapping[str, Sequence[tuple[_Vote, Assertion]]]
    shares: Mapping[str, float]
    together: Mapping[str, float]


class Likeness:
    """The labelled sentences as vectors, asked what a clause reads like."""

    def __init__(
        self,
        sentences: Sequence[LabelledSentence],
        vectors: Vectors,
        encoder: Encoder,
        agreement: Agreement,
        jury: Jury | None = None,
    ) -> None:
        """Without a `jury`, and for a sign or beside a sentence that it does not know, the nearest vote alone."""
        self._sentences = sentences
        self._vectors = vectors
        self._encoder = encoder
        self._agreement = agreement
        self._jury = jury

    def of(self, clauses: Sequence[str], sentences: Sequence[str] = ()) -> list[tuple[Like, ...]]:
        """For each clause the signs that it reads like, most agreed first; empty where the nearest disagree.

        `sentences` are those that the clauses stand in, one a clause; without them each clause stands by itself.
        """
        if not clauses or not len(self._vectors):
            return [() for _ in clauses]
        texts = list(dict.fromkeys((*clauses, *sentences)))
        asked = dict(zip(texts, self._asked(texts), strict=True))
        pairs = zip(clauses, sentences or clauses, strict=True)
        return [self._heard(asked[clause], asked[sentence]) for clause, sentence in pairs]

    def _asked(self, texts: Sequence[str]) -> list[_Asked]:
        """What the nearest sentences and the jurors say of each text."""
        vectors = self._encoder.vectors(texts)
        cosines = vectors @ self._vectors.T
        nearest = min(self._agreement.nearest, len(self._sentences))
        places = np.argpartition(-cosines, nearest - 1, axis=1)[:, :nearest]
        weighed: list[list[float]] = [[] for _ in texts]
        if self._jury is not None:
            weighed = self._jury.jurors.weighed(texts, vectors).tolist()
        return [self._counted(*one) for one in zip(cosines, places, weighed, strict=True)]

    def _counted(
        self, cosines: Vectors, places: np.ndarray[tuple[int], np.dtype[np.intp]], weighed: Sequence[float]
    ) -> _Asked:
        ordered = sorted(places.tolist(), key=lambda place: (-float(cosines[place]), place))
        votes = [_Vote(place, float(cosines[place]), self._weight(float(cosines[place]))) for place in ordered]
        for_sign: dict[str, list[tuple[_Vote, Assertion]]] = {}
        for vote in votes:
            for sign, assertion in self._sentences[vote.place].says:
                for_sign.setdefault(sign, []).append((vote, assertion))
        every = sum(vote.weight for vote in votes)
        shares = {sign: sum(vote.weight for vote, _ in cast) / every for sign, cast in for_sign.items()}
        together: dict[str, float] = {}
        if self._jury is not None and self._jury.learnt[ordered[0]]:
            says = self._agreement.says_nearest
            signs = zip(self._jury.jurors.signs, weighed, strict=True)
            together = {sign: says * shares.get(sign, 0.0) + weight for sign, weight in signs}
        return _Asked(for_sign, shares, together)

    def _weight(self, cosine: float) -> float:
        return math.exp((cosine - 1) / self._agreement.softness)

    def _heard(self, clause: _Asked, sentence: _Asked) -> tuple[Like, ...]:
        heard = []
        for sign, cast in clause.for_sign.items():
            share, limits = clause.shares[sign], self._agreement.alone
            if sign in clause.together:
                limits, whole = self._agreement.together, self._agreement.says_sentence
                own = clause.together[sign]
                share = (1 - whole) * own + whole * sentence.together.get(sign, own)
            if self._is_heard(limits, share, cast[0][0].cosine):
                texts = tuple(dict.fromkeys(self._sentences[vote.place].text for vote, _ in cast))
                heard.append((-share, Like(sign, _most(cast), texts[:3])))
        return tuple(like for _, like in sorted(heard, key=lambda pair: (pair[0], pair[1].indicator)))

    def _is_heard(self, limits: Limits, share: float, closest: float) -> bool:
        margin = self._agreement.margin
        return share >= limits.share + margin and closest >= limits.closeness + margin


def _most(cast: Sequence[tuple[_Vote, Assertion]]) -> Assertion:
    """The assertion with most of a sign's votes; the first named of equal ones."""
    sums: dict[Assertion, float] = {}
    for vote, assertion in cast:
        sums[assertion] = sums.get(assertion, 0.0) + vote.weight
    return max(sums, key=lambda assertion: sums[assertion])


def agreement_of(card: Mapping[str, Any]) -> Agreement:
    """The limits as the encoder's card gives them."""
    parts = card["parts"]
    return Agreement(
        nearest=int(card["nearest"]),
        softness=float(card["softness"]),
        margin=float(card["margin"]),
        says_nearest=float(parts["nearest"]),
        says_sentence=float(parts["sentence"]),
        alone=Limits(**card["alone"]),
        together=Limits(**card["together"]),
    )
