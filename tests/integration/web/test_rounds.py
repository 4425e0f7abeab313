"""A round from its plan to the freezing: sample, blind gradings, differences, live risk, agreement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from wholestory.engine.rounds.sampling import HAND_PICKED, Case, draw
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.permissions import Access, RefusedError, access_of
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import Answer, Child, Notice
from wholestory.web.inspections.actions.grading import answer_question, grade_own, grade_part, hand_in, settle
from wholestory.web.inspections.actions.risks import reply, return_at_once
from wholestory.web.inspections.actions.rounds import (
    Plan,
    add_addendum,
    add_cases,
    change_plan,
    deal_out,
    draw_sample,
    move,
    plan,
    take_sample_back,
)
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import Grading, LiveRisk, Round, SampledCase, StrandGrade
from wholestory.web.inspections.permissions import opened_by_a_round
from wholestory.web.inspections.queries.conflicts import worked_on
from wholestory.web.inspections.queries.frame import frame_of
from wholestory.web.inspections.queries.gradings import graded_parts
from wholestory.web.inspections.states import STEPS, State

pytestmark = pytest.mark.django_db

PLAN = Plan(
    title="Kelderby, first round",
    framework="child_protection",
    scale="three_grades",
    scope="Children at risk in Kelderby and around.",
    since=date(2024, 1, 1),
    until=date(2024, 12, 31),
    districts=(),
    stratified_by=("case_type", "district"),
    seed="first",
    size=2,
)


def person(name: str) -> Access:
    return access_of(User.objects.get(email=f"{name}@example.org"))


@pytest.fixture
def inspectors() -> tuple[Access, Access, Access]:
    """The world's inspector, and two more."""
    for name in ("second", "third"):
        Post.objects.create(
            user=User.objects.create_user(f"{name}@example.org", name=name.title()), role=Role.INSPECTOR
        )
    return person("inspector"), person("second"), person("third")


@pytest.fixture
def grading_round(inspectors: tuple[Access, Access, Access]) -> Round:
    """A round of two cases, dealt to the first two inspectors; the third moderates."""
    one, two, three = inspectors
    made = plan(wanted=PLAN, by=one)
    move(inspected=made, to=State.SAMPLING, by=one)
    draw_sample(inspected=made, excluded={}, by=one)
    deal_out(inspected=made, reviewers=users(one, two), moderators=users(three), by=one)
    move(inspected=made, to=State.GRADING, by=one)
    made.refresh_from_db()
    return made


def users(*people: Access) -> list[User]:
    return [one.user for one in people if one.user]


def grade_all(case: SampledCase, by: Access, grade: str, *, overall: str = "") -> Grading:
    """Grade every part of a case alike, the whole by `overall`, and hand it in."""
    grading = case.gradings.get(reviewer=by.user)
    for part in asked_of(case.of).parts:
        given = overall if part.id == "overall" and overall else grade
        grade_part(grading=grading, strand=part.id, grade=given, reasons="As the records show.", by=by)
    hand_in(grading=grading, by=by)
    return grading


def test_the_frame_names_a_type_district_and_agency_for_each_case(inspectors: tuple[Access, ...]) -> None:
    frame = {case.key: case for case in frame_of(plan(wanted=PLAN, by=inspectors[0]))}
    assert frame and set(frame) <= set(Child.objects.values_list("key", flat=True))
    assert {case.agency for case in frame.values()} <= {"police", "social_care", "health", "education", "care_home"}
    assert all(case.case_type in asked_of(Round.objects.get()).case_types for case in frame.values())
    later = plan(wanted=replace(PLAN, since=date(2030, 1, 1), until=date(2030, 2, 1)), by=inspectors[0])
    assert frame_of(later) == []


def test_the_same_seed_draws_the_same_cases_again_and_the_frame_is_kept(grading_round: Round) -> None:
    drawn = list(grading_round.cases.values_list("child", flat=True))
    again = draw(frame_of(grading_round), 2, "first", ("case_type", "district"))
    assert drawn == list(again.keys)
    assert grading_round.frame["digest"] == again.frame_digest
    assert grading_round.frame["size"] == again.frame_size


