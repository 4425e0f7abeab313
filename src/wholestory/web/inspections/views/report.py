"""A round's report, on screen, as PDF and as CSV; the preview of what goes out, and signing it off."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wholestory.reports.printed import dictionary_csv, to_pdf
from wholestory.reports.round_report import DICTIONARY, RoundReport, printed, report_in, to_csv
from wholestory.web.accounts.permissions import Access, RefusedError, access, open_to
from wholestory.web.accounts.roles import Role
from wholestory.web.inspections.actions.publishing import digest_of, sign_off
from wholestory.web.inspections.forms.rounds import SignForm
from wholestory.web.inspections.models import Round
from wholestory.web.inspections.permissions import why_not_move
from wholestory.web.inspections.queries.report import for_publication, full_report
from wholestory.web.inspections.states import State
from wholestory.web.inspections.views.rounds import READERS, readable
from wholestory.web.log.actions import note
from wholestory.web.ui.downloads import CSV, PDF, download
from wholestory.web.ui.forms import posted


@open_to(*READERS)
def read_report(request: HttpRequest, number: int) -> HttpResponseBase:
    """The report on screen: what was found, each picture with its table, and the files."""
    held, inspected = access(request), readable(access(request), number)
    _check_frozen(inspected)
    told = {"round": inspected, "report": printed(_told(request, held, inspected)), "publishes": _reads_all(held)}
    note(who=held.who, what="viewed", about=f"round {inspected.pk}", page="report")
    return render(request, "inspections/report.html", told)


@open_to(*READERS)
def report(request: HttpRequest, number: int, form: str) -> HttpResponseBase:
    """The report in one of three forms: `pdf`, `csv` or `dictionary`. Commissioners get what was published."""
    held, inspected = access(request), readable(access(request), number)
    if form == "dictionary":
        return download(dictionary_csv(DICTIONARY), CSV, "dictionary.csv")
    if form not in ("pdf", "csv"):
        raise Http404
    _check_frozen(inspected)
    told = _told(request, held, inspected)
    note(who=held.who, what="exported", about=f"round {inspected.pk}", form=form, full=_is_full(request, held))
    if form == "pdf":
        return download(to_pdf(printed(told)), PDF, f"round-{number}.pdf")
    return download(to_csv(told), CSV, f"round-{number}.csv")


def _check_frozen(inspected: Round) -> None:
    """Raises RefusedError for a round that has nothing to report yet."""
    if not inspected.is_frozen:
        raise RefusedError(
            "A round has a report once it is frozen.", remedy="Back to the round", at=inspected.get_absolute_url()
        )


def _reads_all(held: Access) -> bool:
    return not held.roles.isdisjoint({Role.INSPECTOR, Role.IMPROVEMENT_LEAD})


def _is_full(request: HttpRequest, held: Access) -> bool:
    return _reads_all(held) and request.GET.get("as") != "published"


def _told(request: HttpRequest, held: Access, inspected: Round) -> RoundReport:
    """Every count to the people of the round, unless they ask for what goes out; to others what was published."""
    return full_report(inspected) if _is_full(request, held) else _outgoing(inspected)


def _outgoing(inspected: Round) -> RoundReport:
    """What was published, or what would be."""
    if inspected.state == State.PUBLISHED:
        return report_in(inspected.publication.content)
    return for_publication(inspected)


@open_to(*READERS)
def publication(request: HttpRequest, number: int) -> HttpResponseBase:
    """Exactly what goes out, or went out; and signing it off."""
    held, inspected = access(request), readable(access(request), number)
    _check_frozen(inspected)
    outgoing = _outgoing(inspected)
    why = why_not_move(held, inspected, State.PUBLISHED)
    form = SignForm(posted(request), initial={"digest": digest_of(outgoing)})
    if form.is_valid():
        sign_off(inspected=inspected, **form.cleaned_data, by=held)
        return redirect("publication", number=number)
    told = {"round": inspected, "report": printed(outgoing), "signed": outgoing.signed, "form": form, "why_not": why}
    return render(request, "inspections/publication.html", told)
