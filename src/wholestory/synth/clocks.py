"""When an answer is due, reckoned on its own so that the truth of a duty is not the engine's word for it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

UK = ZoneInfo("Europe/London")


def due(start: datetime, limit: int, unit: str) -> datetime:
    """The last moment for an answer, in local UK time like `start`. `unit`: hours, working_days or months.

    Hours are real hours, also over a change of the clocks. Raises ValueError for another unit.
    """
    if unit == "hours":
        return later(start, hours=limit)
    if unit == "working_days":
        return _close_of(_working_days_after(start.date(), limit))
    if unit == "months":
        return _close_of(_months_after(start.date(), limit))
    raise ValueError(f'"{unit}" is not a unit of time; write hours, working_days or months')


def later(start: datetime, *, hours: float) -> datetime:
    """So many real hours after a local time, by the local clock, to the minute."""
    utc = ZoneInfo("UTC")
    moved = start.replace(tzinfo=UK).astimezone(utc) + timedelta(hours=hours)
    return moved.astimezone(UK).replace(tzinfo=None, second=0, microsecond=0)


def hours_between(start: datetime, end: datetime) -> float:
    """Real hours from one local time to another."""
    return (end.replace(tzinfo=UK).timestamp() - start.replace(tzinfo=UK).timestamp()) / 3600


def _close_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def _working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in _bank_holidays(day.year):
            count -= 1
    return day


def _months_after(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
