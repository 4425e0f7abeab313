"""Doubtful links settled side by side, and wrong links undone."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import Moment
from wholestory.web.accounts.permissions import RefusedError, access, open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.judging import judge_pair, take_back_judgement
from wholestory.web.children.forms.judging import JudgeForm
from wholestory.web.children.queries.doubtful import (
    compared,
    links_within,
    records_of,
    standing_between,
    waiting,
    why_not_settle,
)
from wholestory.web.children.supposing import if_one
from wholestory.web.records.models import PersonRow
from wholestory.web.ui.forms import posted

_ON_A_PAGE = 50


@open_to(Role.CLERK)
def doubtful(request: HttpRequest) -> HttpResponse:
    """The queue, the most consequential first."""
    new, not_sure = waiting(access(request))
    pages = Paginator([*new, *not_sure], _ON_A_PAGE).get_page(request.GET.get("page"))
    people = PersonRow.objects.in_bulk([key for one in pages for key in one.row.pair])
    lines = [(one, people[one.row.one], people[one.row.other]) for one in pages]
    shown = {"lines": lines, "pages": pages, "new": len(new), "not_sure": len(not_sure)}
    return render(request, "children/doubtful.html", shown)


@open_to(Role.CLERK)
def pair(request: HttpRequest, one: str, other: str) -> HttpResponseBase:
    """Two people side by side, what would change if they are one, and the judgement."""
    row = _judged(request, one, other)
    first, second = (get_object_or_404(PersonRow, key=key) for key in row.pair)
    form = JudgeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        verdict = Verdict(said["verdict"])
        judge_pair(
            one=one, other=other, verdict=verdict, reason=said["reason"], by=signed_in_user(request), at=timezone.now()
        )
        messages.success(request, "It is on record, and every finding that rested on it was worked out anew.")
        return redirect("pair", one=one, other=other)
    joined = first.cluster == second.cluster
    return render(
        request,
        "children/pair.html",
        {
            "row": row,
            "one": first,
            "other": second,
            "joined": joined,
            "fields": compared(first, second),
            "records": [] if joined else [(person, records_of(person.cluster)) for person in (first, second)],
            "change": None if joined else if_one(first.key, second.key, Moment(timezone.now())),
            "form": form,
        },
    )


@require_POST
@open_to(Role.CLERK)
def take_back(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Take back what a person judged."""
    row = _judged(request, one, other)
    if not row.by_person:
        raise RefusedError("No person has judged this link: there is nothing to take back.")
    take_back_judgement(judgement=row, by=signed_in_user(request), at=timezone.now())
    messages.success(request, "It is taken back, and what the linking model said stands again.")
    return redirect("doubtful")


@open_to(Role.CLERK)
def persons(request: HttpRequest, child: str) -> HttpResponse:
    """The persons who are held to be one, with the links that hold them together and why."""
    cluster = get_object_or_404(PersonRow, key=child).cluster
    rows = PersonRow.objects.filter(cluster=cluster).order_by("key")
    links = [(row, why_not_settle(access(request), row)) for row in links_within(cluster)]
    if all(why for _, why in links):
        raise RefusedError("These are persons of other agencies. A records clerk there can settle who they are.")
    return render(request, "children/persons.html", {"persons": rows, "links": links})


def _judged(request: HttpRequest, one: str, other: str) -> Judgement:
    """The judgement that stands on two persons, if somebody may settle it. Raises Http404, RefusedError."""
    row = standing_between(one, other)
    if row is None:
        raise Http404
    if why := why_not_settle(access(request), row):
        raise RefusedError(why)
    return row
