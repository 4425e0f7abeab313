"""A story without its words: every event in order, with what is needed to filter and place it.

An outline is worked out with the findings and kept in one row, so that a page of a long story reads that row and the
records of the events that it shows, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from wholestory.model.moments import Moment
from wholestory.model.story import Gap, SharedThing, Tie

# Changes when the shape of what is kept does; an outline of another shape is not read but worked out anew.
IN_SHAPE = "1:"


@dataclass(frozen=True, slots=True)
class Source:
    """One record of an event: who holds it, how it is to be handled, the signs it says of the child now, the clusters
    of the other people in it, and whether the child is its subject."""

    record: str
    agency: str
    handling: str
    signs: tuple[str, ...]
    people: tuple[str, ...]
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `relation` and `belongs_to` are those of a related child's event, else empty; `month` is the month in
    which it happened, `2024-03`."""

    key: str
    kind: str
    happened: Moment
    ended: Moment
    known: Moment
    relation: str
    belongs_to: str
    sources: tuple[Source, ...]
    # Worked out when the outline is read: every page asks it of every event.
    month: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "month", f"{self.happened.local:%Y-%m}")


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
    """One child's story in outline. `people` gives the name of every cluster that sources name."""

    events: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    circle: tuple[Tie, ...]
    shared: tuple[SharedThing, ...]
    doubtful: tuple[str, ...]
    people: Mapping[str, str]
    home: Home | None
    carers: tuple[Named, ...]
    workers: tuple[Named, ...]


def kept(outline: Outline) -> dict[str, Any]:
    """An outline as JSON holds it."""
    return {
        "events": [
            [
                *(line.key, line.kind, *_moment(line.happened), *_moment(line.ended), *_moment(line.known)),
                *(line.relation, line.belongs_to),
                [[one.record, one.agency, one.handling, one.signs, one.people, one.is_subject] for one in line.sources],
            ]
            for line in outline.events
        ],
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
        tuple(map(_line_in, content["events"])),
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


def _line_in(row: list[Any]) -> Line:
    key, kind, at, day, ended, ended_day, known, known_day, relation, belongs_to, sources = row
    return Line(
        key,
        kind,
        _moment_in(at, day),
        _moment_in(ended, ended_day),
        _moment_in(known, known_day),
        relation,
        belongs_to,
        tuple(
            Source(record, agency, handling, tuple(signs), tuple(people), is_subject)
            for record, agency, handling, signs, people, is_subject in sources
        ),
    )


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
