"""Glass that was broken: what waits for review, and what was done while it was broken."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wholestory.web.accounts.sessions import LONGEST
from wholestory.web.children.models import BreakGlass
from wholestory.web.children.queries.keys import keys_of
from wholestory.web.log.models import Entry
from wholestory.web.oversight.models import GlassReview

_STANDING = GlassReview.objects.filter(taken_back_at=None)
_WAITS = Q(finding=None) | Q(finding=GlassReview.Finding.TO_ASK)


def waiting() -> QuerySet[BreakGlass]:
    """What waits for review or for an answer, the longest first; `finding` says which."""
    return _found().filter(_WAITS).select_related("by").order_by("at", "id")


def reviewed() -> QuerySet[BreakGlass]:
    """What has been reviewed, the newest first, with its `finding`."""
    return _found().exclude(_WAITS).select_related("by").order_by("-at", "-id")


def standing_review(glass: BreakGlass) -> GlassReview | None:
    """The review that counts now; None where none does."""
    return _STANDING.filter(glass=glass).select_related("by").first()


def done_meanwhile(glass: BreakGlass) -> QuerySet[Entry]:
    """What the person did about the child from breaking glass until the session was over or glass was broken again."""
    rows = Entry.objects.filter(
        who=glass.by.email, about__in=[f"child {key}"[:200] for key in keys_of(glass.child)], at__gte=glass.at
    )
    return rows.filter(at__lt=_until(glass)).exclude(what="broke glass").order_by("at", "id")


def _until(glass: BreakGlass) -> datetime:
    again = BreakGlass.objects.filter(by=glass.by_id, child__in=keys_of(glass.child), at__gt=glass.at).order_by("at")
    ends = glass.at + LONGEST
    later = again.values_list("at", flat=True).first()
    return min(later, ends) if later else ends


def _found() -> QuerySet[BreakGlass]:
    newest = _STANDING.filter(glass=OuterRef("pk")).values("finding")[:1]
    return BreakGlass.objects.annotate(finding=Subquery(newest))
