"""What is done about one recommendation: actions, measures, judgements of progress."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.improvement.actions import following as actions
from wholestory.web.improvement.forms.following import ActionForm, JudgeForm, MeasureForm, TickForm
from wholestory.web.improvement.models import Action, Recommendation
from wholestory.web.improvement.permissions import READS, why_not_judge
from wholestory.web.improvement.views.filling_in import form_page
from wholestory.web.ui.forms import posted


@open_to(Role.IMPROVEMENT_LEAD)
def set_action(request: HttpRequest, number: int) -> HttpResponse:
    """Set an action."""
    found = get_object_or_404(Recommendation, pk=number)
    form = ActionForm(posted(request))
    if form.is_valid():
        actions.set_action(recommendation=found, **form.cleaned_data, by=signed_in_user(request))
        messages.success(request, "The action is set.")
        return redirect(found)
    return form_page(
        request, form, heading="Set an action", lead=found.text, button="Set it", back=found.get_absolute_url()
    )


@open_to(Role.IMPROVEMENT_LEAD)
def tick_off(request: HttpRequest, number: int, action: int) -> HttpResponse:
    """Say that an action was done."""
    found = get_object_or_404(Action.objects.select_related("recommendation"), pk=action, recommendation=number)
    form = TickForm(timezone.localdate(), posted(request))
    if form.is_valid():
        actions.tick_off(action=found, **form.cleaned_data, by=signed_in_user(request))
        messages.success(request, "On record as done. Whether it has an effect is for the records to show.")
        return redirect(found.recommendation)
    return form_page(
        request,
        form,
        heading="An action was done",
        lead=f"{found.what} ({found.owner})",
        button="It was done",
        back=found.recommendation.get_absolute_url(),
    )


@require_POST
@open_to(Role.IMPROVEMENT_LEAD)
def undo_tick(request: HttpRequest, number: int, action: int) -> HttpResponse:
    """Say that an action was not done after all."""
    found = get_object_or_404(Action.objects.select_related("recommendation"), pk=action, recommendation=number)
    actions.undo_tick(action=found, by=signed_in_user(request))
    messages.success(request, "The action is on record as not done.")
    return redirect(found.recommendation)


@open_to(Role.IMPROVEMENT_LEAD)
def choose_measure(request: HttpRequest, number: int) -> HttpResponse:
    """Choose by what an effect is to show."""
    found = get_object_or_404(Recommendation, pk=number)
    form = MeasureForm(posted(request))
    if form.is_valid():
        try:
            actions.choose_measure(recommendation=found, **form.cleaned_data, by=signed_in_user(request))
        except RefusedError as error:
            form.add_error("measure", str(error))
        else:
            messages.success(request, "The measure is chosen.")
            return redirect(found)
    return form_page(
        request,
        form,
        heading="Choose what is to get better",
        lead="Choose before the action takes hold: what is chosen afterwards can be chosen for how it came out.",
        button="Choose it",
        back=found.get_absolute_url(),
    )


@open_to(*READS)
def judge(request: HttpRequest, number: int) -> HttpResponse:
    """Judge how far a recommendation has come."""
    found, held = get_object_or_404(Recommendation, pk=number), access(request)
    if refusal := why_not_judge(held, found.actions.all()):
        raise RefusedError(refusal, remedy="Back to the recommendation", at=found.get_absolute_url())
    form = JudgeForm(timezone.localdate(), posted(request))
    if form.is_valid():
        actions.judge(recommendation=found, **form.cleaned_data, access=held, by=signed_in_user(request))
        messages.success(request, "Your judgement is on record.")
        return redirect(found)
    return form_page(
        request,
        form,
        heading="How far has it come?",
        lead=found.text,
        button="Put it on record",
        back=found.get_absolute_url(),
    )
