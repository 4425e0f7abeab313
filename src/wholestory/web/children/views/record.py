"""One record, read in the story of a child whom it is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from wholestory.reports.sentences import kind_words
from wholestory.reports.templates import moment_words
from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import RefusedError, access, open_to
from wholestory.web.accounts.queries_places import districts_called
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.models import Child
from wholestory.web.children.opening import OpenStory, note_view, open_or_ask, open_to_them, opening, session_of
from wholestory.web.children.permissions import why_not_break_glass, why_not_words
from wholestory.web.children.queries.keys import called_now, meant_by_key
from wholestory.web.children.queries.marks import marks_about
from wholestory.web.children.telling.record_page import RecordPage
from wholestory.web.records.models import InvolvementRow, PersonRow, RecordRow
from wholestory.web.records.values import moment

# The same whether there is no such record or the reader's posts reach nobody whom it is about: a refusal tells nothing.
_NOT_REACHED = "No record about a child whom your posts reach has this key."
_OPEN_THE_STORY = " If a child is at risk, open that child's story and break glass."


@open_to(*READS_STORIES, Role.INSPECTOR)
def record(request: HttpRequest, record: str) -> HttpResponseBase:
    """The record's page: its words where they may be read, else that it is there and whom to ask."""
    child = _whose(request, record)
    found = open_or_ask(request, meant_by_key(child))
    if not isinstance(found, OpenStory):
        return found
    row = RecordRow.objects.prefetch_related("involvements", "items").get(key=record)
    whose = Child.objects.get(key=child)
    why = why_not_words(access(request), row, glass_broken=opening(request).glass_broken)
    response = _withheld(request, row, whose, why) if why else _shown(request, row, whose)
    note_view(request, response, record=record)
    return response


def _shown(request: HttpRequest, row: RecordRow, child: Child) -> HttpResponseBase:
    page = RecordPage(row, child, with_marks=request.GET.get("marks") != "off")
    agency = Agency.objects.filter(name=row.agency).first()
    age = age_in_words(child.born, page.day.day)
    district = districts_called([row.district]).get(row.district, row.district)
    told = {"page": page, "child": child, "agency": agency, "district": district, "age": age}
    told["marked"] = marks_about(opening(request).keys.every)
    return render(request, "children/record.html", told)


def _withheld(request: HttpRequest, row: RecordRow, child: Child, why: str) -> HttpResponseBase:
    when = moment(row.happened_from, row.happened_from_day_only) or moment(row.recorded_at, row.recorded_day_only)
    assert when is not None
    told = {
        "child": child,
        "why": why,
        "agency": Agency.objects.filter(name=row.agency).first(),
        "kind": kind_words(row.kind),
        "when": moment_words(when),
        "age": age_in_words(child.born, when.day),
        "glass_helps": row.handling == "restricted" and not why_not_break_glass(access(request)),
    }
    return render(request, "children/record_withheld.html", told)


def _whose(request: HttpRequest, record: str) -> str:
    """The child in whose story a record is read: the one that the address names, one whose story is open already, or
    one whom the reader's posts reach. Raises RefusedError where there is none."""
    persons = InvolvementRow.objects.filter(record=record).values("person")
    clusters = PersonRow.objects.filter(key__in=persons).values("cluster")
    about = list(Child.objects.filter(key__in=clusters).order_by("key").values_list("key", flat=True))
    wanted = called_now(request.GET.get("child", ""))
    held, session = access(request), session_of(request)
    permitted = []
    for child in sorted(about, key=lambda key: key != wanted):
        try:
            if open_to_them(held, meant_by_key(child), session):
                return child
            permitted.append(child)
        except RefusedError:
            continue
    if permitted:
        return permitted[0]
    raise RefusedError(_NOT_REACHED + ("" if why_not_break_glass(held) else _OPEN_THE_STORY))
