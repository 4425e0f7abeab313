"""Auditors and data guardians read the log in words, narrowed and page by page, and take it out; they see no story."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from wholestory.web.children.models import Child
from wholestory.web.log.actions import note
from wholestory.web.log.models import Entry
from wholestory.web.oversight.queries.entries import A_PAGE
from wholestory.web.records.models import PersonRow, RecordRow

SignIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db

OVERSEERS = ("auditor", "guardian")


def _child() -> Child:
    return Child.objects.order_by("key")[0]


def _read(child: str, who: str = "supervisor@example.org", reason: str = "Preparing Monday’s meeting") -> Entry:
    return note(who=who, what="viewed", about=f"child {child}", reason=reason, page="story")


def _csv(client: Client, **asked: str) -> list[dict[str, str]]:
    answer = client.get(reverse("log_file"), asked)
    assert isinstance(answer, StreamingHttpResponse)
    return list(csv.DictReader(StringIO(b"".join(answer).decode())))


def _names() -> set[str]:
    """Every name of a person in the example that is no word of the pages themselves."""
    rows = PersonRow.objects.exclude(surname="").values_list("forenames", "surname")
    return {name for row in rows for name in row if len(name) > 3}


@pytest.mark.parametrize("name", OVERSEERS)
def test_a_row_says_who_what_which_child_why_and_when(signed_in: SignIn, name: str) -> None:
    child = _child()
    entry = _read(child.key)
    page = signed_in(name).get(reverse("log")).content.decode()
    for said in ("Supervisor", "supervisor@example.org", f"looked at child {child.key} (page: story)", "Monday’s"):
        assert said in page
    assert f"{timezone.localtime(entry.at):%H:%M:%S}" in page


@pytest.mark.parametrize("name", OVERSEERS)
def test_the_way_in_leads_there_and_never_to_a_story(signed_in: SignIn, name: str) -> None:
    client, child = signed_in(name), _child()
    assert client.get("/").headers["Location"] == reverse("who_looked")
    assert client.get(reverse("story", kwargs={"child": child.key})).status_code == 403
    for page in ("who_looked", "log", "unusual", "broken_glass"):
        assert f'href="{reverse(page)}"' in client.get(reverse("who_looked")).content.decode()


def test_names_in_reasons_are_taken_out_on_pages_and_in_the_file(signed_in: SignIn) -> None:
    child = Child.objects.exclude(first_name="").order_by("key")[0]
    _read(child.key, reason=f"{child.name} is missing tonight, call 07700 900123")
    record = RecordRow.objects.order_by("key")[0]
    involved = PersonRow.objects.filter(key__in=record.involvements.values("person")).exclude(surname="")[0]
    note(
        who="supervisor@example.org",
        what="wrote",
        about=f"record {record.key}",
        reason=f"It was {involved.surname}",
        kind="correction",
    )
    client = signed_in("guardian")
    pages = [
        client.get(reverse("log")),
        client.get(reverse("child_readers", kwargs={"child": child.key})),
        client.get(reverse("unusual")),
    ]
    file = _csv(client)
    told = "\n".join(page.content.decode() for page in pages) + "".join(map(str, file))
    for name in {*child.name.split(), involved.surname}:
        assert name not in told, name
    assert "{name}" in told and "is missing tonight" in told
    assert "900123" not in told


def test_no_page_of_the_log_holds_a_name_or_a_word_of_the_example(signed_in: SignIn) -> None:
    supervisor, child = signed_in("supervisor"), Child.objects.filter(places__agency="police").order_by("key")[0]
    supervisor.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Preparing Monday’s meeting"})
    supervisor.get(reverse("story", kwargs={"child": child.key}))
    supervisor.get(reverse("concerns", kwargs={"child": child.key}))
    supervisor.get(reverse("find"), {"q": child.first_name})
    client = signed_in("auditor")
    addresses = [reverse(page) for page in ("who_looked", "log", "log_file", "unusual", "broken_glass")]
    told = ""
    for address in (*addresses, reverse("child_readers", kwargs={"child": child.key})):
        answer = client.get(address)
        told += b"".join(answer).decode()
    assert f"child {child.key}" in told
    assert [name for name in _names() if name in told] == []
    narratives = RecordRow.objects.exclude(narrative="").values_list("narrative", flat=True)
    assert not any(words[:40] in told for words in narratives)


def test_the_log_is_narrowed_by_person_child_kind_and_days(signed_in: SignIn) -> None:
    one, other = Child.objects.order_by("key")[:2]
    _read(one.key)
    _read(other.key, who="hub@example.org")
    note(who="hub@example.org", what="searched", words=1)
    old = timezone.now() - timedelta(days=40)
    note(who="hub@example.org", what="signed in", at=old)
    client = signed_in("auditor")

    def found(**asked: str) -> list[tuple[str, str, str]]:
        rows = _csv(client, **asked)
        # Reading the log is itself in it.
        return [(row["who"], row["what"], row["child"]) for row in rows if row["who"] != "auditor@example.org"]

    assert found(person="Superv") == [("supervisor@example.org", "viewed", one.key)]
    assert found(child=other.key) == [("hub@example.org", "viewed", other.key)]
    assert found(what="searched") == [("hub@example.org", "searched", "")]
    day = timezone.localdate(old)
    assert found(since=str(day), until=str(day)) == [("hub@example.org", "signed in", "")]
    assert found(person="nobody like this") == []
    assert "No row is like this" in client.get(reverse("log"), {"person": "nobody like this"}).content.decode()


def test_a_child_is_found_by_every_key_and_with_the_records_written(signed_in: SignIn) -> None:
    record = RecordRow.objects.filter(involvements__role="subject").order_by("key")[0]
    person = record.involvements.filter(role="subject")[0].person
    cluster = PersonRow.objects.get(key=person).cluster
    _read(person)
    note(who="recorder@example.org", what="wrote", about=f"record {record.key}")
    signed_in("inspector").get(reverse("story", kwargs={"child": cluster}))
    rows = _csv(signed_in("guardian"), child=cluster)
    assert {row["what"] for row in rows} == {"viewed", "wrote", "refused"}


def test_a_wrong_day_is_said_and_lists_nothing(signed_in: SignIn) -> None:
    client = signed_in("auditor")
    for page in ("log", "unusual"):
        told = client.get(reverse(page), {"since": "yesterday"}).content.decode()
        assert "There is a problem" in told and "write the day as year" in told
        told = client.get(reverse(page), {"since": "2025-02-02", "until": "2025-02-01"}).content.decode()
        assert "The last day is before the first" in told
    assert client.get(reverse("log_file"), {"since": "yesterday"}).status_code == 302


def test_the_log_is_read_page_by_page_with_the_same_few_queries(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    child, client = _child(), signed_in("auditor")
    for number in range(2 * A_PAGE):
        _read(child.key, reason=f"reason number {number}")
    seen: list[str] = []
    address = reverse("log") + "?person=supervisor"
    for _ in range(3):
        # Session and person, posts, the page with its rows' people and names, and the row that says it was read.
        with django_assert_max_num_queries(20):
            page = client.get(address)
        seen += [row.reason for row in page.context["rows"]]
        if not page.context["before"]:
            break
        address = reverse("log") + f"?person=supervisor&before={page.context['before']}"
    assert len(seen) == len(set(seen)) == 2 * A_PAGE


def test_taking_the_log_out_is_one_row_and_not_in_the_file(signed_in: SignIn) -> None:
    _read(_child().key)
    rows = _csv(signed_in("auditor"), person="supervisor", what="viewed")
    assert len(rows) == 1
    entry = Entry.objects.get(what="exported")
    assert (entry.who, entry.about) == ("auditor@example.org", "log")
    assert entry.details == {"narrowed_by": ["person", "what"]}


def test_a_reason_that_begins_like_a_formula_is_no_formula_in_the_file(signed_in: SignIn) -> None:
    _read(_child().key, reason="=HYPERLINK(1)")
    (row,) = _csv(signed_in("auditor"), person="supervisor")
    assert row["why"].startswith("'=")


def test_what_a_person_read_and_who_read_a_child_in_short(signed_in: SignIn) -> None:
    child, client = _child(), signed_in("guardian")
    for _ in range(3):
        _read(child.key)
    _read(child.key, who="hub@example.org", reason="A visit today")
    page = client.get(reverse("child_readers", kwargs={"child": child.key}))
    assert [(row["who"], row["times"]) for row in page.context["rows"]] == [
        ("hub@example.org", 1),
        ("supervisor@example.org", 3),
    ]
    person = client.get(reverse("person_reading", kwargs={"person": page.wsgi_request.user.pk}))
    assert "has read no child’s story" in person.content.decode()
    assert Entry.objects.filter(about=f"log of child {child.key}", who="guardian@example.org").exists()


def test_days_are_days_of_the_clock_on_the_wall(signed_in: SignIn) -> None:
    child = _child().key
    # Half past midnight of 1 July in London is still 30 June in UTC.
    at = timezone.make_aware(datetime(2025, 7, 1, 0, 30))
    note(who="hub@example.org", what="viewed", about=f"child {child}", at=at)
    rows = _csv(signed_in("auditor"), since="2025-07-01", until="2025-07-01")
    assert [row["child"] for row in rows] == [child]
    assert date(2025, 7, 1) == timezone.localdate(at)
