"""Troubled days: what happens to a child, who writes it down, and what is owed and done after it.

Each scene takes the life so far and a moment, writes its records, notes the duties that it brings, and returns the
record in which it first shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from wholestory.synth.clocks import later
from wholestory.synth.duties import MISSING_AGAIN
from wholestory.synth.families import Someone
from wholestory.synth.life import Draft, Life, behind
from wholestory.synth.places import Home, venue
from wholestory.synth.slots import Scene


def home_of(life: Life) -> Home | None:
    """The children's home in which the child lives, if in one."""
    number = life.child.home_number
    return None if number is None else life.child.family.district.homes[number]


def scene_of(life: Life, adult: Someone | None = None) -> Scene:
    """What the records of one happening have in common."""
    network, chance = life.network, life.chance
    reporter = (
        "staff"
        if home_of(life)
        else chance.one_of(("mum", "nan", "dad") if life.child.family.mother else ("dad", "nan"))
    )
    if not network or not adult:
        return Scene(reporter=reporter)
    vehicle = chance.one_of(network.vehicles)
    flat = adult.address or network.flats[0]
    street = flat.street
    called = adult.forenames[0] if chance.happens(0.5) else adult.alias
    return Scene(adult=called, vehicle=vehicle.looks, plate=vehicle.plate, street=street, reporter=reporter)


def missing(life: Life, at: datetime, signs: Sequence[str] = (), adult: Someone | None = None) -> Draft:
    """The child goes missing at `at` and comes back, or is found with an adult of the network."""
    chance, scene = life.chance, scene_of(life, adult)
    ended = later(at, hours=chance.within(2, 9) if chance.happens(0.75) else chance.within(10, 40))
    signs_said = [f"sign {sign}" for sign in signs]
    police = life.record(
        "police",
        "missing_episode",
        at,
        ["opening missing", "found with adult" if adult else "found", *signs_said, "check*3", "close"],
        scene=scene,
        ended=ended,
        outcome="missing" if adult or chance.happens(0.7) else "absent",
        who=[*_reporters(life), (adult, "associate")],
        items=_seen(life, adult),
    )
    tellings = [police]
    if home_of(life) and chance.happens(life.settings.records.told_twice):
        tellings.append(_told_by_the_home(life, at, ended, scene))
    _speak_with(life, tellings, scene)
    _repeat(life, tellings)
    if adult:
        _found_with_adult(life, tellings, adult, scene)
    return min(tellings, key=lambda draft: draft.recorded)


def _told_by_the_home(life: Life, at: datetime, ended: datetime, scene: Scene) -> Draft:
    chance = life.chance
    return life.record(
        "care_home",
        "missing_episode",
        later(at, hours=-chance.within(0, 1)),
        ["opening missing", "found", "check*3", "close"],
        scene=scene,
        ended=later(ended, hours=chance.within(0, 0.8)),
        recorded=later(ended, hours=chance.within(1, 9)),
        outcome="missing",
    )


def _speak_with(life: Life, tellings: Sequence[Draft], scene: Scene) -> None:
    """The two interviews that are owed when a child is back."""
    others = life.chance.one_of(("social_care", "voluntary"))
    for agency, kind in (("police", "prevention_interview"), (others, "return_interview")):
        life.owe(kind, *tellings)
        outcome = "declined" if kind == "return_interview" and life.chance.happens(0.15) else "held"
        life.answer(kind, tellings, agency, kind, [f"answer {kind}", "check*3"], outcome=outcome, scene=scene)


def _repeat(life: Life, tellings: Sequence[Draft]) -> None:
    happened = min(draft.at for draft in tellings)
    if not any(life.known(draft) for draft in tellings):
        return
    life.missing.append(happened)
    for count, days in MISSING_AGAIN:
        first = happened.date() - timedelta(days=days)
        if sum(first <= one.date() and one <= happened for one in life.missing) >= count:
            life.owe("repeat_missing_review", *tellings)
            life.answer(
                "repeat_missing_review",
                tellings,
                "social_care",
                "risk_assessment",
                ["answer risk_assessment", "check*3"],
            )
            return


