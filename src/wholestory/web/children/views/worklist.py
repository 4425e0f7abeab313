"""The supervisor's worklist."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.accounts.roles import Role
from wholestory.web.children.permissions import children_for


@open_to(Role.SUPERVISOR, Role.HUB)
def worklist(request: HttpRequest) -> HttpResponse:
    """Children with unanswered concerns or duties missed, most urgent first."""
    children = (
        children_for(access(request))
        .exclude(unanswered=0, missed=0)
        .order_by(
            "standing",
            F("overdue_since").asc(nulls_last=True),
            F("waiting_since").asc(nulls_last=True),
            "key",
        )
    )
    page = Paginator(children, 50).get_page(request.GET.get("page"))
    return render(request, "children/worklist.html", {"page": page})
