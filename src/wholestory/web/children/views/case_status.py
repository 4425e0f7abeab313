"""Saying that a case turned 18, moved, closed or died."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES
from wholestory.web.children.actions.case_status import set_status, undo_status
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.forms.case_status import CaseStatusForm
from wholestory.web.children.opening import opened, opened_child, opening
from wholestory.web.children.permissions import why_not_answer
from wholestory.web.children.queries.decisions import status_of
from wholestory.web.ui.forms import posted


@open_to(*READS_STORIES)
@opened
def case_status(request: HttpRequest, child: str) -> HttpResponseBase:
    """What stands, and the form that stops new duties with a reason."""
    whose, today = opened_child(request), timezone.localdate()
    why_not = why_not_answer(access(request))
    form = None if why_not else CaseStatusForm(whose, today, posted(request))
    if form and form.is_valid():
        set_status(child=child, by=signed_in_user(request), **form.cleaned_data)
        messages.success(request, "It is on record, and no new duty is asked for from that day on.")
        return redirect("case_status", child=child)
    return render(
        request,
        "children/case_status.html",
        {
            "child": whose,
            "age": age_in_words(whose.born, today),
            "status": status_of(opening(request).keys.every),
            "form": form,
            "why_not": why_not,
        },
    )


@require_POST
@open_to(*READS_STORIES)
@opened
def undo(request: HttpRequest, child: str) -> HttpResponse:
    """Take the status back that stands."""
    if why_not := why_not_answer(access(request)):
        raise RefusedError(why_not)
    status = status_of(opening(request).keys.every)
    if status is not None:
        undo_status(status=status, child=child, by=signed_in_user(request))
        messages.success(request, "It is taken back, and duties are asked for again.")
    return redirect("case_status", child=child)
