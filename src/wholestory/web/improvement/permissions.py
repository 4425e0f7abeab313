"""Who follows recommendations through, and who judges how far they have come. Each rule gives the sentence that
refuses, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import Role
from wholestory.web.improvement.models import Action, Checked, PublicReport

READS = (Role.IMPROVEMENT_LEAD, Role.INSPECTOR)


def why_not_recommend(access: Access) -> str:
    """Why somebody may not write down a report or a recommendation, or carry one over; empty where they may."""
    if access.roles.isdisjoint(READS):
        return "Recommendations are written down by inspectors and improvement leads; you hold no such post."
    return ""


def why_not_follow(access: Access) -> str:
    """Why somebody may not set actions, tick them off or choose measures; empty where they may."""
    if Role.IMPROVEMENT_LEAD not in access.roles:
        return "Actions and measures are set by an improvement lead; you hold no such post."
    return ""


def why_not_judge(access: Access, actions: Iterable[Action]) -> str:
    """Why somebody may not judge a recommendation's progress; empty where they may."""
    if access.roles.isdisjoint(READS):
        return "Progress is judged by inspectors and improvement leads; you hold no such post."
    if access.user and any(action.done_by_id == access.user.pk for action in actions):
        return "You ticked off one of its actions yourself: somebody else has to judge how far it has come."
    return ""


def why_not_write_themes(access: Access) -> str:
    """Why somebody may not write down what the survivors' panel raises or is told; empty where they may."""
    if access.roles.isdisjoint(READS):
        return "What the panel raises is written down by inspectors and improvement leads; you hold no such post."
    return ""


def why_not_settle(access: Access, checked: Checked) -> str:
    """Why somebody may not release words of the panel, or keep them back; empty where they may."""
    if access.roles.isdisjoint(READS):
        return "Words of the panel are released by inspectors and improvement leads; you hold no such post."
    if not checked.waits:
        return "These words have been settled already. Write them down anew to change that."
    if access.user and checked.by_id == access.user.pk:
        return "You wrote these words down yourself: somebody else has to see that nobody can be known by them."
    return ""


def why_not_sign(access: Access, report: PublicReport) -> str:
    """Why somebody may not sign a report off for publication; empty where they may."""
    if access.roles.isdisjoint(READS):
        return "Reports are signed off by inspectors and improvement leads; you hold no such post."
    if report.signed_at:
        return "This report has been signed off."
    if access.user and report.by_id == access.user.pk:
        return "You prepared this report yourself: somebody else has to sign it off."
    return ""
