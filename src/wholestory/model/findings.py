"""What a review finds. Every finding names its rule and its evidence; none carries a score."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wholestory.model.moments import Moment


class Assertion(StrEnum):
    """How something is said of the subject child."""

    PRESENT = "present"
    POSSIBLE = "possible"
    ABSENT = "absent"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"
    OTHER_PERSON = "other_person"


class Way(StrEnum):
    """Which way of reading found a sign: by the rules' wording, or by likeness to labelled sentences."""

    RULES = "rules"
    ENCODER = "encoder"


CURRENT = frozenset({Assertion.PRESENT, Assertion.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Mention:
    """An indicator that a narrative carries: where, said how, and the cue that decided it.

    Offsets are code points of the narrative as decoded. `cue` is the words that decided the assertion (empty where
    nothing spoke against the plain reading) and `because` the reading in a short sentence. `phrase` is the
    practice expression that matched, or the labelled sentences that the words read like; `way` says which of the two.
    """

    record: str
    indicator: str
    start: int
    end: int
    text: str
    assertion: Assertion
    cue: str = ""
    because: str = ""
    phrase: str = ""
    way: Way = Way.RULES


@dataclass(frozen=True, slots=True)
class LanguageFinding:
    """Words in the author's own voice that blame the child or minimise harm, why, and a better wording."""

    record: str
    start: int
    end: int
    text: str
    term: str
    severity: str
    why: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one narrative says: mentions and language, each ordered by offset."""

    record: str
    mentions: tuple[Mention, ...] = ()
    language: tuple[LanguageFinding, ...] = ()

    def found_by(self, way: Way) -> Reading:
        """The same reading with only the mentions that one way of reading found."""
        mentions = tuple(mention for mention in self.mentions if mention.way is way)
        return self if len(mentions) == len(self.mentions) else replace(self, mentions=mentions)


@dataclass(frozen=True, slots=True)
class Concern:
    """A pattern that the records complete.

    `visible_from` is the `recorded_at` of the record that first completed it; `completed_by` that record's key.
    `key` is made of the rule and that record with that record's person, so that a new pack or link keeps it.
    """

    key: str
    child: str
    theme: str
    pattern: str
    title: str
    visible_from: Moment
    completed_by: str
    latest: Moment
    evidence: tuple[str, ...]
    statement: str


class DutyState(StrEnum):
    """Where a duty stands at the moment of the review."""

    MET = "met"
    LATE = "late"
    MISSED = "missed"
    PENDING = "pending"
    EXCUSED = "excused"

    def at(self, due: datetime, now: datetime) -> DutyState:
        """Where it stands now: what was pending when it was worked out, and has fallen due since, is missed."""
        return DutyState.MISSED if self is DutyState.PENDING and due < now else self


@dataclass(frozen=True, slots=True)
class DutyFinding:
    """A duty that a record started, what was due when, and what is on record in answer.

    `trigger` and `response` are record keys, `response` empty where none was found.
    """

    key: str
    child: str
    duty: str
    title: str
    trigger: str
    due_at: Moment
    state: DutyState
    response: str
    statement: str
    standing: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found about one child. `readings` holds one entry a record of the child's own story."""

    child: str
    readings: tuple[Reading, ...] = ()
    concerns: tuple[Concern, ...] = ()
    duties: tuple[DutyFinding, ...] = ()
