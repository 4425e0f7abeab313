"""A recommendation from its report to the next: what is owed when, two truths kept apart, judged by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.integration.web.recommending import a_recommendation, a_report, duties, user
from wholestory.web.accounts.models import District
from wholestory.web.accounts.permissions import RefusedError, access_of
from wholestory.web.children.models import ConcernRow, ReadingRow
from wholestory.web.improvement.actions import following
from wholestory.web.improvement.actions.recommending import Place, carry_over, send
from wholestory.web.improvement.effects import chart_of
from wholestory.web.improvement.models import Action, Issued, Progress, Recommendation, Report
from wholestory.web.improvement.queries.measuring import Tally, tallies
from wholestory.web.log.models import Entry
from wholestory.web.records.models import RecordRow

SignedIn = Callable[[str], Client]
DONE_ON = date(2025, 6, 1)


def _day(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def _done(recommendation: Recommendation, on: date = DONE_ON) -> Action:
    action = following.set_action(
        recommendation=recommendation, what="Issue a guidance note.", owner="D. Hale", due=on, by=user("lead")
    )
    following.tick_off(action=action, done_on=on, took_hold=on, how="Sent to every officer.", by=user("lead"))
    return action


def _page(client: Client, recommendation: Recommendation) -> str:
    return client.get(recommendation.get_absolute_url()).content.decode()


def test_the_journey_from_a_report_to_a_judgement(signed_in: SignedIn) -> None:
    inspector, lead = signed_in("inspector"), signed_in("lead")
    title = "Northshire, first round"
    inspector.post(
        reverse("write_report"),
        {"title": title, "framework": "child_protection", **_day("published", date(2025, 1, 1))},
    )
    report = Report.objects.get(title=title)
    said = {"number": 1, "text": "See every child.", "strand": "trusted_adult", "addressee": "the chief constable"}
    inspector.post(reverse("recommend", args=[report.pk]), {**said, "form": "within_three_months"})
    found = Recommendation.objects.get(issued__report=report)
    assert found.issued.get().due == date(2025, 4, 1)
    lead.post(reverse("set_action", args=[found.pk]), {"what": "A note.", "owner": "D. Hale", **_day("due", DONE_ON)})
    lead.post(reverse("choose_measure", args=[found.pk]), {"measure": "duty:return_interview", "district": ""})
    action = found.actions.get()
    lead.post(
        reverse("tick_off", args=[found.pk, action.pk]),
        {**_day("done_on", DONE_ON), "how": "Sent to every officer on that day."},
    )
    action.refresh_from_db()
    assert (action.done_on, action.took_hold, action.done_by) == (DONE_ON, DONE_ON, user("lead"))
    inspector.post(
        reverse("judge_progress", args=[found.pk]),
        {"review": "Second round", "judged": "some", "reason": "Some cases show it.", **_day("on", DONE_ON)},
    )
    page = _page(lead, found)
    assert "Some progress" in page and "says Inspector" in page and "Action done" in page
    assert Entry.objects.filter(about=f"recommendation {found.pk}", what="decided").count() == 2


def test_a_note_that_changed_nothing_looks_like_just_that(signed_in: SignedIn) -> None:
    found = a_recommendation(a_report())
    following.choose_measure(recommendation=found, measure="duty:return_interview", district="", by=user("lead"))
    duties(date(2024, 6, 1), of=360, met=180)
    duties(DONE_ON, of=360, met=182)
    _done(found)
    page = _page(signed_in("lead"), found)
    assert "Action done" in page and "Effect not shown" in page and "Effect shown" not in page
    assert "50% before, 51% since" in page and "cannot be told apart from chance" in page
    assert "<svg" not in page and "data:image/svg+xml" in page


@pytest.mark.parametrize(("met", "state"), [(300, "Effect shown"), (60, "Worse than before")])
def test_an_effect_is_what_the_records_show(signed_in: SignedIn, met: int, state: str) -> None:
    found = a_recommendation(a_report())
    following.choose_measure(
        recommendation=found, measure="duty:return_interview", district="Northside", by=user("lead")
    )
    duties(date(2024, 6, 1), of=360, met=180)
    duties(DONE_ON, of=360, met=met)
    duties(DONE_ON, of=360, met=180, district="Southside")
    _done(found)
    page = _page(signed_in("lead"), found)
    assert state in page and "the change is between" in page and f"{met} of 360" in page


def test_without_an_action_no_effect_is_claimed(signed_in: SignedIn) -> None:
    found = a_recommendation(a_report())
    following.choose_measure(recommendation=found, measure="duty:return_interview", district="", by=user("lead"))
    duties(date(2024, 6, 1), of=360, met=10)
    page = _page(signed_in("lead"), found)
    assert "No action set" in page and "Effect untested" in page


def test_an_open_action_keeps_the_whole_from_being_done(signed_in: SignedIn) -> None:
    found = a_recommendation(a_report())
    _done(found)
    following.set_action(recommendation=found, what="Train", owner="D. Hale", due=date(2025, 7, 1), by=user("lead"))
    page = _page(signed_in("lead"), found)
    assert "Action not done" in page and "1 of 2 done" in page


def test_what_a_report_starts(signed_in: SignedIn) -> None:
    report = a_report()
    client = signed_in("lead")
    assert "Action plan" not in client.get(report.get_absolute_url()).content.decode()
    a_recommendation(report)
    a_recommendation(report, 2, "immediately")
    answers = client.get(report.get_absolute_url()).context["answers"]
    assert [(one.owed.clock.id, one.owed.due, one.state) for one in answers] == [
        ("action_plan", date(2025, 2, 12), "overdue"),
        ("immediate_update", date(2025, 2, 12), "overdue"),
        ("commissioner_comment", date(2025, 2, 25), "overdue"),
    ]
    client.post(reverse("send", args=[report.pk, "action_plan"]), _day("on", date(2025, 2, 12)))
    client.post(reverse("send", args=[report.pk, "immediate_update"]), _day("on", date(2025, 2, 13)))
    answers = client.get(report.get_absolute_url()).context["answers"]
    assert [one.state for one in answers] == ["sent in time", "sent late", "overdue"]
    with pytest.raises(RefusedError, match="asks for nothing of that name"):
        send(report=report, clock="holiday", on=date(2025, 2, 12), by=user("lead"))


def test_carried_over_with_its_history(signed_in: SignedIn) -> None:
    found = a_recommendation(a_report())
    _done(found)
    second = a_report("Northshire, second round", date(2026, 1, 1))
    client = signed_in("inspector")
    assert "Made again in Northshire, second round" in _page(client, found)
    client.post(reverse("carry_over", args=[found.pk, second.pk]), {"number": 4, "form": "immediately"})
    again = Issued.objects.get(report=second)
    assert (again.recommendation, again.number, again.due) == (found, 4, date(2026, 1, 1))
    page = _page(client, found)
    assert "Issued on 1 January 2025" in page and "Made again on 1 January 2026" in page and "guidance note" in page
    with pytest.raises(RefusedError, match="carried over to a later report"):
        carry_over(recommendation=found, place=Place(second, 5, "immediately"), by=user("inspector"))


def test_nobody_judges_what_they_ticked_off_themselves(signed_in: SignedIn) -> None:
    found = a_recommendation(a_report())
    _done(found)
    refused = signed_in("lead").get(reverse("judge_progress", args=[found.pk]))
    assert "somebody else has to judge" in refused.content.decode()
    with pytest.raises(RefusedError, match="somebody else has to judge"):
        following.judge(
            recommendation=found,
            review="Second round",
            on=DONE_ON,
            judged=Progress.Judged.MET,
            reason="It is done.",
            access=access_of(user("lead")),
            by=user("lead"),
        )


@pytest.mark.parametrize(
    ("form", "extra", "fault"),
    [
        ("by_date", {}, "needs a date of its own"),
        ("immediately", _day("by_date", DONE_ON), "takes no date of its own"),
        ("by_date", _day("by_date", date(2024, 1, 1)), "on or after the day of its report"),
        ("never", {}, "Select a valid choice"),
    ],
)
def test_a_date_where_the_form_has_one(signed_in: SignedIn, form: str, extra: dict[str, int], fault: str) -> None:
    report = a_report()
    said = {"number": 1, "text": "See every child.", "strand": "trusted_adult", "addressee": "the chief constable"}
    page = signed_in("inspector").post(reverse("recommend", args=[report.pk]), {**said, "form": form, **extra})
    assert fault in page.content.decode() and not Issued.objects.exists()


def test_an_action_takes_hold_when_it_is_done_or_later(signed_in: SignedIn) -> None:
    found = a_recommendation(a_report())
    action = following.set_action(recommendation=found, what="A note", owner="D. Hale", due=DONE_ON, by=user("lead"))
    page = signed_in("lead").post(
        reverse("tick_off", args=[found.pk, action.pk]),
        {**_day("done_on", DONE_ON), **_day("took_hold", date(2025, 5, 1)), "how": "Sent to every officer."},
    )
    assert "on the day on which it is done, or later" in page.content.decode()
    _done(found)
    ticked = found.actions.exclude(done_on=None).get()
    signed_in("lead").post(reverse("undo_tick", args=[found.pk, ticked.pk]))
    ticked.refresh_from_db()
    assert (ticked.done_on, ticked.took_hold, ticked.done_how, ticked.done_by) == (None, None, "", None)


def test_the_list_asks_the_database_as_often_for_sixty(
    signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    report = a_report()
    for number in range(1, 61):
        found = a_recommendation(report, number)
        for measure in ("duty:return_interview", "language", "concerns"):
            following.choose_measure(recommendation=found, measure=measure, district="", by=user("lead"))
        _done(found)
    duties(date(2024, 6, 1), of=720, met=300)
    client = signed_in("lead")
    with django_assert_max_num_queries(24):
        page = client.get(reverse("recommendations"))
    assert len(page.context["lines"]) == 60
    with django_assert_max_num_queries(24):
        client.get(report.get_absolute_url())


def test_a_district_is_called_by_its_title_wherever_an_effect_stands(signed_in: SignedIn) -> None:
    District.objects.update_or_create(name="Northside", defaults={"title": "The northern shore"})
    report = a_report()
    found = a_recommendation(report)
    following.choose_measure(
        recommendation=found, measure="duty:return_interview", district="Northside", by=user("lead")
    )
    _done(found)
    duties(date(2024, 6, 1), of=120, met=50)
    client = signed_in("lead")
    pages = (found.get_absolute_url(), reverse("recommendations"), reverse("improvement_report"))
    for address in (*pages, report.get_absolute_url(), reverse("improvement_file", args=["csv"])):
        page = client.get(address).content.decode()
        assert "The northern shore" in page and "Northside" not in page, address


def test_those_overdue_stand_first(signed_in: SignedIn) -> None:
    late = a_recommendation(a_report())
    done = a_recommendation(a_report("Another", date(2024, 1, 1)))
    _done(done)
    lines = signed_in("lead").get(reverse("recommendations")).context["lines"]
    assert [(line.recommendation, line.overdue) for line in lines] == [(late, True), (done, False)]


def test_who_does_not_see_them(signed_in: SignedIn) -> None:
    found = a_recommendation(a_report())
    for name in ("supervisor", "commissioner", "nobody"):
        assert signed_in(name).get(found.get_absolute_url()).status_code == 403
    assert signed_in("inspector").get(reverse("set_action", args=[found.pk])).status_code == 403


def test_no_month_is_said_to_hold_more_such_records_than_records() -> None:
    counted = [Tally("", date(2025, month, 1), month % 2, 2) for month in range(1, 13)]
    chart = chart_of(counted, None)
    assert chart is not None and all(point.high <= 1 for point in chart.points)
    assert chart_of([], None) is None


def test_language_and_answers_are_counted_by_day_and_district(db: None) -> None:
    found = tallies({"language", "concerns"}, timezone.now())
    narratives = RecordRow.objects.exclude(narrative="").filter(key__in=ReadingRow.objects.values("record"))
    blaming = ReadingRow.objects.exclude(language=[]).filter(record__in=narratives.values("key"))
    assert sum(one.of for one in found["language"]) == narratives.count()
    assert sum(one.count for one in found["language"]) == blaming.count() > 0
    assert sum(one.of for one in found["concerns"]) == ConcernRow.objects.count()
    assert {one.district for one in found["language"]} == set(narratives.values_list("district", flat=True))
