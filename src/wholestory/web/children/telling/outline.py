"""A story without its narratives: every event in order, with what is needed to filter, place and tell it in a line.

An outline is worked out with the findings and kept in one row, so that a page of a long story reads that row and
neither records nor duties. Beside the events stands what a page says of all of them, so that only those of the months
that are shown need be read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import chain
from typing import Any, overload

from wholestory.model.findings import DutyState
from wholestory.model.moments import Moment
from wholestory.model.story import Gap, SharedThing, Tie

# Changes when the shape of what is kept does; an outline of another shape is not read but worked out anew.
IN_SHAPE = "4:"


@dataclass(frozen=True, slots=True)
class Source:
    """One record of an event: who holds it, how it is to be handled, the signs it says of the child now, the clusters
    of the other people in it, and whether the child is its subject; then by whom (a role) and when it was recorded,
    and the place and outcome that it gives. Place and outcome are words: they show only where it may be read."""

    record: str
    agency: str
    handling: str
    signs: tuple[str, ...]
    people: tuple[str, ...]
    is_subject: bool
    by: str
    recorded: Moment
    place: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that an event started: when it is due, how it stood when it was worked out, and the record that met it
    (else empty) with its agency and when it was recorded."""

    key: str
    title: str
    due: Moment
    state: DutyState
    answer: str = ""
    answered_by: str = ""
    answered: Moment | None = None

    def state_at(self, now: datetime) -> DutyState:
        """Where it stands now, though nothing was worked out since."""
        return self.state.at(self.due.at, now)


@dataclass(frozen=True, slots=True)
class Line:
    """One event, with the duties that the child's own started, by its sources in turn and then by when they are due.
    `relation` and `belongs_to` are those of a related child's event, else empty."""

    key: str
    kind: str
    happened: Moment
    ended: Moment
    known: Moment
    relation: str
    belongs_to: str
    sources: tuple[Source, ...]
    duties: tuple[Owed, ...]

    @property
    def month(self) -> str:
        """The month in which it happened, `2024-03`."""
        return f"{self.happened.local:%Y-%m}"


@dataclass(frozen=True)
class Lines(Sequence[Line]):
    """The events of one month in order: how many, and what is kept of them (JSON), which is read when an event is
    asked for."""

    number: int
    text: str

    @cached_property
    def _read(self) -> tuple[Line, ...]:
        return tuple(map(_line_in, json.loads(self.text)))

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[Line]:
        return iter(self._read)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, place: int | slice) -> Line | tuple[Line, ...]:
        return self._read[place]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one agency holds of a story and wants handled in one way: so many records, the kinds of events that they
    tell, the signs in them and the clusters of the other people. `belongs_to` is the related child whose events they
    are, else empty."""

    belongs_to: str
    agency: str
    handling: str
    records: int
    kinds: tuple[str, ...]
    signs: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a child lives as far as records say: the place, since when, the record or person that says so, and how
    that record is to be handled."""

    place: str
    since: date | None
    source: str
    agency: str
    handling: str = "ordinary"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a child's records: a carer or a worker, when last and by which record."""

    name: str
    agency: str
    telephone: str
    last: date
    record: str
    handling: str


@dataclass(frozen=True, slots=True)
class Outline:
    """One child's story in outline. `months` holds its events by the month in which they happened, `holdings` sums up
    the records that tell them, `first_known` is the day on which the first of the child's own was made. `people` gives
    the name of every cluster that sources name."""

    months: Mapping[str, Lines]
    holdings: tuple[Holding, ...]
    first_known: date | None
    gaps: tuple[Gap, ...]
    circle: tuple[Tie, ...]
    shared: tuple[SharedThing, ...]
    doubtful: tuple[str, ...]
    people: Mapping[str, str]
    home: Home | None
    carers: tuple[Named, ...]
    workers: tuple[Named, ...]

    @property
    def events(self) -> Iterable[Line]:
        """Every event in order."""
        return chain.from_iterable(self.months.values())


def lines_by_month(lines: Iterable[Line]) -> dict[str, Lines]:
    """The events of each month, as an outline holds them."""
    rows: dict[str, list[list[Any]]] = {}
    for line in lines:
        rows.setdefault(line.month, []).append(_row(line))
    return {month: Lines(len(some), json.dumps(some)) for month, some in rows.items()}


