"""Unusual reading: what stated rules find in some days, each with its rows."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.log.actions import note
from wholestory.web.log.models import Entry
from wholestory.web.oversight.forms import UnusualForm
from wholestory.web.oversight.permissions import OVERSEES
from wholestory.web.oversight.queries.looks import MOST_LOOKS, looks_in
from wholestory.web.oversight.queries.told import in_words
from wholestory.web.oversight.queries.unusual import RULES, unusual_in

A_PAGE = 20
_SHOWN = 20


@open_to(*OVERSEES)
def unusual(request: HttpRequest) -> HttpResponse:
    """What is to be asked about, the newest first. Says how much was looked through, and by which rules."""
    form = UnusualForm(request.GET, timezone.localdate())
    looks = looks_in(form.cleaned_data) if form.is_valid() else None
    page = Paginator(unusual_in(looks) if looks else [], A_PAGE).get_page(request.GET.get("page"))
    shown = Entry.objects.in_bulk([look.entry for one in page for look in one.looks[:_SHOWN]])
    evidence = in_words(list(shown.values()))
    told = {row.entry.pk: row for row in evidence}
    note(who=access(request).who, what="viewed", about="unusual reading", found=page.paginator.count)
    return render(
        request,
        "oversight/unusual.html",
        {
            "form": form,
            "page": page,
            "lines": [
                (one, [told[look.entry] for look in one.looks[:_SHOWN]], max(len(one.looks) - _SHOWN, 0))
                for one in page
            ],
            "looks": looks,
            "most": MOST_LOOKS,
            "rules": RULES,
        },
    )
