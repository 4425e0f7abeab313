"""Judgements that two persons are, may be or are not the same: the ledger from which clusters are derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a judgement says of two persons."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the ledger: two person keys in order, the verdict, who judged, and why in sentences.

    `strength` orders judgements that cannot all stand (more kinds of evidence: higher); it is no probability and is
    never shown.
    """

    one: str
    other: str
    verdict: Verdict
    judge: str
    reasons: tuple[str, ...]
    strength: int = 0


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which persons are the same person.

    `of` maps every person key to its cluster, named by the smallest of its persons; `members` maps a cluster to its
    sorted persons.
    """

    of: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
