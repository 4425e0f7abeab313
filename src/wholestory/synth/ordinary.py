"""Ordinary days: school, clinic, club and home, which are most of what agencies write down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from wholestory.synth.chance import Weighted
from wholestory.synth.days import any_time, evening, office_hours, school_day
from wholestory.synth.life import Draft, Life
from wholestory.synth.narrator import YOUNG_BELOW
from wholestory.synth.scenes import home_of, incident

_SCHOOL_FROM, _SECONDARY_FROM, _OUT_FROM = 5, 11, 10
_ANY_AGE = range(18)
# Small children's notes have wording of their own; what is written for older ones fits from secondary school on.
_SMALL_OR_SECONDARY = (*range(YOUNG_BELOW), *range(_SECONDARY_FROM, 18))
# What a note says beside what was found to be well: the use, the share of notes, and the ages that it suits.
_ASIDES = (
    ("mild", 0.4, _ANY_AGE),
    ("other", 0.3, _ANY_AGE),
    ("history", 0.3, _SMALL_OR_SECONDARY),
    ("plan", 0.25, _SMALL_OR_SECONDARY),
    ("doubt", 0.25, _SMALL_OR_SECONDARY),
)


def ordinary_days(life: Life, count: int) -> None:
    """So many ordinary records over the years, as the child's age has them. None before birth or after 18."""
    for _ in range(count):
        day = life.begin + timedelta(days=life.chance.within(0, life.settings.years * 365 - 2))
        age = life.child.age(day)
        if 0 <= age < 18 and day.date() > life.child.born:
            life.chance.weighted(_kinds(age, home_of(life) is not None))(life, day)


@cache
def _kinds(age: int, in_home: bool) -> Weighted[Callable[[Life, datetime], Draft]]:
    if age < _SCHOOL_FROM:
        return Weighted([(_health_visitor, 6.0), (_contact, 0.4)])
    found: list[tuple[Callable[[Life, datetime], Draft], float]] = [
        (_clinic, 2.0),
        (_emergency, 0.5),
        (_contact, 0.4),
        (_school_note, 3.0),
        (_absence, 1.6),
        (_routine_encounter, 0.25),
    ]
    if age >= _OUT_FROM:
        found += [(_club, 0.8), (_trouble, 0.25)]
    if age >= _SECONDARY_FROM:
        found.append((_suspension, 0.12))
    if in_home:
        found += [(_care_log, 8.0), (_visit, 1.0)]
    return Weighted(found)


def _uses(life: Life, day: datetime, opening: str, least: int = 3, most: int = 5) -> list[str]:
    """The pieces of an ordinary note: mostly what was found to be well, and something small, long past or another's."""
    chance, age = life.chance, life.child.age(day)
    uses = [f"opening {opening}", f"check*{chance.between(least, most)}", f"ordinary*{chance.between(1, 2)}"]
    for use, share, ages in _ASIDES:
        if age in ages and chance.happens(share):
            uses.insert(chance.between(1, len(uses)), use)
    return [*uses, "close"] if chance.happens(0.8) else uses


def _clinic(life: Life, day: datetime) -> Draft:
    who = [(adult, "parent_carer") for adult in life.child.family.adults[:1]] if life.chance.happens(0.5) else []
    return life.record(
        "health", "health_attendance", office_hours(day, life.chance), _uses(life, day, "clinic"), who=who
    )


def _emergency(life: Life, day: datetime) -> Draft:
    uses = ["opening emergency", "injury accidental", f"check*{life.chance.between(2, 4)}", "close"]
    place = life.child.family.district.hospital
    return life.record("health", "health_attendance", any_time(day, life.chance), uses, place=place)


def _health_visitor(life: Life, day: datetime) -> Draft:
    who = [(adult, "parent_carer") for adult in life.child.family.adults[:1]]
    return life.record("health", "health_attendance", office_hours(day, life.chance), _uses(life, day, "baby"), who=who)


def _contact(life: Life, day: datetime) -> Draft:
    uses = ["opening contact", f"check*{life.chance.between(2, 4)}", "close"]
    return life.record("social_care", "contact", office_hours(day, life.chance), uses, outcome="information only")


def _school_note(life: Life, day: datetime) -> Draft:
    uses = _uses(life, day, "observation")
    at = school_day(day, life.chance)
    who = [(sibling, "child") for sibling in life.child.family.children if sibling is not life.child][:1]
    return life.record("education", "observation", at, uses, who=who if life.chance.happens(0.05) else ())


def _absence(life: Life, day: datetime) -> Draft:
    if life.chance.happens(0.1):
        uses, outcome = ["opening unexplained"], "unauthorised"
    else:
        uses, outcome = ["opening absence", f"check*{life.chance.between(2, 3)}"], "illness"
    return life.record("education", "school_absence", school_day(day, life.chance), uses, outcome=outcome)


def _routine_encounter(life: Life, day: datetime) -> Draft:
    at = any_time(day, life.chance)
    met = life.record("police", "encounter", at, ["opening encounter routine", "routine close"])
    life.owe("vulnerability_notice", met, excuse=met)
    return met


def _trouble(life: Life, day: datetime) -> Draft:
    return incident(life, evening(day, life.chance), "incident")


def _club(life: Life, day: datetime) -> Draft:
    return life.record("voluntary", "observation", evening(day, life.chance), _uses(life, day, "session", 3, 5))


def _suspension(life: Life, day: datetime) -> Draft:
    uses = ["opening exclusion", "check*2", "close"]
    return life.record("education", "exclusion", school_day(day, life.chance), uses, outcome="suspended")


def _care_log(life: Life, day: datetime) -> Draft:
    return life.record("care_home", "observation", evening(day, life.chance), _uses(life, day, "log"))


def _visit(life: Life, day: datetime) -> Draft:
    uses = ["answer visit", f"check*{life.chance.between(2, 4)}", "ordinary", "close"]
    return life.record("social_care", "visit", office_hours(day, life.chance), uses, outcome="seen")
