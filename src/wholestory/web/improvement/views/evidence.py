"""Files that show that an action was done: attaching, downloading, taking off."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from wholestory.web.accounts.permissions import open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.improvement.actions import evidence as actions
from wholestory.web.improvement.forms.evidence import EvidenceForm, TakeOffForm
from wholestory.web.improvement.models import Action, Evidence
from wholestory.web.improvement.permissions import READS
from wholestory.web.improvement.views.filling_in import form_page
from wholestory.web.ui.forms import posted


@open_to(Role.IMPROVEMENT_LEAD)
def attach(request: HttpRequest, number: int, action: int) -> HttpResponse:
    """Attach a file to an action."""
    found = get_object_or_404(Action.objects.select_related("recommendation"), pk=action, recommendation=number)
    form = EvidenceForm(posted(request), request.FILES or None)
    if form.is_valid():
        actions.attach(action=found, **form.cleaned_data, by=signed_in_user(request))
        messages.success(request, "The file is attached.")
        return redirect(found.recommendation)
    back = found.recommendation.get_absolute_url()
    return form_page(request, form, heading="Attach a file", lead=found.what, button="Attach it", back=back)


@open_to(*READS)
def download(request: HttpRequest, evidence: int) -> HttpResponseBase:
    """The file, to be kept and never shown in the browser."""
    found = get_object_or_404(Evidence.objects.select_related("action"), pk=evidence)
    opened = actions.hand_out(evidence=found, by=signed_in_user(request))
    return FileResponse(
        opened,
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
        headers={"Cache-Control": "no-store"},
    )


@open_to(Role.IMPROVEMENT_LEAD)
def take_off(request: HttpRequest, evidence: int) -> HttpResponse:
    """Take a file off its action."""
    found = get_object_or_404(Evidence.objects.select_related("action__recommendation"), pk=evidence)
    of, form = found.action.recommendation, TakeOffForm(posted(request))
    if form.is_valid():
        actions.take_off(evidence=found, why=form.cleaned_data["why"], by=signed_in_user(request))
        messages.success(request, "Taken off. That it was attached stays on record.")
        return redirect(of)
    back = of.get_absolute_url()
    return form_page(request, form, heading="Take a file off", lead=found.name, button="Take it off", back=back)
