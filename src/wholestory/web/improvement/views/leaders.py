"""The leaders' page, and each of its tables as a file with its data dictionary."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wholestory.reports.printed import csv_text, dictionary_csv, to_pdf
from wholestory.reports.round_report import RoundReport, printed
from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.improvement.permissions import READS
from wholestory.web.improvement.queries.leaders import sections, year_of
from wholestory.web.log.actions import note
from wholestory.web.ui.downloads import CSV, PDF, download


@open_to(*READS)
def leaders(request: HttpRequest) -> HttpResponse:
    """Every picture with its table."""
    now = timezone.now()
    year = year_of(now)
    note(who=access(request).who, what="viewed", about="the leaders' page")
    told = {"sections": sections(year, now), "year": year}
    return render(request, "improvement/leaders.html", told)


@open_to(*READS)
def leaders_file(request: HttpRequest, section: str, form: str) -> HttpResponse:
    """A section's table (`csv`) or what its columns hold (`dictionary`)."""
    now = timezone.now()
    found = next((one for one in sections(year_of(now), now) if one.id == section), None)
    if found is None or found.table is None or form not in ("csv", "dictionary"):
        raise Http404
    note(who=access(request).who, what="exported", about="the leaders' page", section=section, form=form)
    if form == "csv":
        made = csv_text(found.table.columns, found.table.rows)
    else:
        made = dictionary_csv(zip(found.table.columns, found.holds, strict=True))
    name = f"{section}.csv" if form == "csv" else f"{section}-dictionary.csv"
    return download(made, CSV, name)


@open_to(*READS)
def leaders_pdf(request: HttpRequest) -> HttpResponse:
    """Every table as one tagged PDF."""
    now = timezone.now()
    year = year_of(now)
    found = sections(year, now)
    note(who=access(request).who, what="exported", about="the leaders' page", form="pdf")
    missing = tuple(f"{one.title}: {one.missing}" for one in found if one.missing)
    report = RoundReport(
        f"For leaders: {year.words}",
        (*dict.fromkeys(one.caution for one in found if one.caution), *missing),
        tuple(one.table for one in found if one.table),
    )
    # It is nobody's to sign off.
    return download(to_pdf(replace(printed(report), closing="")), PDF, "leaders.pdf")
