"""The line of a life by month: which months there are, which are open, and the events and silences in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from wholestory.model.story import Gap
from wholestory.reports.templates import in_words
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.outline import Line

# So many events are shown at first; the other months open on demand.
SHOWN_AT_FIRST = 50


@dataclass(slots=True)
class Month:
    """One month: its events, the oldest first, and its silences. `shown` of its events are on the page, which begins
    with the oldest or the latest."""

    id: str
    events: Sequence[Line] = ()
    gaps: list[Gap] = field(default_factory=list)
    shown: int = 0
    oldest_first: bool = False

    @property
    def title(self) -> str:
        """March 2024."""
        return f"{date.fromisoformat(f'{self.id}-01'):%B %Y}"

    @property
    def is_open(self) -> bool:
        """Whether any of its events is shown."""
        return self.shown > 0

    @property
    def on_page(self) -> Sequence[Line]:
        """The events that are shown, in the order of the page. Only here are they read: a month that is closed is
        none but a number."""
        if not self.shown:
            return ()
        return (self.events if self.oldest_first else self.events[::-1])[: self.shown]

    @property
    def more(self) -> int:
        """How many of its events are not shown."""
        return len(self.events) - self.shown


def by_month(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Some events of a story by month."""
    months: dict[str, list[Line]] = {}
    for line in lines:
        months.setdefault(line.month, []).append(line)
    return months


def months_of(events: Mapping[str, Sequence[Line]], gaps: Sequence[Gap], filters: Filters) -> list[Month]:
    """The months in which something happened or a silence ended, in the order that is asked for. `events` are those
    that are asked for, by month."""
    oldest = filters.oldest_first
    months = {month: Month(month, lines, oldest_first=oldest) for month, lines in events.items()}
    for gap in gaps if events else ():
        ended = f"{gap.last:%Y-%m}"
        months.setdefault(ended, Month(ended, oldest_first=oldest)).gaps.append(gap)
    found = [months[name] for name in sorted(months, reverse=not oldest)]
    left = SHOWN_AT_FIRST
    for month in found:
        asked = len(month.events) if month.id in filters.months else 0
        month.shown = max(asked, min(left, len(month.events)))
        left = max(0, left - len(month.events))
    return found


def in_turn(month: Month, filters: Filters) -> list[Line | Gap]:
    """A month's events that are shown, with the silences between them."""
    shown = month.on_page
    placed: list[tuple[date, bool, int, Line | Gap]] = [
        (line.happened.day, True, place, line) for place, line in enumerate(shown)
    ]
    # A silence ends on the day of the event after it, and stands before that event.
    edge = shown[-1].happened.day if month.more else None
    placed += [(gap.last, False, 0, gap) for gap in month.gaps if edge is None or _within(gap.last, edge, filters)]
    if filters.oldest_first:
        placed.sort(key=lambda one: one[:3])
    else:
        placed.sort(key=lambda one: (-one[0].toordinal(), not one[1], one[2]))
    return [one for _, _, _, one in placed]


def _within(day: date, edge: date, filters: Filters) -> bool:
    """Whether a day lies among the events that are shown of a month, of which the last is on the day `edge`."""
    return day <= edge if filters.oldest_first else day > edge


def silence(gap: Gap) -> str:
    """94 days with no contact recorded, 3 March 2024 to 5 June 2024."""
    return f"{gap.days} days with no contact recorded, {in_words(gap.first)} to {in_words(gap.last)}"


def lanes_of(agencies: Mapping[str, int], most: int) -> dict[str, int]:
    """The column of each agency, from 1, whoever tells most first; those beyond `most` share the last."""
    ordered = sorted(agencies, key=lambda name: (-agencies[name], name))
    return {name: min(place, most) for place, name in enumerate(ordered, 1)}
