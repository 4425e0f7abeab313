"""The tables of this application: what was found (rebuilt at any time) apart from what people decided (never)."""

from wholestory.web.children.models.decisions import Answer, Assignment, CaseStatus, Mark
from wholestory.web.children.models.findings import Child, ChildPlace, ConcernRow, DutyRow, ReadingRow, StoryRow
from wholestory.web.children.models.looking import BreakGlass, Opening
from wholestory.web.children.models.notices import Notice
from wholestory.web.children.models.working_together import Challenge, Discussion, DiscussionAction

__all__ = [
    "Answer",
    "Assignment",
    "BreakGlass",
    "CaseStatus",
    "Challenge",
    "Child",
    "ChildPlace",
    "ConcernRow",
    "Discussion",
    "DiscussionAction",
    "DutyRow",
    "Mark",
    "Notice",
    "Opening",
    "ReadingRow",
    "StoryRow",
]
