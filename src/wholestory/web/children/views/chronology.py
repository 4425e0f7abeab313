"""A chronology for a conference, as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from wholestory.model.moments import Moment
from wholestory.reports.chronology import ReadersMark, to_pdf, to_word
from wholestory.reports.templates import moment_words
from wholestory.web.accounts.permissions import access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES
from wholestory.web.children.forms.chronology import ChronologyForm
from wholestory.web.children.models import Child
from wholestory.web.children.opening import opened, opened_child, opening
from wholestory.web.children.telling.chronology import chronology_of
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.sight import Sight
from wholestory.web.children.telling.told import Told, tell
from wholestory.web.log.actions import note
from wholestory.web.ui.downloads import PDF, download
from wholestory.web.ui.forms import posted

_FILES = {
    "pdf": (to_pdf, PDF, "chronology.pdf"),
    "word": (
        to_word,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "chronology.docx",
    ),
}


@open_to(*READS_STORIES)
@opened
def chronology(request: HttpRequest, child: str) -> HttpResponseBase:
    """Asks what it is for, and gives the file. What it covers stands in the address, as on the story's page."""
    row = opened_child(request)
    filters = Filters.of(request.GET)
    told = tell(row, filters.known_on)
    if told is None:
        return redirect(f"{row.get_absolute_url()}?{filters.address}")
    form = ChronologyForm(posted(request))
    if form.is_valid():
        return _file(request, row, told, filters, **form.cleaned_data)
    return render(request, "children/chronology.html", {"child": row, "form": form, "filters": filters})


def _file(request: HttpRequest, child: Child, told: Told, filters: Filters, *, reason: str, file: str) -> HttpResponse:
    user, now = signed_in_user(request), timezone.now()
    sight = Sight(access(request), told.outline, leaving=True)
    mark = ReadersMark(f"{user.name} ({user.email})", moment_words(Moment(now)), reason)
    make, content_type, name = _FILES[file]
    made = make(chronology_of(child, told, filters, sight, keys=opening(request).keys.every, mark=mark, now=now))
    note(
        who=user.email,
        what="exported",
        about=f"child {child.key}"[:200],
        reason=reason,
        file=file,
        asked=filters.address,
        glass_broken=opening(request).glass_broken,
    )
    return download(made, content_type, name)
