"""Opening a child's story with a reason, and breaking glass."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.notices import tell
from wholestory.web.children.models import BreakGlass, Notice, Opening
from wholestory.web.log.actions import note


@transaction.atomic
def give_reason(*, by: User, child: str, session: str, reason: str) -> Opening:
    """Keep why somebody opens a child's story in this working session. What they then read is logged page by page."""
    return Opening.objects.create(by=by, child=child, session=session, reason=reason, at=timezone.now())


@transaction.atomic
def break_glass(*, by: User, child: str, session: str, reason: str) -> BreakGlass:
    """Open a story beyond somebody's post for this working session, and tell the data guardians."""
    now = timezone.now()
    broken = BreakGlass.objects.create(by=by, child=child, session=session, reason=reason, at=now)
    Opening.objects.create(by=by, child=child, session=session, reason=reason, at=now, glass_broken=True)
    note(who=by.email, what="broke glass", about=f"child {child}"[:200], reason=reason, at=broken.at)
    _tell_guardians(child, broken.at)
    return broken


def _tell_guardians(child: str, at: datetime) -> None:
    """Tell each data guardian, here and by e-mail, that a story was opened, without a word about the child."""
    guardians = User.objects.filter(is_active=True, posts__role=Role.DATA_GUARDIAN, posts__ended=None).distinct()
    for guardian in guardians.order_by("pk"):
        tell(to=guardian, kind=Notice.Kind.BROKE_GLASS, child=child, at=at)
