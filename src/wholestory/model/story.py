"""One child's story: events in order, what happened and when it became known kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wholestory.model.moments import Moment
from wholestory.model.records import Agency, Person, Record


@dataclass(frozen=True, slots=True)
class Telling:
    """One agency's record of an event, and the parts that the story's child had in it (roles; empty if none)."""

    record: Record
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or was done, told by one or more agencies.

    `key` is the key of the telling that was recorded first (ties: the smaller key). `relation` is empty for the
    child's own events; for a related child's event it says in words how the children are linked, and
    `belongs_to` names that child's cluster.
    """

    key: str
    kind: str
    tellings: tuple[Telling, ...]
    happened: Moment
    ended: Moment
    known: Moment
    relation: str = ""
    belongs_to: str = ""

    @property
    def is_theirs(self) -> bool:
        """Whether it is a related child's event, not this child's."""
        return bool(self.relation)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that tell of it, first recorded first."""
        return tuple(telling.record for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between two neighbouring events in which no agency recorded any contact with the child."""

    after: str
    before: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it lasted."""
        return (self.last - self.first).days


@dataclass(frozen=True, slots=True)
class SharedThing:
    """An adult, vehicle, phone, account, address or venue that this child shares with other children.

    `kind` is `adult` or an item type; `name` is what to show; `records` are the keys of the records, of this child
    and of the others, that make the link; `children` are the other children's clusters. `doubt` says why it may be
    two things after all. `withheld`: a restricted record makes the link, so that neither kind nor name may be shown;
    `name` is then a clause that says who holds it.
    """

    kind: str
    name: str
    children: tuple[str, ...]
    records: tuple[str, ...]
    doubt: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """Someone or something that the records link with a child, and the other children whom it links as well.

    `kind` is `adult`, an item type, `child` (named in the same records) or `restricted` (a restricted record makes the
    link; `name` says who holds it). `records` are this child's records that make it; `first` and `last` the days of
    the first and last of them. `children` are the other children, (cluster, name); `their_records` the records that
    link those. `doubt` says why it may be two things after all.
    """

    kind: str
    key: str
    name: str
    records: tuple[str, ...]
    first: date
    last: date
    children: tuple[tuple[str, str], ...] = ()
    their_records: tuple[str, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Everything known about one child, in order.

    `child` is the smallest of `persons`' keys. `events` holds the child's own and related children's events,
    ordered by when they happened, then when known, then key. `doubtful` names persons who may be the same child.
    `others` holds every other person involved in the records, by key. `circle` holds the child's ties over all time,
    those with the most other children first; `shared` those within half a year, by which patterns go.
    """

    child: str
    persons: tuple[Person, ...]
    events: tuple[Event, ...]
    gaps: tuple[Gap, ...] = ()
    shared: tuple[SharedThing, ...] = ()
    doubtful: tuple[str, ...] = ()
    others: tuple[Person, ...] = ()
    agencies: tuple[Agency, ...] = ()
    circle: tuple[Tie, ...] = ()

    def age_on(self, day: date) -> tuple[int, int] | None:
        """Youngest and oldest age in years on a day, by the fullest date of birth; None where none is recorded."""
        known = [person.date_of_birth for person in self.persons if person.date_of_birth]
        if not known:
            return None
        return max(known, key=lambda born: (born.day is not None, born.month is not None)).age_on(day)
