"""One child's life while it is being made up: what was recorded, what was owed, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wholestory.synth.chance import Chance
from wholestory.synth.clocks import due, hours_between, later
from wholestory.synth.duties import DUTIES
from wholestory.synth.families import Child, Someone
from wholestory.synth.narrator import Narrator, Note
from wholestory.synth.networks import Network
from wholestory.synth.places import AgencyEntry, agency_for
from wholestory.synth.settings import Settings
from wholestory.synth.slots import Scene

MET, LATE = "met", "late"
Item = tuple[str, str, Someone | None]


@dataclass(eq=False, slots=True, kw_only=True)
class Draft:
    """A record to be. Times are local. `answers`: the records that it says it responds to; `is_answer`: whether it
    counts as an answer to a duty at all (an interview that was declined does not)."""

    agency: AgencyEntry
    kind: str
    at: datetime
    recorded: datetime
    ended: datetime | None = None
    note: Note = field(default_factory=Note)
    outcome: str = ""
    place: str = ""
    author: str = ""
    handling: str = "ordinary"
    who: list[tuple[Someone, str]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    answers: tuple[Draft, ...] = ()
    is_answer: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty owed after an event, told in one or more records. `excuse`: the record with a reason that excuses it."""

    duty: str
    triggers: tuple[Draft, ...]
    excuse: Draft | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A pattern that a careful reader could have seen from a record, and the day on which the agencies saw it."""

    theme: str
    visible: Draft
    recognised: datetime
    note: str


class Life:
    """The records of one child so far, in no order, and the truth of them.

    Everything after `as_at` is left out where it is made, so that nothing later is known.
    """

    def __init__(self, child: Child, settings: Settings, chance: Chance, network: Network | None = None) -> None:
        self.child = child
        self.settings = settings
        self.chance = chance
        self.network = network
        self.narrator = Narrator(chance, child, settings)
        self.drafts: list[Draft] = []
        self.owed: list[Owed] = []
        self.cases: list[Case] = []
        self.missing: list[datetime] = []
        self.refused: list[datetime] = []
        self.begin = settings.as_at - timedelta(days=365 * settings.years)

    def agency(self, kind: str) -> AgencyEntry:
        """The agency of a kind that works where the child lives."""
        return agency_for(kind, self.child.family.district.council)

    def record(
        self,
        agency: str,
        kind: str,
        at: datetime,
        uses: Sequence[str] = (),
        *,
        scene: Scene | None = None,
        recorded: datetime | None = None,
        ended: datetime | None = None,
        outcome: str = "",
        answers: Sequence[Draft] = (),
        who: Sequence[tuple[Someone | None, str]] = (),
        items: Sequence[Item] = (),
        role: str = "subject",
        place: str = "",
        handling: str = "ordinary",
        is_answer: bool = True,
    ) -> Draft:
        """Write a record of a kind of agency about the child; `uses` are the pieces of its narrative.

        A record that would be later than the extract is returned but not kept, so that nothing comes of it.
        """
        told = recorded or later(ended or at, hours=self.chance.within(0.1, 3))
        draft = Draft(
            agency=self.agency(agency),
            kind=kind,
            at=at,
            ended=ended,
            recorded=told,
            note=self.narrator.write(agency, uses, at, scene, ended) if uses else Note(),
            outcome=outcome,
            place=place,
            author=_AUTHORS[agency],
            handling=handling,
            who=[(self.child, role), *((someone, part) for someone, part in who if someone)],
            items=list(items),
            answers=tuple(answers),
            is_answer=is_answer,
        )
        if told <= self.settings.as_at:
            self.drafts.append(draft)
        return draft

    def known(self, draft: Draft | None) -> bool:
        """Whether a record was made before the extract was taken."""
        return draft is not None and draft.recorded <= self.settings.as_at

    def owe(self, duty: str, *triggers: Draft, excuse: Draft | None = None) -> None:
        """Note that a duty is owed after an event."""
        known = tuple(trigger for trigger in triggers if self.known(trigger))
        if known:
            self.owed.append(Owed(duty, known, excuse))

    def answer(
        self,
        duty: str,
        triggers: Sequence[Draft],
        agency: str,
        kind: str,
        uses: Sequence[str] = (),
        *,
        after: Draft | None = None,
        scene: Scene | None = None,
        outcome: str = "",
        who: Sequence[tuple[Someone | None, str]] = (),
        place: str = "",
    ) -> Draft | None:
        """A record in answer to a duty at the stated rates: in time, too late, or None for no answer.

        `after`: an earlier answer that this one cannot precede.
        """
        moment = self.when_answered(duty, triggers, after)
        if moment is None:
            return None
        in_time, at = moment
        linked = not in_time or not self.chance.happens(self.settings.records.unlinked)
        wordless = self.chance.happens(self.settings.notes.no_narrative)
        draft = self.record(
            agency,
            kind,
            at,
            () if wordless else uses,
            scene=scene,
            recorded=later(at, hours=self.chance.within(0, 2)),
            outcome=outcome,
            answers=(after,) if after and linked else tuple(triggers[:1]) if linked else (),
            who=who,
            place=place,
        )
        return draft if self.known(draft) else None

    def when_answered(self, duty: str, triggers: Sequence[Draft], after: Draft | None) -> tuple[bool, datetime] | None:
        """Whether in time and when a duty is answered; None where it is not."""
        chance, rule = self.chance, DUTIES[duty]
        met, late, _ = self.settings.responses.of(duty)
        start = min(clock(draft, rule.clock) for draft in triggers)
        end = due(start, rule.limit, rule.unit)
        fate = chance.draw()
        if fate >= met + late:
            return None
        allowed = hours_between(start, end)
        if fate < met:
            at = later(start, hours=chance.within(0.1, 0.8) * allowed)
        else:
            at = later(end, hours=chance.within(6, max(48, min(allowed, 1000))))
        if after and at <= after.at:
            at = later(after.at, hours=chance.within(1, 12))
        return at <= end, at


def clock(draft: Draft, which: str) -> datetime:
    """The time of a record that a duty's clock runs from: `recorded`, `at` or `ended`."""
    if which == "ended":
        return draft.ended or draft.at
    return draft.recorded if which == "recorded" else draft.at


def behind(draft: Draft) -> list[Draft]:
    """Every record that this one answers, directly or through others."""
    found: list[Draft] = []
    waiting = list(draft.answers)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.append(one)
            waiting += one.answers
    return found


_AUTHORS = {
    "police": "response officer",
    "social_care": "social worker",
    "education": "safeguarding lead",
    "health": "nurse",
    "care_home": "residential worker",
    "youth_justice": "case manager",
    "voluntary": "youth worker",
}
