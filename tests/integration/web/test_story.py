"""A child's story: what stands unanswered and the line of a life, each reader seeing what theirs to see."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Involvement, Item, Person, Record
from wholestory.web.accounts.models import Agency, District, Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import BreakGlass, CaseStatus, Child, ChildPlace, Opening, StoryRow
from wholestory.web.children.telling.outline import kept, outline_in
from wholestory.web.log.models import Entry
from wholestory.web.records.models import RecordRow
from wholestory.web.records.storing import add_people, add_records
from wholestory.web.records.taking import keep_versions

SignIn = Callable[[str], Client]
AS_AT = Moment(datetime(2024, 9, 1, 12, tzinfo=UTC))
WREN = "police:wren"


def _record(number: int, day: str, kind: str = "observation", agency: str = "police", **more: Any) -> Record:
    when = Moment.parse(day)
    who = more.pop("who", [(WREN, "subject")])
    return Record(
        key=f"{agency}:W{number}",
        agency=agency,
        agency_kind={"police": "police", "social_care": "social_care"}.get(agency, "care_home"),
        kind=kind,
        recorded_at=more.pop("recorded", None) or when,
        happened_from=when,
        involvements=tuple(Involvement(person, role) for person, role in who),
        **more,
    )


def _person(key: str, forenames: str, born: str = "2010-05-04", **more: Any) -> Person:
    return Person(key, key.partition(":")[0], forenames, "Aldous", date_of_birth=PartialDate.parse(born), **more)


def _open(client: Client, child: str) -> Client:
    client.post(reverse("open_story", kwargs={"child": child}), {"reason": "Preparing the conference"})
    return client


def _page(client: Client, child: str = WREN, query: str = "") -> str:
    page = client.get(reverse("story", kwargs={"child": child}) + query)
    assert page.status_code == 200
    return unescape(page.content.decode())


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    cache.clear()
    yield


@pytest.fixture
def wren(db: None) -> Child:
    """A made child: a missing episode, a note that was recorded late, two restricted records and a silence."""
    add_people([_person(WREN, "Wren", address="3 Made Row, Kelderby"), _person("police:anyone", "Anyone", "1980")])
    add_records(
        [
            _record(1, "2024-01-10T20:00", "missing_episode", outcome="missing",
                    happened_to=Moment.parse("2024-01-11T02:00")),
            _record(2, "2024-01-20", narrative="A note of a quiet evening.", recorded=Moment.parse("2024-03-02")),
            _record(3, "2024-02-01", agency="social_care", handling="restricted", narrative="Canary held back.",
                    place="Canary House", who=[(WREN, "subject"), ("police:anyone", "suspect")]),
            _record(4, "2024-02-02", agency="social_care", handling="confidential_source", narrative="Canary source."),
            _record(5, "2024-06-01", "encounter", place="Kelderby bus station", district="Kelderby"),
        ],
        AS_AT.at,
    )  # fmt: skip
    Agency.objects.filter(name="social_care").update(contact="Duty desk", telephone="01632 960001")
    recompute([WREN], AS_AT)
    return Child.objects.get(key=WREN)


def test_the_story_is_told_in_plain_sentences_with_sources(signed_in: SignIn, wren: Child) -> None:
    page = _page(_open(signed_in("supervisor"), WREN))
    assert "Wren was missing, until 11 January 2024, 02:00. Outcome: missing." in page
    assert "Wren was met, Kelderby bus station." in page
    assert "Became known 2 March 2024" in page
    assert "age 13" in page
    assert "age 14" in page
    assert "Address held by Wold and Marsh Police: 3 Made Row, Kelderby" in page


@pytest.mark.parametrize("name", ["supervisor", "hub"])
def test_whoever_may_write_is_led_to_write_about_the_child(signed_in: SignIn, wren: Child, name: str) -> None:
    client = _open(signed_in(name), WREN)
    address = reverse("write", kwargs={"child": WREN})
    assert f'href="{address}">Write a record<' in _page(client)
    assert client.get(address).status_code == 200


def test_a_silence_is_said_with_its_length(signed_in: SignIn, wren: Child) -> None:
    assert "120 days with no contact recorded, 2 February 2024 to 1 June 2024" in _page(_open(signed_in("hub"), WREN))


def test_duties_hang_from_the_event_that_caused_them(signed_in: SignIn, wren: Child) -> None:
    page = _page(_open(signed_in("supervisor"), WREN))
    event = page[page.index('id="e-police:W1"') :]
    assert "Missing: no record found; it was due by" in event[: event.index("</ul>")]


def test_restricted_records_say_that_they_are_there_and_whom_to_ask(signed_in: SignIn, wren: Child) -> None:
    for client, reads_restricted, reads_source in (
        (_open(signed_in("supervisor"), WREN), False, False),
        (_open(signed_in("hub"), WREN), True, True),
    ):
        page = _page(client)
        assert ("Canary House" in page) is reads_restricted
        assert ("A restricted record is held here. Ask Kelderby Children's Social Care, Duty desk" in page) is (
            not reads_restricted
        )
        for number, reads in ((3, reads_restricted), (4, reads_source)):
            answer = client.get(reverse("record", kwargs={"record": f"social_care:W{number}"}))
            assert answer.status_code == 200
            assert ("Canary" in answer.content.decode()) is reads
            assert ("telephone 01632 960001" in answer.content.decode()) is not reads


def test_broken_glass_opens_restricted_records_and_never_a_source(signed_in: SignIn, wren: Child) -> None:
    client = signed_in("supervisor")
    client.post(reverse("break_glass", kwargs={"child": WREN}), {"reason": "She is missing tonight, I need to know"})
    assert BreakGlass.objects.count() == 1
    assert "Canary House" in _page(client)
    source = client.get(reverse("record", kwargs={"record": "social_care:W4"})).content.decode()
    assert "Canary" not in source


def test_a_filter_never_tells_what_is_withheld(signed_in: SignIn, wren: Child) -> None:
    supervisor, hub = _open(signed_in("supervisor"), WREN), _open(signed_in("hub"), WREN)
    assert "Anyone Aldous" not in _page(supervisor)
    assert "Anyone Aldous" in _page(hub)
    assert 'id="e-social_care:W3"' not in _page(supervisor, query="?person=police:anyone")
    assert 'id="e-social_care:W3"' in _page(hub, query="?person=police:anyone")


def test_filters_stand_in_the_address(signed_in: SignIn, wren: Child) -> None:
    client = _open(signed_in("hub"), WREN)
    page = _page(client, query="?agency=social_care")
    assert 'id="e-social_care:W3"' in page
    assert 'id="e-police:W1"' not in page
    page = _page(client, query="?kind=encounter&order=oldest")
    assert 'id="e-police:W5"' in page
    assert 'id="e-police:W2"' not in page
    assert "No event of this kind is on record" in _page(client, query="?sign=no_such_sign")


def test_what_was_known_on_a_day_holds_only_what_was_recorded_by_then(signed_in: SignIn, wren: Child) -> None:
    client = _open(signed_in("hub"), WREN)
    early = _page(client, query="?known=2024-01-12")
    assert "This is what was known on 12 January 2024" in early
    assert 'id="e-police:W1"' in early
    assert "Open: due by" in early
    assert not any(f'id="e-{key}"' in early for key in ("police:W2", "social_care:W3", "police:W5"))
    assert 'id="e-police:W2"' not in _page(client, query="?known=2024-03-01")
    assert 'id="e-police:W2"' in _page(client, query="?known=2024-03-02")
    assert "Nothing had been recorded about Wren by the evening of 1 January 2024" in _page(
        client, query="?known=2024-01-01"
    )


def test_the_form_that_narrows_a_story_shows_what_was_asked_for_and_its_errors(signed_in: SignIn, wren: Child) -> None:
    page = _page(_open(signed_in("hub"), WREN), query="?known=yesterday&kind=missing_episode")
    assert '<option value="missing_episode" selected>Missing episode</option>' in page
    assert page.count(" selected>") == 4
    assert "<title>Error: " in page
    assert "Write the day as year, month and day, like 2024-03-08." in page
    assert (
        'value="yesterday" id="id_known" aria-invalid="true" aria-describedby="id_known_helptext id_known_error"'
        in page
    )
    assert 'id="id_known_error"' in page


def test_a_day_that_is_none_shows_what_is_known_now(signed_in: SignIn, wren: Child) -> None:
    page = _page(_open(signed_in("hub"), WREN), query="?known=yesterday")
    assert "This is what was known on" not in page
    assert 'id="e-police:W5"' in page


@pytest.fixture
def sister(wren: Child) -> Child:
    """Another child, seen with the same car within days, known to a care home in another district alone."""
    Agency.objects.create(name="home_two", kind="care_home", title="Made Lodge", telephone="01632 960002")
    add_people([_person("home_two:ada", "Ada", "2009-09-09")])
    car = (Item("vehicle", "YX21 KTB"),)
    add_records(
        [
            _record(6, "2024-06-02", "encounter", items=car),
            _record(7, "2024-06-03", "incident", "home_two", items=car, narrative="Canary next door.",
                    place="Canary Yard", who=[("home_two:ada", "subject")]),
        ],
        AS_AT.at,
    )  # fmt: skip
    recompute([WREN, "home_two:ada"], AS_AT)
    return Child.objects.get(key="home_two:ada")


def test_a_related_childs_event_obeys_that_childs_permissions(signed_in: SignIn, sister: Child) -> None:
    far = District.objects.create(name="Elsewhere")
    ChildPlace.objects.create(child_id=WREN, agency="police", district="Elsewhere")
    reached = _page(_open(signed_in("hub"), WREN))
    assert "Canary Yard" in reached
    assert "shares the vehicle" in reached
    assert "Ada" in reached
    Post.objects.filter(role=Role.SUPERVISOR).update(district=far)
    beyond = _page(_open(signed_in("supervisor"), WREN))
    assert "a related event. Ask Made Lodge, telephone 01632 960002" in beyond
    assert not any(word in beyond for word in ("Canary", "Ada", "home_two:ada", "shares the vehicle"))
    assert "Another child, by the vehicle" in beyond
    assert "YX21 KTB" in beyond


def test_a_record_of_a_child_beyond_ones_post_is_refused_like_one_that_is_not_there(
    signed_in: SignIn, sister: Child
) -> None:
    client = _open(signed_in("supervisor"), WREN)
    theirs = client.get(reverse("record", kwargs={"record": "home_two:W7"}))
    none = client.get(reverse("record", kwargs={"record": "home_two:none"}))
    assert (theirs.status_code, none.status_code) == (403, 403)
    assert theirs.context["why"] == none.context["why"]


def test_a_related_childs_record_asks_for_a_reason_of_its_own(signed_in: SignIn, sister: Child) -> None:
    client = _open(signed_in("hub"), WREN)
    asked = client.get(reverse("record", kwargs={"record": "home_two:W7"}) + f"?child={WREN}")
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("open_story", kwargs={"child": "home_two:ada"}))


@pytest.fixture
def long_life(wren: Child) -> Child:
    """The same child with 2,000 records more, two a day."""
    first = datetime(2019, 1, 1, 9, tzinfo=UTC)
    whens = [Moment(first + timedelta(hours=12 * number)) for number in range(2_000)]
    add_records(
        [
            Record(f"police:L{number}", "police", "police", "observation", when, when, narrative="A quiet day.",
                   place="Made Row", involvements=(Involvement(WREN, "subject"),))
            for number, when in enumerate(whens)
        ],
        AS_AT.at,
    )  # fmt: skip
    recompute([WREN], AS_AT)
    return Child.objects.get(key=WREN)


def test_a_long_story_loads_fifty_events_and_the_rest_by_month(
    signed_in: SignIn, long_life: Child, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = _open(signed_in("hub"), WREN)
    with django_assert_max_num_queries(13):
        page = _page(client)
    # The next page of the same process reads the story no more.
    with django_assert_max_num_queries(12):
        assert _page(client).count('class="ws-event') == 50
    assert page.count('class="ws-event') == 50
    assert "Show 62 events of March 2019" in page
    assert 'href="?month=2019-03#m-2019-03"' in page
    month = _page(client, query="?month=2019-03")
    assert month.count('class="ws-event') == 50 + 62
    oldest = _page(client, query="?order=oldest")
    assert 'id="e-police:L0"' in oldest
    assert oldest.count('class="ws-event') == 50


def _stands(page: str) -> str:
    """The part of a story's page that says what stands unanswered."""
    return page.partition('id="unanswered"')[2].partition("</section>")[0]


