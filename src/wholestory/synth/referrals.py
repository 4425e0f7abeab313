"""Asking social care for help: what it decides, and what is said against a decision."""

from __future__ import annotations

from datetime import datetime, timedelta

from wholestory.synth.duties import REFUSED_IN_MONTHS, REFUSED_TIMES
from wholestory.synth.life import Draft, Life


def referral(life: Life, at: datetime, *, by: str, decision: str) -> Draft:
    """Somebody asks social care for help; `decision` is what social care makes of it, if it decides."""
    asked = life.record(
        by, "referral", at, ["answer referral", "check*3"] if by != "social_care" else ["opening referral", "check*3"]
    )
    life.owe("referral_decision", asked)
    decided = life.answer(
        "referral_decision",
        [asked],
        "social_care",
        "referral_decision",
        ["answer referral_decision", "check*3"],
        outcome=decision,
    )
    if decided and decision == "assessment":
        life.owe("assessment_completed", decided)
        life.answer(
            "assessment_completed", [decided], "social_care", "assessment", ["answer assessment", "check*3", "close"]
        )
    if decided and decision == "no further action":
        _refused(life, decided, by)
    return asked


def _refused(life: Life, decided: Draft, by: str) -> None:
    life.refused.append(decided.at)
    since = decided.at - timedelta(days=REFUSED_IN_MONTHS * 30.4 - 3)
    if sum(since <= one <= decided.at for one in life.refused) >= REFUSED_TIMES:
        life.owe("refused_referrals_escalated", decided)
        challenge = life.answer("refused_referrals_escalated", [decided], by, "challenge", ["answer challenge"])
        if challenge:
            _reply(life, challenge)


def _reply(life: Life, challenge: Draft) -> None:
    life.owe("challenge_answered", challenge)
    life.answer("challenge_answered", [challenge], "social_care", "challenge_reply", ["answer challenge_reply"])


def challenge(life: Life, at: datetime, by: str, decision: Draft | None = None) -> Draft:
    """A professional disagrees with a decision and says so."""
    said = life.record(by, "challenge", at, ["answer challenge"], answers=[decision] if decision else ())
    _reply(life, said)
    return said