def _found_with_adult(life: Life, tellings: Sequence[Draft], adult: Someone, scene: Scene) -> None:
    found = tellings[0]
    life.owe("strategy_discussion", *tellings)
    life.answer(
        "strategy_discussion",
        [found],
        "social_care",
        "strategy_discussion",
        ["answer strategy_discussion", "check*3"],
        scene=scene,
    )
    life.owe("warning_notice_considered", *tellings)
    if life.chance.happens(0.6):
        life.answer(
            "warning_notice_considered",
            [found],
            "police",
            "warning_notice",
            ["answer warning_notice"],
            scene=scene,
            outcome="served",
            who=[(adult, "suspect")],
        )
    else:
        life.answer(
            "warning_notice_considered",
            [found],
            "police",
            "supervisor_review",
            ["answer supervisor_review"],
            scene=scene,
            outcome="warning notice not issued",
        )


def encounter_with_adult(life: Life, at: datetime, signs: Sequence[str], adult: Someone) -> Draft:
    """Police stop a car in the evening: the child is in it with an adult of the network."""
    scene = scene_of(life, adult)
    uses = ["opening encounter car", *(f"sign {sign}" for sign in signs), "check*3", "close"]
    met = life.record(
        "police",
        "encounter",
        at,
        uses,
        scene=scene,
        who=[(adult, "associate")],
        items=_seen(life, adult, scene.plate),
        place=venue(life.chance),
    )
    notice(life, met, scene)
    return met


def notice(life: Life, trigger: Draft, scene: Scene | None = None, duty: str = "vulnerability_notice") -> None:
    """The vulnerability notice that is owed after the police dealt with a child."""
    life.owe(duty, trigger)
    uses = ["answer vulnerability_notice", "check*3"]
    life.answer(duty, [trigger], "police", "vulnerability_notice", uses, scene=scene)


def incident(
    life: Life, at: datetime, opening: str, signs: Sequence[str] = (), who: Sequence[tuple[Someone | None, str]] = ()
) -> Draft:
    """Police attend an incident with the child as its subject."""
    scene = scene_of(life)
    uses = [f"opening {opening}", *(f"sign {sign}" for sign in signs), "check*3", "close"]
    happened = life.record("police", "incident", at, uses, scene=scene, who=who)
    notice(life, happened, scene)
    return happened


def worry(life: Life, agency: str, at: datetime, signs: Sequence[str], adult: Someone | None = None) -> Draft:
    """Somebody who sees the child often writes down what they noticed."""
    scene, chance = scene_of(life, adult), life.chance
    kind = "health_attendance" if agency == "health" else "observation"
    uses = ["opening worry", *(f"sign {sign}" for sign in signs), "check*3", "ordinary", "close"]
    if chance.happens(life.settings.notes.blaming):
        uses.insert(2, "blame" if chance.happens(0.75) else "fair")
    items = []
    if life.network and life.network.phones and "multiple_phones" in signs:
        items.append(("phone", chance.one_of(life.network.phones), None))
    if life.network and adult and "unknown_vehicle" in signs and scene.plate:
        items.append(("vehicle", scene.plate, None))
    return life.record(agency, kind, at, uses, scene=scene, items=items)


def allegation(
    life: Life, at: datetime, sign: str, *, by: str, suspect: Someone | None, dismissed: bool = False
) -> Draft:
    """The child tells of harm by somebody, to the police or to a school."""
    scene = scene_of(life, suspect if life.network else None)
    uses = ["opening allegation", f"sign {sign}", "sign distress", "check*3", "close"]
    told = life.record(by, "allegation", at, uses, scene=scene, who=[(suspect, "suspect")])
    life.owe("strategy_discussion", told)
    life.owe("allegation_investigated", told)
    if by == "police":
        life.owe("crime_recorded", told)
    if dismissed:
        life.owe("child_heard", told)
        _dismiss(life, told, scene)
        return told
    _investigate(life, told, suspect, scene)
    _hear(life, told, scene)
    uses = ["answer strategy_discussion", "check*3"]
    discussion = life.answer("strategy_discussion", [told], "social_care", "strategy_discussion", uses, scene=scene)
    if discussion and life.chance.happens(0.5):
        enquiry(life, discussion)
    if by != "police" and any(told in behind(draft) for draft in life.drafts if draft.agency.kind == "police"):
        life.owe("crime_recorded", told)
    return told


def _dismiss(life: Life, told: Draft, scene: Scene) -> None:
    life.record(
        "police",
        "investigation_closed",
        later(told.recorded, hours=life.chance.within(60, 400)),
        ["dismissed", "answer investigation_closed"],
        scene=scene,
        answers=[told],
        outcome="no further action",
    )


