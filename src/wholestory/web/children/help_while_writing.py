"""What a narrative says before it is sent: words that may blame, signs read in it, and the duties it will start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wholestory.model.findings import DutyState, Reading
from wholestory.model.moments import Moment
from wholestory.model.records import Person, Record
from wholestory.reports.marks import HOW_SAID
from wholestory.web.children.actions.writing import Written
from wholestory.web.children.better_wording import Wording, wording_for
from wholestory.web.children.neighbourhood import Neighbourhood
from wholestory.web.children.practice import practice, reviewer
from wholestory.web.children.readings import readings_of


@dataclass(frozen=True, slots=True)
class Said:
    """A sign that was read: the words and what they were read as."""

    title: str
    words: str
    how: str


@dataclass(frozen=True, slots=True)
class WillBeOwed:
    """A duty that the record will start."""

    title: str
    statement: str
    due: Moment


class Help:
    """Everything that is shown beside a record being written, which is not yet sent."""

    def __init__(self, what: Written, child: str, as_at: Moment) -> None:
        """`child` is the cluster it is about."""
        self._record, self._child, self._newcomers, self._as_at = what.record, child, what.people, as_at
        self._people = {person.key: person for person in (what.subject, *what.people)}
        # By the reviewer's own way, which keeps it: the record is not read again when it is sent.
        self._read = reviewer().read_many([what.record], self._people)[what.record.key]

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """The words that may blame, each once."""
        forenames = (self._people[key].forenames.split() for key in self._record.people_as("subject"))
        name = next((names[0] for names in forenames if names), "")
        wordings = (wording_for(found, self._record.narrative, name) for found in self._read.language)
        return tuple({one.mark: one for one in wordings}.values())

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """The signs that were read."""
        titles = {rule.header.id: rule.header.title for rule in practice().indicators}
        return tuple(Said(titles[one.indicator], one.text, HOW_SAID[one.assertion]) for one in self._read.mentions)

    @cached_property
    def owed(self) -> tuple[WillBeOwed, ...]:
        """The duties that it will start. The child is reviewed for it, so that it is asked only where it is shown."""
        around = Neighbourhood([self._child], self._as_at, besides=[self._record], people=self._newcomers)
        return _owed(self._record, self._child, around, self._as_at)


def _owed(record: Record, child: str, around: Neighbourhood, as_at: Moment) -> tuple[WillBeOwed, ...]:
    if child not in around.library.children():
        return ()

    def read(records: Sequence[Record], _: Mapping[str, Person]) -> Mapping[str, Reading]:
        stored = [one for one in records if one.key != record.key]
        return {
            **readings_of(stored, around.people, reviewer()),
            **reviewer().read_many([record], around.people),
        }

    findings = reviewer().review_child(around.library.story(child), as_at, read=read)
    started = (duty for duty in findings.duties if duty.trigger == record.key and duty.state is DutyState.PENDING)
    return tuple(
        WillBeOwed(duty.title, duty.statement, duty.due_at)
        for duty in sorted(started, key=lambda duty: (duty.due_at, duty.key))
    )
