"""A concern: its evidence, the five answers, the second person, and how an answered one comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment
from wholestory.model.records import Involvement, Person, Record
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import RefusedError, access_of
from wholestory.web.children.actions.answers import Given, agree, answer, restore
from wholestory.web.children.actions.holding import assign
from wholestory.web.children.actions.saving import new_key, save_record
from wholestory.web.children.answering import SERIOUS_THEMES, Stand
from wholestory.web.children.computing import recompute
from wholestory.web.children.models import Answer, Child, ConcernRow, Notice, Opening
from wholestory.web.children.queries.concern import concern_of
from wholestory.web.children.summarising import catch_up
from wholestory.web.records.models import InvolvementRow, PersonRow, RecordRow
from wholestory.web.records.storing import add_judgements, add_people, recluster

SignedIn = Callable[[str], Client]
GIVEN = {"kind": "action_taken", "reason": "The plan was changed with the home."}


def user(name: str) -> User:
    """One of the people of the tests' world."""
    return User.objects.get(email=f"{name}@example.org")


def concern(*, serious: bool) -> ConcernRow:
    """An unanswered concern about a child whom the police know."""
    rows = ConcernRow.objects.filter(child__places__agency="police", answered_by_record="").order_by("key").distinct()
    return next(row for row in rows if (row.theme in SERIOUS_THEMES) is serious)


def page_of(row: ConcernRow) -> str:
    """The address of a concern."""
    return reverse("concern", kwargs={"child": row.child_id, "concern": row.key})


def opened(client: Client, child: str) -> Client:
    """The client, once it has said why it opens the child's story."""
    client.post(reverse("open_story", kwargs={"child": child}), {"reason": "Preparing a strategy discussion"})
    return client


def given(**changed: Any) -> Given:
    """An answer, owned by the supervisor unless something else is said."""
    return Given(**{**GIVEN, "owner": user("supervisor"), **changed})


def answered(row: ConcernRow, **changed: Any) -> Answer:
    """The concern answered by the supervisor."""
    return answer(concern=row, given=given(**changed), by=access_of(user("supervisor")))


def stand(row: ConcernRow) -> Stand:
    """How the concern stands now."""
    found = concern_of(Child.objects.get(key=row.child_id), row.key, timezone.now())
    assert found
    return found.standing.stand


def test_the_page_tells_the_pattern_the_evidence_and_what_was_done(signed_in: SignedIn) -> None:
    row = concern(serious=False)
    page = opened(signed_in("supervisor"), row.child_id).get(page_of(row)).content.decode()
    assert row.title in page
    assert "Source (" in page
    assert page.count('<li class="ws-piece">') == len(row.evidence)
    assert "<mark>" in page
    assert "What was done about it" in page
    assert "What was known on that day" in page
    assert page.count('type="radio" name="kind"') == 5


def test_the_page_costs_the_same_queries_for_any_evidence(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = max(ConcernRow.objects.filter(child__places__agency="police"), key=lambda one: len(one.evidence))
    client = opened(signed_in("supervisor"), row.child_id)
    with django_assert_max_num_queries(45):
        client.get(page_of(row))


def test_a_reason_is_asked_before_the_page_opens(signed_in: SignedIn) -> None:
    row = concern(serious=False)
    assert "/open/" in signed_in("supervisor").get(page_of(row)).headers["Location"]


def test_an_answer_takes_the_concern_off_the_list(signed_in: SignedIn) -> None:
    row = concern(serious=False)
    before = Child.objects.get(key=row.child_id).unanswered
    client = opened(signed_in("supervisor"), row.child_id)
    form = client.get(page_of(row)).context["form"]
    posted = {**GIVEN, "owner": user("hub").pk, "seen": form["seen"].value()}
    page = client.post(page_of(row), posted, follow=True).content.decode()
    assert "The plan was changed with the home." in page
    assert stand(row) is Stand.ANSWERED
    assert Child.objects.get(key=row.child_id).unanswered == before - 1
    assert Answer.objects.get().owner == user("hub")


def test_a_recorder_reads_and_is_told_why_they_cannot_answer(signed_in: SignedIn) -> None:
    row = ConcernRow.objects.filter(child__places__agency="care_home")[0]
    page = opened(signed_in("recorder"), row.child_id).get(page_of(row)).content.decode()
    assert "Concerns are answered and cases decided on by supervisors and hub practitioners" in page
    with pytest.raises(RefusedError, match="you hold no such post"):
        answer(concern=row, given=given(), by=access_of(user("recorder")))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "Choose one of the five answers."),
        ({"reason": ""}, "Write the reason."),
        ({"kind": "watch"}, "Say until when the concern is to be watched."),
        ({"kind": "watch", "watch_until": "2020-01-01"}, "Choose a day that has not passed."),
        ({"watch_until": "2999-01-01"}, "or leave this date empty"),
        ({"seen": "something else"}, "New evidence came in while you were writing."),
    ],
)
def test_what_is_missing_is_asked_for(signed_in: SignedIn, changed: dict[str, str], sentence: str) -> None:
    row = concern(serious=False)
    client = opened(signed_in("supervisor"), row.child_id)
    seen = client.get(page_of(row)).context["form"]["seen"].value()
    posted = {**GIVEN, "owner": user("supervisor").pk, "seen": seen, **changed}
    page = client.post(page_of(row), posted).content.decode()
    assert sentence in page
    assert not Answer.objects.exists()


