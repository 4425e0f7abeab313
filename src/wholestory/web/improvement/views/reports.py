"""Reports: writing one down, what it started, and what it recommended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from wholestory.engine.rounds.clocks import Owed, owed_on
from wholestory.web.accounts.permissions import access, open_to, signed_in_user
from wholestory.web.improvement.actions import recommending as actions
from wholestory.web.improvement.forms.recommending import RecommendationForm, ReportForm, SentForm
from wholestory.web.improvement.frameworks import framework_of
from wholestory.web.improvement.models import Recommendation, Report, Sent
from wholestory.web.improvement.permissions import READS, why_not_recommend
from wholestory.web.improvement.queries.following import standings
from wholestory.web.improvement.views.filling_in import form_page
from wholestory.web.log.actions import note
from wholestory.web.ui.forms import posted


@dataclass(frozen=True, slots=True)
class Answered:
    """Something that a report started, and when it was sent; `state` says how that stands on a day."""

    owed: Owed
    sent: Sent | None
    today: date

    @property
    def state(self) -> str:
        """In two or three words, for a tag."""
        if self.sent:
            return "sent in time" if self.sent.on <= self.owed.due else "sent late"
        return "overdue" if self.owed.due < self.today else "due"


@open_to(*READS)
def write_report(request: HttpRequest) -> HttpResponse:
    """Write down a published report."""
    form = ReportForm(timezone.localdate(), posted(request))
    if form.is_valid():
        made = actions.write_report(**form.cleaned_data, by=signed_in_user(request))
        messages.success(request, "The report is written down. Now write down what it recommends.")
        return redirect(made)
    return form_page(
        request, form, heading="Write down a report", button="Write it down", back=reverse("recommendations")
    )


@open_to(*READS)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """A report: what it started and by when, and its recommendations."""
    found, now = get_object_or_404(Report, pk=number), timezone.now()
    note(who=access(request).who, what="viewed", about=f"report {found.pk}")
    lines = standings(Recommendation.objects.filter(issued__report=found), now)
    return render(
        request,
        "improvement/report.html",
        {
            "report": found,
            "framework": framework_of(found.framework),
            "answers": _answers(found, timezone.localdate(now)),
            "lines": lines,
            "why_not": why_not_recommend(access(request)),
        },
    )


@open_to(*READS)
def recommend(request: HttpRequest, number: int) -> HttpResponse:
    """Write down one recommendation of a report."""
    found = get_object_or_404(Report, pk=number)
    form = RecommendationForm(found, posted(request))
    if form.is_valid():
        said = form.cleaned_data
        made = actions.recommend(
            place=form.place(),
            text=said["text"],
            strand=said["strand"],
            addressee=said["addressee"],
            by=signed_in_user(request),
        )
        messages.success(request, "The recommendation is written down. Set actions, and choose what is to get better.")
        return redirect(made)
    return form_page(
        request,
        form,
        heading="Write down a recommendation",
        lead=found.title,
        button="Write it down",
        back=found.get_absolute_url(),
    )


@open_to(*READS)
def send(request: HttpRequest, number: int, clock: str) -> HttpResponse:
    """Say when something that a report started was sent or published."""
    found, today = get_object_or_404(Report, pk=number), timezone.localdate()
    answer = next((one for one in _answers(found, today) if one.owed.clock.id == clock), None)
    if answer is None:
        raise Http404("The report started nothing of that name.")
    form = SentForm(today, posted(request))
    if form.is_valid():
        actions.send(report=found, clock=clock, on=form.cleaned_data["on"], by=signed_in_user(request))
        messages.success(request, f"{answer.owed.clock.title}: on record.")
        return redirect(found)
    rule = answer.owed.clock
    return form_page(
        request,
        form,
        heading=rule.title,
        lead=f"{found.title}: {rule.by} owes {rule.to} {rule.owed}.",
        button="Put it on record",
        back=found.get_absolute_url(),
    )


def _answers(found: Report, today: date) -> list[Answered]:
    framework = framework_of(found.framework)
    if framework is None:
        return []
    sent = {one.clock: one for one in found.sent.select_related("by")}
    forms = list(found.issued.values_list("form", flat=True))
    return [Answered(owed, sent.get(owed.clock.id), today) for owed in owed_on(framework, found.published, forms)]
