"""The pages that ask why somebody opens a story: by their post, or by breaking glass."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES
from wholestory.web.children.actions.opening import break_glass as break_glass_for
from wholestory.web.children.actions.opening import give_reason
from wholestory.web.children.models import Child
from wholestory.web.children.opening import refuse_unless_permitted, session_of
from wholestory.web.children.queries.keys import called_now
from wholestory.web.ui.forms import posted


class ReasonForm(forms.Form):
    """Why somebody opens a story."""

    reason = forms.CharField(
        label="Why do you need to read this now?",
        help_text="What you are doing for the child, in a few words. It is kept with your name and the time.",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=5,
        max_length=1_000,
        error_messages={
            "required": "Write why you need to read this story.",
            "min_length": "Write the reason in a few words, so that a data guardian can understand it.",
        },
    )


class BreakGlassForm(ReasonForm):
    """Why somebody opens a story beyond their post."""

    reason = forms.CharField(
        label="What is the risk to the child, and what do you need to know?",
        help_text="The data guardian will read this and may ask you about it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=10,
        max_length=2_000,
        error_messages={
            "required": "Write what the risk is and what you need to know.",
            "min_length": "Write the reason in a sentence, so that the data guardian can understand it.",
        },
    )


@open_to(*READS_STORIES)
def open_story(request: HttpRequest, child: str) -> HttpResponseBase:
    """Asks for the reason, once a working session, and leads to the page that was wanted."""
    child = called_now(child)
    held = access(request)
    refuse_unless_permitted(held, child)
    form = ReasonForm(posted(request))
    if form.is_valid():
        give_reason(
            by=signed_in_user(request), child=child, session=session_of(request), reason=form.cleaned_data["reason"]
        )
        return redirect(_wanted(request, child))
    whose = Child.objects.get(key=child)
    return render(request, "children/open_story.html", {"form": form, "child": whose, "next": _wanted(request, child)})


@open_to(*READS_STORIES)
def break_glass(request: HttpRequest, child: str) -> HttpResponseBase:
    """Opens a story beyond somebody's post, with a reason. Shows nothing of the child until it was given."""
    child = called_now(child)
    form = BreakGlassForm(posted(request))
    if form.is_valid():
        if not Child.objects.filter(key=child).exists():
            raise RefusedError("No child is held here under this key. Find the child by name first.")
        break_glass_for(
            by=signed_in_user(request), child=child, session=session_of(request), reason=form.cleaned_data["reason"]
        )
        return redirect(_wanted(request, child))
    return render(request, "children/break_glass.html", {"form": form, "next": _wanted(request, child)})


def _wanted(request: HttpRequest, child: str) -> str:
    """The page that somebody was on the way to; the story where none of this site is named."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("story", kwargs={"child": child})
