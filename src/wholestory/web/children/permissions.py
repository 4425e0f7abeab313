"""Who may open which child's story and which record's words. Each rule gives the sentence that refuses, or nothing."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.models import Child, ChildPlace
from wholestory.web.records.models import RecordRow


def children_for(access: Access) -> QuerySet[Child]:
    """The children whom somebody's posts reach: for every list, count, search and export.

    A hub practitioner reaches the children of the district; a recorder and a supervisor those whom their own agency
    knows there. A post without a district reaches all districts.
    """
    reach = Q(pk__in=[])
    for post in access.posts_as(*READS_STORIES):
        place = Q() if not post.district else Q(district=post.district)
        if post.role is not Role.HUB:
            place &= Q(agency=post.agency)
        if place:
            reach |= Q(Exists(ChildPlace.objects.filter(place, child=OuterRef("pk"))))
        else:
            reach = Q()
            break
    if not access.posts_as(*READS_STORIES):
        return Child.objects.none()
    return Child.objects.filter(reach)


def why_not_open(access: Access, child: str) -> str:
    """Why somebody may not open a child's story by their posts; empty where they may."""
    if access.roles.isdisjoint(READS_STORIES):
        return "Children's stories are opened by recorders, supervisors and hub practitioners; you hold no such post."
    if not children_for(access).filter(key=child).exists():
        return "This child is not known in your agency and district. If a child is at risk now, you can break glass."
    return ""


def why_not_words(access: Access, record: RecordRow, *, glass_broken: bool = False) -> str:
    """Why somebody may not read a record's words; empty where they may. The record itself always shows as there."""
    if record.handling == "ordinary":
        return ""
    own = access.agencies_as(Role.SUPERVISOR, Role.HUB)
    if record.agency in own or (glass_broken and record.handling == "restricted"):
        return ""
    return "A restricted record is held here."
