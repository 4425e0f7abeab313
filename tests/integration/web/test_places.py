"""An administrator adds, renames and retires agencies and districts; none is removed, and each step is on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from wholestory.web.accounts.forms import PostForm
from wholestory.web.accounts.models import Agency, District, Post
from wholestory.web.children.models import Child
from wholestory.web.log.models import Entry
from wholestory.web.records.models import RecordRow

SignIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db

NEW = {"name": "north_fostering", "title": "North Fostering", "kind": "care_home", "contact": "Manager on call"}


def _changes() -> list[tuple[str, str, str]]:
    rows = Entry.objects.filter(what="changed").order_by("id")
    return [(row.about, str(row.details["change"]), row.reason) for row in rows]


def test_an_agency_is_added_renamed_retired_and_taken_into_use_again(signed_in: SignIn) -> None:
    client = signed_in("administrator")
    client.post(reverse("add_agency"), NEW)
    there = reverse("agency", kwargs={"name": "north_fostering"})
    client.post(there, {"do": "keep", **NEW, "title": "Northern Fostering", "name": "other"})
    agency = Agency.objects.get(pk="north_fostering")
    assert (agency.title, agency.contact, Agency.objects.filter(pk="other").exists()) == (
        "Northern Fostering",
        "Manager on call",
        False,
    )
    client.post(there, {"do": "retire", "reason": "Closed in May"})
    assert "Retired today" in client.get(there).content.decode()
    assert agency not in PostForm().fields["agency"].queryset  # type: ignore[attr-defined]  # a ModelChoiceField
    client.post(there, {"do": "use", "reason": "Opened again"})
    assert Agency.objects.get(pk="north_fostering").retired is None
    about = "agency north_fostering"
    assert _changes() == [
        (about, "added", ""),
        (about, "renamed", ""),
        (about, "retired", "Closed in May"),
        (about, "taken into use again", "Opened again"),
    ]


def test_a_district_is_called_otherwise_and_keeps_the_name_in_records(signed_in: SignIn) -> None:
    client = signed_in("administrator")
    client.post(reverse("add_district"), {"name": "N/W 1", "title": ""})
    there = reverse("district", kwargs={"name": "N/W 1"})
    client.post(there, {"do": "keep", "title": "North-west"})
    assert (str(District.objects.get(pk="N/W 1")), District.objects.filter(pk="N/W 1").exists()) == ("North-west", True)
    listed = client.get(reverse("places")).content.decode()
    assert "North-west</a> (in records: N/W 1)" in listed


def test_pages_call_a_district_by_its_title_and_addresses_by_its_name(signed_in: SignIn) -> None:
    client = signed_in("supervisor")
    child = Child.objects.get(first_name="Keira")
    record = RecordRow.objects.filter(involvements__person=child.key).exclude(district="").earliest("recorded_at")
    District.objects.filter(pk__in=(child.district, record.district)).update(title="The old harbour")
    Post.objects.filter(user__email="supervisor@example.org").update(district=child.district)
    client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Reading one record"})
    pages = ("/worklist/?narrow=yes", "/find/?q=Keira", reverse("record", kwargs={"record": record.key}))
    for address in pages:
        page = client.get(address).content.decode()
        assert page.count("The old harbour") >= 2, f"the district of the post, and that of what {address} shows"
    listed = client.get("/worklist/?narrow=yes").content.decode()
    assert f'value="{child.district}"' in listed, "the address of a filter keeps the name in records"


def test_where_posts_are_held_nothing_is_retired(signed_in: SignIn) -> None:
    client, there = signed_in("administrator"), reverse("agency", kwargs={"name": "police"})
    assert "posts are held there. End them first." in client.get(there).content.decode()
    assert client.post(there, {"do": "retire", "reason": "Merged with another"}).status_code == 403
    assert Agency.objects.get(pk="police").retired is None
    Post.objects.filter(agency="police").update(ended="2025-01-01T00:00:00Z")
    client.post(there, {"do": "retire", "reason": "Merged with another"})
    assert Agency.objects.get(pk="police").retired


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "../out"}, "as its folder is named"),
        ({"name": "police"}, "already exists"),
        ({"title": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_an_agency_is_said(signed_in: SignIn, sent: dict[str, str], says: str) -> None:
    before = Agency.objects.count()
    page = signed_in("administrator").post(reverse("add_agency"), {**NEW, **sent})
    assert says in page.content.decode()
    assert Agency.objects.count() == before


def test_retiring_needs_a_reason_and_there_is_no_way_to_remove(signed_in: SignIn) -> None:
    client = signed_in("administrator")
    client.post(reverse("add_agency"), NEW)
    there = reverse("agency", kwargs={"name": "north_fostering"})
    assert "There is a problem" in client.post(there, {"do": "retire", "reason": ""}).content.decode()
    client.post(there, {"do": "remove", "reason": "No longer wanted"})
    assert Agency.objects.get(pk="north_fostering").retired is None
