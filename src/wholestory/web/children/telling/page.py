"""The page of a story, ready for its template: what is asked for, as far as this reader may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from wholestory.model.findings import DutyState
from wholestory.model.story import Gap
from wholestory.reports.sentences import event_sentence, kind_words
from wholestory.reports.templates import in_words, moment_words
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.models import Child
from wholestory.web.children.practice import practice
from wholestory.web.children.telling.addresses import Addresses
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.months import Month, by_month, in_turn, lanes_of, months_of, silence
from wholestory.web.children.telling.outline import Line, Owed, Source
from wholestory.web.children.telling.sight import Ask, Sight
from wholestory.web.children.telling.told import Told

_MOST_LANES = 5


@dataclass(frozen=True, slots=True)
class Debt:
    """A duty that hangs from an event: `state` is `done`, `open`, `missing` or `excused`; `answer` is the address of
    the record that met it, empty for none; `wrong` that of the form for marking the duty as wrong."""

    key: str
    title: str
    state: str
    says: str
    answer: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One record of an event as its source: the agency, its key and address, and by whom and when it was recorded."""

    agency: str
    record: str
    address: str
    by: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event on the page. `withheld` says whom to ask about what is not shown; `lane` is the agency's column.

    Of a related child's event that may not be seen only `when`, `related` and `withheld` are there.
    """

    id: str
    when: str
    kind: str = ""
    age: str = ""
    sentence: str = ""
    sources: tuple[Telling, ...] = ()
    known_later: str = ""
    signs: tuple[str, ...] = ()
    duties: tuple[Debt, ...] = ()
    withheld: tuple[Ask, ...] = ()
    related: bool = False
    relation: str = ""
    lane: int = 1
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One month on the page; `more` leads to the page on which all its events are shown, empty where they are."""

    month: Month
    entries: list[Entry]
    silences: list[str]
    more: str


class StoryPage:
    """What the template asks of a story."""

    def __init__(
        self, child: Child, told: Told, filters: Filters, sight: Sight, *, now: datetime, here: str = ""
    ) -> None:
        """`here` is the address of the page."""
        self.child = child
        self._addresses = Addresses(child.key, here)
        self.told = told
        self.filters = filters
        self.sight = sight
        self._now = now
        asked = self._asked_for() if filters.narrowed else told.outline.months
        self.count = sum(map(len, asked.values()))
        self.months = months_of(asked, told.outline.gaps, filters)
        counts: Counter[str] = Counter()
        for one in told.outline.holdings:
            if sight.may_see(one):
                counts[one.agency] += one.records
        self.lane_of = lanes_of(counts, _MOST_LANES)

    def _asked_for(self) -> Mapping[str, Sequence[Line]]:
        """The events that a narrowed story keeps."""
        keep, sight = self.filters.keep, self.sight
        events = self.told.outline.events
        return by_month(line for line in events if sight.may_see(line) and keep(line, sight.readable))

    @property
    def lanes(self) -> list[str]:
        """The columns' headings, agencies that share one together."""
        names: dict[int, list[str]] = {}
        for agency, lane in self.lane_of.items():
            names.setdefault(lane, []).append(self.sight.title(agency))
        return [", ".join(names[lane]) for lane in sorted(names)]

    def sections(self) -> Iterable[Section]:
        """Every month with its entries, or (where it is closed) its silences alone."""
        asked = f"{address}&" if (address := self.filters.address) else ""
        for month in self.months:
            more = f"?{asked}month={month.id}#m-{month.id}" if month.more else ""
            if month.is_open:
                yield Section(month, [self._entry(one) for one in in_turn(month, self.filters)], [], more)
            else:
                yield Section(month, [], list(map(silence, month.gaps)), more)

    def _entry(self, one: Line | Gap) -> Entry:
        if isinstance(one, Gap):
            return Entry(f"gap-{one.first}", in_words(one.first), silence=silence(one))
        when = moment_words(one.happened)
        lane = self.lane_of.get(one.sources[0].agency, 1)
        readable = self.sight.readable(one)
        withheld = tuple(self.sight.withheld(one.sources, readable))
        related = bool(one.belongs_to)
        if not self.sight.may_see(one):
            return Entry(f"e-{one.key}", when, related=True, withheld=withheld, lane=lane)
        later = "" if one.known.day == one.happened.day else f"Became known {moment_words(one.known)}"
        return Entry(
            f"e-{one.key}",
            when,
            kind_words(one.kind),
            "" if related else age_in_words(self.child.born, one.happened.day),
            self._sentence(one, readable),
            tuple(map(self._source, readable)),
            later,
            _sign_titles(readable),
            tuple(map(self._debt, one.duties)),
            withheld,
            related,
            one.relation,
            lane,
        )

    def _sentence(self, line: Line, readable: tuple[Source, ...]) -> str:
        if not readable:
            return ""
        name = "another child" if line.belongs_to else self.child.first_name or "the child"
        sentence = event_sentence(
            line.kind,
            name,
            happened=line.happened,
            ended=line.ended,
            place=next((one.place for one in readable if one.place), ""),
            outcome=next((one.outcome for one in readable if one.outcome), ""),
            is_subject=readable[0].is_subject or bool(line.belongs_to),
        )
        return sentence[0].upper() + sentence[1:]

    def _source(self, source: Source) -> Telling:
        address = self._addresses.record(source.record)
        return Telling(
            self.sight.title(source.agency), source.record, address, source.by, moment_words(source.recorded)
        )

    def _debt(self, duty: Owed) -> Debt:
        state = duty.state if self.told.known_on else duty.state_at(self._now)
        answer = self._addresses.record(duty.answer) if duty.answer else ""
        wrong = self._addresses.wrong("duty", duty.key)
        return Debt(duty.key, duty.title, _STATES[state], self._debt_says(duty, state), answer, wrong)

    def _debt_says(self, duty: Owed, state: DutyState) -> str:
        if state is DutyState.EXCUSED:
            return "Not owed"
        due = moment_words(duty.due)
        by = f"on {moment_words(duty.answered)} by {self.sight.title(duty.answered_by)}" if duty.answered else ""
        return {
            DutyState.MET: f"Done {by}".strip(),
            DutyState.LATE: f"Done late, {by}; it was due by {due}",
            DutyState.MISSED: f"Missing: no record found; it was due by {due}",
            DutyState.PENDING: f"Open: due by {due}",
        }[state]


_STATES = {
    DutyState.MET: "done",
    DutyState.LATE: "done",
    DutyState.MISSED: "missing",
    DutyState.PENDING: "open",
    DutyState.EXCUSED: "excused",
}


def _sign_titles(readable: Iterable[Source]) -> tuple[str, ...]:
    titles = sign_titles()
    return tuple(titles.get(sign, sign) for sign in sorted({sign for one in readable for sign in one.signs}))


@cache
def sign_titles() -> Mapping[str, str]:
    """The title of every sign of the practice pack."""
    return {rule.header.id: rule.header.title for rule in practice().indicators}
