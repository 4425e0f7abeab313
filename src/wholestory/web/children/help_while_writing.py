"""What a narrative says before it is sent: words that may blame, signs read in it, and the duties it will start."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wholestory.engine.review import involved_in
from wholestory.model.findings import DutyState, LanguageFinding, Reading
from wholestory.model.moments import Moment
from wholestory.model.records import Person, Record
from wholestory.reports.marks import HOW_SAID
from wholestory.web.children.neighbourhood import Neighbourhood
from wholestory.web.children.practice import practice, reviewer
from wholestory.web.children.readings import readings_of


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


@dataclass(frozen=True, slots=True)
class Help:
    """Everything that is shown beside a record being written."""

    wordings: tuple[Wording, ...]
    said: tuple[Said, ...]
    owed: tuple[WillBeOwed, ...]


def help_with(record: Record, child: str, people: Collection[Person], as_at: Moment) -> Help:
    """What a record that is not yet sent says and would start. `child` is the cluster it is about, `people` those
    whom it names and who are not here yet."""
    around = Neighbourhood([child], as_at, besides=[record], people=people)
    read = reviewer().read_text(record.narrative, involved_in(record, around.people))
    name = next(
        (
            around.people[key].forenames.split()[0]
            for key in record.people_as("subject")
            if around.people[key].forenames.split()
        ),
        "the child",
    )
    titles = {rule.header.id: rule.header.title for rule in practice().indicators}
    wordings = {wording.mark: wording for wording in (_wording(finding, name) for finding in read.language)}
    return Help(
        wordings=tuple(wordings.values()),
        said=tuple(Said(titles[one.indicator], one.text, HOW_SAID[one.assertion]) for one in read.mentions),
        owed=_owed(record, child, around, as_at),
    )


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
