"""The imports: uploading an extract, how far one is, stopping, going on with and undoing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import Access, RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions import imports as actions
from wholestory.web.children.forms.imports import MendedForm, UndoForm, UploadForm
from wholestory.web.records.models import Import
from wholestory.web.records.permissions import (
    is_lost,
    why_not_mend,
    why_not_resume,
    why_not_stop,
    why_not_undo,
)
from wholestory.web.ui.forms import posted

_ON_A_PAGE = 50
_UNDER_WAY = (Import.State.WAITING, Import.State.RUNNING, Import.State.UNDOING)


@open_to(Role.CLERK)
def imports(request: HttpRequest) -> HttpResponseBase:
    """Every import, the newest first, and the form that uploads another."""
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        of = actions.begin(file=form.cleaned_data["file"], by=signed_in_user(request), at=timezone.now())
        return redirect("import", number=of.pk)
    listed = Paginator(Import.objects.select_related("by"), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "children/imports.html", {"form": form, "listed": listed})


@open_to(Role.CLERK)
def import_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """One import: how far it is, what was taken and rejected, and what can be done about it."""
    of = get_object_or_404(Import.objects.select_related("by"), pk=number)
    held = access(request)
    form = UndoForm(posted(request))
    if request.method == "POST" and form.is_valid():
        refuse(why_not_undo(held, of))
        actions.undo(of=of, by=signed_in_user(request), at=timezone.now(), reason=form.cleaned_data["reason"])
        return redirect("import", number=number)
    return render(request, "children/import.html", _told(of, held, request) | {"undo_form": form})


def _told(of: Import, held: Access, request: HttpRequest) -> dict[str, object]:
    unmended = of.rejects.filter(mended="")
    return {
        "import": of,
        "under_way": of.state in _UNDER_WAY,
        "lost": is_lost(of),
        "percent": min(100, 100 * of.done // of.total) if of.total else 0,
        "counts": sorted(of.counts.items()),
        "waiting_rows": unmended.count(),
        "rejects": Paginator(of.rejects.defer("header", "raw", "value"), _ON_A_PAGE).get_page(request.GET.get("page")),
        "why_not_stop": why_not_stop(held, of),
        "why_not_resume": why_not_resume(held, of),
        "why_not_undo": why_not_undo(held, of),
        "why_not_mend": why_not_mend(held, of),
        "mended_form": MendedForm(),
    }


@require_POST
@open_to(Role.CLERK)
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Ask an import to stop."""
    of = get_object_or_404(Import, pk=number)
    refuse(why_not_stop(access(request), of))
    actions.stop(of=of, by=signed_in_user(request), at=timezone.now())
    messages.success(request, "It stops at the end of its step. What was taken so far stands.")
    return redirect("import", number=number)


@require_POST
@open_to(Role.CLERK)
def resume(request: HttpRequest, number: int) -> HttpResponse:
    """Go on with an import."""
    of = get_object_or_404(Import, pk=number)
    refuse(why_not_resume(access(request), of))
    actions.resume(of=of, by=signed_in_user(request), at=timezone.now())
    return redirect("import", number=number)


def refuse(why: str) -> None:
    """Raises RefusedError where there is a sentence that refuses."""
    if why:
        raise RefusedError(why)
