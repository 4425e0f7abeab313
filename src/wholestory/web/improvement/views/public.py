"""Reports for the commissioner and the public: prepared, read as they go out, signed off, and as files."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from wholestory.reports.printed import dictionary_csv, to_pdf
from wholestory.reports.round_report import DICTIONARY, RoundReport, printed, report_in, to_csv
from wholestory.web.accounts.permissions import Access, RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.improvement.actions import public as actions
from wholestory.web.improvement.forms.public import PrepareForm, SignForm
from wholestory.web.improvement.models import PublicReport
from wholestory.web.improvement.permissions import READS, why_not_recommend, why_not_sign
from wholestory.web.improvement.views.filling_in import form_page
from wholestory.web.log.actions import note
from wholestory.web.ui.downloads import CSV, PDF, download
from wholestory.web.ui.forms import posted

_READERS = (*READS, Role.COMMISSIONER)


@open_to(*_READERS)
def public_reports(request: HttpRequest) -> HttpResponse:
    """Every report that somebody may read, the latest first."""
    held = access(request)
    note(who=held.who, what="viewed", about="public reports")
    told = {"reports": _readable(held), "why_not": why_not_recommend(held)}
    return render(request, "improvement/public_reports.html", told)


@open_to(*READS)
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare a report."""
    form = PrepareForm(timezone.localdate(), posted(request))
    if form.is_valid():
        try:
            made = actions.prepare(**form.cleaned_data, by=signed_in_user(request))
        except RefusedError as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, "Prepared. Somebody else reads it and signs it off.")
            return redirect(made)
    return form_page(
        request, form, heading="Prepare a report for publication", button="Prepare it", back=reverse("public_reports")
    )


@open_to(*_READERS)
def public_report(request: HttpRequest, public: int) -> HttpResponse:
    """Exactly what goes out, or went out; and signing it off."""
    held = access(request)
    found = get_object_or_404(_readable(held), pk=public)
    note(who=held.who, what="viewed", about=f"public report {found.pk}")
    why, form = why_not_sign(held, found), SignForm(posted(request))
    if form.is_valid():
        user = signed_in_user(request)
        actions.sign_off(report=found, signed_as=form.cleaned_data["signed_as"], access=held, by=user)
        messages.success(request, "Published.")
        return redirect(found)
    told = {"found": found, "report": _outgoing(found), "form": form, "why_not": why}
    return render(request, "improvement/public_report.html", told)


@open_to(*_READERS)
def public_file(request: HttpRequest, public: int, form: str) -> HttpResponse:
    """The same as `pdf` or `csv`, or what the columns of the latter hold (`dictionary`)."""
    held = access(request)
    found = get_object_or_404(_readable(held), pk=public)
    if form == "dictionary":
        return download(dictionary_csv(DICTIONARY), CSV, "dictionary.csv")
    if form not in ("pdf", "csv"):
        raise Http404
    note(who=held.who, what="exported", about=f"public report {found.pk}", form=form)
    report = _outgoing(found)
    made: str | bytes = to_pdf(printed(report)) if form == "pdf" else to_csv(report)
    kind = PDF if form == "pdf" else CSV
    return download(made, kind, f"report-{found.pk}.{form}")


def _readable(held: Access) -> QuerySet[PublicReport]:
    """Those published; for who prepares and signs them, all."""
    reports = PublicReport.objects.select_related("by", "signed_by")
    return reports if not why_not_recommend(held) else reports.exclude(signed_at=None)


def _outgoing(found: PublicReport) -> RoundReport:
    return replace(report_in(found.content), signed=found.signed_as)
