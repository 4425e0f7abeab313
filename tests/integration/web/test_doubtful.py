"""Doubtful links are settled with reasons and undone; a wrong link is parted, and findings follow."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholestory.engine.people import judge_new
from wholestory.model.links import Verdict
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.judging import judge_pair
from wholestory.web.children.models import Child
from wholestory.web.children.queries.doubtful import links_within, standing_between, waiting
from wholestory.web.records.models import PersonRow
from wholestory.web.records.storing import ledger_of
from wholestory.web.records.values import person_of

REASON = "Their school told us on the telephone."


@pytest.fixture
def clerk(db: None) -> User:
    """A clerk for every agency."""
    user = User.objects.create_user("all@example.org", name="All")
    Post.objects.create(user=user, role=Role.CLERK)
    return user


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _linked_pair() -> tuple[str, str]:
    for child in Child.objects.order_by("key"):
        for link in links_within(child.key):
            return link.pair
    raise AssertionError("the example links somebody")


def _found() -> list[tuple[str, str, int]]:
    return sorted(Child.objects.values_list("key", "name", "events"))


def test_a_wrong_link_is_parted_and_that_is_undone(clerk: User) -> None:
    one, other = _linked_pair()
    before = _found()
    client = _client(clerk)
    address = reverse("pair", kwargs={"one": one, "other": other})
    assert "Held to be the same person" in client.get(address).content.decode()
    assert "Write the reason." in client.post(address, {"verdict": "apart"}).content.decode()
    client.post(address, {"verdict": "apart", "reason": REASON})
    assert PersonRow.objects.get(key=one).cluster != PersonRow.objects.get(key=other).cluster
    assert _found() != before
    page = client.get(address).content.decode()
    assert "What would change if they are one" in page and REASON in page
    client.post(reverse("take_back", kwargs={"one": one, "other": other}))
    assert _found() == before
    assert client.post(reverse("take_back", kwargs={"one": one, "other": other})).status_code == 403


def test_the_queue_and_not_sure(clerk: User) -> None:
    one, other = _linked_pair()
    judge_pair(one=one, other=other, verdict=Verdict.DOUBTFUL, reason=REASON, by=clerk, at=timezone.now())
    _, not_sure = waiting(access_of(clerk))
    assert (one, other) in [line.row.pair for line in not_sure] or (
        PersonRow.objects.get(key=one).cluster == PersonRow.objects.get(key=other).cluster
    )
    assert _client(clerk).get(reverse("doubtful")).status_code == 200
    assert _client(clerk).get(reverse("persons", kwargs={"child": one})).status_code == 200


def test_a_clerk_of_another_agency_is_refused(clerk: User) -> None:
    one, other = _linked_pair()
    Post.objects.filter(user=clerk).update(agency_id="care_home")
    agencies = {one.partition(":")[0], other.partition(":")[0]}
    status = _client(clerk).get(reverse("pair", kwargs={"one": one, "other": other})).status_code
    assert status == (200 if "care_home" in agencies else 403)


def test_a_judged_person_may_be_gone(clerk: User) -> None:
    one, other = _linked_pair()
    judge_pair(one=one, other=other, verdict=Verdict.SAME, reason=REASON, by=clerk, at=timezone.now())
    people = {row.key: person_of(row) for row in PersonRow.objects.exclude(key=other)}
    rows = judge_new(people, {}, ledger_of(), [one])
    assert all((one, other) != row.pair for row in rows)
    assert standing_between(one, other)
