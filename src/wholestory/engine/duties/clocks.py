"""Clocks: when a duty falls due.

Hours run by the clock in UTC. Days, working days (England, without weekends and bank holidays) and months end at
23:59:59 UK time of their last day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

from wholestory.model.moments import Moment, after_months, end_of_day


def due_at(start: Moment, limit: int, unit: str) -> Moment:
    """The last moment at which an answer is in time. `unit`: hours, days, working_days or months.

    A bare date starts its clock at the first instant of that day. Raises ValueError for another unit.
    """
    if unit == "hours":
        return Moment(start.at + timedelta(hours=limit))
    if unit == "days":
        return Moment(end_of_day(start.day + timedelta(days=limit)))
    if unit == "working_days":
        return Moment(end_of_day(after_working_days(start.day, limit)))
    if unit == "months":
        return Moment(end_of_day(after_months(start.day, limit)))
    raise ValueError(f'"{unit}" is not a unit of time; write hours, days, working_days or months')


def after_working_days(day: date, count: int) -> date:
    """The working day that is `count` working days after a day, which itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@cache
def is_working_day(day: date) -> bool:
    """Whether it is a Monday to Friday that is not a bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year).keys())
