"""The truth of every duty, from what was made up: never from the words, and never from the engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wholestory.synth.clocks import due
from wholestory.synth.duties import DUTIES, Duty
from wholestory.synth.life import Draft, Life, Owed, behind, clock


def duty_rows(life: Life) -> Iterator[tuple[str, Draft, str]]:
    """Duty, triggering record and state, one for each record of each event that a duty is owed after."""
    for owed in life.owed:
        state = _state(owed, life)
        for trigger in owed.triggers:
            yield owed.duty, trigger, state


def _state(owed: Owed, life: Life) -> str:
    rule = DUTIES[owed.duty]
    start = min(_start(trigger, rule) for trigger in owed.triggers)
    end = due(start, rule.limit, rule.unit)
    steps = [_step(kinds, owed, start, end, life) for kinds in rule.steps]
    if all(steps):
        return "late" if "late" in steps else "met"
    if owed.excuse and life.known(owed.excuse) and owed.excuse.at <= end:
        return "excused"
    return "missed" if life.settings.as_at > end else "pending"


def _start(trigger: Draft, rule: Duty) -> datetime:
    """From when the clock runs; `clock_of` takes the latest of that kind that the trigger answers."""
    asked = [draft for draft in behind(trigger) if draft.kind == rule.clock_of]
    return clock(max(asked, key=lambda draft: draft.recorded) if asked else trigger, rule.clock)


def _step(kinds: tuple[str, ...], owed: Owed, start: datetime, end: datetime, life: Life) -> str:
    """How one step was answered: met, late, or empty for not at all."""
    rule, found = DUTIES[owed.duty], ""
    for draft in life.drafts:
        if draft.kind not in kinds or not draft.is_answer or draft in owed.triggers:
            continue
        answered = behind(draft)
        linked = any(trigger in answered for trigger in owed.triggers)
        if not linked and (_done(draft, start) < start or (rule.own and _answers_another(answered, owed, life))):
            continue
        if _done(draft, start) <= end:
            return "met"
        found = "late" if linked else found
    return found


def _done(draft: Draft, start: datetime) -> datetime:
    """When it was done: a crime that happened before it was told of is done when it is recorded."""
    return draft.recorded if draft.kind == "crime" and draft.at < start else draft.at


def _answers_another(answered: list[Draft], owed: Owed, life: Life) -> bool:
    others = [other for other in life.owed if other.duty == owed.duty and other is not owed]
    return any(trigger in answered for other in others for trigger in other.triggers)
