"""The leaders' page: every section of it, in a number of statements that does not grow with what is held."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from wholestory.web.improvement.leading import Section, Year
from wholestory.web.improvement.sections.equality import equality
from wholestory.web.improvement.sections.investigations import investigations
from wholestory.web.improvement.sections.practice import duties, grades, language
from wholestory.web.improvement.sections.work import caseload, completeness
from wholestory.web.records.models import RecordRow


def year_of(now: datetime) -> Year:
    """The year up to the last record that is held; up to now where none is, or where one says that it is later."""
    last = RecordRow.objects.aggregate(last=Max("recorded_at"))["last"] or now
    return Year.to(timezone.localdate(min(last, now)))


def sections(year: Year, now: datetime) -> list[Section]:
    """Every section, in the order of the page."""
    return [
        grades(),
        duties(year, now),
        investigations(year),
        caseload(),
        language(year, now),
        completeness(year),
        *equality(year),
    ]