def test_an_excluded_child_is_not_drawn_and_the_reason_stays(inspectors: tuple[Access, ...]) -> None:
    made = plan(wanted=PLAN, by=inspectors[0])
    move(inspected=made, to=State.SAMPLING, by=inspectors[0])
    left_out = frame_of(made)[0].key
    made.refresh_from_db()
    draw_sample(inspected=made, excluded={left_out: "Graded last year."}, by=inspectors[0])
    made.refresh_from_db()
    assert made.excluded == {left_out: "Graded last year."}
    assert not made.cases.filter(child=left_out).exists()
    take_sample_back(inspected=made, by=inspectors[0])
    add_cases(inspected=made, children=[left_out], method=HAND_PICKED, by=inspectors[0])
    assert made.cases.get().method == HAND_PICKED
    with pytest.raises(RefusedError, match="1 of the children named are no cases"):
        add_cases(inspected=made, children=["police:nobody"], method=HAND_PICKED, by=inspectors[0])


def test_a_plan_changes_only_while_it_is_planned(inspectors: tuple[Access, ...]) -> None:
    made = plan(wanted=PLAN, by=inspectors[0])
    change_plan(inspected=made, wanted=PLAN, by=inspectors[0])
    move(inspected=made, to=State.SAMPLING, by=inspectors[0])
    with pytest.raises(RefusedError, match="this is done while it is planned"):
        change_plan(inspected=made, wanted=PLAN, by=inspectors[0])
    with pytest.raises(RefusedError, match="for people who hold the post of inspector"):
        plan(wanted=PLAN, by=person("supervisor"))


def test_no_step_is_taken_out_of_turn_or_by_others(grading_round: Round, inspectors: tuple[Access, ...]) -> None:
    for to in State:
        if to not in {one.to for one in STEPS if one.origin == State.GRADING}:
            with pytest.raises(RefusedError, match="does not become"):
                move(inspected=grading_round, to=to, by=inspectors[0])
    with pytest.raises(RefusedError, match="Gradings not handed in yet: 4"):
        move(inspected=grading_round, to=State.MODERATING, by=inspectors[0])
    with pytest.raises(RefusedError, match="post of inspector"):
        move(inspected=grading_round, to=State.MODERATING, by=person("lead"))


def test_nobody_is_dealt_a_case_that_they_worked_on(inspectors: tuple[Access, Access, Access]) -> None:
    one, two, three = inspectors
    made = plan(wanted=PLAN, by=one)
    move(inspected=made, to=State.SAMPLING, by=one)
    draw_sample(inspected=made, excluded={}, by=one)
    child = made.cases.all()[0].child
    Answer.objects.create(
        concern="any",
        child=child,
        kind="watch",
        reason="Once, in another post.",
        by=users(two)[0],
        at=made.at,
        evidence=[],
    )
    assert worked_on(users(one, two, three), [child]) == {child: {two.user.pk if two.user else 0}}
    with pytest.raises(RefusedError, match="Case 1 has fewer than two reviewers who had no part in it"):
        deal_out(inspected=made, reviewers=users(one, two), moderators=[], by=one)
    deal_out(inspected=made, reviewers=users(one, two, three), moderators=[], by=one)
    assert set(made.cases.get(child=child).gradings.values_list("reviewer", flat=True)) == {
        user.pk for user in users(one, three)
    }


def test_work_done_after_dealing_out_stops_a_grading(grading_round: Round, inspectors: tuple[Access, ...]) -> None:
    case = grading_round.cases.all()[0]
    Answer.objects.create(
        concern="any",
        child=case.child,
        kind="watch",
        reason="Meanwhile.",
        by=users(inspectors[0])[0],
        at=case.of.at,
        evidence=[],
    )
    with pytest.raises(RefusedError, match="You had a part in this case"):
        grade_all(case, inspectors[0], "good")


def test_reviewers_are_blind_to_one_another_until_both_are_in(
    grading_round: Round, inspectors: tuple[Access, ...]
) -> None:
    one, two, _ = inspectors
    case = grading_round.cases.all()[0]
    theirs = grade_all(case, one, "good")
    assert graded_parts(grading_round) == []
    with pytest.raises(RefusedError, match="another reviewer's"):
        grade_part(grading=theirs, strand="overall", grade="good", reasons="Not mine.", by=two)
    grade_all(case, two, "inadequate")
    assert {one.case.pk for one in graded_parts(grading_round)} == {case.pk}
    with pytest.raises(RefusedError, match="You have handed this grading in"):
        grade_part(grading=theirs, strand="overall", grade="inadequate", reasons="On second thoughts.", by=one)


def test_a_grading_is_handed_in_whole(grading_round: Round, inspectors: tuple[Access, ...]) -> None:
    grading = Grading.objects.filter(reviewer=inspectors[0].user)[0]
    answer_question(
        grading=grading,
        strand="initial_contact",
        criterion="child_seen",
        said="no",
        remark="",
        evidence=["police:KP-1003"],
        by=inspectors[0],
    )
    with pytest.raises(RefusedError, match="Not graded yet: Initial contact"):
        hand_in(grading=grading, by=inspectors[0])
    with pytest.raises(RefusedError, match="one of the grades of this round's scale"):
        grade_part(grading=grading, strand="overall", grade="not_graded", reasons="?", by=inspectors[0])
    assert grading.answers.get().evidence == ["police:KP-1003"]


