"""A child is at risk now: returning a case at once, and the force's reply."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wholestory.web.accounts.permissions import RefusedError, access, open_to
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import Child
from wholestory.web.children.queries.keys import called_now
from wholestory.web.inspections.actions import risks as actions
from wholestory.web.inspections.forms.rounds import WordsForm
from wholestory.web.inspections.models import LiveRisk, SampledCase
from wholestory.web.inspections.permissions import why_not_reply, why_not_return
from wholestory.web.ui.forms import posted


@open_to(Role.INSPECTOR)
def at_risk(request: HttpRequest, number: int) -> HttpResponseBase:
    """Returns a case to the force at once."""
    held, case = access(request), get_object_or_404(SampledCase.objects.select_related("of"), pk=number)
    if why := why_not_return(held, case):
        raise RefusedError(why)
    form = WordsForm("What is the risk, and what have you seen?", posted(request))
    if form.is_valid():
        risk = actions.return_at_once(case=case, says=form.cleaned_data["says"], by=held)
        messages.success(request, f"The case has gone back to the force. A reply is owed by {risk.reply_by:%H:%M} UTC.")
        return redirect(case.of)
    told = {"form": form, "case": case, "round": case.of, "within": actions.REPLY_WITHIN.seconds // 3600}
    return render(request, "inspections/at_risk.html", told)


@open_to(Role.SUPERVISOR, Role.HUB)
def live_risks(request: HttpRequest) -> HttpResponse:
    """The cases that inspectors returned and that somebody's posts reach, those without a reply first."""
    held = access(request)
    rows = LiveRisk.objects.select_related("case__of", "by", "replied_by").order_by("replied_at", "reply_by")
    mine = [one for one in rows if not why_not_reply(held, one)]
    keys = {one.pk: called_now(one.case.child) for one in mine}
    children = Child.objects.in_bulk(list(keys.values()))
    lines = [(one, children.get(keys[one.pk])) for one in mine]
    return render(request, "inspections/live_risks.html", {"lines": lines, "now": timezone.now()})


@open_to(Role.SUPERVISOR, Role.HUB)
def reply(request: HttpRequest, number: int) -> HttpResponseBase:
    """The force's reply to a case that was returned."""
    held, risk = access(request), get_object_or_404(LiveRisk.objects.select_related("case__of"), pk=number)
    if why := why_not_reply(held, risk):
        raise RefusedError(why)
    form = WordsForm("What was done so that the child is safe?", posted(request))
    if form.is_valid():
        actions.reply(risk=risk, says=form.cleaned_data["says"], by=held)
        messages.success(request, "Your reply is on the round’s record.")
        return redirect("live_risks")
    child = Child.objects.filter(key=called_now(risk.case.child)).first()
    return render(request, "inspections/reply.html", {"form": form, "risk": risk, "child": child})