def kept(outline: Outline) -> dict[str, Any]:
    """An outline as JSON holds it."""
    return {
        # Text within the text: a page reads the events of the months that it shows, and no others.
        "months": {month: [lines.number, lines.text] for month, lines in outline.months.items()},
        "holdings": [
            [*(one.belongs_to, one.agency, one.handling, one.records), one.kinds, one.signs, one.people]
            for one in outline.holdings
        ],
        "first_known": outline.first_known.isoformat() if outline.first_known else "",
        "gaps": [[gap.after, gap.before, gap.first.isoformat(), gap.last.isoformat()] for gap in outline.gaps],
        "circle": [
            [
                *(tie.kind, tie.key, tie.name, tie.records, tie.first.isoformat(), tie.last.isoformat()),
                *(tie.children, tie.their_records, tie.doubt),
            ]
            for tie in outline.circle
        ],
        "shared": [[one.kind, one.name, one.children, one.records, one.doubt, one.withheld] for one in outline.shared],
        "doubtful": outline.doubtful,
        "people": dict(outline.people),
        "home": _home(outline.home),
        "carers": [_named(one) for one in outline.carers],
        "workers": [_named(one) for one in outline.workers],
    }


def digest_of_outline(content: Mapping[str, Any]) -> str:
    """What tells one kept outline from another: its shape and 64 hexadecimal digits."""
    return f"{IN_SHAPE}{hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()}"


def outline_in(content: Mapping[str, Any]) -> Outline:
    """The outline that `kept` wrote."""
    home = content["home"]
    return Outline(
        {month: Lines(*lines) for month, lines in sorted(content["months"].items())},
        tuple(
            Holding(belongs_to, agency, handling, records, tuple(kinds), tuple(signs), tuple(people))
            for belongs_to, agency, handling, records, kinds, signs, people in content["holdings"]
        ),
        date.fromisoformat(content["first_known"]) if content["first_known"] else None,
        tuple(
            Gap(after, before, date.fromisoformat(first), date.fromisoformat(last))
            for after, before, first, last in content["gaps"]
        ),
        tuple(map(_tie_in, content["circle"])),
        tuple(
            SharedThing(kind, name, tuple(children), tuple(records), doubt, withheld)
            for kind, name, children, records, doubt, withheld in content["shared"]
        ),
        tuple(content["doubtful"]),
        content["people"],
        Home(home[0], date.fromisoformat(home[1]) if home[1] else None, *home[2:]) if home else None,
        tuple(map(_named_in, content["carers"])),
        tuple(map(_named_in, content["workers"])),
    )


def _moment(moment: Moment) -> tuple[float, bool]:
    return moment.at.timestamp(), moment.whole_day


def _row(line: Line) -> list[Any]:
    sources = [
        [
            *(one.record, one.agency, one.handling, list(one.signs), list(one.people), one.is_subject),
            *(one.by, *_moment(one.recorded), one.place, one.outcome),
        ]
        for one in line.sources
    ]
    duties = [
        [
            *(one.key, one.title, *_moment(one.due), one.state.value),
            *((one.answer, one.answered_by, *_moment(one.answered)) if one.answered else ()),
        ]
        for one in line.duties
    ]
    moments = (*_moment(line.happened), *_moment(line.ended), *_moment(line.known))
    return [line.key, line.kind, *moments, line.relation, line.belongs_to, sources, duties]


def _line_in(row: list[Any]) -> Line:
    key, kind, at, day, ended, ended_day, known, known_day, relation, belongs_to, sources, duties = row
    return Line(
        key,
        kind,
        _moment_in(at, day),
        _moment_in(ended, ended_day),
        _moment_in(known, known_day),
        relation,
        belongs_to,
        tuple(map(_source_in, sources)),
        tuple(map(_owed_in, duties)),
    )


def _source_in(row: list[Any]) -> Source:
    record, agency, handling, signs, people, is_subject, by, at, day, place, outcome = row
    held = tuple(signs), tuple(people), is_subject
    return Source(record, agency, handling, *held, by, _moment_in(at, day), place, outcome)


def _owed_in(row: list[Any]) -> Owed:
    key, title, due, day, state, *met = row
    owed = key, title, _moment_in(due, day), DutyState(state)
    if not met:
        return Owed(*owed)
    answer, agency, at, answered_day = met
    return Owed(*owed, answer, agency, _moment_in(at, answered_day))


def _moment_in(seconds: float, whole_day: bool) -> Moment:
    return Moment(datetime.fromtimestamp(seconds, UTC), whole_day)


def _tie_in(row: list[Any]) -> Tie:
    kind, key, name, records, first, last, children, theirs, doubt = row
    named = tuple((child, called) for child, called in children)
    days = date.fromisoformat(first), date.fromisoformat(last)
    return Tie(kind, key, name, tuple(records), *days, named, tuple(theirs), doubt)


def _home(home: Home | None) -> list[str] | None:
    if home is None:
        return None
    return [home.place, home.since.isoformat() if home.since else "", home.source, home.agency, home.handling]


def _named(one: Named) -> list[str]:
    return [one.name, one.agency, one.telephone, one.last.isoformat(), one.record, one.handling]


def _named_in(row: list[str]) -> Named:
    name, agency, telephone, last, record, handling = row
    return Named(name, agency, telephone, date.fromisoformat(last), record, handling)
