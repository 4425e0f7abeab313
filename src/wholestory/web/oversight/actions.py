"""Reviewing broken glass: what was found and why, what is added later, and taking a review back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.children.models import BreakGlass
from wholestory.web.log.actions import note
from wholestory.web.oversight.models import Addition, GlassReview
from wholestory.web.oversight.permissions import why_not_add, why_not_review, why_not_take_back
from wholestory.web.oversight.queries.glass import standing_review


@transaction.atomic
def review_glass(*, glass: BreakGlass, finding: str, reason: str, by: Access) -> GlassReview:
    """Say what was found. Raises RefusedError where somebody may not, or another was quicker."""
    held, standing = _locked(glass)
    user = _permitted(by, why_not_review(by, held, standing))
    made = GlassReview.objects.create(glass=held, by=user, at=timezone.now(), finding=finding, reason=reason)
    _note(user, held, "reviewed broken glass", reason=reason, finding=finding)
    return made


@transaction.atomic
def add_to_review(*, glass: BreakGlass, says: str, by: Access) -> Addition:
    """Add to the review that counts; it stays as it was written."""
    held, standing = _locked(glass)
    user = _permitted(by, why_not_add(by, held, standing))
    assert standing
    made = Addition.objects.create(review=standing, by=user, at=timezone.now(), says=says)
    _note(user, held, "added to a review of broken glass", reason=says)
    return made


@transaction.atomic
def take_back_review(*, glass: BreakGlass, reason: str, by: Access) -> None:
    """Take one's own review back; the one before it counts again, or the glass waits for review."""
    held, standing = _locked(glass)
    user = _permitted(by, why_not_take_back(by, standing))
    assert standing
    GlassReview.objects.filter(pk=standing.pk).update(taken_back_at=timezone.now(), taken_back_reason=reason)
    _note(user, held, "took back a review of broken glass", reason=reason)


def _locked(glass: BreakGlass) -> tuple[BreakGlass, GlassReview | None]:
    """The row, locked so that of two who review at once the second sees the first, and the review that counts."""
    held = BreakGlass.objects.select_for_update().get(pk=glass.pk)
    return held, standing_review(held)


def _permitted(by: Access, why: str) -> User:
    if why:
        raise RefusedError(why)
    assert by.user is not None
    return by.user


def _note(user: User, glass: BreakGlass, decision: str, *, reason: str, **details: Any) -> None:
    note(
        who=user.email,
        what="decided",
        about=f"broken glass {glass.pk}",
        reason=reason,
        decision=decision,
        of=glass.by.email,
        **details,
    )
