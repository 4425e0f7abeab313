"""Strategy discussions and challenges are records like any other, and meet the duties they answer at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholestory.web.accounts.models import Agency, User
from wholestory.web.accounts.permissions import RefusedError, access_of
from wholestory.web.children.actions import challenges as actions
from wholestory.web.children.actions.working_records import Writer
from wholestory.web.children.challenge_stages import State, Step, state_of, why_not
from wholestory.web.children.models import Challenge, Child, Discussion, DiscussionAction, DutyRow
from wholestory.web.records.models import RecordRow

SignedIn = Callable[[str], Client]


def _user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _writer(name: str) -> Writer:
    access = access_of(_user(name))
    return Writer(_user(name), Agency.objects.get(name=access.posts[0].agency), "Supervisor")


def _child() -> Child:
    missed = DutyRow.objects.filter(duty="strategy_discussion", state__in=("missed", "pending"))
    return Child.objects.filter(places__agency="police", key__in=missed.values("child")).order_by("key")[0]


def _opened(client: Client, child: Child) -> Client:
    client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Holding a discussion"})
    return client


def _discussion(client: Client, child: Child, **changed: object) -> dict[str, object]:
    form = client.get(reverse("discussions", kwargs={"child": child.key})).context["form"]
    held = timezone.localtime() - timedelta(hours=1)
    return {
        "agency": form["agency"].value(),
        "held_at": held.strftime("%Y-%m-%dT%H:%M"),
        "attended": "J. Okoye, social care\nPC Marsh, police\nDr Lund, health",
        "decision": "An enquiry begins, because she was found twice at the same address.",
        "answers": form["answers"].value(),
        "action-TOTAL_FORMS": "3",
        "action-INITIAL_FORMS": "0",
        "action-0-what": "See her alone",
        "action-0-owner": "J. Okoye",
        "action-0-due": (held + timedelta(days=2)).strftime("%Y-%m-%d"),
        **changed,
    }


def test_a_discussion_is_on_the_story_and_meets_its_duties_on_the_next_page(signed_in: SignedIn) -> None:
    child, client = _child(), _opened(signed_in("supervisor"), _child())
    open_before = DutyRow.objects.filter(child=child, duty="strategy_discussion", state="missed").count()
    address = reverse("discussions", kwargs={"child": child.key})
    page = client.post(address, _discussion(client, child), follow=True).content.decode()
    assert "See her alone" in page
    discussion = Discussion.objects.get()
    record = RecordRow.objects.get(key=discussion.record)
    assert (record.kind, record.agency) == ("strategy_discussion", "police")
    assert "Attended: J. Okoye, social care; PC Marsh, police; Dr Lund, health." in record.narrative
    assert open_before
    answered = DutyRow.objects.filter(child=child, duty="strategy_discussion", response=record.key)
    assert answered.exists()
    assert set(answered.values_list("state", flat=True)) <= {"met", "late"}


def test_an_action_is_ticked_off_and_that_is_undone(signed_in: SignedIn) -> None:
    child, client = _child(), _opened(signed_in("supervisor"), _child())
    client.post(reverse("discussions", kwargs={"child": child.key}), _discussion(client, child))
    action = DiscussionAction.objects.get()
    tick = reverse("tick_action", kwargs={"child": child.key, "action": action.pk})
    assert "ticked off by Supervisor" in client.post(tick, {"done": "yes"}, follow=True).content.decode()
    assert "not yet done" in client.post(tick, {"done": "no"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"held_at": ""}, "Write when it was held."),
        ({"held_at": "2999-01-01T10:00"}, "This time has not come yet."),
        ({"attended": ""}, "Write who attended"),
        ({"action-0-owner": ""}, "Write who does it."),
        ({"action-0-due": "soon"}, "as it stands in a calendar"),
    ],
)
def test_what_is_missing_of_a_discussion_is_asked_for(
    signed_in: SignedIn, changed: dict[str, str], sentence: str
) -> None:
    child, client = _child(), _opened(signed_in("supervisor"), _child())
    posted = _discussion(client, child, **changed)
    assert sentence in client.post(reverse("discussions", kwargs={"child": child.key}), posted).content.decode()
    assert not Discussion.objects.exists()


def test_more_rows_for_actions_keep_what_was_written(signed_in: SignedIn) -> None:
    child, client = _child(), _opened(signed_in("supervisor"), _child())
    posted = _discussion(client, child, more="yes")
    page = client.post(reverse("discussions", kwargs={"child": child.key}), posted).content.decode()
    assert "Action 6" in page
    assert "See her alone" in page
    assert not Discussion.objects.exists()


def _challenge(child: Child) -> Challenge:
    return actions.challenge(
        child=child,
        to=Agency.objects.get(name="social_care"),
        about="no further action on the referral",
        says="She was found with the same man again, and nobody has seen her alone.",
        answers="",
        by=_writer("supervisor"),
    )


def test_a_challenge_runs_through_its_stages_and_its_reply_meets_the_duty(signed_in: SignedIn) -> None:
    child = _child()
    client = _opened(signed_in("supervisor"), child)
    page = client.get(reverse("challenges", kwargs={"child": child.key}))
    posted = {
        "agency": page.context["form"]["agency"].value(),
        "to": "social_care",
        "about": "no further action",
        "says": "She was found with the same man again.",
    }
    client.post(reverse("challenges", kwargs={"child": child.key}), posted)
    made = Challenge.objects.get()
    duty = DutyRow.objects.get(child=child, duty="challenge_answered", trigger=made.records[0])
    assert duty.state == "pending"
    address = reverse("challenge", kwargs={"child": child.key, "number": made.pk})
    hub = _opened(signed_in("hub"), child)
    assert "no further action" in hub.get("/challenges/").content.decode()
    agency = {"agency": "social_care"}
    hub.post(address, {"step": "reply", "says": "We keep to the decision, for these reasons.", **agency})
    made.refresh_from_db()
    assert state_of(made) is State.REPLIED
    duty.refresh_from_db() if DutyRow.objects.filter(pk=duty.pk).exists() else None
    met = DutyRow.objects.get(child=child, duty="challenge_answered", trigger=made.records[0])
    assert (met.state, met.response) == ("met", made.records[1])
    police = {"agency": "police"}
    client.post(address, {"step": "escalate", "stage": "2", "says": "The reasons do not answer the risk.", **police})
    made.refresh_from_db()
    assert (made.stage, state_of(made)) == (2, State.WAITING)
    page = client.post(address, {"step": "settle", "says": "An assessment begins on Monday.", **police}, follow=True)
    assert "An assessment begins on Monday." in page.content.decode()
    assert "is under way" in hub.get("/challenges/").content.decode()


def test_what_may_follow_is_said_by_one_table(db: None) -> None:
    child, now = _child(), timezone.now()
    made = _challenge(child)
    police, care, hub = (access_of(_user(name)) for name in ("supervisor", "recorder", "hub"))
    assert why_not(hub, made, Step.REPLY, now=now) == ""
    assert "the agency that challenges" in why_not(hub, made, Step.SETTLE, now=now)
    assert "you hold no such post" in why_not(care, made, Step.REPLY, now=now)
    assert "not yet overdue" in why_not(police, made, Step.ESCALATE, now=now)
    assert why_not(police, made, Step.ESCALATE, now=now, in_danger=True) == ""
    assert why_not(police, made, Step.ESCALATE, now=made.due + timedelta(minutes=1)) == ""
    made.stage = 4
    assert "last stage" in why_not(police, made, Step.ESCALATE, now=now, in_danger=True)
    actions.settle(challenge=made, says="Settled by telephone.", by=_writer("supervisor"), access=police)
    made.refresh_from_db()
    assert why_not(police, made, Step.REPLY, now=now) == "This challenge is settled: there is nothing to reply."


def test_a_stage_is_not_gone_back_to(db: None) -> None:
    child = _child()
    made = _challenge(child)
    with pytest.raises(RefusedError, match="higher than the one"):
        actions.escalate(
            challenge=made,
            child=child,
            stage=1,
            says="Again.",
            in_danger=True,
            by=_writer("supervisor"),
            access=access_of(_user("supervisor")),
        )


def test_nobody_challenges_their_own_agency(signed_in: SignedIn) -> None:
    child, client = _child(), _opened(signed_in("supervisor"), _child())
    posted = {"agency": "police", "to": "police", "about": "it", "says": "This is our own decision."}
    page = client.post(reverse("challenges", kwargs={"child": child.key}), posted).content.decode()
    assert "A challenge goes to another agency" in page
    assert not Challenge.objects.exists()
