"""What a clause reads like: the labelled sentences nearest to it, heard only where they and the jurors agree."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wholestory.engine.reading.encoder.jurors import Jurors
from wholestory.engine.reading.encoder.nearest import Nearest
from wholestory.engine.reading.encoder.rounded import Rounded
from wholestory.engine.reading.encoder.vectors import Encoder
from wholestory.model.findings import Assertion
from wholestory.practice.expressions import fold
from wholestory.practice.sentences import LabelledSentence

# Records repeat themselves: headings, shift phrases, copied updates. What was said of so many texts is kept.
_KEPT_TEXTS = 20_000


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
    `says_sentence` beside what is said of the clause; less of the whole is enough where a clause is `nearly` what the
    nearest sentence says. Within `margin` of a limit nothing is said, so that rounding never decides.
    """

    nearest: int
    softness: float
    margin: float
    says_nearest: float
    says_sentence: float
    alone: Limits
    together: Limits
    nearly: Limits


@dataclass(frozen=True, slots=True)
class Jury:
    """The jurors, and which of the labelled sentences (one truth value each) they learnt from."""

    jurors: Jurors
    learnt: NDArray[np.bool_]


class _Vote(NamedTuple):
    """A labelled sentence near to a text, by its place among them, how near it is and what its vote weighs."""

    place: int
    cosine: float
    weight: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is said of a text, by sign.

    `for_sign` are the votes for it, nearest first, with how each says it; `shares` its part of all votes. `weighed` is
    what the jurors add, a number for each sign that they know; None beside a sentence that they do not.
    """

    for_sign: Mapping[str, Sequence[tuple[_Vote, Assertion]]]
    shares: Mapping[str, float]
    weighed: NDArray[np.float32] | None


class Likeness:
    """The labelled sentences as vectors, asked what a clause reads like."""

    def __init__(
        self,
        sentences: Sequence[LabelledSentence],
        vectors: Rounded,
        encoder: Encoder,
        agreement: Agreement,
        jury: Jury | None = None,
    ) -> None:
        """Without a `jury`, and for a sign or beside a sentence that it does not know, the nearest vote alone."""
        self._sentences = sentences
        self._known = Nearest(vectors) if sentences else None
        self._encoder = encoder
        self._agreement = agreement
        self._jury = jury
        self._kept: OrderedDict[str, _Asked] = OrderedDict()
        self._columns = {sign: column for column, sign in enumerate(jury.jurors.signs)} if jury else {}
        # Folded all at once: one by one they would hold up every start.
        folded = fold("\0".join(one.text.replace("\0", " ") for one in sentences)).split("\0")
        self._labelled = dict(zip(reversed(folded), reversed(sentences), strict=True)) if sentences else {}

    def of(self, clauses: Sequence[str], sentences: Sequence[str] = ()) -> list[tuple[Like, ...]]:
        """For each clause the signs that it reads like, most agreed first; empty where the nearest disagree.

        `sentences` are those that the clauses stand in, one a clause; without them each clause stands by itself.
        """
        if not clauses or self._known is None:
            return [() for _ in clauses]
        pairs = list(zip(clauses, sentences or clauses, strict=True))
        labelled = {clause: self._as_labelled(clause) for clause in clauses}
        asked = self._answers(dict.fromkeys(text for pair in pairs if labelled[pair[0]] is None for text in pair))
        found = []
        for clause, around in pairs:
            likes = labelled[clause]
            found.append(self._heard(asked[clause], asked[around]) if likes is None else likes)
        return found

    def _as_labelled(self, clause: str) -> tuple[Like, ...] | None:
        """What somebody labelled is read as they labelled it: so a reading that was wrong is put right by adding it."""
        labelled = self._labelled.get(fold(clause))
        if labelled is None:
            return None
        said = dict(reversed(labelled.says))
        return tuple(Like(sign, assertion, (labelled.text,)) for sign, assertion in sorted(said.items()))

    def _answers(self, texts: Collection[str]) -> dict[str, _Asked]:
        """What is said of each text: kept from before, or asked now and kept."""
        # Another thread may drop at any time what is kept, but not what is held here.
        asked = {text: kept for text in texts if (kept := self._kept.get(text)) is not None}
        fresh = [text for text in texts if text not in asked]
        for text, answer in zip(fresh, self._asked(fresh) if fresh else (), strict=True):
            asked[text] = self._kept[text] = answer
        while len(self._kept) > _KEPT_TEXTS:
            self._kept.popitem(last=False)
        return asked

    def _asked(self, texts: Sequence[str]) -> list[_Asked]:
        """What the nearest sentences and the jurors say of each text."""
        vectors = self._encoder.vectors(texts)
        assert self._known is not None
        places, cosines = self._known.of(vectors, min(self._agreement.nearest, len(self._sentences)))
        weighed: list[NDArray[np.float32] | None] = [None] * len(texts)
        if self._jury is not None:
            learnt = self._jury.learnt[places[:, 0]].tolist()
            added = self._jury.jurors.weighed(texts, vectors)
            weighed = [row if known else None for row, known in zip(added, learnt, strict=True)]
        weights = np.exp((cosines.astype(np.float64) - 1) / self._agreement.softness)
        rows = zip(places.tolist(), cosines.tolist(), weights.tolist(), strict=True)
        votes = [list(map(_Vote, *row)) for row in rows]
        return [self._counted(*one) for one in zip(votes, weighed, strict=True)]

    def _counted(self, votes: Sequence[_Vote], weighed: NDArray[np.float32] | None) -> _Asked:
        for_sign: dict[str, list[tuple[_Vote, Assertion]]] = {}
        for vote in votes:
            for sign, assertion in self._sentences[vote.place].says:
                for_sign.setdefault(sign, []).append((vote, assertion))
        every = sum(vote.weight for vote in votes)
        shares = {sign: sum(vote.weight for vote, _ in cast) / every for sign, cast in for_sign.items()}
        return _Asked(for_sign, shares, weighed)

    def _together(self, asked: _Asked, sign: str) -> float | None:
        """What votes and jurors agree to for a sign; None where the jurors do not know it or the nearest sentence."""
        column = self._columns.get(sign)
        if asked.weighed is None or column is None:
            return None
        return self._agreement.says_nearest * asked.shares.get(sign, 0.0) + float(asked.weighed[column])

    def _heard(self, clause: _Asked, sentence: _Asked) -> tuple[Like, ...]:
        heard = []
        for sign, cast in clause.for_sign.items():
            share, limits = clause.shares[sign], [self._agreement.alone]
            own = self._together(clause, sign)
            if own is not None:
                limits, whole = [self._agreement.together, self._agreement.nearly], self._agreement.says_sentence
                around = self._together(sentence, sign)
                share = (1 - whole) * own + whole * (own if around is None else around)
            if any(self._is_heard(one, share, cast[0][0].cosine) for one in limits):
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
        nearly=Limits(**card["nearly"]),
    )
