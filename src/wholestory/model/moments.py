"""Moments and partial dates: what agencies write when they say when.

A record's time may be a date alone, a local clock time or a time with an offset. `Moment` keeps which of these
it was, because a bare date counts as the start of its day for what happened and as its end for what was done in
answer (practice: clocks).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import total_ordering
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?")


@total_ordering
@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as an agency recorded it.

    `at` is timezone-aware UTC; for a bare date it is the first instant of that day in UK local time, and
    `whole_day` is true.
    """

    at: datetime
    whole_day: bool = False

    def __lt__(self, other: Moment) -> bool:
        return (self.at, not self.whole_day) < (other.at, not other.whole_day)

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read `YYYY-MM-DD` or an ISO 8601 time; local UK time where no offset is given.

        Raises ValueError with a sentence that says what was expected.
        """
        try:
            if _DATE.fullmatch(text):
                return cls.of_day(date.fromisoformat(text))
            if _TIME.fullmatch(text):
                at = datetime.fromisoformat(text)
                return cls((at if at.tzinfo else at.replace(tzinfo=UK)).astimezone(UTC))
        except (ValueError, OverflowError) as error:
            raise ValueError("is not a date or time that exists") from error
        raise ValueError("is not a date (2014-03-08) or a time (2014-03-08T19:00)")

    @classmethod
    def of_day(cls, day: date) -> Moment:
        """The moment that stands for a whole UK day."""
        return cls(datetime.combine(day, time.min, UK).astimezone(UTC), whole_day=True)

    @property
    def local(self) -> datetime:
        """The same instant by the UK clock."""
        return self.at.astimezone(UK)

    @property
    def day(self) -> date:
        """The UK day on which it falls."""
        return self.local.date()

    @property
    def end(self) -> datetime:
        """The last second that the moment may mean, in UTC: 23:59:59 local for a bare date, else `at`."""
        return end_of_day(self.day) if self.whole_day else self.at

    def __str__(self) -> str:
        return self.day.isoformat() if self.whole_day else self.local.strftime("%Y-%m-%dT%H:%M:%S")


def end_of_day(day: date) -> datetime:
    """23:59:59 UK local time of a day, in UTC."""
    return datetime.combine(day, time(23, 59, 59), UK).astimezone(UTC)


def after_months(day: date, count: int) -> date:
    """The same day of the month so many months later (earlier if negative), or that month's last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of birth as far as it is known: a year, a year and month, or a full date."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Raises ValueError with a sentence that says what was expected."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
        if not found:
            raise ValueError("is not a date (2001-07-22), a month (2001-07) or a year (2001)")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        try:
            date(year, month or 1, day or 1)
        except ValueError as error:
            raise ValueError("is not a date that exists") from error
        return cls(year, month, day)

    @property
    def earliest(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may mean."""
        if self.day and self.month:
            return date(self.year, self.month, self.day)
        after = date(self.year + (self.month or 12) // 12, (self.month or 12) % 12 + 1, 1)
        return after - timedelta(days=1)

    def age_on(self, day: date) -> tuple[int, int]:
        """The youngest and the oldest age in whole years that the person may have on a day."""
        return _years(self.latest, day), _years(self.earliest, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