def test_what_stands_unanswered_is_the_same_as_kept_and_as_worked_out(signed_in: SignIn) -> None:
    client, waiting = signed_in("hub"), Child.objects.exclude(stands_unanswered__waiting=0)
    kept = {child: _stands(_page(_open(client, child), child)) for child in waiting.values_list("key", flat=True)}
    assert any("These are the first 5 of" in says for says in kept.values())
    assert any("Open the concern" in says for says in kept.values())
    Child.objects.update(stands_unanswered=None)
    assert {child: _stands(_page(client, child)) for child in kept} == kept


def test_a_duty_that_has_fallen_due_since_the_summary_stands_at_the_top(signed_in: SignIn, wren: Child) -> None:
    client = _open(signed_in("hub"), WREN)
    assert "These are" in (before := _stands(_page(client))) or "<li>" in before
    nothing = {"first": [], "waiting": 0}
    Child.objects.filter(key=WREN).update(stands_unanswered=nothing, changes_at=AS_AT.at)
    assert _stands(_page(client)) == before


def test_an_outline_comes_back_as_it_was_kept(sister: Child) -> None:
    for row in StoryRow.objects.all():
        told = outline_in(row.outline)
        assert told.events
        assert outline_in(json.loads(json.dumps(kept(told)))) == told


