"""Unusual reading: each stated rule finds what it says and no more, with the rows that are its evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from wholestory.engine.things.places import plain_words
from wholestory.web.accounts.models import User
from wholestory.web.children.models import Child, ChildPlace
from wholestory.web.log.actions import note
from wholestory.web.oversight.queries.looks import looks_in
from wholestory.web.oversight.queries.unusual import MANY, Unusual, unusual_in
from wholestory.web.records.models import InvolvementRow, PersonRow

SignIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db

NOON = timezone.make_aware(datetime(2025, 3, 12, 12))


@pytest.fixture(autouse=True)
def _posts_since_long_ago() -> None:
    for user in User.objects.all():
        user.posts.update(since=NOON - timedelta(days=300))


def _read(child: str, at: datetime = NOON, who: str = "supervisor@example.org", **details: object) -> None:
    note(who=who, what="viewed", about=f"child {child}", reason="A visit", at=at, page="story", **details)


def _found(title: str) -> list[Unusual]:
    asked = {"since": NOON.date() - timedelta(days=2), "until": NOON.date() + timedelta(days=2)}
    return [one for one in unusual_in(looks_in(asked)) if one.rule.title == title]


def _known_to_police() -> Child:
    return Child.objects.filter(places__agency="police").order_by("key")[0]


def test_ordinary_reading_is_not_unusual() -> None:
    _read(_known_to_police().key)
    asked = {"since": NOON.date(), "until": NOON.date()}
    assert unusual_in(looks_in(asked)) == []


def test_many_stories_in_an_hour_are_found_with_all_their_rows() -> None:
    for number in range(MANY):
        _read(f"police:many{number}", NOON + timedelta(minutes=6 * number))
    (one,) = _found("Many stories in an hour")
    assert len(one.looks) == MANY
    assert one.says == f"opened the stories of {MANY} children within an hour."


def test_as_many_in_more_than_an_hour_or_few_stories_often_are_not() -> None:
    for number in range(MANY):
        _read(f"police:many{number}", NOON + timedelta(minutes=7 * number))
        _read("police:many0", NOON + timedelta(seconds=number))
    assert _found("Many stories in an hour") == []


def test_breaking_glass_is_found_with_what_was_then_read() -> None:
    note(who="supervisor@example.org", what="broke glass", about="child police:1", reason="She is missing", at=NOON)
    _read("police:1", NOON + timedelta(minutes=1), glass_broken=True)
    _read("police:1", NOON + timedelta(days=1))
    (one,) = _found("Broken glass")
    assert [look.broke for look in one.looks] == [True, False]


@pytest.mark.parametrize(("hour", "minute", "unusual"), [(22, 59, 0), (23, 0, 1), (5, 59, 1), (6, 0, 0)])
def test_night_begins_and_ends_as_it_says(hour: int, minute: int, unusual: int) -> None:
    _read("police:1", NOON.replace(hour=hour, minute=minute))
    assert len(_found("Read at night")) == unusual


def test_one_night_is_one_finding_though_it_has_two_dates() -> None:
    _read("police:1", NOON.replace(hour=23))
    _read("police:2", NOON.replace(hour=2) + timedelta(days=1))
    (one,) = _found("Read at night")
    assert len(one.looks) == 2


def test_a_child_of_whom_the_readers_agency_holds_nothing_is_found() -> None:
    child = _known_to_police()
    _read(child.key)
    _read(child.key, who="hub@example.org")
    ChildPlace.objects.filter(child=child, agency="police").delete()
    found = _found("Not known to the reader’s agency")
    assert "supervisor@example.org" in [one.who for one in found]
    assert next(one for one in found if one.who.startswith("superv")).says.endswith(
        "about whom police holds no record."
    )
    User.objects.get(email="supervisor@example.org").posts.update(since=NOON + timedelta(days=1))
    assert "supervisor@example.org" not in [one.who for one in _found("Not known to the reader’s agency")]


def test_a_surname_in_the_childs_records_that_is_the_readers_is_found_and_not_written_out() -> None:
    child = _known_to_police()
    surname = PersonRow.objects.filter(cluster=child.key).exclude(surname="")[0].surname
    _read(child.key)
    assert _found("The reader’s own surname") == []
    User.objects.filter(email="supervisor@example.org").update(name=f"Ash {surname.upper()}")
    (one,) = _found("The reader’s own surname")
    assert one.looks[0].child == child.key
    assert surname not in one.says


def test_the_page_shows_rules_findings_and_rows_with_the_same_few_queries(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        _read(f"police:many{number}", NOON + timedelta(minutes=number))
    client, day = signed_in("guardian"), str(NOON.date())
    with django_assert_max_num_queries(16):
        page = client.get(reverse("unusual"), {"since": day, "until": day})
    told = page.content.decode()
    assert "Looked through: 60 rows" in told
    assert "Common surnames" in told
    assert "opened the stories of" in told
    assert "child police:many0 (page: story)" in told


def test_the_surnames_in_a_childs_records_are_kept_with_the_child(db: None) -> None:
    kept = dict(Child.objects.values_list("key", "surnames"))
    assert any(kept.values())
    for child, surnames in kept.items():
        persons = PersonRow.objects.filter(cluster=child).values("key")
        records = InvolvementRow.objects.filter(person__in=persons).values("record")
        people = InvolvementRow.objects.filter(record__in=records).values("person")
        named = PersonRow.objects.filter(key__in=people).values_list("surname", flat=True)
        assert set(surnames.strip("|").split("|")) - {""} == {word for name in named for word in plain_words(name)}


@pytest.mark.parametrize("at_once", [3, 10_000])
def test_the_migration_keeps_the_same_surnames(
    db: None, at_once: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    migration = import_module("wholestory.web.children.migrations.0011_surnames_in_a_childs_records")
    kept = dict(Child.objects.values_list("key", "surnames"))
    Child.objects.update(surnames="")
    monkeypatch.setattr(migration, "_AT_ONCE", at_once)
    monkeypatch.setattr(migration, "_IN_A_STATEMENT", 2)
    migration.keep_surnames(apps, None)
    assert dict(Child.objects.values_list("key", "surnames")) == kept
    assert (f"{len(kept)} of {len(kept)}" in capsys.readouterr().err) == (at_once < len(kept))


def test_a_look_counts_for_the_key_that_the_child_has_now(db: None) -> None:
    person = PersonRow.objects.exclude(key=F("cluster")).filter(cluster__in=Child.objects.values("key"))[0]
    _read(person.key)
    _read(person.cluster, NOON + timedelta(minutes=1))
    looks = looks_in({"since": NOON.date(), "until": NOON.date()})
    assert [look.child for look in looks.looks] == [person.cluster] * 2
    places = ChildPlace.objects.filter(child=person.cluster).values_list("agency", flat=True)
    assert looks.known_to == {person.cluster: set(places)}


def test_only_the_newest_are_looked_through_where_there_are_too_many(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wholestory.web.oversight.queries.looks.MOST_LOOKS", 3)
    for minute in range(4):
        _read(f"police:{minute}", NOON + timedelta(minutes=minute))
    looks = looks_in({"since": NOON.date(), "until": NOON.date()})
    assert [look.child for look in looks.looks] == ["police:1", "police:2", "police:3"]
    assert not looks.all_of_them
