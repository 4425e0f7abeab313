"""The survivors' panel: what it raised, what was done, what changed; writing it down and releasing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from wholestory.reports.printed import to_pdf
from wholestory.reports.round_report import printed
from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.improvement.actions import panel as actions
from wholestory.web.improvement.forms.panel import LinkForm, ReplyForm, SettleForm, ThemeForm
from wholestory.web.improvement.identifying import pointed_at
from wholestory.web.improvement.models import Checked, Reply, Theme
from wholestory.web.improvement.permissions import READS, why_not_settle, why_not_write_themes
from wholestory.web.improvement.queries.panel import answered, sheet
from wholestory.web.improvement.views.filling_in import form_page
from wholestory.web.log.actions import note
from wholestory.web.ui.downloads import PDF, download
from wholestory.web.ui.forms import posted

PANEL_READERS = (*READS, Role.COMMISSIONER)


@open_to(*PANEL_READERS)
def panel(request: HttpRequest) -> HttpResponse:
    """You said, we did, what changed; and for those who release, what waits."""
    held, now = access(request), timezone.now()
    note(who=held.who, what="viewed", about="the survivors' panel")
    refused = why_not_write_themes(held)
    waiting = Theme.objects.none() if refused else Theme.objects.filter(settled_at=None).select_related("by")
    told = {"themes": answered(Theme.objects.filter(released=True), now), "waiting": waiting, "why_not": refused}
    return render(request, "improvement/panel.html", told)


@open_to(*PANEL_READERS)
def panel_sheet(request: HttpRequest) -> HttpResponse:
    """The same for paper: a tagged PDF of what is released."""
    note(who=access(request).who, what="exported", about="the survivors' panel")
    made = to_pdf(printed(sheet(answered(Theme.objects.filter(released=True), timezone.now()))))
    return download(made, PDF, "you-said-we-did.pdf")


@open_to(*READS)
def write_theme(request: HttpRequest) -> HttpResponse:
    """Write down something that the panel raised."""
    form = ThemeForm(timezone.localdate(), posted(request))
    if form.is_valid():
        made = actions.write_theme(**form.cleaned_data, by=signed_in_user(request))
        messages.success(request, "Written down. Somebody else reads it before anybody who does not release it can.")
        return redirect(made)
    return form_page(
        request, form, heading="Write down what the panel raised", button="Write it down", back=reverse("panel")
    )


@open_to(*READS)
def theme(request: HttpRequest, theme: int) -> HttpResponse:
    """One theme: its words, what answers it, and what has yet to be released."""
    found = get_object_or_404(Theme, pk=theme)
    held = access(request)
    note(who=held.who, what="viewed", about=f"theme {found.pk}")
    one = answered(Theme.objects.filter(pk=found.pk), timezone.now())[0]
    form = LinkForm(found, posted(request))
    if form.is_valid():
        actions.link(theme=found, recommendation=form.cleaned_data["recommendation"], by=signed_in_user(request))
        messages.success(request, "Linked.")
        return redirect(found)
    waiting = [(reply, why_not_settle(held, reply)) for reply in one.waiting]
    told = {
        "one": one,
        "form": form,
        "waiting": waiting,
        "why_not_settle": why_not_settle(held, found),
        "pointed": pointed_at(found.words) if found.waits else [],
    }
    return render(request, "improvement/theme.html", told)


@open_to(*READS)
def write_reply(request: HttpRequest, theme: int) -> HttpResponse:
    """Write down what was done about a theme."""
    found = get_object_or_404(Theme, pk=theme)
    if not found.released:
        raise RefusedError("A theme is answered once it is released.", remedy="Back", at=found.get_absolute_url())
    form = ReplyForm(posted(request))
    if form.is_valid():
        actions.write_reply(theme=found, words=form.cleaned_data["words"], by=signed_in_user(request))
        messages.success(request, "Written down. Somebody else releases it.")
        return redirect(found)
    back = found.get_absolute_url()
    return form_page(request, form, heading="What was done?", lead=found.words, button="Write it down", back=back)


@open_to(*READS)
def settle_theme(request: HttpRequest, theme: int) -> HttpResponse:
    """Release a theme's words, or keep them back."""
    return _settle(request, get_object_or_404(Theme.objects.select_related("by"), pk=theme))


@open_to(*READS)
def settle_reply(request: HttpRequest, theme: int, reply: int) -> HttpResponse:
    """Release a reply, or keep it back."""
    replies = Reply.objects.select_related("by", "theme")
    return _settle(request, get_object_or_404(replies, pk=reply, theme=theme))


def _settle(request: HttpRequest, checked: Theme | Reply) -> HttpResponse:
    held, back = access(request), checked.get_absolute_url()
    if refusal := why_not_settle(held, checked):
        raise RefusedError(refusal, remedy="Back to the theme", at=back)
    form = SettleForm(posted(request))
    if form.is_valid():
        user = signed_in_user(request)
        actions.settle(checked=checked, released=form.released, why=form.cleaned_data["why"], access=held, by=user)
        messages.success(request, "Released." if form.released else "Kept back. Nobody sees the words any more.")
        return redirect("panel")
    return render(request, "improvement/settle.html", _told(checked, form, back))


def _told(checked: Checked, form: SettleForm, back: str) -> dict[str, object]:
    return {"checked": checked, "form": form, "pointed": pointed_at(checked.words), "back": back}
