"""Judging one duty over one child's story: what started it, when it was due, and what is on record in answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from wholestory.engine.duties.clocks import due_at
from wholestory.engine.duties.conditions import is_row, may_be_under, meeting, meets, owed
from wholestory.engine.duties.matter import Entry, Matter, Meeting
from wholestory.model.findings import DutyState
from wholestory.model.moments import Moment
from wholestory.model.story import Event
from wholestory.practice.duties import DutyRule, Excuse, Response


@dataclass(frozen=True, slots=True)
class Answer:
    """A record that answers one step of a duty: the last second at which it may have happened, and if it is linked."""

    entry: Entry
    done: datetime
    linked: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a duty stands for one event. `answers`: one a step, None where there is none; `strays`: not counted."""

    rule: DutyRule
    rows: tuple[Entry, ...]
    start: Moment
    due: Moment
    state: DutyState
    answers: tuple[Answer | None, ...]
    strays: tuple[Entry, ...] = ()
    excuse: Excuse | None = None
    excused_by: Entry | None = None

    @property
    def deciding(self) -> Answer | None:
        """The answer that came last, once every step is answered."""
        given = [answer for answer in self.answers if answer]
        return max(given, key=lambda answer: answer.done) if len(given) == len(self.answers) else None


def judge_rule(rule: DutyRule, matter: Matter) -> Iterator[Judgement]:
    """Every event of the child's own that starts the duty, judged once."""
    kinds = sorted({kind for trigger in rule.triggers for kind in trigger.condition.kinds})
    events: dict[str, Event] = {entry.event.key: entry.event for entry in matter.own(kinds)}
    all_rows = {key: _rows(rule, event, matter) for key, event in events.items()}
    started = {
        key: tuple(row for row in rows if any(owed(trigger, row, matter) for trigger in rule.triggers))
        for key, rows in all_rows.items()
    }
    triggers = frozenset(row.record.key for key, rows in all_rows.items() if started[key] for row in rows)
    for key, starters in started.items():
        if starters:
            yield _Judging(rule, matter, all_rows[key], starters, triggers).judge()


def _rows(rule: DutyRule, event: Event, matter: Matter) -> tuple[Entry, ...]:
    entries = [matter.entries[record.key] for record in event.records if record.key in matter.entries]
    return tuple(entry for entry in entries if any(is_row(trigger, entry, matter) for trigger in rule.triggers))


class _Judging:
    """One event that started a duty. `triggers` holds the keys of every record that starts this duty in the story."""

    def __init__(
        self,
        rule: DutyRule,
        matter: Matter,
        rows: tuple[Entry, ...],
        starters: tuple[Entry, ...],
        triggers: frozenset[str],
    ) -> None:
        self.rule = rule
        self.matter = matter
        self.rows = rows
        self.first = min(starters, key=lambda entry: (entry.record.recorded_at, entry.record.key))
        self.start = min(self._clock(entry) for entry in starters)
        self.due = due_at(self.start, rule.limit, rule.unit)
        self.occurrence = matter.same_occurrence(rows[0].event)
        self.linked = matter.leading_back_to(self.occurrence)
        self.other_triggers = triggers - self.occurrence

    def _clock(self, entry: Entry) -> Moment:
        """The moment from which this record's clock runs."""
        record = entry.record
        if self.rule.clock_of:
            answered = self.matter.led_to_by(record.key) & self.matter.entries.keys()
            asked = [one for key in answered if (one := self.matter.entries[key].record).kind == self.rule.clock_of]
            record = max(asked, key=lambda one: (one.recorded_at, one.key)) if asked else record
        if self.rule.clock_starts == "happened_from":
            return record.when
        return record.ended if self.rule.clock_starts == "happened_to" else record.recorded_at

    def judge(self) -> Judgement:
        found = [self._step(step) for step in self.rule.steps]
        answers = tuple(answer for answer, _ in found)
        strays = tuple(stray for _, missed in found for stray in missed)
        excuse, excused_by = (None, None) if all(answers) else self._excused()
        state = self._state(answers, excuse)
        return Judgement(self.rule, self.rows, self.start, self.due, state, answers, strays, excuse, excused_by)

    def _state(self, answers: tuple[Answer | None, ...], excuse: Excuse | None) -> DutyState:
        if all(answers):
            late = any(answer and answer.done > self.due.at for answer in answers)
            return DutyState.LATE if late else DutyState.MET
        if excuse:
            return DutyState.EXCUSED
        return DutyState.MISSED if self.matter.as_at.at > self.due.at else DutyState.PENDING

    def _step(self, step: int) -> tuple[Answer | None, tuple[Entry, ...]]:
        """The answer to one step that counts, and unlinked records of the kind that came too late to count."""
        responses = [response for response in self.rule.responses if response.step == step]
        itself = [one for one in responses if one.itself and self._is_for_this_age(one)]
        if any(meets(response.condition, self.first, self.matter) for response in itself):
            return Answer(self.first, min(self.first.done_after(self.start), self.due.at), True), ()
        answers = sorted(self._answers(responses), key=lambda answer: (answer.done, answer.entry.record.key))
        in_time = [answer for answer in answers if answer.done <= self.due.at]
        for answer in [*(one for one in in_time if one.linked), *in_time, *(one for one in answers if one.linked)]:
            return answer, ()
        return None, tuple(answer.entry for answer in answers)

    def _answers(self, responses: list[Response]) -> Iterator[Answer]:
        fitting = {
            entry.record.key: entry
            for response in responses
            if self._is_for_this_age(response)
            for entry in self._within_reach(meeting(response.condition, self.matter))
            if response.itself or entry.record.key not in self.occurrence
        }
        for key, entry in fitting.items():
            linked, done = key in self.linked, entry.done_after(self.start)
            if linked or (done >= self.start.at and self._may_count(entry)):
                yield Answer(entry, done, linked)

    def _within_reach(self, met: Meeting) -> Iterator[Entry]:
        """The records that may answer: those that are linked, and those that may have been done since the start.

        A long story holds a thousand duties: each looks at what came after it, and not at all that came before.
        """
        yield from met.since(self.start)
        yield from (met.by_key[key] for key in self.linked if key in met.by_key)

    def _is_for_this_age(self, response: Response) -> bool:
        return not response.child_under or may_be_under(response.child_under, self.start, self.matter)

    def _may_count(self, entry: Entry) -> bool:
        """Whether an unlinked record since the start may still be an answer: about this child, and not another's."""
        return (
            not entry.event.is_theirs
            and not entry.roles.isdisjoint(("subject", "child"))
            and entry.record.key not in self.occurrence
            and not (self.rule.own_answer and self.matter.led_to_by(entry.record.key) & self.other_triggers)
        )

    def _excused(self) -> tuple[Excuse | None, Entry | None]:
        for excuse in self.rule.excuses:
            for entry in self._where(excuse):
                if entry.moment.at <= self.due.at:
                    return excuse, entry
        return None, None

    def _where(self, excuse: Excuse) -> Iterable[Entry]:
        """The records that tell an excuse where it is looked for; the first in the order of the keys is named."""
        if excuse.where == "trigger":
            return [entry for entry in self.rows if meets(excuse.condition, entry, self.matter)]
        found = meeting(excuse.condition, self.matter).entries
        if excuse.where == "answer":
            return [entry for entry in found if entry.record.key in self.linked]
        return [entry for entry in found if "subject" in entry.roles and self._since_start(entry)]

    def _since_start(self, entry: Entry) -> bool:
        own = not entry.event.is_theirs
        return own and (entry.record.key in self.occurrence or entry.done_after(self.start) >= self.start.at)
