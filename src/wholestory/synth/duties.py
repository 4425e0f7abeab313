"""The nineteen duties as a made-up force knows them: the limit, the clock, and the kinds of record that answer.

Reckoned from the published rules on their own, so that where the engine judges otherwise, one of the two is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duty:
    """`steps`: each step with the kinds of record that answer it. `clock`: the time of the trigger that it runs from;
    `clock_of`: the kind of record led back to whose time is taken instead, if there is one. `own`: an unlinked record
    does not answer it if it answers another trigger of the same duty."""

    limit: int
    unit: str
    clock: str
    steps: tuple[tuple[str, ...], ...]
    clock_of: str = ""
    own: bool = False


DUTIES: Mapping[str, Duty] = {
    "allegation_investigated": Duty(
        5,
        "working_days",
        "recorded",
        (("investigation_opened", "crime"), ("victim_interview", "suspect_action")),
        own=True,
    ),
    "assessment_completed": Duty(45, "working_days", "recorded", (("assessment",),), clock_of="referral", own=True),
    "challenge_answered": Duty(5, "working_days", "recorded", (("challenge_reply",),), own=True),
    "child_heard": Duty(5, "working_days", "recorded", (("child_view", "victim_interview", "visit"),)),
    "core_group": Duty(10, "working_days", "at", (("core_group",),)),
    "crime_recorded": Duty(24, "hours", "recorded", (("crime", "investigation_opened"),), own=True),
    "custody_safeguarding": Duty(24, "hours", "recorded", (("vulnerability_notice", "referral"),)),
    "initial_conference": Duty(
        15, "working_days", "recorded", (("child_protection_conference",),), clock_of="strategy_discussion"
    ),
    "nrm_referral": Duty(2, "working_days", "recorded", (("nrm_referral",),)),
    "police_protection_limit": Duty(72, "hours", "at", (("strategy_discussion",),)),
    "prevention_interview": Duty(24, "hours", "ended", (("prevention_interview",),), own=True),
    "referral_decision": Duty(1, "working_days", "recorded", (("referral_decision",),), own=True),
    "refused_referrals_escalated": Duty(5, "working_days", "recorded", (("challenge", "strategy_discussion"),)),
    "repeat_missing_review": Duty(5, "working_days", "recorded", (("strategy_discussion", "risk_assessment"),)),
    "return_interview": Duty(72, "hours", "ended", (("return_interview",),), own=True),
    "review_conference": Duty(3, "months", "at", (("plan_review",),)),
    "strategy_discussion": Duty(3, "working_days", "recorded", (("strategy_discussion",),)),
    "vulnerability_notice": Duty(24, "hours", "recorded", (("vulnerability_notice", "referral"),)),
    "warning_notice_considered": Duty(5, "working_days", "recorded", (("warning_notice", "supervisor_review"),)),
}

REFUSED_IN_MONTHS, REFUSED_TIMES = 12, 3
MISSING_AGAIN = ((2, 28), (3, 90))
