"""A child's story opens with a reason, once a working session; glass can be broken, and everything is on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import resolve, reverse

from wholestory.web.accounts.models import District, Post
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import BreakGlass, Child, ChildPlace, Opening
from wholestory.web.children.queries.keys import called_now, keys_of
from wholestory.web.log.models import Entry
from wholestory.web.records.models import PersonRow, RecordRow

SignIn = Callable[[str], Client]


def _known_to(agency: str) -> Child:
    return Child.objects.filter(places__agency=agency).order_by("key").distinct()[0]


def _story(child: str) -> str:
    return reverse("story", kwargs={"child": child})


def _beyond_posts() -> Child:
    """A child whom no post reaches any more, because nobody's agency knows them."""
    child = _known_to("police")
    ChildPlace.objects.filter(child=child).delete()
    Post.objects.update(district=District.objects.create(name="Elsewhere"))
    return child


@pytest.mark.parametrize("key", ["police:A/1", "police:~7E", "health:%2F?#é", "a:..", "a: b+c"])
def test_any_key_stands_in_an_address(key: str) -> None:
    address = _story(key)
    assert resolve(address).kwargs == {"child": key}


def test_a_broken_key_is_no_address(signed_in: SignIn) -> None:
    assert signed_in("hub").get("/children/~ff/").status_code == 404


def test_the_reason_is_asked_once_a_session_and_kept(signed_in: SignIn) -> None:
    child, client = _known_to("police"), signed_in("supervisor")
    asked = client.get(_story(child.key), follow=True)
    assert asked.redirect_chain
    assert "Why do you need to read this now?" in asked.content.decode()
    given = client.post(asked.request["PATH_INFO"], {"reason": "Preparing Monday’s meeting", "next": _story(child.key)})
    assert given.headers["Location"] == _story(child.key)
    assert client.get(_story(child.key)).status_code == 200
    assert Opening.objects.get().reason == "Preparing Monday’s meeting"
    entry = Entry.objects.get(what="viewed", details__page="story")
    assert (entry.who, entry.about) == ("supervisor@example.org", f"child {child.key}")
    assert (entry.reason, entry.details) == ("Preparing Monday’s meeting", {"page": "story"})


def test_another_session_is_asked_anew(signed_in: SignIn) -> None:
    child = _known_to("police")
    first, second = signed_in("supervisor"), signed_in("supervisor")
    first.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Preparing a visit"})
    assert first.get(_story(child.key)).status_code == 200
    assert second.get(_story(child.key)).status_code == 302


@pytest.mark.parametrize("reason", ["", "   ", "x"])
def test_an_empty_reason_opens_nothing(signed_in: SignIn, reason: str) -> None:
    child = _known_to("police")
    page = signed_in("supervisor").post(reverse("open_story", kwargs={"child": child.key}), {"reason": reason})
    assert page.status_code == 200
    assert not Opening.objects.exists()


def test_the_way_on_never_leads_off_the_site(signed_in: SignIn) -> None:
    child = _known_to("police")
    there = reverse("open_story", kwargs={"child": child.key})
    sent = signed_in("supervisor").post(there, {"reason": "Preparing a visit", "next": "https://example.com/"})
    assert sent.headers["Location"] == _story(child.key)


def test_who_may_not_is_told_so_and_how_to_break_glass(signed_in: SignIn) -> None:
    child = _beyond_posts()
    for page in ("story", "open_story"):
        refused = signed_in("supervisor").get(reverse(page, kwargs={"child": child.key}))
        assert refused.status_code == 403
        assert reverse("break_glass", kwargs={"child": child.key}) in refused.content.decode()
        assert child.first_name not in refused.content.decode()


def test_a_child_who_is_not_there_is_refused_in_the_same_words(signed_in: SignIn) -> None:
    beyond = signed_in("supervisor").get(_story(_beyond_posts().key))
    nobody = signed_in("supervisor").get(_story("police:nobody"))
    assert (beyond.status_code, nobody.status_code) == (403, 403)
    assert beyond.context["why"] == nobody.context["why"]


def test_glass_is_broken_with_a_reason_for_this_session_only(
    signed_in: SignIn, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    child, client = _beyond_posts(), signed_in("supervisor")
    there = reverse("break_glass", kwargs={"child": child.key})
    assert child.first_name not in client.get(there).content.decode()
    reason = "She is missing tonight and I need to know where she was found before"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        client.post(there, {"reason": reason})
    assert client.get(_story(child.key)).status_code == 200
    assert signed_in("supervisor").get(_story(child.key)).status_code == 403
    assert BreakGlass.objects.get().reason == reason
    broke = Entry.objects.get(what="broke glass")
    assert (broke.about, broke.reason) == (f"child {child.key}", reason)
    assert Entry.objects.get(what="viewed", details__page="story").details == {"page": "story", "glass_broken": True}
    (message,) = mail.outbox
    assert message.to == ["guardian@example.org"]
    for told in (child.first_name, child.key, reason):
        assert told not in f"{message.subject} {message.body}"
    notices = signed_in("guardian").get(reverse("notices")).content.decode()
    assert "It waits for your review" in notices
    for told in (child.first_name, child.key, reason):
        assert told not in notices


def test_glass_is_not_for_those_who_never_read_stories(signed_in: SignIn) -> None:
    child = _known_to("police")
    for name in ("clerk", "auditor", "administrator", "guardian", "nobody"):
        page = signed_in(name).post(reverse("break_glass", kwargs={"child": child.key}), {"reason": "A long reason"})
        assert page.status_code == 403
    assert not BreakGlass.objects.exists()


def test_an_inspector_who_is_refused_is_not_offered_to_break_glass(signed_in: SignIn) -> None:
    child, inspector = _known_to("police"), signed_in("inspector")
    for page in ("story", "chronology"):
        refused = inspector.get(reverse(page, kwargs={"child": child.key}))
        assert refused.status_code == 403
        assert "reak glass" not in refused.content.decode()
        assert reverse("break_glass", kwargs={"child": child.key}) not in refused.content.decode()
    refused = inspector.get(reverse("record", kwargs={"record": RecordRow.objects.order_by("key")[0].key}))
    assert (refused.status_code, "break glass" in refused.content.decode()) == (403, False)
    refused = inspector.post(reverse("break_glass", kwargs={"child": child.key}), {"reason": "A long reason"})
    assert refused.status_code == 403
    assert not BreakGlass.objects.exists()


def test_decisions_and_addresses_follow_when_persons_are_linked(signed_in: SignIn) -> None:
    child = _known_to("police")
    PersonRow.objects.create(key="aa:first", agency="aa", cluster="aa:first")
    assert keys_of("aa:first") == ("aa:first",)
    old = set(keys_of(child.key))
    PersonRow.objects.filter(key__in=[*old, "aa:first"]).update(cluster="aa:first")
    assert set(keys_of("aa:first")) == set(keys_of(child.key)) == {*old, "aa:first"}
    assert called_now(child.key) == "aa:first"
    moved = signed_in("supervisor").get(_story(child.key))
    assert moved.headers["Location"] == _story("aa:first")


def test_a_hub_practitioner_without_district_reaches_every_child(signed_in: SignIn) -> None:
    assert Post.objects.filter(role=Role.HUB, district=None).exists()
    for child in Child.objects.all():
        assert signed_in("hub").get(_story(child.key)).status_code == 302