def test_a_round_is_frozen_with_its_agreement_and_only_addenda_follow(
    grading_round: Round, inspectors: tuple[Access, Access, Access]
) -> None:
    one, two, three = inspectors
    first, second = grading_round.cases.all()
    for case, theirs in ((first, "good"), (second, "inadequate")):
        grade_all(case, one, "good")
        grade_all(case, two, theirs)
    if first.agency == "police":
        grade_own(case=first, grade="inadequate", reasons="We would have done more.", by=person("lead"))
    move(inspected=grading_round, to=State.MODERATING, by=one)
    with pytest.raises(RefusedError, match="Cases in which a difference is not settled yet: 1"):
        move(inspected=grading_round, to=State.FROZEN, by=one)
    second.refresh_from_db()
    parts = [part.part for part in graded_parts(grading_round, second)]
    with pytest.raises(RefusedError, match="settled by the round's moderator"):
        settle(case=second, strand="overall", grade="inadequate", reasons="The child was not seen.", by=one)
    for part in parts:
        settle(case=second, strand=part, grade="inadequate", reasons="The child was not seen.", by=three)
    move(inspected=grading_round, to=State.FROZEN, by=one)
    grading_round.refresh_from_db()
    whole = grading_round.results["parts"][-1]
    assert whole["counts"] == {"good": 1, "requires_improvement": 0, "inadequate": 1}
    assert whole["agreement"]["alike"] == 1 and whole["agreement"]["cases"] == 2
    kept = grading_round.results
    StrandGrade.objects.update(grade="good")
    with pytest.raises(RefusedError, match="The round is frozen"):
        settle(case=SampledCase.objects.get(pk=second.pk), strand="overall", grade="good", reasons="No.", by=three)
    add_addendum(inspected=grading_round, text="One case was two children.", by=one)
    grading_round.refresh_from_db()
    assert grading_round.results == kept and grading_round.addenda.count() == 1


def test_a_live_risk_goes_back_at_once_with_a_clock_and_stays(
    grading_round: Round,
    inspectors: tuple[Access, ...],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    case = grading_round.cases.all()[0]
    with django_capture_on_commit_callbacks(execute=True):
        risk = return_at_once(case=case, says="She is missing tonight and nobody is looking.", by=inspectors[0])
    assert (risk.reply_by - risk.at).total_seconds() == 4 * 3600
    told = Notice.objects.filter(kind=Notice.Kind.LIVE_RISK)
    assert {one.to.email for one in told} >= {"hub@example.org"}
    assert all(risk.says not in str(one.body) for one in mail.outbox) and mail.outbox
    with pytest.raises(RefusedError, match="take part in the round"):
        return_at_once(case=case, says="Not mine to say.", by=person("supervisor"))
    reply(risk=risk, says="Found and safe at 22:10.", by=person("hub"))
    assert LiveRisk.objects.get().reply == "Found and safe at 22:10."
    with pytest.raises(RefusedError, match="has been replied to"):
        reply(risk=risk, says="Again.", by=person("hub"))


def test_a_round_opens_exactly_its_cases_while_they_are_judged(
    grading_round: Round, inspectors: tuple[Access, ...]
) -> None:
    ours = set(grading_round.cases.values_list("child", flat=True))
    for child in Child.objects.values_list("key", flat=True):
        assert bool(opened_by_a_round(inspectors[0], child)) == (child in ours)
        assert not opened_by_a_round(person("lead"), child)
    Round.objects.update(state=State.FROZEN)
    assert not any(opened_by_a_round(inspectors[0], child) for child in ours)


def test_whoever_judges_a_case_reads_its_story_and_is_not_led_to_write(
    grading_round: Round, signed_in: Callable[[str], Client]
) -> None:
    child = grading_round.cases.values_list("child", flat=True)[0]
    page = signed_in("inspector").get(reverse("story", kwargs={"child": child}))
    assert page.status_code == 200
    assert "Every concern" in page.content.decode()
    assert "Write a record" not in page.content.decode()


def test_the_frame_costs_the_same_whatever_its_size(
    inspectors: tuple[Access, ...], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = plan(wanted=PLAN, by=inspectors[0])
    with django_assert_max_num_queries(6):
        assert all(isinstance(case, Case) for case in frame_of(made))
