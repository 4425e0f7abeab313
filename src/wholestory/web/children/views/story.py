"""A child's story."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from wholestory.web.accounts.permissions import open_to
from wholestory.web.accounts.roles import READS_STORIES
from wholestory.web.children.models import Child
from wholestory.web.children.opening import opened


@open_to(*READS_STORIES)
@opened
def story(request: HttpRequest, child: str) -> HttpResponse:
    """What stands unanswered, and the line of the child's life."""
    return render(request, "children/story.html", {"child": get_object_or_404(Child, key=child)})
