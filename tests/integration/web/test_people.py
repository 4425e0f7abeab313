"""An administrator adds people, gives and ends posts, and stops sign-in; none of it opens a child's story."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from wholestory.web.accounts.models import Post, User
from wholestory.web.log.models import Entry

pytestmark = pytest.mark.django_db

NEW = {"name": "Ash Rowan", "email": "Ash@example.org", "telephone": ""}


def _added(administrator: Client) -> tuple[User, str]:
    page = administrator.post(reverse("people"), NEW)
    found = re.search(r'id="one-time-password">([^<]+)<', page.content.decode())
    assert found
    assert "no-store" in page["Cache-Control"]
    return User.objects.get(email="ash@example.org"), found[1]


def test_a_person_who_was_added_signs_in_and_changes_the_password(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    person, password = _added(administrator)
    administrator.post(
        reverse("person", kwargs={"person": person.pk}), {"do": "give", "role": "supervisor", "agency": "police"}
    )
    client = Client()
    client.post(reverse("account_login"), {"login": "ash@example.org", "password": password})
    assert client.get(reverse("worklist"))["Location"] == reverse("account_change_password")
    new = "another horse battery staple"
    client.post(reverse("account_change_password"), {"oldpassword": password, "password1": new, "password2": new})
    assert client.get(reverse("worklist")).status_code == 200
    told = " ".join(f"{row.about} {row.reason} {row.details}" for row in Entry.objects.all())
    assert password not in told and new not in told


def test_a_post_that_would_reach_nobody_is_not_given(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    person, _ = _added(administrator)
    page = administrator.post(reverse("person", kwargs={"person": person.pk}), {"do": "give", "role": "recorder"})
    assert "Choose the agency" in page.content.decode()
    assert not person.posts.exists()


def test_a_post_is_ended_with_a_reason(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    post = Post.objects.get(user__email="supervisor@example.org")
    page = reverse("person", kwargs={"person": post.user_id})
    administrator.post(page, {"do": "end", "post": post.pk, "reason": ""})
    assert not Post.objects.get(pk=post.pk).ended
    administrator.post(page, {"do": "end", "post": post.pk, "reason": "Moved to another force"})
    assert Post.objects.get(pk=post.pk).ended
    assert signed_in("supervisor").get(reverse("worklist")).status_code == 403
    assert Entry.objects.filter(what="changed", reason="Moved to another force").exists()


def test_who_may_not_sign_in_is_signed_out_at_once(signed_in: Callable[[str], Client]) -> None:
    administrator, supervisor = signed_in("administrator"), signed_in("supervisor")
    assert supervisor.get(reverse("worklist")).status_code == 200
    user = User.objects.get(email="supervisor@example.org")
    administrator.post(reverse("person", kwargs={"person": user.pk}), {"do": "stop", "reason": "Left the organisation"})
    assert supervisor.get(reverse("worklist")).status_code == 302


def test_the_same_address_is_not_added_twice(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    _added(administrator)
    assert "is here already" in administrator.post(reverse("people"), NEW).content.decode()


def test_settings_are_shown_without_secrets(signed_in: Callable[[str], Client]) -> None:
    assert "Second place of the log" in signed_in("administrator").get(reverse("settings")).content.decode()
