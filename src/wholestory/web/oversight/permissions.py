"""What a data guardian may do with broken glass. Each rule gives the sentence that refuses, or nothing."""

from __future__ import annotations

from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import BreakGlass
from wholestory.web.oversight.models import GlassReview

# Who reads the log. An auditor reads it and reviews nothing.
OVERSEES = (Role.DATA_GUARDIAN, Role.AUDITOR)


def why_not_review(access: Access, glass: BreakGlass, standing: GlassReview | None) -> str:
    """Why somebody may not say what they found; `standing` is the review that counts now, None where none does."""
    if why := _why_no_guardian(access, glass):
        return why
    if standing and standing.finding != GlassReview.Finding.TO_ASK:
        return "This has been reviewed. Add to the review, or whoever reviewed it can take it back."
    return ""


def why_not_add(access: Access, glass: BreakGlass, standing: GlassReview | None) -> str:
    """Why somebody may not add to a review."""
    if why := _why_no_guardian(access, glass):
        return why
    return "" if standing else "This has not been reviewed yet: there is nothing to add to."


def why_not_take_back(access: Access, standing: GlassReview | None) -> str:
    """Why somebody may not take a review back."""
    if standing is None:
        return "No review stands: there is nothing to take back."
    if access.user is None or Role.DATA_GUARDIAN not in access.roles or standing.by_id != access.user.pk:
        return "Whoever reviewed it can take that back. Another data guardian adds to it."
    return ""


def _why_no_guardian(access: Access, glass: BreakGlass) -> str:
    if Role.DATA_GUARDIAN not in access.roles:
        return "Broken glass is reviewed by data guardians; you hold no such post."
    if access.user is not None and glass.by_id == access.user.pk:
        return "You broke this glass yourself: another data guardian reviews it."
    return ""
