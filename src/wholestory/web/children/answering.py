"""Where a concern stands: never answered, answered, or come back. Findings and decisions meet here, by keys alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wholestory.model.moments import end_of_day
from wholestory.web.children.models import Answer, ConcernRow

# The one place that says which concerns are serious: an answer closes them only when a second person agrees.
SERIOUS_THEMES = frozenset({"sexual_exploitation", "criminal_exploitation", "physical_harm"})
SERIOUS = (
    "A concern about sexual exploitation, criminal exploitation or physical harm is serious: an answer closes it only "
    "when a second person, who holds the post of supervisor or hub practitioner, agrees."
)


def is_serious(concern: ConcernRow) -> bool:
    """Whether an answer to a concern needs a second person."""
    return concern.theme in SERIOUS_THEMES


class Stand(StrEnum):
    """How a concern stands."""

    NEVER = "never answered"
    TO_AGREE = "answered, and waiting for a second person to agree"
    RETURNED = "answered, and come back"
    ANSWERED = "answered"
    BY_RECORD = "answered by a record"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a concern stands: since when it waits (None where it does not), the answer that was given last, the keys
    of the evidence that was taken in since, and whether a date until which it was watched has passed."""

    stand: Stand
    since: datetime | None = None
    answer: Answer | None = None
    new: tuple[str, ...] = ()
    watch_passed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.since is not None


def answers_to(concern: ConcernRow, answers: Sequence[Answer], keys: Collection[str]) -> list[Answer]:
    """The answers to a concern, of all that were given to its child and not withdrawn, oldest first.

    `keys` are the child's concerns of now. Where earlier evidence arrives, another record completes the pattern first
    and the concern bears another key: an answer whose own concern is there no more goes with the concern of the same
    pattern that shares its evidence.
    """
    if not answers:
        # Evidence that was not read stays so: a long story has thousands of records in it.
        return []
    evidence = set(concern.evidence)
    return [
        answer
        for answer in answers
        if answer.concern == concern.key
        or (
            answer.concern not in keys
            and answer.concern.partition("/")[0] == concern.pattern
            and not evidence.isdisjoint(answer.evidence)
        )
    ]


def standing_of(
    concern: ConcernRow, answers: Sequence[Answer], stored: Mapping[str, datetime], now: datetime
) -> Standing:
    """How a concern stands at a moment. `answers` are those to it, oldest first; `stored` says when each record of
    its evidence was taken in.

    New is what was taken in after the answer. What a rule pack or a link adds from records that were there already
    does not reopen what somebody has answered.
    """
    if not answers:
        if concern.answered_by_record:
            return Standing(Stand.BY_RECORD)
        return Standing(Stand.NEVER, since=concern.visible_from)
    last = answers[-1]
    if last.needs_second and last.agreed_by_id is None:
        before = standing_of(concern, answers[:-1], stored, now)
        # A later answer that nobody has agreed to yet takes nothing from the one that stands.
        return Standing(Stand.TO_AGREE, before.since, last) if before.is_open else before
    new = tuple(key for key in concern.evidence if key not in last.evidence and stored.get(key, last.at) > last.at)
    ends = end_of_day(last.watch_until) if last.watch_until else None
    passed = ends is not None and ends < now
    since = min([stored[key] for key in new] + ([ends] if ends and passed else []), default=None)
    return Standing(Stand.RETURNED if since else Stand.ANSWERED, since, last, new, passed)


def watch_ends(standing: Standing) -> datetime | None:
    """When the date until which an answered concern is watched has passed; None where there is none to come."""
    answer = standing.answer
    if standing.stand is not Stand.ANSWERED or answer is None or answer.watch_until is None:
        return None
    return end_of_day(answer.watch_until)
