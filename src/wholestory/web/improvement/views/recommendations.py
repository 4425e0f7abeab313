"""The list of recommendations, and a page for each with its line: issued, action done, effect shown or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wholestory.web.accounts.permissions import access, open_to, signed_in_user
from wholestory.web.improvement.actions.recommending import carry_over
from wholestory.web.improvement.effects import within
from wholestory.web.improvement.forms.recommending import PlaceForm
from wholestory.web.improvement.measures import measures
from wholestory.web.improvement.models import Recommendation, Report, Theme
from wholestory.web.improvement.permissions import READS, why_not_follow, why_not_judge, why_not_recommend
from wholestory.web.improvement.pictures import Picture, picture_of
from wholestory.web.improvement.queries.following import Standing, reports, standings
from wholestory.web.improvement.queries.measuring import tallies
from wholestory.web.improvement.views.filling_in import form_page
from wholestory.web.log.actions import note
from wholestory.web.ui.forms import posted


@open_to(*READS)
def recommendations(request: HttpRequest) -> HttpResponse:
    """Every recommendation with where it stands, those overdue first."""
    held, now = access(request), timezone.now()
    note(who=held.who, what="viewed", about="recommendations")
    lines = standings(Recommendation.objects.all(), now)
    return render(
        request,
        "improvement/recommendations.html",
        {
            "lines": lines,
            "overdue": sum(line.overdue for line in lines),
            "reports": reports(),
            "why_not": why_not_recommend(held),
        },
    )


@open_to(*READS)
def recommendation(request: HttpRequest, number: int) -> HttpResponse:
    """One recommendation: its line, its actions, what the records show, how it was judged and where it comes from."""
    held = access(request)
    line = _standing(number)
    note(who=held.who, what="viewed", about=f"recommendation {number}")
    return render(
        request,
        "improvement/recommendation.html",
        {
            "line": line,
            "measured": list(zip(line.measured, _pictures(line), strict=True)),
            "why_not_follow": why_not_follow(held),
            "why_not_judge": why_not_judge(held, line.actions),
            "themes": Theme.objects.filter(recommendations=line.recommendation, released=True),
            "later": _later_reports(line),
            "why_not_recommend": why_not_recommend(held),
        },
    )


@open_to(*READS)
def carry(request: HttpRequest, number: int, report: int) -> HttpResponse:
    """Make a recommendation again in a later report."""
    line = _standing(number)
    to = next((one for one in _later_reports(line) if one.pk == report), None)
    if to is None:
        raise Http404("There is no later report of that number.")
    form = PlaceForm(to, posted(request))
    if form.is_valid():
        carry_over(recommendation=line.recommendation, place=form.place(), by=signed_in_user(request))
        messages.success(request, f"Carried over to {to.title}, with its history.")
        return redirect(line.recommendation)
    return form_page(
        request,
        form,
        heading=f"Carry over to {to.title}",
        lead=line.recommendation.text,
        button="Carry it over",
        back=line.recommendation.get_absolute_url(),
    )


def _standing(number: int) -> Standing:
    found = get_object_or_404(Recommendation, pk=number)
    return standings(Recommendation.objects.filter(pk=found.pk), timezone.now())[0]


def _later_reports(line: Standing) -> list[Report]:
    return list(reports().filter(published__gt=line.latest.report.published))


def _pictures(line: Standing) -> list[Picture | None]:
    """Each measure over time; None where practice has the measure no more, or there is nothing to count."""
    counted = tallies({one.chosen.measure for one in line.measured}, timezone.now())
    found = []
    for one in line.measured:
        known = measures().get(one.chosen.measure)
        there = within(counted.get(one.chosen.measure, []), one.chosen.district)
        found.append(picture_of(known, there, one.where, line.done.took_hold) if known else None)
    return found
