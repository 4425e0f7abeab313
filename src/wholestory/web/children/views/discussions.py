"""Strategy discussions about a child: those that were held, writing one down, and ticking its actions off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES
from wholestory.web.children.actions.discussions import Held, record_discussion, tick
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.forms.working_together import ActionForms, DiscussionForm
from wholestory.web.children.models import DiscussionAction, DutyRow
from wholestory.web.children.opening import opened, opened_child
from wholestory.web.children.permissions import why_not_answer
from wholestory.web.children.queries.decisions import meant_by
from wholestory.web.children.queries.working_together import answerable, discussions_of
from wholestory.web.ui.forms import posted

_DUTY = "strategy_discussion"


@open_to(*READS_STORIES)
@opened
def discussions(request: HttpRequest, child: str) -> HttpResponseBase:
    """The discussions held, and the form for another."""
    whose, held, now = opened_child(request), access(request), timezone.now()
    why_not = why_not_answer(held)
    form = None if why_not else DiscussionForm(held, answerable(whose, _DUTY, now), now, posted(request))
    rows = ActionForms(_with_more_rows(request), prefix="action")
    if form and "more" not in request.POST and form.is_valid() and rows.is_valid():
        said = form.cleaned_data
        agreed = [one for row in rows if (one := row.agreed())]
        discussion = record_discussion(
            child=whose,
            held=Held(said["held_at"], said["attended"], said["decision"], agreed),
            answers=said["answers"],
            by=form.writer(),
        )
        met = DutyRow.objects.filter(child=child, response=discussion.record).count()
        messages.success(request, f"The discussion is on the story. {_met_in_words(met)}")
        return redirect("discussions", child=child)
    return render(
        request,
        "children/discussions.html",
        {
            "child": whose,
            "age": age_in_words(whose.born, timezone.localdate(now)),
            "discussions": discussions_of(whose),
            "form": form,
            "rows": rows,
            "why_not": why_not,
        },
    )


@require_POST
@open_to(*READS_STORIES)
@opened
def tick_action(request: HttpRequest, child: str, action: int) -> HttpResponse:
    """Say that an action is done, or take that back."""
    if why_not := why_not_answer(access(request)):
        raise RefusedError(why_not)
    found = get_object_or_404(DiscussionAction, pk=action, discussion__child__in=list(meant_by([child])))
    tick(action=found, done=request.POST.get("done") == "yes", by=signed_in_user(request))
    return redirect("discussions", child=child)


def _with_more_rows(request: HttpRequest) -> QueryDict | None:
    """What was posted; with three more empty rows for actions where the button for that was pressed."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    total = data.get("action-TOTAL_FORMS", "0")
    if "more" in data and total.isdecimal():
        data["action-TOTAL_FORMS"] = str(min(int(total) + 3, 30))
    return data


def _met_in_words(met: int) -> str:
    if not met:
        return "It meets no duty that was open."
    return "It meets one duty." if met == 1 else f"It meets {met} duties."
