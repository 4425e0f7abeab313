"""One record ready for its page: its words with marks, who was in it, what it answers and what answered it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from wholestory.model.moments import Moment
from wholestory.reports.printable import printable
from wholestory.reports.sentences import event_sentence, kind_words
from wholestory.reports.templates import moment_words
from wholestory.web.children.models import Child
from wholestory.web.children.practice import reviewer
from wholestory.web.children.readings import readings_of
from wholestory.web.children.telling.record_marks import Mark, Piece, marks_in, pieces_of
from wholestory.web.records.models import Correction, EarlierVersion, InvolvementRow, PersonRow, RecordRow
from wholestory.web.records.values import moment, person_of, record_of


@dataclass(frozen=True, slots=True)
class Answer:
    """A record that another answers, or is answered by: what it is, when, and its key."""

    record: str
    says: str
    when: str


@dataclass(frozen=True, slots=True)
class Before:
    """The record as it stood until an agency sent it again."""

    until: datetime
    why: str
    narrative: str


class RecordPage:
    """What the template asks of a record whose words may be read. `child` is whose story it is read in."""

    def __init__(self, row: RecordRow, child: Child, *, with_marks: bool) -> None:
        self.row = row
        self.child = child
        self.record = record_of(row)
        keys = {one.person for one in self.record.involvements}
        self._people = {person.key: person_of(person) for person in PersonRow.objects.filter(key__in=keys)}
        self.with_marks = with_marks

    @property
    def sentence(self) -> str:
        """What it tells in one sentence."""
        subject = PersonRow.objects.filter(key__in=self.record.people_as("subject"), cluster=self.child.key).exists()
        return event_sentence(
            self.record.kind,
            self.child.first_name or "the child",
            happened=self.record.when,
            ended=self.record.ended,
            place=printable(self.record.place),
            outcome=printable(self.record.outcome),
            is_subject=subject,
        )

    @property
    def when(self) -> str:
        """When it happened."""
        return moment_words(self.record.when)

    @property
    def recorded(self) -> str:
        """When it was recorded."""
        return moment_words(self.record.recorded_at)

    @property
    def day(self) -> Moment:
        """The moment by which the child's age is told."""
        return self.record.when

    @cached_property
    def marks(self) -> list[Mark]:
        """What was read in the narrative."""
        reading = readings_of([self.record], self._people, reviewer())[self.record.key]
        return marks_in(reading, self.record.narrative, self.child.first_name or "the child")

    @property
    def pieces(self) -> list[Piece]:
        """The narrative, under its marks unless they are switched off."""
        return pieces_of(self.record.narrative, self.marks if self.with_marks else [])

    @property
    def people(self) -> list[tuple[str, str]]:
        """Everybody involved, with their part in it."""
        return [
            (self._people[one.person].name if one.person in self._people else one.person, kind_words(one.role))
            for one in self.record.involvements
        ]

    @property
    def seen(self) -> list[tuple[str, str]]:
        """What was seen, by kind."""
        return [(kind_words(item.item_type), printable(item.value)) for item in self.record.items]

    @property
    def extra(self) -> list[tuple[str, str]]:
        """Columns that are shown as the agency named them."""
        return [(printable(name), printable(value)) for name, value in self.record.extra if value]

    @property
    def answers_to(self) -> list[Answer]:
        """What this record answers."""
        rows = RecordRow.objects.filter(key__in=self.record.responds_to).order_by("recorded_at", "key")
        return list(map(_answer, rows.defer("narrative")))

    @property
    def answered_by(self) -> Iterator[Answer]:
        """The child's records that answer this one."""
        persons = PersonRow.objects.filter(cluster=self.child.key).values("key")
        mine = InvolvementRow.objects.filter(person__in=persons).values("record")
        rows = RecordRow.objects.filter(key__in=mine).exclude(responds_to=[]).order_by("recorded_at", "key")
        return (_answer(row) for row in rows.defer("narrative") if self.record.key in row.responds_to)

    @property
    def corrections(self) -> list[Correction]:
        """What stands beside the narrative."""
        return list(Correction.objects.filter(record=self.record.key).select_related("by"))

    @property
    def before(self) -> list[Before]:
        """Earlier versions, the latest first; of one that was handled more closely only that it was there."""
        rows = EarlierVersion.objects.filter(key=self.record.key, is_person=False).order_by("-replaced_at", "-id")
        return [Before(row.replaced_at, row.why, self._words_before(row)) for row in rows]

    def _words_before(self, row: EarlierVersion) -> str:
        closely = row.content.get("handling", "ordinary") not in ("ordinary", self.record.handling)
        return "" if closely else printable(row.content.get("narrative", ""))


def _answer(row: RecordRow) -> Answer:
    when = moment(row.recorded_at, row.recorded_day_only)
    assert when is not None
    return Answer(row.key, kind_words(row.kind), moment_words(when))
