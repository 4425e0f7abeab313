"""What the leaders' page shows: pictures, each with its sentence, its table and what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from wholestory.reports.round_report import ReportTable


@dataclass(frozen=True, slots=True)
class Year:
    """The twelve months that end with a day, both ends included."""

    since: date
    until: date

    @classmethod
    def to(cls, until: date) -> Year:
        """The twelve whole months up to the one of a day, and that month up to the day."""
        return cls(until.replace(year=until.year - 1, day=1), until)

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """The moment at which it begins, and the one before which it ends."""
        days = (self.since, self.until + timedelta(days=1))
        first, last = (timezone.make_aware(datetime.combine(day, time())) for day in days)
        return first, last

    @property
    def words(self) -> str:
        """As a page says it."""
        return f"{self.since.day} {self.since:%B %Y} to {self.until.day} {self.until:%B %Y}"


@dataclass(frozen=True, slots=True)
class Section:
    """One picture. `says` is what it shows in sentences, `holds` what each column of the table holds, `caution` what it
    does not show. Where the records hold nothing, `table` is None and `missing` says what would have to be recorded.
    """

    id: str
    title: str
    says: tuple[str, ...] = ()
    table: ReportTable | None = None
    holds: Sequence[str] = ()
    picture: str = ""
    missing: str = ""
    caution: str = ""