def test_a_story_without_an_outline_is_told_all_the_same(signed_in: SignIn, wren: Child) -> None:
    client = _open(signed_in("hub"), WREN)
    whole = _page(client).partition("<main")[2]
    StoryRow.objects.filter(child=WREN).delete()
    assert _page(client).partition("<main")[2] == whole


def test_every_child_of_the_example_has_a_story_with_every_record(signed_in: SignIn) -> None:
    client = signed_in("hub")
    for child in Child.objects.all():
        months = {f"{day:%Y-%m}" for day in _days(child)}
        page = _page(_open(client, child.key), child.key, "?" + "&".join(f"month={month}" for month in sorted(months)))
        assert child.first_name in page
        assert Opening.objects.filter(child=child.key).exists()
        assert page.count('class="ws-event ws-lane') - page.count("ws-event--related") <= child.events
        assert 'class="govuk-link ws-open-month"' not in page


def _days(child: Child) -> Iterator[date]:
    first, last = child.first_event, child.last_event
    assert first
    assert last
    day = first.date() - timedelta(days=400)
    while day <= last.date() + timedelta(days=400):
        yield day
        day += timedelta(days=25)


def test_a_record_is_logged_with_its_key(signed_in: SignIn, wren: Child) -> None:
    client = _open(signed_in("hub"), WREN)
    client.get(reverse("record", kwargs={"record": "police:W1"}))
    entry = Entry.objects.get(what="viewed", details__page="record")
    assert (entry.about, entry.details["record"]) == (f"child {WREN}", "police:W1")


