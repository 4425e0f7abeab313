"""A child's story: what stands unanswered, and the line of the child's life."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from wholestory.model.moments import end_of_day
from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.forms.story import StoryFilterForm
from wholestory.web.children.opening import opened, opened_child, opening
from wholestory.web.children.queries.decisions import status_of
from wholestory.web.children.queries.marks import marks_about
from wholestory.web.children.telling.around import Around
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.page import StoryPage
from wholestory.web.children.telling.sight import Sight
from wholestory.web.children.telling.told import tell
from wholestory.web.children.telling.top import top_of
from wholestory.web.children.views.finding import agencies


@open_to(*READS_STORIES, Role.INSPECTOR)
@opened
def story(request: HttpRequest, child: str) -> HttpResponse:
    """The page; filters, the day as on which it is told and open months stand in the address."""
    row, filters, now = opened_child(request), Filters.of(request.GET), timezone.now()
    told = tell(row, filters.known_on)
    if told is None:
        return render(request, "children/story_not_yet.html", {"child": row, "filters": filters})
    sight = Sight(access(request), told.outline, glass_broken=opening(request).glass_broken)
    page = StoryPage(row, told, filters, sight, now=now, here=request.get_full_path())
    keys = opening(request).keys.every
    marked = marks_about(keys)

    def marks(key: str) -> str:
        on = {"child": row, "marks": marked.get(key)}
        return render_to_string("children/marks_on.html", on, request) if key in marked else ""

    line = {"sections": page.sections(), "lanes": len(page.lanes), "marks": marks}
    return render(
        request,
        "children/story.html",
        {
            "child": row,
            "top": top_of(row, told, sight, keys, now),
            "page": page,
            "line": render_to_string("children/line.html", line, using="jinja2"),
            "around": Around(row.name or "This child", told.outline, sight),
            "form": StoryFilterForm(request.GET, told.outline, sight),
            "filters": filters,
            "earliest": told.outline.first_known,
            "latest": row.computed_at,
            "reason": opening(request),
            "writes": bool(agencies(request)),
            "status": status_of(keys, end_of_day(filters.known_on) if filters.known_on else None),
        },
    )
