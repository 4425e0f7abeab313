"""When a duty falls due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.duties.clocks import after_working_days, due_at, is_working_day
from wholestory.model.moments import Moment, after_months

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)).map(Moment)
DAYS = st.dates(date(2000, 1, 1), date(2035, 1, 1))
BARE_DATES = DAYS.map(Moment.of_day)
UNITS = st.sampled_from(["hours", "days", "working_days", "months"])


@pytest.mark.parametrize(
    ("start", "limit", "unit", "due"),
    [
        ("2014-05-03T21:40", 24, "hours", "2014-05-04T21:40:00"),
        # The clocks went forward in the night to 30 March: 24 hours later it is an hour later by the clock on the wall.
        ("2014-03-29T12:00", 24, "hours", "2014-03-30T13:00:00"),
        ("2014-10-25T12:00", 24, "hours", "2014-10-26T11:00:00"),
        ("2014-05-09T16:30", 1, "working_days", "2014-05-12T23:59:59"),
        ("2014-05-10T11:00", 1, "working_days", "2014-05-12T23:59:59"),
        # Good Friday and Easter Monday, and the early May bank holiday.
        ("2014-04-17T09:00", 1, "working_days", "2014-04-22T23:59:59"),
        ("2014-05-02", 1, "working_days", "2014-05-06T23:59:59"),
        # Christmas Day and Boxing Day on a weekend are taken on the Monday and the Tuesday.
        ("2021-12-24T09:00", 1, "working_days", "2021-12-29T23:59:59"),
        # The day of the Queen's funeral was a bank holiday of its own.
        ("2022-09-16T09:00", 1, "working_days", "2022-09-20T23:59:59"),
        ("2013-11-30", 3, "months", "2014-02-28T23:59:59"),
        ("2015-11-30", 3, "months", "2016-02-29T23:59:59"),
        ("2014-05-03T21:40", 2, "days", "2014-05-05T23:59:59"),
    ],
)
def test_a_duty_falls_due_by_the_clock_that_its_unit_names(start: str, limit: int, unit: str, due: str) -> None:
    assert str(due_at(Moment.parse(start), limit, unit)) == due


def test_a_bare_date_starts_its_clock_at_the_start_of_that_day() -> None:
    assert str(due_at(Moment.parse("2014-07-01"), 24, "hours")) == "2014-07-02T00:00:00"


def test_scottish_bank_holidays_are_working_days_in_england() -> None:
    assert is_working_day(date(2014, 1, 2))


def test_an_unknown_unit_is_refused_with_the_units_that_exist() -> None:
    with pytest.raises(ValueError, match="hours, days, working_days or months"):
        due_at(Moment.parse("2014-07-01"), 1, "fortnights")


@given(start=st.one_of(MOMENTS, BARE_DATES), limit=st.integers(1, 60), unit=UNITS)
def test_nothing_is_due_before_its_clock_starts(start: Moment, limit: int, unit: str) -> None:
    assert due_at(start, limit, unit).at > start.at


@given(start=st.one_of(MOMENTS, BARE_DATES), limit=st.integers(1, 60), unit=UNITS)
def test_a_longer_limit_is_never_due_sooner(start: Moment, limit: int, unit: str) -> None:
    assert due_at(start, limit + 1, unit).at > due_at(start, limit, unit).at


@given(one=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=40)), limit=st.integers(1, 60), unit=UNITS)
def test_a_clock_that_starts_later_never_ends_sooner(one: Moment, later: timedelta, limit: int, unit: str) -> None:
    assert due_at(Moment(one.at + later), limit, unit).at >= due_at(one, limit, unit).at


@given(day=DAYS, count=st.integers(1, 60))
def test_a_clock_of_working_days_ends_on_a_working_day_and_counts_each_one(day: date, count: int) -> None:
    last = after_working_days(day, count)
    between = [day + timedelta(days=days) for days in range(1, (last - day).days + 1)]
    assert last.weekday() < 5
    assert is_working_day(last)
    assert sum(is_working_day(one) for one in between) == count


@given(day=DAYS, count=st.integers(1, 60))
def test_months_end_on_the_same_day_of_the_month_or_on_its_last(day: date, count: int) -> None:
    last = after_months(day, count)
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == count
    assert last.day == day.day or (last + timedelta(days=1)).day == 1
