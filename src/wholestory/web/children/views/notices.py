"""What waits for somebody, told without a word about a child."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wholestory.web.accounts.permissions import open_to, signed_in_user
from wholestory.web.children.actions.notices import mark_read
from wholestory.web.children.models import Notice


@open_to()
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    mine = Notice.objects.filter(to=signed_in_user(request))[:100]
    return render(request, "children/notices.html", {"notices": mine})


@open_to()
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """Leads to what one's own notice is about, where that person's permissions are asked as ever."""
    found = get_object_or_404(Notice, pk=number, to=signed_in_user(request))
    mark_read(notice=found)
    if found.kind == Notice.Kind.LIVE_RISK:
        return redirect("live_risks")
    if found.kind == Notice.Kind.BROKE_GLASS:
        return redirect("broken_glass")
    if found.concern:
        return redirect("concern", child=found.child, concern=found.concern)
    return redirect("story", child=found.child)
