"""The chronology that leaves the program: every event that is asked for, without what must not leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from wholestory.model.findings import DutyState
from wholestory.model.moments import end_of_day
from wholestory.model.story import Gap
from wholestory.reports.chronology import Chronology, Entry, ReadersMark, SafeContacts, Source
from wholestory.reports.chronology.content import every_text
from wholestory.reports.printable import printable
from wholestory.reports.sentences import event_sentence, kind_words
from wholestory.reports.templates import in_words, moment_words
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.models import Child, DutyRow
from wholestory.web.children.telling import outline
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.months import by_month, in_turn, months_of, silence
from wholestory.web.children.telling.page import sign_titles
from wholestory.web.children.telling.sight import Sight
from wholestory.web.children.telling.told import Told
from wholestory.web.children.telling.top import Top, top_of
from wholestory.web.records.as_known import records_at
from wholestory.web.records.models import Correction, PersonRow, RecordRow
from wholestory.web.records.values import record_of

_DUTY_SAYS = {
    DutyState.MET: "done",
    DutyState.LATE: "done late",
    DutyState.MISSED: "no record found",
    DutyState.PENDING: "open",
    DutyState.EXCUSED: "not owed",
}


def chronology_of(
    child: Child, told: Told, filters: Filters, sight: Sight, *, keys: Collection[str], mark: ReadersMark, now: datetime
) -> Chronology:
    """The chronology of what a reader asks for, the oldest first. `sight` is a reader's, of what may leave.

    Restricted records lend it no words, whoever makes it: it goes to people whose posts nobody knows here. No other
    child's words go into it. An address marked as a safe contact is taken out of every text.
    """
    making, top = _Making(child, told, filters, sight, now), top_of(child, told, sight, keys, now)
    made = Chronology(
        name=f"{top.name}, {top.age}",
        who=_who(top),
        covers=_covers(filters, told, sight),
        unanswered=tuple(one.says for one in top.unanswered),
        months=tuple(making.months()),
        mark=mark,
    )
    contacts = safe_contacts()
    return every_text(made, lambda text: contacts.take_out(printable(text)))


def safe_contacts() -> SafeContacts:
    """Every address that is marked so, whoever's it is: a record may name anybody's."""
    rows = PersonRow.objects.filter(address_is_safe_contact=True).values_list("address", "postcode")
    marked = list(rows)
    return SafeContacts((address for address, _ in marked), (postcode for _, postcode in marked))


def _who(top: Top) -> tuple[str, ...]:
    named = f"Carers named in records: {', '.join(top.carers)}." if top.carers else "No carer is named in the records."
    lines = [f"{top.home}. {named}", f"Agencies: {'; '.join(map(str, top.agencies))}."]
    workers = "; ".join(
        f"{one.name} ({one.agency})" + (f", telephone {one.telephone}" if one.telephone else "") for one in top.workers
    )
    return (*lines, f"Workers: {workers}.") if workers else tuple(lines)


def _covers(filters: Filters, told: Told, sight: Sight) -> str:
    asked = {
        "agency": sight.title(filters.agency),
        "kind": kind_words(filters.kind),
        "sign": sign_titles().get(filters.sign, filters.sign),
        "person": told.outline.people.get(filters.person, filters.person),
    }
    narrowed = "; ".join(f"{name}: {value}" for name, value in asked.items() if getattr(filters, name))
    known = f"What was known on {in_words(filters.known_on)}" if filters.known_on else "What is known now"
    return f"{known}. {f'Only part of the story ({narrowed})' if narrowed else 'The whole story'}."


class _Making:
    """Everything that the entries are made of, asked for once each."""

    def __init__(self, child: Child, told: Told, filters: Filters, sight: Sight, now: datetime) -> None:
        self._child, self._told, self._sight, self._now = child, told, sight, now
        self._filters = Filters(filters.agency, filters.kind, filters.sign, filters.person, filters.known_on, True)
        self._lines = [line for line in told.outline.events if self._filters.keep(line, sight.readable)]
        # A related child's event is told without any of its records.
        keys = [one.record for line in self._lines if not line.belongs_to for one in sight.readable(line)]
        # The handling is asked for once more: an outline may be older than a change of it.
        rows = RecordRow.objects.filter(key__in=keys, handling="ordinary").prefetch_related("involvements", "items")
        known = records_at(rows, self._until()) if told.known_on else map(record_of, rows)
        self._records = {record.key: record for record in known}
        involved = {one.person for record in self._records.values() for one in record.involvements}
        self._names = {
            row.key: " ".join(filter(None, (row.forenames, row.surname))) or "name not recorded"
            for row in PersonRow.objects.filter(key__in=involved).only("key", "forenames", "surname")
        }
        self._corrections: dict[str, list[str]] = {}
        for one in Correction.objects.filter(record__in=keys, at__lte=self._until()).select_related("by"):
            said = f"{one.text} ({one.by.name}, {in_words(one.at.date())})"
            self._corrections.setdefault(one.record, []).append(said)
        self._duties: dict[str, list[DutyRow]] = {}
        for duty in told.duties if told.known_on else DutyRow.objects.filter(child=child).order_by("due_at", "key"):
            self._duties.setdefault(duty.trigger, []).append(duty)

    def _until(self) -> datetime:
        return end_of_day(self._told.known_on) if self._told.known_on else self._now

    def months(self) -> Iterable[tuple[str, tuple[Entry, ...]]]:
        """Every month with its entries."""
        for month in months_of(by_month(self._lines), self._told.outline.gaps, self._filters):
            month.shown = len(month.events)
            yield month.title, tuple(map(self._entry, in_turn(month, self._filters)))

    def _entry(self, one: outline.Line | Gap) -> Entry:
        if isinstance(one, Gap):
            return Entry(in_words(one.first), silence(one))
        when = moment_words(one.happened)
        sources = self._sight.readable(one)
        held = tuple(f"Ask {ask}." for ask in self._sight.withheld(one.sources, sources))
        if not self._sight.may_see(one):
            return Entry(when, "A related event.", withheld=held)
        if one.belongs_to:
            return Entry(when, f"{kind_words(one.kind)} of another child, who {one.relation}.", withheld=held)
        later = "" if one.known.day == one.happened.day else f"Became known {moment_words(one.known)}"
        return Entry(
            when,
            self._sentence(one, sources) if sources else f"{kind_words(one.kind)}.",
            age_in_words(self._child.born, one.happened.day),
            later,
            tuple(self._source(source.record) for source in sources if source.record in self._records),
            tuple(f"A restricted record is held here. {ask}" for ask in held),
            tuple(said for source in one.sources for said in self._debts(source.record)),
        )

    def _sentence(self, line: outline.Line, sources: tuple[outline.Source, ...]) -> str:
        records = [self._records[one.record] for one in sources if one.record in self._records]
        return event_sentence(
            line.kind,
            self._child.first_name or "the child",
            happened=line.happened,
            ended=line.ended,
            place=next((record.place for record in records if record.place), ""),
            outcome=next((record.outcome for record in records if record.outcome), ""),
            is_subject=any(one.is_subject for one in sources),
        )

    def _source(self, key: str) -> Source:
        record = self._records[key]
        by = f", {record.author_role}" if record.author_role else ""
        people = "; ".join(
            f"{self._names.get(one.person, one.person)} ({kind_words(one.role).lower()})" for one in record.involvements
        )
        seen = "; ".join(f"{kind_words(item.item_type).lower()} {item.value}" for item in record.items)
        return Source(
            f"{self._sight.title(record.agency)}{by}, recorded {moment_words(record.recorded_at)} ({key})",
            record.narrative,
            f"People: {people}" if people else "",
            f"Seen: {seen}" if seen else "",
            tuple(self._corrections.get(key, ())),
        )

    def _debts(self, trigger: str) -> Iterable[str]:
        for duty in self._duties.get(trigger, ()):
            state = DutyState(duty.state) if self._told.known_on else duty.state_at(self._now)
            yield f"{duty.title}: {_DUTY_SAYS[state]}"
