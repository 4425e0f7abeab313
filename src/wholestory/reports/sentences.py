"""One short plain sentence for a record: what it says happened or was done, where, and with what outcome."""

from __future__ import annotations

from wholestory.model.moments import Moment
from wholestory.reports.templates import in_words, moment_words

# What is said where the child is the record's subject; {name} is the child's first name.
_SAYS = {
    "missing_episode": "{name} was missing",
    "incident": "An incident that involved {name}",
    "allegation": "Somebody said that {name} was harmed or is at risk",
    "crime": "A crime against or by {name} was recorded",
    "intelligence": "Information about {name} was recorded",
    "encounter": "{name} was met",
    "arrest": "{name} was arrested",
    "custody": "{name} was held in custody",
    "health_attendance": "{name} was seen by a health service",
    "school_absence": "{name} was away from school",
    "exclusion": "{name} was excluded from school",
    "observation": "A note about {name}",
    "contact": "Social care was told about {name}",
    "placement_start": "{name} moved in",
    "placement_end": "{name} moved out",
    "vulnerability_notice": "A vulnerability notice was sent about {name}",
    "supervisor_review": "A supervisor reviewed what had happened",
    "risk_assessment": "The risks to {name} were assessed",
    "prevention_interview": "A prevention interview with {name}",
    "return_interview": "A return interview with {name}",
    "referral": "{name} was referred",
    "referral_decision": "A referral was decided",
    "strategy_discussion": "A strategy discussion about {name}",
    "section47_enquiry": "An enquiry under section 47",
    "assessment": "An assessment of {name}’s needs",
    "child_protection_conference": "A child protection conference about {name}",
    "core_group": "A core group met",
    "plan_review": "{name}’s plan was reviewed",
    "visit": "{name} was visited",
    "child_view": "{name}’s own view was written down",
    "police_protection": "{name} was taken into police protection",
    "investigation_opened": "An investigation was opened",
    "victim_interview": "{name} was interviewed as a victim",
    "suspect_action": "Something was done about a suspect",
    "investigation_closed": "An investigation was closed",
    "warning_notice": "A child abduction warning notice",
    "nrm_referral": "A National Referral Mechanism referral",
    "information_shared": "Information was shared",
    "challenge": "One agency challenged another",
    "challenge_reply": "A challenge was answered",
}


def kind_words(kind: str) -> str:
    """A record's kind as words: “Return interview”, also of a kind that is not known."""
    return kind.replace("_", " ").capitalize()


def event_sentence(
    kind: str,
    name: str,
    *,
    happened: Moment,
    ended: Moment,
    place: str = "",
    outcome: str = "",
    is_subject: bool = True,
) -> str:
    """What a record tells, in one sentence or two. Only for a record whose words may be shown."""
    says = _SAYS.get(kind) if is_subject else None
    sentence = says.format(name=name) if says else kind_words(kind)
    if place:
        sentence += f", {place}"
    if ended.at > happened.at:
        same_day = ended.day == happened.day
        sentence += f", until {ended.local:%H:%M}" if same_day and not ended.whole_day else f", until {_until(ended)}"
    return f"{sentence}. Outcome: {outcome}." if outcome else f"{sentence}."


def _until(moment: Moment) -> str:
    return in_words(moment.day) if moment.whole_day else moment_words(moment)
