"""What a narrative says before it is sent: words that may blame, signs read in it, and the duties it will start."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wholestory.model.findings import DutyState, LanguageFinding, Reading
from wholestory.model.moments import Moment
from wholestory.model.records import Person, Record
from wholestory.reports.marks import HOW_SAID
from wholestory.web.children.neighbourhood import Neighbourhood
from wholestory.web.children.practice import practice, reviewer
from wholestory.web.children.readings import readings_of
from wholestory.web.records.models import PersonRow
from wholestory.web.records.values import person_of


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that may blame: why, what to say instead. `mark` names them in the form, whatever else is rewritten."""

    finding: LanguageFinding
    instead: str
    fits_in_place: bool

    @property
    def mark(self) -> str:
        """A name for the words and the rule, safe in a form."""
        content = f"{self.finding.term}\0{self.finding.text.casefold()}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


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

    def __init__(self, record: Record, child: str, people: Collection[Person], as_at: Moment) -> None:
        """`child` is the cluster it is about, `people` those whom it names and who are not here yet."""
        self._record, self._child, self._newcomers, self._as_at = record, child, people, as_at
        keys = [one.person for one in record.involvements]
        self._people = {row.key: person_of(row) for row in PersonRow.objects.filter(key__in=keys)}
        self._people.update((person.key, person) for person in people)
        # By the reviewer's own way, which keeps it: the record is not read again when it is sent.
        self._read = reviewer().read_many([record], self._people)[record.key]

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """The words that may blame, each once."""
        forenames = (self._people[key].forenames.split() for key in self._record.people_as("subject"))
        name = next((names[0] for names in forenames if names), "the child")
        return tuple({one.mark: one for one in (_wording(found, name) for found in self._read.language)}.values())

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


def _wording(finding: LanguageFinding, name: str) -> Wording:
    # A suggestion that names the child, or begins in the middle of a sentence, can stand in the words' place; any
    # other is advice on what to write.
    fits = "{child}" in finding.suggestion or finding.suggestion[:1].islower()
    return Wording(finding, finding.suggestion.replace("{child}", name), fits)


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


def in_place(narrative: str, wording: Wording) -> str:
    """The narrative with the better wording in the place of the words."""
    finding = wording.finding
    return narrative[: finding.start] + wording.instead.rstrip(".") + narrative[finding.end :]
