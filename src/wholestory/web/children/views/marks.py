"""Marking something as wrong, and handing what was marked to whoever keeps the practice files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.actions.marks import mark_wrong, undo_mark
from wholestory.web.children.forms.marks import ConfirmForm, ExampleForms, MarkForm
from wholestory.web.children.mark_export import example_file, without_names
from wholestory.web.children.models import Child, Mark
from wholestory.web.children.opening import opened, opened_child, opening
from wholestory.web.children.queries.marks import marks_about, marks_reached, target_of
from wholestory.web.log.actions import note
from wholestory.web.ui.downloads import download
from wholestory.web.ui.forms import posted

_AT_ONCE = 100


@open_to(*READS_STORIES)
@opened
def mark(request: HttpRequest, child: str) -> HttpResponseBase:
    """Says what is to be marked, asks why it is wrong, and keeps that beside it."""
    whose, held = opened_child(request), access(request)
    of, key = request.GET.get("of", ""), request.GET.get("key", "")
    target = target_of(held, whose, of, key, glass_broken=opening(request).glass_broken)
    if target is None:
        raise Http404("What was to be marked is not found in this child’s records any more.")
    form, back = MarkForm(posted(request)), _back(request, child)
    if form.is_valid():
        mark_wrong(target=target, child=child, reason=form.cleaned_data["reason"], by=signed_in_user(request))
        messages.success(request, "Your mark is kept beside it. It takes nothing away.")
        return redirect(back)
    marks = marks_about(opening(request).keys.every).get(key, [])
    return render(
        request,
        "children/mark.html",
        {"child": whose, "target": target, "form": form, "marks": marks, "back": back, "here": request.get_full_path()},
    )


@require_POST
@open_to(*READS_STORIES)
@opened
def undo(request: HttpRequest, child: str, mark: int) -> HttpResponse:
    """Take one's own mark back."""
    found = get_object_or_404(Mark, pk=mark, undone_at=None)
    undo_mark(mark=found, by=signed_in_user(request))
    messages.success(request, "Your mark is taken back.")
    return redirect(_back(request, child))


@open_to(Role.SUPERVISOR, Role.HUB)
def export(request: HttpRequest) -> HttpResponseBase:
    """Shows what would be handed on, word by word, and makes the file once somebody says that no name is in it."""
    held = access(request)
    marks = list(marks_reached(held)[:_AT_ONCE])
    cleaned = without_names(marks)
    initial = [{"take": True, "words": words, "reason": reason} for words, reason in cleaned]
    forms, confirm = ExampleForms(posted(request), initial=initial), ConfirmForm(posted(request))
    if forms.is_valid() and confirm.is_valid():
        chosen = [(mark, form.cleaned_data) for mark, form in zip(marks, forms, strict=True)]
        taken = [(mark, said["words"], said["reason"]) for mark, said in chosen if said.get("take")]
        note(who=held.who, what="exported", about="practice examples", marks=[mark.pk for mark, _, _ in taken])
        return download(example_file(taken, timezone.localdate()), "application/toml", "marked-as-wrong.toml")
    lines = list(zip(marks, forms, strict=True))
    return render(request, "children/marks.html", {"lines": lines, "forms": forms, "confirm": confirm})


def _back(request: HttpRequest, child: str) -> str:
    wanted = request.GET.get("next") or request.POST.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return Child(key=child).get_absolute_url()