def _investigate(life: Life, told: Draft, suspect: Someone | None, scene: Scene) -> None:
    duty = "crime_recorded" if told.agency.kind == "police" else "allegation_investigated"
    crime = life.answer(duty, [told], "police", "crime", ["answer crime", "check"], scene=scene)
    if crime:
        life.answer(
            "allegation_investigated",
            [told],
            "police",
            "suspect_action",
            ["answer suspect_action"],
            scene=scene,
            after=crime,
            who=[(suspect, "suspect")],
        )


def _hear(life: Life, told: Draft, scene: Scene) -> None:
    if life.chance.happens(0.12):
        asked = life.record(
            "police",
            "victim_interview",
            later(told.recorded, hours=life.chance.within(12, 60)),
            answers=[told],
            outcome="declined",
            is_answer=False,
        )
        life.owe("child_heard", told, excuse=asked)
        return
    life.owe("child_heard", told)
    agency, kind = life.chance.one_of((("police", "victim_interview"), ("social_care", "child_view")))
    life.answer("child_heard", [told], agency, kind, [f"answer {kind}", "check*3"], scene=scene, outcome="held")


def enquiry(life: Life, discussion: Draft) -> None:
    """A section 47 enquiry after a strategy discussion, and where it comes to that a conference and its plan."""
    chance = life.chance
    at = later(discussion.at, hours=chance.within(24, 100))
    substantiated = chance.happens(0.6)
    outcome = "substantiated" if substantiated else "not substantiated"
    opened = life.record(
        "social_care", "section47_enquiry", at, ["answer section47_enquiry"], answers=[discussion], outcome=outcome
    )
    life.owe("child_heard", opened)
    life.answer("child_heard", [opened], "social_care", "child_view", ["answer child_view", "check*3"])
    if not substantiated:
        return
    life.owe("initial_conference", opened)
    conference = life.answer(
        "initial_conference",
        [opened],
        "social_care",
        "child_protection_conference",
        ["answer child_protection_conference", "check*3"],
        after=opened,
        outcome="child protection",
    )
    if conference:
        for duty, kind in (("core_group", "core_group"), ("review_conference", "plan_review")):
            life.owe(duty, conference)
            life.answer(duty, [conference], "social_care", kind, [f"answer {kind}", "check*3"])


def arrest(life: Life, at: datetime, *, far: bool, adult: Someone | None) -> Draft:
    """The child is arrested with drugs and held; far from home, that is a sign of being exploited by itself."""
    scene = scene_of(life, adult)
    uses = ["opening arrest", *(["far", "county lines"] if far else []), "check", "close"]
    held = life.record("police", "arrest", at, uses, scene=scene, outcome="released under investigation")
    notice(life, held, scene, "custody_safeguarding")
    if far:
        life.owe("nrm_referral", held)
        by = life.chance.one_of(("police", "social_care"))
        life.answer("nrm_referral", [held], by, "nrm_referral", ["answer nrm_referral"] if by == "police" else ())
    return held


def police_protection(life: Life, at: datetime) -> Draft:
    """Police take the child to a safe place, for at most three days."""
    scene = scene_of(life)
    taken = life.record("police", "police_protection", at, ["answer police_protection", "check*3"], scene=scene)
    life.owe("police_protection_limit", taken)
    life.answer(
        "police_protection_limit",
        [taken],
        "social_care",
        "strategy_discussion",
        ["answer strategy_discussion", "check*3"],
        scene=scene,
    )
    return taken


def intelligence(life: Life, at: datetime, adult: Someone) -> Draft:
    """Information comes in that names the child with the network."""
    scene, chance = scene_of(life, adult), life.chance
    handling = (
        chance.one_of(("restricted", "confidential_source"))
        if chance.happens(life.settings.records.restricted)
        else "ordinary"
    )
    return life.record(
        "police",
        "intelligence",
        at,
        ["opening intelligence"],
        scene=scene,
        who=[(adult, "associate")],
        items=_seen(life, adult, scene.plate),
        handling=handling,
    )


def _reporters(life: Life) -> list[tuple[Someone | None, str]]:
    return [] if home_of(life) else [(parent, "parent_carer") for parent in life.child.family.adults[:1]]


def _seen(life: Life, adult: Someone | None, plate: str = "") -> list[tuple[str, str, Someone | None]]:
    network = life.network
    if not network or not adult:
        return []
    found: list[tuple[str, str, Someone | None]] = []
    if plate:
        found.append(("vehicle", plate, adult if life.chance.happens(0.5) else None))
    elif adult.address:
        found.append(("address", f"{adult.address.line} {adult.address.postcode}", adult))
    if life.chance.happens(0.4):
        found.append(("venue", network.venue, None))
    return found
