"""Judgements that two persons are, may be or are not the same: the ledger from which clusters are derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wholestory.model.moments import Moment


class Verdict(StrEnum):
    """What a judgement says of two persons."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """One field that was compared, the level at which it agrees or not, and what that weighs (log2, two decimals)."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the ledger: two person keys in order, the verdict, who judged, when, and why in sentences.

    `judge` names a linking model, or a person where `by_person`. `score` is the sum of the weights in `fields`
    (log2, two decimals; 0 for a person's judgement). A row with `undone_at` takes back what the same judge, model or
    person, said of the pair before.
    """

    one: str
    other: str
    verdict: Verdict
    judge: str
    reasons: tuple[str, ...]
    score: float = 0.0
    fields: tuple[FieldWeight, ...] = ()
    by_person: bool = False
    judged_at: Moment | None = None
    undone_at: Moment | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two keys, in order."""
        return self.one, self.other

    def level(self, field: str) -> str | None:
        """The level at which a field was found; None where it was not compared."""
        return next((found.level for found in self.fields if found.field == field), None)


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which persons are the same person.

    `of` maps every person key to its cluster, named by the smallest of its persons; `members` maps a cluster to its
    sorted persons.
    """

    of: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
