"""Whether graded cases show an effect: those of the last round before an action took hold against each later one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wholestory.engine.rounds.effect import UNTESTED, effect_in_grades
from wholestory.web.improvement.frameworks import framework_of
from wholestory.web.inspections.models import Round

NO_LATER = "Effect untested: no round holds cases from after the day on which the action took hold."
OTHER_SCALE = "Effect untested: the two rounds grade by different scales."


@dataclass(frozen=True, slots=True)
class GradedEffect:
    """One later round against the last before; `sentences` say it all. `after` is empty where there is no later one."""

    before: str
    after: str
    state: str
    sentences: tuple[str, ...]


def graded(rounds: Iterable[Round], strand: str, took_hold: date | None, done: date | None) -> list[GradedEffect]:
    """What frozen rounds of one framework show of a strand; nothing where none came before, or nothing took hold.

    A round counts as before where all its records are, and as later where none is: a round that straddles the day
    mixes cases of both.
    """
    there = sorted((one for one in rounds if _counts(one, strand)), key=lambda one: one.until)
    if took_hold is None or not (earlier := [one for one in there if one.until < took_hold]):
        return []
    before, later = earlier[-1], [one for one in there if one.since >= took_hold]
    if not later:
        return [GradedEffect(before.title, "", UNTESTED, (NO_LATER,))]
    return [_compared(before, one, strand, done) for one in later]


def _compared(before: Round, after: Round, strand: str, done: date | None) -> GradedEffect:
    order = _order(before)
    if not order or before.scale != after.scale:
        return GradedEffect(before.title, after.title, UNTESTED, (OTHER_SCALE,))
    found = effect_in_grades(_counts(before, strand), _counts(after, strand), done, order)
    # Whether the action was done stands by itself; the sentence on it comes first and is left out here.
    return GradedEffect(before.title, after.title, found.state, found.sentences[1:])


def _order(of: Round) -> tuple[str, ...]:
    """The grades of its scale, best first; none where practice has it no more. A database may keep them otherwise."""
    framework = framework_of(of.framework)
    found = next((one for one in framework.scales if one.id == of.scale), None) if framework else None
    return tuple(found.grades) if found else ()


def _counts(of: Round, strand: str) -> dict[str, int]:
    """Cases by grade as they were kept when the round was frozen; empty where none is graded in the strand."""
    parts: Sequence[dict[str, object]] = of.results.get("parts", [])
    counts = next((part["counts"] for part in parts if part["id"] == strand), {})
    assert isinstance(counts, dict)
    return counts if sum(counts.values()) else {}
