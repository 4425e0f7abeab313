"""The records that a concern rests on, in order: their words with the signs marked, and what was done about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholestory.model.findings import DutyState, Mention
from wholestory.reports.marks import Mark, Stretch, stretches
from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import Access
from wholestory.web.children.mark_keys import reading_key
from wholestory.web.children.models import Child, DutyRow, Opening, ReadingRow
from wholestory.web.children.permissions import children_for, why_not_words
from wholestory.web.children.practice import practice
from wholestory.web.children.readings import reading_of
from wholestory.web.records.models import InvolvementRow, PersonRow, RecordRow

_ABOUT = ("subject", "child")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the evidence: their access, the digest of their working session, whether glass was broken."""

    access: Access
    session: str
    glass_broken: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about a record, or was due and is not on record: `state` is empty for a record that answers it."""

    says: str
    state: str = ""
    record: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that was read in a record: its number on the page, its title, why it was read so, and what it is."""

    number: int
    title: str
    because: str
    mention: Mention

    @property
    def key(self) -> str:
        """By what it is marked wrong."""
        one = self.mention
        return reading_key(one.record, one.start, one.end, one.indicator)


@dataclass(frozen=True, slots=True)
class Piece:
    """One record of the evidence. `hidden` is the sentence that stands for the words where they may not be shown;
    `related` are the children it is about where it is not this child's, those whom the reader may open."""

    record: RecordRow
    agency: Agency | None
    own: bool
    hidden: str
    text: tuple[Stretch, ...]
    signs: tuple[Sign, ...]
    done: tuple[Done, ...]
    related: tuple[Child, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of record in words."""
        return self.record.kind.replace("_", " ")


def pieces_of(child: Child, evidence: Sequence[str], reader: Reader, now: datetime) -> list[Piece]:
    """The records of the evidence that are here, in the order in which they happened."""
    return _Gathering(child, evidence, reader, now).pieces()


class _Gathering:
    """Everything that the pieces are made of, asked for once each."""

    def __init__(self, child: Child, evidence: Sequence[str], reader: Reader, now: datetime) -> None:
        self._reader, self._now = reader, now
        self._records = list(RecordRow.objects.filter(key__in=list(evidence)))
        self._records.sort(key=lambda record: (record.happened_from or record.recorded_at, record.key))
        self._agencies = Agency.objects.in_bulk()
        self._readings = {row.record: reading_of(row) for row in ReadingRow.objects.filter(record__in=list(evidence))}
        self._titles = {rule.header.id: rule.header.title for rule in practice().indicators}
        self._persons = set(PersonRow.objects.filter(cluster=child.key).values_list("key", flat=True))
        self._about = _children_by_record(evidence)
        self._child = child
        others = {one for about in self._about.values() for one in about} - {child.key}
        self._permitted = {one.key: one for one in children_for(reader.access).filter(key__in=others)}
        self._opened = _opened(reader, self._permitted)
        self._done = self._what_was_done(evidence)

    def pieces(self) -> list[Piece]:
        return [self._piece(record) for record in self._records]

    def _piece(self, record: RecordRow) -> Piece:
        own = self._child.key in self._about[record.key]
        # Glass broken for one child opens no other child's records.
        glass_broken = own and self._reader.glass_broken
        hidden = why_not_words(self._reader.access, record, glass_broken=glass_broken) or (
            "" if own else self._why_not_related(record)
        )
        agency = self._agencies.get(record.agency)
        if hidden:
            return Piece(record, agency, own, hidden, (), (), self._done[record.key], self._related(record))
        reading = self._readings.get(record.key)
        signs = tuple(
            Sign(number, self._titles.get(mention.indicator, mention.indicator), mention.because, mention)
            for number, mention in enumerate(reading.mentions if reading else (), 1)
        )
        marks = [Mark(sign.mention.start, sign.mention.end, "sign", str(sign.number), sign.title) for sign in signs]
        text = tuple(stretches(record.narrative, marks))
        return Piece(record, agency, own, "", text, signs, self._done[record.key], self._related(record))

    def _related(self, record: RecordRow) -> tuple[Child, ...]:
        about = sorted(self._about[record.key] - {self._child.key})
        return tuple(self._permitted[key] for key in about if key in self._permitted)

    def _why_not_related(self, record: RecordRow) -> str:
        """A related child's record obeys that child's permissions, and is read once that child's story was opened."""
        about = self._about[record.key]
        if about & self._opened:
            return ""
        if about & set(self._permitted):
            return "This is about another child. Open that child’s story to read it."
        agency = self._agencies.get(record.agency)
        return f"A related event. Ask {agency.contact or agency.title if agency else record.agency}."

    def _what_was_done(self, evidence: Sequence[str]) -> Mapping[str, tuple[Done, ...]]:
        found: dict[str, list[Done]] = defaultdict(list)
        for duty in DutyRow.objects.filter(child=self._child, trigger__in=list(evidence)).order_by("due_at", "key"):
            state = duty.state_at(self._now)
            found[duty.trigger].append(Done(duty.statement, _STATES[state], duty.response))
        wanted = set(evidence)
        mine = InvolvementRow.objects.filter(person__in=list(self._persons)).values("record")
        answering = RecordRow.objects.filter(key__in=mine).exclude(responds_to=[]).order_by("recorded_at", "key")
        for record in answering.only("key", "kind", "agency", "recorded_at", "responds_to"):
            for key in wanted.intersection(record.responds_to):
                agency = self._agencies.get(record.agency)
                says = f"{record.kind.replace('_', ' ')} by {agency.title if agency else record.agency}"
                found[key].append(Done(says[0].upper() + says[1:], "", record.key, record.recorded_at))
        return defaultdict(tuple, {key: tuple(done) for key, done in found.items()})


_STATES = {
    DutyState.MET: "Done in time",
    DutyState.LATE: "Done late",
    DutyState.MISSED: "No record of it",
    DutyState.PENDING: "Not yet due",
    DutyState.EXCUSED: "Not asked for",
}


def _children_by_record(evidence: Sequence[str]) -> dict[str, set[str]]:
    """The clusters that each record is about."""
    rows = InvolvementRow.objects.filter(record__in=list(evidence), role__in=_ABOUT).values_list("record_id", "person")
    involved = list(rows)
    persons = {person for _, person in involved}
    cluster = dict(PersonRow.objects.filter(key__in=persons).values_list("key", "cluster"))
    about: dict[str, set[str]] = defaultdict(set)
    for record, person in involved:
        about[record].add(cluster.get(person, person))
    return about


def _opened(reader: Reader, permitted: Collection[str]) -> set[str]:
    """Of the children whom the reader's posts reach, those whose story they have opened in this working session."""
    mine = Opening.objects.filter(by=reader.access.user, session=reader.session, glass_broken=False)
    rows = mine.filter(child__in=list(permitted))
    return set(rows.values_list("child", flat=True))
