"""Rounds, their cases and gradings. What was handed in, settled or frozen is never written over."""

from wholestory.web.inspections.models.cases import (
    NOT_GRADED,
    OVERALL,
    CriterionAnswer,
    Grading,
    LiveRisk,
    SampledCase,
    SelfGrade,
    Settled,
    StrandGrade,
)
from wholestory.web.inspections.models.rounds import Addendum, Move, Publication, Reviewer, Round

__all__ = [
    "NOT_GRADED",
    "OVERALL",
    "Addendum",
    "CriterionAnswer",
    "Grading",
    "LiveRisk",
    "Move",
    "Publication",
    "Reviewer",
    "Round",
    "SampledCase",
    "SelfGrade",
    "Settled",
    "StrandGrade",
]
