"""Which child to look at first, by a rule that the report states; never a score."""

from __future__ import annotations

from wholestory.model.findings import Concern, DutyFinding, DutyState, Findings
from wholestory.model.records import Record
from wholestory.model.story import Story

RULE = (
    "Children with a duty missed come first, by what the duty rests on (statute, then statutory guidance, national "
    "standard, local policy); then children with a concern that nothing on record answers, the longest waiting first. "
    "An answer is a strategy discussion, section 47 enquiry, child protection conference, investigation, suspect "
    "action, warning notice, police protection or National Referral Mechanism referral recorded after "
    "the concern was visible."
)

_ANSWERS = frozenset(
    {
        "strategy_discussion",
        "section47_enquiry",
        "child_protection_conference",
        "investigation_opened",
        "suspect_action",
        "warning_notice",
        "police_protection",
        "nrm_referral",
    }
)

_STANDINGS = ("statute", "statutory guidance", "national standard", "local policy")

# Sorts after every real date: children without an unanswered concern come after those with one.
_NEVER = "9999"

Order = tuple[int, str, str]


def first_answer(story: Story, concern: Concern) -> Record | None:
    """The first record of an answer after a concern was visible, None where none is on record."""
    answers = [
        record
        for event in story.events
        if event.kind in _ANSWERS and not event.is_theirs
        for record in event.records
        if record.recorded_at > concern.visible_from
    ]
    return min(answers, key=lambda record: (record.recorded_at, record.key), default=None)


def unanswered(story: Story, findings: Findings) -> tuple[Concern, ...]:
    """The concerns after whose first day no answer is on record, longest waiting first."""
    open_ = (concern for concern in findings.concerns if first_answer(story, concern) is None)
    return tuple(sorted(open_, key=lambda concern: (concern.visible_from, concern.key)))


def missed(findings: Findings) -> tuple[DutyFinding, ...]:
    """The duties missed, the strongest standing first, then the longest overdue."""
    open_ = (duty for duty in findings.duties if duty.state is DutyState.MISSED)
    return tuple(sorted(open_, key=lambda duty: (standing_rank(duty), duty.due_at, duty.key)))


def standing_rank(duty: DutyFinding) -> int:
    """0 for a duty of statute, and so on down to local policy and what is not verified."""
    return next((place for place, name in enumerate(_STANDINGS) if duty.standing.startswith(name)), len(_STANDINGS))


def order(story: Story, findings: Findings) -> Order:
    """What children are sorted by in the report (RULE)."""
    open_concerns, open_duties = unanswered(story, findings), missed(findings)
    strongest = standing_rank(open_duties[0]) if open_duties else len(_STANDINGS) + 1
    return strongest, str(open_concerns[0].visible_from) if open_concerns else _NEVER, story.child