def test_an_earlier_day_is_told_with_the_records_as_they_stood_then(signed_in: SignIn, wren: Child) -> None:
    corrected, at = RecordRow.objects.get(key="police:W2"), datetime(2024, 5, 1, 12, tzinfo=UTC)
    RecordRow.objects.filter(key=corrected.key).update(place="Old Quay")
    keep_versions(RecordRow.objects.filter(key=corrected.key), at, "sent again")
    RecordRow.objects.filter(key=corrected.key).update(place="Corrected Quay", recorded_at=at)
    client = _open(signed_in("hub"), WREN)
    before = _page(client, query="?known=2024-04-30")
    assert "Old Quay" in before
    assert "Corrected Quay" not in before
    after = _page(client, query="?known=2024-05-01")
    assert "Corrected Quay" in after
    assert "Old Quay" not in after


def test_an_earlier_version_of_a_record_that_is_restricted_now_stays_shut(signed_in: SignIn, wren: Child) -> None:
    at = datetime(2024, 5, 1, 12, tzinfo=UTC)
    RecordRow.objects.filter(key="police:W2").update(place="Old Quay", handling="ordinary")
    keep_versions(RecordRow.objects.filter(key="police:W2"), at, "sent again")
    RecordRow.objects.filter(key="police:W2").update(handling="confidential_source")
    assert "Old Quay" not in _page(_open(signed_in("hub"), WREN), query="?known=2024-04-30")


def test_an_earlier_day_is_told_with_the_case_status_of_that_day(signed_in: SignIn, wren: Child) -> None:
    by = User.objects.get(email="supervisor@example.org")
    client = _open(signed_in("hub"), WREN)
    CaseStatus.objects.create(
        child=WREN,
        kind="closed",
        since=date(2024, 1, 1),
        reason="The plan ended.",
        by=by,
        at=datetime(2024, 3, 10, 12, tzinfo=UTC),
        undone_at=datetime(2024, 4, 10, 12, tzinfo=UTC),
    )
    assert "Not owed" not in _page(client, query="?known=2024-03-09")
    during = _page(client, query="?known=2024-03-10")
    assert "Not owed" in during
    assert "The plan ended." in during
    assert "Not owed" not in _page(client, query="?known=2024-04-10")
