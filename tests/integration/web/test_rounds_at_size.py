"""A round of 400 cases and 40 reviewers with 60 recommendations: pages ask no more than those of a small one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import cycle, pairwise

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.integration.web.recommending import a_recommendation, a_report
from wholestory.engine.rounds.sampling import DRAWN
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.accounts.roles import Role
from wholestory.web.improvement.models import Action, MeasureChosen, Recommendation
from wholestory.web.inspections.actions.rounds import deal_out, move
from wholestory.web.inspections.frameworks import asked_of
from wholestory.web.inspections.models import Grading, LiveRisk, Reviewer, Round, SampledCase, StrandGrade
from wholestory.web.inspections.states import State

pytestmark = pytest.mark.django_db

CASES, REVIEWERS, RECOMMENDATIONS = 400, 40, 60
DISTRICTS = ("Northside", "Eastmoor", "Westbank", "Southwold")
SignIn = Callable[[str], Client]


@pytest.fixture
def large() -> Round:
    """A round in which every case is dealt to two of the reviewers and graded; they agree but in each tenth case."""
    planner, now = User.objects.get(email="inspector@example.org"), timezone.now()
    made = Round.objects.create(
        title="All the moors",
        framework="child_protection",
        scale="three_grades",
        scope="Children at risk.",
        since=date(2024, 1, 1),
        until=date(2024, 12, 31),
        size=CASES,
        seed="moors",
        state=State.MODERATING,
        frame={"method": DRAWN, "size": 9_000, "digest": "0" * 64, "strata": []},
        by=planner,
        at=now,
    )
    people = User.objects.bulk_create(User(email=f"r{n}@example.org", name=f"Reviewer {n}") for n in range(REVIEWERS))
    Post.objects.bulk_create(Post(user=one, role=Role.INSPECTOR) for one in people)
    Reviewer.objects.bulk_create(Reviewer(of=made, user=one, moderates=one == planner) for one in [*people, planner])
    cases = SampledCase.objects.bulk_create(
        SampledCase(
            of=made,
            child=f"police:moor-{n}",
            place=n,
            case_type="missing",
            district=DISTRICTS[n % len(DISTRICTS)],
            agency="police",
            method=DRAWN,
        )
        for n in range(1, CASES + 1)
    )
    pairs = zip(cases, cycle(pairwise([*people, people[0]])), strict=False)
    gradings = Grading.objects.bulk_create(
        Grading(case=case, reviewer=one, handed_in_at=now) for case, pair in pairs for one in pair
    )
    _grade(made, gradings)
    LiveRisk.objects.bulk_create(
        LiveRisk(case=case, says="Missing tonight.", by=planner, at=now, reply_by=now) for case in cases[:20]
    )
    return made


def _grade(made: Round, gradings: list[Grading]) -> None:
    scale = asked_of(made).scale.grades
    StrandGrade.objects.bulk_create(
        StrandGrade(
            grading=one,
            strand=part.id,
            grade=scale[(one.case.place + (place % 2 if one.case.place % 10 == 0 else 0)) % len(scale)],
            reasons="As the records show.",
        )
        for place, one in enumerate(gradings)
        for part in asked_of(made).parts
    )


def test_the_pages_of_a_large_round_ask_the_database_a_fixed_number_of_times(
    large: Round, signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("inspector")
    at = large.get_absolute_url()
    with django_assert_max_num_queries(25):
        page = client.get(at).content.decode()
    assert "40 of" not in page and "Settle 9 differences in case 10" in page
    with django_assert_max_num_queries(25):
        assert client.get("/rounds/").status_code == 200
    case = large.cases.get(place=10)
    with django_assert_max_num_queries(30):
        assert client.get(f"/cases/{case.pk}/moderate/").status_code == 200
    assert "Cases in which a difference is not settled yet: 40." in page


def test_a_large_round_is_dealt_out_and_frozen_in_a_fixed_number_of_statements(
    large: Round, signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    planner = access_of(User.objects.get(email="inspector@example.org"))
    StrandGrade.objects.filter(grading__case__place__endswith="0").update(grade="good")
    with django_assert_max_num_queries(30):
        move(inspected=large, to=State.FROZEN, by=planner)
    client, at = signed_in("inspector"), large.get_absolute_url()
    for address in (at, f"{at}report/", f"{at}publication/", f"{at}report.csv"):
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200, address
    people = list(User.objects.filter(email__startswith="r", email__contains="@example").exclude(name="Recorder"))
    Round.objects.filter(pk=large.pk).update(state=State.SAMPLING)
    LiveRisk.objects.all().delete()
    # Beside what is looked up once, rows are written in parts of what the database takes at a time.
    with django_assert_max_num_queries(60):
        deal_out(inspected=large, reviewers=people, moderators=[], by=planner)
    assert Grading.objects.filter(case__of=large).count() == 2 * CASES


def test_sixty_recommendations_ask_the_database_a_fixed_number_of_times(
    signed_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report, lead, now = a_report(), User.objects.get(email="lead@example.org"), timezone.now()
    for number in range(1, RECOMMENDATIONS + 1):
        a_recommendation(report, number)
    rows = list(Recommendation.objects.all())
    Action.objects.bulk_create(
        Action(recommendation=one, what="A note.", owner="D. Hale", due=date(2025, 6, 1), by=lead, at=now)
        for one in rows
    )
    MeasureChosen.objects.bulk_create(
        MeasureChosen(recommendation=one, measure=measure, by=lead, at=now)
        for one in rows
        for measure in ("language", "concerns")
    )
    client = signed_in("lead")
    for address in (
        "/recommendations/",
        "/recommendations/report/",
        "/recommendations/report.csv",
        f"/reports/{report.pk}/",
    ):
        with django_assert_max_num_queries(30):
            assert client.get(address).status_code == 200, address
