"""How a case's status enters a review: the one place where it does. The engine knows nothing of it.

A case that turned 18, moved, closed or died asks for no new duty: what a record from that day on would start is
excused, with the reason, and stays to be seen. Duties that had started before stay as they are, and concerns are
found as ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from wholestory.model.findings import DutyFinding, DutyState, Findings
from wholestory.model.records import Record
from wholestory.model.story import Story
from wholestory.web.children.models import CaseStatus

_ASKED = (DutyState.MISSED, DutyState.PENDING)

_BECAUSE = {
    CaseStatus.Kind.TURNED_18: "turned 18",
    CaseStatus.Kind.MOVED: "moved away and was handed over",
    CaseStatus.Kind.CLOSED: "had the case closed",
    CaseStatus.Kind.DIED: "died",
}


def without_new_duties(story: Story, findings: Findings, status: CaseStatus | None) -> Findings:
    """The findings with the duties excused that started on or after the day from which the status holds."""
    if status is None:
        return findings
    records = {record.key: record for event in story.events for record in event.records}
    return replace(findings, duties=tuple(_excused(duty, records, status) for duty in findings.duties))


def _excused(duty: DutyFinding, records: Mapping[str, Record], status: CaseStatus) -> DutyFinding:
    if duty.state not in _ASKED or records[duty.trigger].when.day < status.since:
        return duty
    return replace(duty, state=DutyState.EXCUSED, statement=f"{duty.statement} {why(status)}")


def why(status: CaseStatus) -> str:
    """The sentence that says why no new duty is asked for."""
    because = _BECAUSE[CaseStatus.Kind(status.kind)]
    return f"Not asked for, because the child {because} on {_in_words(status.since)}: {status.reason}"


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
