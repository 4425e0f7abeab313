"""Moments and partial dates: what agencies write when they say when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.model.moments import Moment, PartialDate, end_of_day


def test_a_time_without_an_offset_is_uk_local_time() -> None:
    assert Moment.parse("2014-07-08T19:00").at == datetime(2014, 7, 8, 18, 0, tzinfo=UTC)
    assert Moment.parse("2014-01-08T19:00").at == datetime(2014, 1, 8, 19, 0, tzinfo=UTC)


def test_an_offset_is_respected() -> None:
    assert Moment.parse("2014-07-08T19:00+02:00").at == datetime(2014, 7, 8, 17, 0, tzinfo=UTC)
    assert Moment.parse("2014-07-08T19:00:30Z").at == datetime(2014, 7, 8, 19, 0, 30, tzinfo=UTC)


def test_a_bare_date_starts_its_uk_day_and_ends_it() -> None:
    moment = Moment.parse("2014-07-08")
    assert moment.whole_day
    assert moment.at == datetime(2014, 7, 7, 23, 0, tzinfo=UTC)
    assert moment.end == datetime(2014, 7, 8, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2014-02-30", "2014-13-01T10:00", "8/3/2014", "", "yesterday", "2014-03-08T25:00"])
def test_what_is_not_a_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        Moment.parse(text)


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2090, 1, 1)))
def test_a_moment_written_and_read_again_is_the_same_to_the_second(at: datetime) -> None:
    moment = Moment(at.replace(microsecond=0, tzinfo=UTC))
    # The hour that a UK autumn gives twice is written alike both times, and read as the first.
    if moment.local.fold == 0:
        assert Moment.parse(str(moment)) == moment


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2090, 1, 1)))
def test_a_day_holds_its_own_start_and_end(day: date) -> None:
    moment = Moment.of_day(day)
    assert moment.day == day
    assert moment.at < moment.end == end_of_day(day)
    assert Moment(moment.end).day == day


def test_a_whole_day_comes_before_a_time_at_its_first_instant() -> None:
    day = Moment.parse("2014-03-08")
    assert day < Moment(day.at)


def test_partial_dates_keep_what_is_known() -> None:
    assert str(PartialDate.parse("2001-07")) == "2001-07"
    assert PartialDate.parse("2001-07").latest == date(2001, 7, 31)
    assert PartialDate.parse("2001").earliest == date(2001, 1, 1)
    with pytest.raises(ValueError, match="exists"):
        PartialDate.parse("2001-02-31")


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2030, 1, 1)), st.integers(0, 30_000))
def test_age_grows_and_a_partial_birth_date_spans_the_full_one(born: date, later: int) -> None:
    day = born + timedelta(days=later)
    full = PartialDate(born.year, born.month, born.day).age_on(day)
    year = PartialDate(born.year).age_on(day)
    assert full[0] == full[1] >= 0
    assert year[0] <= full[0] <= year[1]
    assert year[1] - year[0] <= 1