def test_a_serious_concern_is_closed_by_two(
    signed_in: SignedIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = concern(serious=True)
    with django_capture_on_commit_callbacks(execute=True):
        made = answered(row, asked=user("hub"))
    assert stand(row) is Stand.TO_AGREE
    assert Child.objects.get(key=row.child_id).to_agree == 1
    with pytest.raises(RefusedError, match="You gave this answer yourself"):
        agree(answer=made, child=row.child_id, by=access_of(user("supervisor")))
    with pytest.raises(RefusedError, match="supervisor or hub practitioner"):
        agree(answer=made, child=row.child_id, by=access_of(user("recorder")))
    hub = opened(signed_in("hub"), row.child_id)
    assert row.statement[:30] in hub.get("/agreements/").content.decode()
    assert "waits for a second person" in signed_in("supervisor").get("/agreements/").content.decode()
    hub.post(reverse("agree", kwargs={"child": row.child_id, "answer": made.pk}))
    assert stand(row) is Stand.ANSWERED
    assert Child.objects.get(key=row.child_id).to_agree == 0


def test_the_one_who_is_asked_is_told_without_a_word_about_the_child(
    signed_in: SignedIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = concern(serious=True)
    with django_capture_on_commit_callbacks(execute=True):
        answered(row, asked=user("hub"))
    sent = mail.outbox[-1]
    child = Child.objects.get(key=row.child_id)
    assert sent.to == ["hub@example.org"]
    for word in (child.first_name, child.key, row.key, row.title):
        assert word not in f"{sent.subject} {sent.body}"
    notice = Notice.objects.get(to=user("hub"))
    assert f"/notices/{notice.pk}/" in sent.body
    client = signed_in("hub")
    assert "You have been asked to agree" in client.get("/notices/").content.decode()
    assert client.get(f"/notices/{notice.pk}/").headers["Location"] == page_of(row)
    assert signed_in("supervisor").get(f"/notices/{notice.pk}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at


def test_an_answer_is_withdrawn_with_a_reason_and_that_is_undone(signed_in: SignedIn) -> None:
    row = concern(serious=False)
    made = answered(row)
    client = opened(signed_in("hub"), row.child_id)
    address = reverse("withdraw", kwargs={"child": row.child_id, "answer": made.pk})
    assert "Write the reason." in client.post(address, {}).content.decode()
    page = client.post(address, {"reason": "The plan was not changed after all."}, follow=True).content.decode()
    assert "The plan was not changed after all." in page
    assert stand(row) is Stand.NEVER
    with pytest.raises(RefusedError, match="Whoever withdrew"):
        restore(answer=made, child=row.child_id, by=access_of(user("supervisor")))
    client.post(reverse("restore", kwargs={"child": row.child_id, "answer": made.pk}))
    assert stand(row) is Stand.ANSWERED


def test_an_answer_is_not_reached_by_the_address_of_another_child(signed_in: SignedIn) -> None:
    row = concern(serious=False)
    made = answered(row)
    other = Child.objects.filter(places__agency="police").exclude(key=row.child_id)[0]
    client = opened(signed_in("supervisor"), other.key)
    address = reverse("withdraw", kwargs={"child": other.key, "answer": made.pk})
    assert client.post(address, {"reason": "This is another child."}).status_code == 404


def _more_evidence(row: ConcernRow) -> str:
    """Another record of the child that repeats the words of the concern's latest evidence; gives its key."""
    person = PersonRow.objects.filter(cluster=row.child_id, agency="police")[0]
    told = RecordRow.objects.filter(key__in=row.evidence, agency="police").order_by("-recorded_at")[0]
    now = timezone.now()
    RecordRow.objects.filter(key__in=row.evidence).update(stored_at=now - timedelta(days=1))
    record = Record(
        key=new_key("police"),
        agency="police",
        agency_kind="police",
        kind=told.kind,
        recorded_at=Moment(told.recorded_at + timedelta(days=2)),
        happened_from=Moment((told.happened_from or told.recorded_at) + timedelta(days=2)),
        happened_to=Moment(told.happened_to + timedelta(days=2)) if told.happened_to else None,
        narrative=told.narrative,
        outcome=told.outcome,
        involvements=(
            Involvement(person.key, "subject"),
            *(
                Involvement(one.person, one.role)
                for one in InvolvementRow.objects.filter(record=told).exclude(role="subject")
            ),
        ),
    )
    save_record(record=record, by=user("supervisor"), at=now)
    return record.key


def test_an_answered_concern_comes_back_when_new_evidence_completes_it(
    signed_in: SignedIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = concern(serious=False)
    assign(child=row.child_id, to=user("hub"), by=user("hub"))
    answered(row)
    recompute([row.child_id], Moment(timezone.now()))
    assert stand(row) is Stand.ANSWERED
    with django_capture_on_commit_callbacks(execute=True):
        new = _more_evidence(row)
    assert stand(row) is Stand.RETURNED
    assert Child.objects.get(key=row.child_id).returned == 1
    page = opened(signed_in("hub"), row.child_id).get(page_of(row)).content.decode()
    assert "What is new" in page
    assert "1 record came in that completes the pattern again" in page
    assert new in ConcernRow.objects.get(key=row.key).evidence
    told = Notice.objects.filter(kind="returned").values_list("to__email", flat=True)
    assert set(told) == {"hub@example.org", "supervisor@example.org"}
    recompute([row.child_id], Moment(timezone.now()))
    assert Notice.objects.filter(kind="returned").count() == 2


def test_a_watched_concern_comes_back_on_the_day_after(signed_in: SignedIn) -> None:
    row = concern(serious=False)
    today = timezone.localdate()
    answered(row, kind="watch", watch_until=today + timedelta(days=3))
    child = Child.objects.get(key=row.child_id)
    assert stand(row) is Stand.ANSWERED
    assert child.changes_at
    catch_up(timezone.now() + timedelta(days=5))
    assert Notice.objects.get(kind="watch_passed").to == user("supervisor")
    assert Child.objects.get(key=row.child_id).returned == 1


def _judged(one: str, other: str, *, undone: bool = False) -> None:
    """A clerk says that two persons are the same, or takes that back; whoever is concerned is worked out anew."""
    now = Moment(timezone.now())
    add_judgements(
        [
            Judgement(
                one=min(one, other),
                other=max(one, other),
                verdict=Verdict.SAME,
                judge="clerk@example.org",
                reasons=("the same date of birth and mother",),
                by_person=True,
                judged_at=now,
                undone_at=now if undone else None,
            )
        ]
    )
    recompute(recluster([one, other]), now)


def test_an_answer_outlives_a_link_and_its_undoing(db: None) -> None:
    row = concern(serious=False)
    answered(row)
    assign(child=row.child_id, to=user("hub"), by=user("hub"))
    joined = Person(key="aa_clinic:1", agency="aa_clinic", forenames="Somebody")
    add_people([joined])
    _judged(joined.key, row.child_id)
    child = Child.objects.get(key=joined.key)
    linked = concern_of(child, row.key, timezone.now())
    assert linked
    assert linked.standing.stand is Stand.ANSWERED
    assert child.owner == user("hub")
    _judged(joined.key, row.child_id, undone=True)
    assert stand(row) is Stand.ANSWERED
    assert Child.objects.get(key=row.child_id).owner == user("hub")


def test_an_answer_goes_with_the_concern_when_earlier_evidence_gives_it_another_key(db: None) -> None:
    row = concern(serious=False)
    answered(row)
    ConcernRow.objects.filter(pk=row.pk).update(key=f"{row.pattern}/police:earlier/{row.child_id}")
    row.refresh_from_db()
    assert stand(row) is Stand.ANSWERED


def test_a_related_childs_words_are_not_shown_until_that_story_is_opened(signed_in: SignedIn) -> None:
    for row in ConcernRow.objects.filter(child__places__agency="police"):
        own = set(
            InvolvementRow.objects.filter(
                record__in=row.evidence, person__in=PersonRow.objects.filter(cluster=row.child_id).values("key")
            ).values_list("record_id", flat=True)
        )
        theirs = [key for key in row.evidence if key not in own]
        if theirs:
            break
    else:
        pytest.fail("the example holds no concern with a related child's event")
    client = opened(signed_in("supervisor"), row.child_id)
    words = RecordRow.objects.get(key=theirs[0]).narrative
    pieces = client.get(page_of(row)).context["pieces"]
    piece = next(one for one in pieces if one.record.key == theirs[0])
    assert piece.hidden
    assert not piece.text
    assert words[:40] not in client.get(page_of(row)).content.decode()
    for other in piece.related:
        opened(client, other.key)
    assert Opening.objects.count() == 1 + len(piece.related)


def test_every_concern_is_listed_with_how_it_stands(signed_in: SignedIn) -> None:
    row = concern(serious=False)
    answered(row)
    client = opened(signed_in("supervisor"), row.child_id)
    listed = client.get(reverse("concerns", kwargs={"child": row.child_id}))
    found = listed.context["concerns"]
    assert {one.key for one, _ in found} == set(
        ConcernRow.objects.filter(child=row.child_id).values_list("key", flat=True)
    )
    waits = [standing.is_open for _, standing in found]
    assert waits == sorted(waits, reverse=True)
    assert page_of(row) in listed.content.decode()
    assert "<strong>Answered</strong>" in listed.content.decode()
