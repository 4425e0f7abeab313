"""Broken glass is reviewed by a data guardian by name; reviews are added to and taken back, and never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.opening import break_glass
from wholestory.web.children.models import BreakGlass, Child
from wholestory.web.log.actions import note
from wholestory.web.log.models import Entry
from wholestory.web.oversight.models import Addition, GlassReview

SignIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db

REVIEW = {"do": "review", "finding": "justified", "reason": "She was missing, and was found by it"}


def _broken(by: str = "supervisor") -> BreakGlass:
    child = Child.objects.order_by("key")[0]
    user = User.objects.get(email=f"{by}@example.org")
    return break_glass(by=user, child=child.key, session="a session", reason="She is missing tonight")


def _page(glass: BreakGlass) -> str:
    return reverse("glass", kwargs={"number": glass.pk})


def _waiting(client: Client) -> int:
    number: int = client.get(reverse("broken_glass")).context["page"].paginator.count
    return number


def test_it_waits_until_somebody_has_found_something(signed_in: SignIn) -> None:
    guardian, glass = signed_in("guardian"), _broken()
    assert "<strong>1</strong> waits for review" in guardian.get(reverse("who_looked")).content.decode()
    assert "She is missing tonight" in guardian.get(reverse("broken_glass")).content.decode()
    guardian.post(_page(glass), {**REVIEW, "finding": "to_ask"})
    assert _waiting(guardian) == 1
    assert "To be asked about" in guardian.get(reverse("broken_glass")).content.decode()
    guardian.post(_page(glass), REVIEW)
    assert _waiting(guardian) == 0
    told = guardian.get(_page(glass)).content.decode()
    assert "<strong>Justified</strong>, says Guardian" in told
    entry = Entry.objects.filter(what="decided").latest("id")
    assert (entry.who, entry.about) == ("guardian@example.org", f"broken glass {glass.pk}")
    assert entry.details == {
        "decision": "reviewed broken glass",
        "of": "supervisor@example.org",
        "finding": "justified",
    }


def test_what_was_then_read_is_shown_until_the_session_was_over(signed_in: SignIn) -> None:
    glass = _broken()
    for hours, page in ((0, "story"), (1, "concerns"), (11, "chronology"), (-1, "record")):
        at = glass.at + timedelta(hours=hours, seconds=1)
        note(who=glass.by.email, what="viewed", about=f"child {glass.child}", at=at, page=page)
    note(who="hub@example.org", what="viewed", about=f"child {glass.child}", page="story")
    done = signed_in("guardian").get(_page(glass)).context["done"]
    assert [row.entry.details["page"] for row in done] == ["story", "concerns"]


@pytest.mark.parametrize(
    "sent", [{}, {"finding": "justified"}, {"reason": "Long enough"}, {"finding": "no", "reason": "x"}]
)
def test_a_review_needs_a_finding_and_a_reason(signed_in: SignIn, sent: dict[str, str]) -> None:
    glass = _broken()
    page = signed_in("guardian").post(_page(glass), {"do": "review", **sent})
    assert "There is a problem" in page.content.decode()
    assert not GlassReview.objects.exists()


def test_a_review_is_taken_back_by_whoever_wrote_it_and_the_one_before_counts_again(signed_in: SignIn) -> None:
    guardian, glass = signed_in("guardian"), _broken()
    guardian.post(_page(glass), {**REVIEW, "finding": "to_ask"})
    guardian.post(_page(glass), REVIEW)
    other = User.objects.create_user("second@example.org", name="Second")
    Post.objects.create(user=other, role=Role.DATA_GUARDIAN)
    second = signed_in("second")
    assert second.post(_page(glass), {"do": "take_back", "why": "I see it otherwise"}).status_code == 403
    assert second.post(_page(glass), REVIEW).status_code == 403
    guardian.post(_page(glass), {"do": "take_back", "why": "I had the wrong night"})
    assert _waiting(guardian) == 1
    assert "taken back today" in guardian.get(_page(glass)).content.decode()
    second.post(_page(glass), {**REVIEW, "finding": "not_justified"})
    assert _waiting(guardian) == 0


def test_something_is_added_to_a_review_beside_it(signed_in: SignIn) -> None:
    guardian, glass = signed_in("guardian"), _broken()
    assert guardian.post(_page(glass), {"do": "add", "says": "Nothing to add to"}).status_code == 403
    guardian.post(_page(glass), REVIEW)
    guardian.post(_page(glass), {"do": "add", "says": "Spoke with the sergeant on Tuesday"})
    assert Addition.objects.get().review.reason == REVIEW["reason"]
    assert "Spoke with the sergeant" in guardian.get(_page(glass)).content.decode()
    for rows in (Addition.objects.all(), GlassReview.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_nobody_reviews_their_own_and_an_auditor_only_reads(signed_in: SignIn) -> None:
    supervisor = User.objects.get(email="supervisor@example.org")
    Post.objects.create(user=supervisor, role=Role.DATA_GUARDIAN)
    glass = _broken()
    refused = signed_in("supervisor").post(_page(glass), REVIEW)
    assert (refused.status_code, "You broke this glass yourself" in refused.content.decode()) == (403, True)
    assert "You broke this glass yourself" in signed_in("supervisor").get(_page(glass)).content.decode()
    auditor = signed_in("auditor")
    assert "Broken glass is reviewed by data guardians" in auditor.get(_page(glass)).content.decode()
    assert auditor.post(_page(glass), REVIEW).status_code == 403
    assert not GlassReview.objects.exists()


def test_a_notice_leads_to_what_waits(signed_in: SignIn) -> None:
    _broken()
    guardian = User.objects.get(email="guardian@example.org")
    notice = guardian.notices.get()
    led = signed_in("guardian").get(reverse("notice", kwargs={"number": notice.pk}))
    assert led.headers["Location"] == reverse("broken_glass")


def test_the_queue_takes_the_same_few_queries_for_any_number(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("guardian")
    for number in range(30):
        glass = _broken()
        if number % 2:
            by = User.objects.get(email="guardian@example.org")
            GlassReview.objects.create(glass=glass, by=by, at=timezone.now(), finding="justified", reason="It was")
    with django_assert_max_num_queries(20):
        page = client.get(reverse("broken_glass"))
    assert (len(page.context["waiting"]), len(page.context["reviewed"])) == (15, 15)
