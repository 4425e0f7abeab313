"""Cases graded before and after an action took hold: shown beside the measures, and apart from the action done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.integration.web.recommending import a_recommendation, a_report, user
from wholestory.web.improvement.actions import following
from wholestory.web.improvement.models import Recommendation
from wholestory.web.inspections.models import Round

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], Client]
HELD = date(2025, 6, 1)


def _round(title: str, since: date, until: date, *counts: int, scale: str = "three_grades") -> Round:
    """A frozen round with so many cases good, requiring improvement and inadequate in the recommendation's strand."""
    grades = dict(zip(("good", "requires_improvement", "inadequate"), counts, strict=True))
    return Round.objects.create(
        title=title,
        framework="child_protection",
        scale=scale,
        since=since,
        until=until,
        size=sum(counts),
        results={"parts": [{"id": "trusted_adult", "title": "Trusted adult", "counts": grades, "not_graded": 0}]},
        by=user("inspector"),
        at=timezone.now(),
        frozen_at=timezone.now(),
    )


def _recommended() -> Recommendation:
    found = a_recommendation(a_report())
    action = following.set_action(recommendation=found, what="Train.", owner="D. Hale", due=HELD, by=user("lead"))
    following.tick_off(action=action, done_on=HELD, took_hold=HELD, how="Everybody was trained.", by=user("lead"))
    return found


@pytest.mark.parametrize(("after", "state"), [((30, 5, 1), "Effect shown"), ((3, 12, 21), "Effect not shown")])
def test_later_cases_show_an_effect_or_do_not(signed_in: SignedIn, after: tuple[int, int, int], state: str) -> None:
    found = _recommended()
    _round("First", date(2024, 1, 1), date(2024, 6, 30), 2, 12, 22)
    _round("Straddles", date(2025, 5, 1), date(2025, 8, 1), 40, 0, 0)
    _round("Second", date(2025, 7, 1), date(2025, 12, 31), *after)
    page = signed_in("lead").get(found.get_absolute_url()).content.decode()
    assert state in page and "Second against First" in page and "36 cases before and 36 after" in page
    assert "Straddles" not in page and "Action done" in page and "No measure chosen" not in page
    assert state in signed_in("lead").get(reverse("recommendations")).content.decode()
    report = signed_in("lead").get(reverse("improvement_report")).content.decode()
    assert f"{state}: cases graded in Second against First" in report and "36 cases before and 36 after" in report
    assert f"an effect shown in {int(state == 'Effect shown')}" in report
    told = signed_in("lead").get(reverse("improvement_file", args=["csv"])).content.decode()
    assert f"graded cases,,{state.lower()},First,Second," in told


def test_without_a_later_round_or_a_like_scale_nothing_is_claimed(signed_in: SignedIn) -> None:
    found = _recommended()
    _round("First", date(2024, 1, 1), date(2024, 6, 30), 2, 12, 22)
    page = signed_in("lead").get(found.get_absolute_url()).content.decode()
    assert "Effect untested: no round holds cases from after" in page
    _round("Second", date(2025, 7, 1), date(2025, 12, 31), 30, 5, 1, scale="four_grades")
    page = signed_in("lead").get(found.get_absolute_url()).content.decode()
    assert "the two rounds grade by different scales" in page
