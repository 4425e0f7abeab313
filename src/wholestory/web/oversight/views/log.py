"""The log: its front page, its rows in words, as a file, and in short by child and by person."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wholestory.model.spreadsheets import spreadsheet_safe
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.children.queries.keys import called_now
from wholestory.web.log.actions import note
from wholestory.web.log.models import Entry
from wholestory.web.oversight.forms import LogForm
from wholestory.web.oversight.permissions import OVERSEES
from wholestory.web.oversight.queries.entries import entries, page_of
from wholestory.web.oversight.queries.glass import waiting
from wholestory.web.oversight.queries.readers import MOST, read_by, readers_of
from wholestory.web.oversight.queries.told import in_words
from wholestory.web.ui.downloads import CSV

COLUMNS = ("chain", "place", "at", "who", "name", "what", "about", "child", "why", "did")
_AT_ONCE = 500


@open_to(*OVERSEES)
def who_looked(request: HttpRequest) -> HttpResponse:
    """The front page of auditors and data guardians."""
    return render(request, "oversight/who_looked.html", {"waiting": waiting().count()})


@open_to(*OVERSEES)
def log(request: HttpRequest) -> HttpResponse:
    """The rows that are asked for, the newest first."""
    form = LogForm(request.GET)
    page = page_of(entries(form.cleaned_data), request.GET.get("before", "")) if form.is_valid() else None
    _note_looking(request, form, "viewed")
    told = {"form": form, "rows": in_words(page.rows) if page else [], "before": page.before if page else 0}
    return render(request, "oversight/log.html", {**told, "narrowed": any(form.cleaned_data.values())})


@open_to(*OVERSEES)
def log_file(request: HttpRequest) -> HttpResponseBase:
    """The same rows as CSV, all of them; taking them out is itself a row."""
    form = LogForm(request.GET)
    if not form.is_valid():
        return redirect(f"{request.path.removesuffix('.csv')}/?{request.GET.urlencode()}")
    # Read up to here: the row of this export is not among what it exports.
    last = Entry.objects.order_by("-id").values_list("pk", flat=True).first() or 0
    _note_looking(request, form, "exported")
    found = entries(form.cleaned_data).filter(pk__lte=last).order_by("-at", "-id")
    response = StreamingHttpResponse(_lines(found), content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


@open_to(*OVERSEES)
def child_readers(request: HttpRequest, child: str) -> HttpResponse:
    """Who read one child's story, for which reason, from when to when."""
    child = called_now(child)
    note(who=access(request).who, what="viewed", about=f"log of child {child}"[:200])
    return render(request, "oversight/child_readers.html", {"child": child, "rows": readers_of(child), "most": MOST})


@open_to(*OVERSEES)
def person_reading(request: HttpRequest, person: int) -> HttpResponse:
    """Whose stories one person read, for which reason, from when to when."""
    whose = get_object_or_404(User, pk=person)
    note(who=access(request).who, what="viewed", about=f"log of {whose.email}"[:200])
    posts = whose.posts.select_related("agency", "district").order_by("ended", "since")
    told = {"person": whose, "posts": posts, "rows": read_by(whose), "most": MOST}
    return render(request, "oversight/person_reading.html", told)


def _note_looking(request: HttpRequest, form: LogForm, what: str) -> None:
    """Log that the log was read: by which filters, and never what was typed, which may be anybody's name."""
    by = [name for name, given in form.cleaned_data.items() if given] if form.is_valid() else []
    note(who=access(request).who, what=what, about="log", narrowed_by=by)


def _lines(found: QuerySet[Entry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    rows = found.iterator(_AT_ONCE)
    while some := list(islice(rows, _AT_ONCE)):
        for row in in_words(some):
            entry = row.entry
            cells: tuple[Any, ...] = (entry.lane, entry.place, entry.at.isoformat(), row.who, row.name, entry.what)
            yield writer.writerow(
                [spreadsheet_safe(str(cell)) for cell in (*cells, entry.about, row.child, row.reason, row.did)]
            )


class _Line:
    """A file that gives back what is written to it, so that rows leave one by one."""

    def write(self, line: str) -> str:
        """The line."""
        return line
