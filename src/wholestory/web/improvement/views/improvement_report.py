"""The improvement report, on screen, as PDF and as CSV."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wholestory.reports.printed import Printed, dictionary_csv, to_pdf
from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.improvement.models import Recommendation
from wholestory.web.improvement.permissions import READS
from wholestory.web.improvement.queries.following import Standing, standings
from wholestory.web.improvement.queries.measuring import tallies
from wholestory.web.improvement.reporting import DICTIONARY, improvement_report, to_csv
from wholestory.web.log.actions import note
from wholestory.web.ui.downloads import CSV, PDF, download


@open_to(*READS)
def improvement(request: HttpRequest) -> HttpResponse:
    """The report on screen: each picture with its table, and the files."""
    note(who=access(request).who, what="viewed", about="improvement report")
    return render(request, "improvement/improvement_report.html", {"report": _printed(_lines())})


@open_to(*READS)
def improvement_file(request: HttpRequest, form: str) -> HttpResponse:
    """The report in one of three forms: `pdf`, `csv` or `dictionary`."""
    if form == "dictionary":
        return download(dictionary_csv(DICTIONARY), CSV, "dictionary.csv")
    if form not in ("pdf", "csv"):
        raise Http404
    note(who=access(request).who, what="exported", about="improvement report", form=form)
    lines = _lines()
    if form == "pdf":
        return download(to_pdf(_printed(lines)), PDF, "improvement.pdf")
    return download(to_csv(lines), CSV, "improvement.csv")


def _lines() -> list[Standing]:
    return standings(Recommendation.objects.all(), timezone.now())


def _printed(lines: list[Standing]) -> Printed:
    counted = tallies({one.chosen.measure for line in lines for one in line.measured}, timezone.now())
    return improvement_report(lines, counted, timezone.localdate())
