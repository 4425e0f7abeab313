"""The roles that a post may have, and what each is for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is there to do. A person may hold several posts, each with one role."""

    RECORDER = "recorder"
    SUPERVISOR = "supervisor"
    HUB = "hub"
    CLERK = "clerk"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    DATA_GUARDIAN = "data_guardian"
    INSPECTOR = "inspector"
    IMPROVEMENT_LEAD = "improvement_lead"
    COMMISSIONER = "commissioner"

    @property
    def says(self) -> str:
        """What people call it, and what it is for."""
        return _SAYS[self]


_SAYS = {
    Role.RECORDER: "Recorder: writes records",
    Role.SUPERVISOR: "Supervisor: has a worklist and decides",
    Role.HUB: "Hub practitioner: reads across agencies",
    Role.CLERK: "Records clerk: takes in extracts and settles doubtful links",
    Role.AUDITOR: "Auditor: sees who looked, not the stories",
    Role.ADMINISTRATOR: "Administrator: people, posts and settings, no stories",
    Role.DATA_GUARDIAN: "Data guardian: reviews who looked and why",
    Role.INSPECTOR: "Inspector: samples and grades cases",
    Role.IMPROVEMENT_LEAD: "Improvement lead: recommendations and their effect",
    Role.COMMISSIONER: "Commissioner: reads what is published",
}

CHOICES = [(role.value, role.says) for role in Role]

# Who may open children's stories at all, within their agency and district.
READS_STORIES = frozenset({Role.RECORDER, Role.SUPERVISOR, Role.HUB})
