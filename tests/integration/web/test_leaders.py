"""The leaders' page: only what the records give, each picture with its table, small counts left out, few statements."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.integration.web.recommending import duties
from wholestory.web.children.models import Child
from wholestory.web.improvement.leading import Section, Year
from wholestory.web.improvement.queries.leaders import sections, year_of
from wholestory.web.improvement.queries.outcomes import NOT_RECORDED, band
from wholestory.web.improvement.sections.equality import table_of
from wholestory.web.improvement.sections.investigations import in_year
from wholestory.web.log.models import Entry
from wholestory.web.records.models import RecordRow

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
YEAR = Year(date(2024, 1, 1), date(2024, 12, 31))


def _section(name: str) -> Section:
    return {one.id: one for one in sections(YEAR, timezone.now())}[name]


def _record(key: str, kind: str, day: date, *, outcome: str = "", to: str = "") -> None:
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    RecordRow.objects.create(
        key=f"police:{key}",
        agency="police",
        agency_kind="police",
        kind=kind,
        recorded_at=at,
        district="Westbury",
        outcome=outcome,
        responds_to=[f"police:{to}"] if to else [],
        stored_at=at,
    )


def test_the_page_shows_each_picture_with_its_table(signed_in: SignedIn) -> None:
    page = signed_in("lead").get(reverse("leaders")).content.decode()
    for heading in ("Duties met in time, by district and month", "How completely fields are filled in"):
        assert heading in page
    assert (
        "No round of inspection is frozen yet" in page
        and "No agency records whether these children have a disability" in page
    )
    assert 3 < page.count("data:image/svg+xml") <= page.count("The numbers as a table")
    assert Entry.objects.latest("id").about == "the leaders' page"


def test_the_page_asks_as_often_for_many_children(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    duties(date(2024, 1, 1), of=300, met=200)
    now = timezone.now()
    Child.objects.bulk_create(Child(key=f"police:copy-{n}", first_name="Copy", computed_at=now) for n in range(60))
    client = signed_in("lead")
    with django_assert_max_num_queries(30):
        client.get(reverse("leaders"))


def test_a_table_comes_as_csv_with_its_dictionary(signed_in: SignedIn) -> None:
    client = signed_in("inspector")
    table = client.get(reverse("leaders_file", args=["completeness", "csv"]))
    columns, *rows = csv.reader(io.StringIO(table.content.decode()))
    told = client.get(reverse("leaders_file", args=["completeness", "dictionary"]))
    assert [row[0] for row in csv.reader(io.StringIO(told.content.decode()))][1:] == columns
    assert rows and "attachment" in table["Content-Disposition"]
    assert client.get(reverse("leaders_file", args=["no-such", "csv"])).status_code == 404
    assert client.get(reverse("leaders_pdf")).content.startswith(b"%PDF-")


def test_an_investigation_is_what_the_records_tell_of_it() -> None:
    _record("I1", "investigation_opened", date(2024, 2, 1), to="A1")
    _record("I2", "suspect_action", date(2024, 2, 11), outcome="Charged and bailed", to="A1")
    _record("I3", "investigation_closed", date(2024, 3, 2), to="I1")
    _record("I4", "investigation_opened", date(2024, 2, 1), to="A4")
    _record("I5", "suspect_action", date(2024, 2, 2), outcome="not charged", to="A4")
    _record("I6", "investigation_closed", date(2024, 2, 2), to="A9")
    there = [one for one in in_year(YEAR) if one.district == "Westbury"]
    assert [(bool(one.charged), bool(one.closed)) for one in there] == [(True, True), (False, False)]
    table = _section("investigations").table
    assert table is not None
    assert ("Westbury", "2", "1", "1", "1", "10", "30") in table.rows


def test_without_such_records_it_says_what_would_have_to_be_recorded() -> None:
    RecordRow.objects.filter(kind="investigation_opened").delete()
    found = _section("investigations")
    assert found.table is None and "investigation_opened" in found.missing


def test_small_groups_are_left_out_with_another_so_that_they_cannot_be_worked_out() -> None:
    table = _section("response-sex").table
    assert table is not None
    # The example has few children: with nobody to hide among, hardly a number is shown.
    assert all(int(cell) >= 5 or cell == "0" for row in table.rows for cell in row[1:3] if cell != "[c]")
    counted = table_of([("girls", True)] * 3 + [("boys", False)] * 20, "Sex", "sex", "so")
    assert counted.counts[("girls", "well")] == 3 and counted.counts[("girls", "not")] == 0


@pytest.mark.parametrize(
    ("born", "told"),
    [
        ("2010-06-01", "13 to 15"),
        ("2011", NOT_RECORDED),
        ("2013", "10 to 12"),
        ("2001", "18 and over"),
        ("", NOT_RECORDED),
    ],
)
def test_an_age_band_is_told_only_where_the_date_of_birth_settles_it(born: str, told: str) -> None:
    assert band(born, date(2024, 6, 30)) == told


def test_the_year_ends_with_the_last_record_held() -> None:
    year = year_of(timezone.now())
    assert year.until <= timezone.localdate() and year.since.day == 1
    assert Year.to(date(2024, 2, 29)).since == date(2023, 2, 1)
