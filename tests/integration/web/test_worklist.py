"""The worklist shows whom a post reaches, most urgent first, and who holds what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertHTMLEqual

from wholestory.web.accounts.models import Agency, District, Post, User
from wholestory.web.accounts.permissions import RefusedError, access_of
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.holding import assign, give_back
from wholestory.web.children.models import Child, ChildPlace, DutyRow
from wholestory.web.children.permissions import children_for
from wholestory.web.children.queries.worklist import A_PAGE, Narrowing, worklist_of
from wholestory.web.children.summarising import catch_up, summarise
from wholestory.web.log.models import Entry

SignedIn = Callable[[str], Client]


def _user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _known_to_police() -> Child:
    child = Child.objects.filter(places__agency="police").exclude(urgency="").first()
    assert child
    return child


def _more_children(number: int) -> None:
    now = timezone.now()
    children = [
        Child(key=f"police:made-{n}", first_name=f"Made{n}", urgency=f"5{n:028d}", unanswered=1, computed_at=now)
        for n in range(number)
    ]
    Child.objects.bulk_create(children)
    ChildPlace.objects.bulk_create(
        ChildPlace(child=child, agency="police", district=district, urgency=child.urgency)
        for child in children
        for district in ("", "North")
    )


def test_a_supervisor_sees_the_children_that_wait(signed_in: SignedIn) -> None:
    page = signed_in("supervisor").get("/worklist/").content.decode()
    waiting = Child.objects.exclude(urgency="").filter(places__agency="police").distinct()
    assert waiting
    assert all(f"{child.first_name}, " in page for child in waiting)
    assert "Order: duties missed, by what they rest on (statute first)" in page


def test_a_clerk_is_told_why_not(signed_in: SignedIn) -> None:
    page = signed_in("clerk").get("/worklist/")
    assert page.status_code == 403
    assert "supervisor or hub practitioner" in page.content.decode()


def test_looking_at_the_list_is_on_record(signed_in: SignedIn) -> None:
    signed_in("supervisor").get("/worklist/?owner=nobody")
    entry = Entry.objects.get(what="viewed", about="worklist")
    assert entry.who == "supervisor@example.org"
    assert entry.details["narrowed"] == "owner=nobody"


def test_the_number_of_queries_does_not_grow_with_the_list(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("supervisor")
    client.get("/worklist/")
    _more_children(60)
    with django_assert_max_num_queries(9):
        page = client.get("/worklist/").content.decode()
    assert page.count('<li class="ws-case">') == A_PAGE
    with django_assert_max_num_queries(11):
        client.get("/worklist/", {"theme": "missing"})


def test_more_than_are_counted_take_one_query_more(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("hub")
    _more_children(120)
    with django_assert_max_num_queries(10):
        tallies = client.get("/worklist/").context["tallies"]
    Child.objects.filter(key__in=["police:made-3", "police:made-110"]).update(owner=_user("hub"))
    assert [(one.number, one.at_least) for one in tallies if one.label in ("waiting in all", "held by you")] == [
        (100, True),
        (0, False),
    ]
    tallies = client.get("/worklist/").context["tallies"]
    assert [(one.number, one.at_least) for one in tallies if one.label == "held by you"] == [(2, False)]


def test_people_with_the_same_posts_each_see_what_they_hold_themselves(db: None) -> None:
    _more_children(2)
    ann, ben = (User.objects.create_user(f"{name}@example.org", name=name) for name in ("ann", "ben"))
    agency = Agency.objects.get(name="police")
    for number, one in enumerate((ann, ben)):
        Post.objects.create(user=one, role=Role.SUPERVISOR, agency=agency)
        Child.objects.filter(key=f"police:made-{number}").update(owner=one)
    now, mine = timezone.now(), Narrowing(owner="me")
    assert access_of(ann).posts == access_of(ben).posts
    held = [[child.key for child in worklist_of(access_of(one), mine, 1, now).children] for one in (ann, ben)]
    assert held == [["police:made-0"], ["police:made-1"]]
    ann.posts.update(ended=now)
    assert worklist_of(access_of(ann), mine, 1, now).children == []


@pytest.mark.parametrize("query", ["theme=missing&owner=me", "district=Nowhere&theme=none&owner=<b>", "narrow=yes"])
def test_the_filters_are_drawn_as_other_forms_are(signed_in: SignedIn, query: str) -> None:
    District.objects.filter(name="North").update(title="The <North> & more")
    shown = signed_in("hub").get(f"/worklist/?{query}")
    assert shown.context["form"].fields["owner"].choices
    form = shown.context["form"]
    assertHTMLEqual(str(form), form.render(form.renderer.form_template_name))


def test_a_line_calls_a_district_by_its_title_and_names_whoever_holds_the_case(signed_in: SignedIn) -> None:
    _more_children(1)
    District.objects.create(name="Millbrook", title="Millbrook and the Vale")
    Child.objects.filter(key="police:made-0").update(district="Millbrook", owner=_user("hub"))
    lines = signed_in("supervisor").get("/worklist/", {"district": "Millbrook"}).context["lines"]
    assert [(line.district, line.holder) for line in lines] == [("Millbrook and the Vale", "Held by Hub")]


def test_further_children_are_on_the_next_page(signed_in: SignedIn) -> None:
    _more_children(60)
    client = signed_in("supervisor")
    first, second = (client.get(f"/worklist/?page={number}").content.decode() for number in (1, 3))
    assert "Next" in first
    assert "Made59," in second
    assert "Made59," not in first
    assert "There is no page 9 of this list" in client.get("/worklist/?page=9").content.decode()


def test_the_order_is_the_rule_that_is_stated(db: None) -> None:
    now = timezone.now()
    summarise([child.key for child in Child.objects.all()], now)
    on_the_list = list(Child.objects.exclude(urgency="").order_by("urgency", "key"))

    def by_rule(child: Child) -> tuple[int, datetime, datetime, str]:
        never = datetime.max.replace(tzinfo=now.tzinfo)
        rank = child.standing if child.missed else 5 if child.unanswered else 6
        first = child.overdue_since if child.missed else child.waiting_since if child.unanswered else child.next_due
        return rank, first or never, (child.waiting_since or never) if child.missed else never, child.key

    assert on_the_list == sorted(on_the_list, key=by_rule)


def test_a_duty_that_fell_due_since_it_was_worked_out_counts_as_missed(signed_in: SignedIn) -> None:
    child, now = _known_to_police(), timezone.now()
    DutyRow.objects.filter(child=child).exclude(state="met").delete()
    row = DutyRow.objects.filter(child=child)[0]
    row.state, row.due_at, row.rank = "pending", now + timedelta(hours=1), 0
    row.save()
    summarise([child.key], now)
    child.refresh_from_db()
    assert (child.missed, child.next_due) == (0, row.due_at)
    assert catch_up(now + timedelta(hours=2)) == 1
    child.refresh_from_db()
    assert (child.missed, child.standing, child.next_due) == (1, 0, None)
    DutyRow.objects.filter(pk=row.pk).update(due_at=now - timedelta(hours=2))
    Child.objects.filter(key=child.key).update(missed=0, changes_at=now - timedelta(hours=1))
    assert "1 duty missed" in signed_in("supervisor").get("/worklist/").content.decode()


def test_counts_lead_to_what_they_count(signed_in: SignedIn) -> None:
    _more_children(3)
    client = signed_in("supervisor")
    page = client.get("/worklist/")
    for tally in page.context["tallies"]:
        listed = client.get(f"/worklist/?{tally.address}")
        assert len(listed.context["lines"]) == tally.number, tally.label


@pytest.mark.parametrize("query", ["district=Nowhere", "owner=x", "only=everything", "page=two", "theme=none"])
def test_an_address_that_asks_for_nothing_known_is_answered(signed_in: SignedIn, query: str) -> None:
    assert signed_in("supervisor").get(f"/worklist/?{query}").status_code == 200


@pytest.mark.parametrize("name", ["supervisor", "hub"])
def test_a_theme_lists_the_children_with_an_unanswered_concern_of_it(signed_in: SignedIn, name: str) -> None:
    reached = children_for(access_of(_user(name))).exclude(urgency="").order_by("urgency", "key")
    themes = {theme for row in reached for theme in row.themes.strip("|").split("|") if theme}
    assert len(themes) > 1
    client = signed_in(name)
    for theme in themes:
        listed = [line.key for line in client.get("/worklist/", {"theme": theme}).context["lines"]]
        assert listed == [row.key for row in reached if f"|{theme}|" in row.themes][:A_PAGE], theme


def test_places_keep_in_step_with_what_they_repeat_of_the_child(db: None) -> None:
    child = Child.objects.exclude(themes="")[0]
    Child.objects.filter(key=child.key).update(themes="", urgency="")
    ChildPlace.objects.filter(child=child).update(themes="|neglect|", urgency="1")
    summarise([child.key], timezone.now())
    child.refresh_from_db()
    places = child.places.values_list("urgency", "themes")
    assert set(places) == {(child.urgency, child.themes)}
    assert child.themes


def test_an_empty_list_says_what_was_checked(signed_in: SignedIn) -> None:
    Child.objects.update(urgency="", changes_at=None)
    ChildPlace.objects.update(urgency="")
    page = signed_in("supervisor").get("/worklist/").content.decode()
    assert "No child that your posts reach" in page
    assert "Checked: " in page
    elsewhere = District.objects.create(name="Elsewhere")
    Post.objects.filter(user=_user("supervisor")).update(district=elsewhere)
    assert "Your posts reach no child at all" in signed_in("supervisor").get("/worklist/").content.decode()


def test_a_case_is_taken_given_back_and_undone(signed_in: SignedIn) -> None:
    child, client = _known_to_police(), signed_in("supervisor")
    page = client.post("/worklist/hold/", {"child": child.key, "to": "me"}, follow=True)
    assert "Held by you" in page.content.decode()
    assert page.context["undo"] == {"child": child.key, "to": ""}
    assert client.get("/worklist/?owner=me").context["lines"][0].key == child.key
    client.post("/worklist/hold/", page.context["undo"])
    child.refresh_from_db()
    assert child.owner is None
    decisions = Entry.objects.filter(what="decided", about=f"child {child.key}").order_by("id")
    assert [entry.details["decision"] for entry in decisions] == ["assigned", "given back"]


def test_a_case_is_assigned_to_somebody_whose_posts_reach_the_child(signed_in: SignedIn) -> None:
    child, client = _known_to_police(), signed_in("supervisor")
    page = client.get(f"/worklist/assign/{child.key}/").content.decode()
    assert "Hub" in page
    assert "Recorder" not in page
    client.post(f"/worklist/assign/{child.key}/", {"to": _user("hub").pk})
    child.refresh_from_db()
    assert child.owner == _user("hub")


def test_a_case_is_held_by_nobody_whose_posts_do_not_reach_the_child(db: None) -> None:
    with pytest.raises(RefusedError, match="cannot hold this case"):
        assign(child=_known_to_police().key, to=_user("auditor"), by=_user("supervisor"))


def test_who_holds_a_case_outlasts_its_being_worked_out_anew(db: None) -> None:
    child = _known_to_police()
    Post.objects.filter(user=_user("supervisor")).update(team="North")
    assign(child=child.key, to=_user("supervisor"), by=_user("supervisor"))
    Child.objects.filter(key=child.key).update(owner=None, team="")
    summarise([child.key], timezone.now())
    child.refresh_from_db()
    assert (child.owner, child.team) == (_user("supervisor"), "North")
    give_back(child=child.key, by=_user("supervisor"))
    child.refresh_from_db()
    assert (child.owner, child.team) == (None, "")
