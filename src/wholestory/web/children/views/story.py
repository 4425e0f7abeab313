"""A child's story: what stands unanswered, and the line of the child's life."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wholestory.model.moments import end_of_day
from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.forms.story import StoryFilterForm
from wholestory.web.children.models import Child
from wholestory.web.children.opening import opened, opening
from wholestory.web.children.queries.decisions import status_of
from wholestory.web.children.queries.marks import marks_about
from wholestory.web.children.telling.around import Around
from wholestory.web.children.telling.filters import Filters
from wholestory.web.children.telling.page import StoryPage
from wholestory.web.children.telling.sight import Sight
from wholestory.web.children.telling.told import tell
from wholestory.web.children.telling.top import earliest_day, top_of


@open_to(*READS_STORIES, Role.INSPECTOR)
@opened
def story(request: HttpRequest, child: str) -> HttpResponse:
    """The page; filters, the day as on which it is told and open months stand in the address."""
    row = get_object_or_404(Child.objects.select_related("owner"), key=child)
    filters, now = Filters.of(request.GET), timezone.now()
    told = tell(row, filters.known_on)
    if told is None:
        return render(request, "children/story_not_yet.html", {"child": row, "filters": filters})
    sight = Sight(access(request), told.outline, glass_broken=opening(request).glass_broken)
    return render(
        request,
        "children/story.html",
        {
            "child": row,
            "top": top_of(row, told, sight, now),
            "page": StoryPage(row, told, filters, sight, now=now, here=request.get_full_path()),
            "around": Around(row.name or "This child", told.outline, sight),
            "form": StoryFilterForm(request.GET, told.outline, sight),
            "filters": filters,
            "earliest": earliest_day(told),
            "latest": row.computed_at,
            "reason": opening(request),
            "status": status_of(child, end_of_day(filters.known_on) if filters.known_on else None),
            "marked": marks_about(child),
        },
    )
