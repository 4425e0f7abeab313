"""Kinds of life: the order in which troubled days come, what a careful reader could have seen, and when it was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from wholestory.synth import scenes
from wholestory.synth.chance import Chance
from wholestory.synth.days import after, evening, night, office_hours, school_day
from wholestory.synth.families import Someone
from wholestory.synth.life import Case, Draft, Life
from wholestory.synth.networks import CRIMINAL, SEXUAL
from wholestory.synth.referrals import challenge, referral

_AGAIN_WITHIN = timedelta(days=90)
_LONG = timedelta(days=1)


def lead(life: Life) -> None:
    """Let the troubled days of the child's kind of life happen. An ordinary life has none."""
    kind = life.child.life
    if kind in LIVES:
        start = _start(life, LEAST_AGE[kind])
        LIVES[kind](life, start)


def _start(life: Life, least_age: int) -> datetime:
    """A day on which it begins: the child is old enough, and most of it can happen before the extract is taken."""
    born = datetime.combine(life.child.born, datetime.min.time())
    first = max(life.begin, born + timedelta(days=366 * least_age))
    last = min(life.settings.as_at - timedelta(days=60), born + timedelta(days=365 * 17))
    days = max(0, (last - first).days)
    return first + timedelta(days=life.chance.within(0, days))


def _case(life: Life, theme: str, visible: Draft, note: str) -> None:
    """What agencies came to see some months after it could be seen; the extract is taken before they see some."""
    if life.known(visible):
        recognised = visible.recorded + timedelta(days=life.chance.between(20, 400))
        life.cases.append(Case(theme, visible, min(recognised, life.settings.as_at), note))


def _missing_case(life: Life, episodes: Sequence[Draft]) -> None:
    """From the second episode in 90 days, or the first of more than a day or with an adult."""
    for index, episode in enumerate(episodes):
        long = episode.ended is not None and episode.ended - episode.at > _LONG
        adult = any(role == "associate" for _, role in episode.who)
        again = index > 0 and episode.at - episodes[index - 1].at <= _AGAIN_WITHIN
        if long or adult or again:
            _case(life, "missing", episode, "missing again, with an adult, or for more than a day")
            return


def _adult(life: Life) -> Someone:
    assert life.network is not None
    return life.chance.one_of(life.network.adults)


def _watching(life: Life) -> str:
    """An agency that sees the child often."""
    places = ["education", "voluntary", "health"]
    return "care_home" if scenes.home_of(life) and life.chance.happens(0.6) else life.chance.one_of(places)


_SEXUAL_SIGNS = (
    "money_or_gifts",
    "unknown_vehicle",
    "multiple_phones",
    "older_partner",
    "controlled",
    "substances_supplied",
    "with_unknown_adult",
)
_CRIMINAL_SIGNS = (
    "money_or_gifts",
    "multiple_phones",
    "debt",
    "older_associates",
    "fear_or_threats",
    "gang_links",
    "drugs_or_weapon",
)
_BESIDE = (
    "whereabouts_withheld",
    "left_after_contact",
    "behaviour_change",
    "school_absence",
    "withdrawn",
    "peers_exploited",
    "substance_use",
)


def _first_signs(life: Life, day: datetime, theme: str, signs: Sequence[str]) -> datetime:
    """Two signs weeks apart, written down by two agencies that do not read each other."""
    chance = life.chance
    first, second, third = chance.some_of(signs, 3)
    scenes.worry(life, _watching(life), school_day(day, chance), [first], _adult(life))
    day = after(day, chance, 10, 45)
    second_sign = scenes.worry(
        life, _watching(life), evening(day, chance), [second, chance.one_of(_BESIDE)], _adult(life)
    )
    _case(life, theme, second_sign, "two signs that do not depend on each other")
    day = after(day, chance, 10, 40)
    scenes.worry(life, _watching(life), evening(day, chance), [third])
    return day


def _sexual(life: Life, day: datetime) -> None:
    chance = life.chance
    day = _first_signs(life, day, SEXUAL, _SEXUAL_SIGNS)
    episodes: list[Draft] = []
    for _ in range(chance.between(2, 5)):
        day = after(day, chance, 12, 40)
        with_adult = chance.happens(0.35)
        signs = chance.some_of(("whereabouts_withheld", "returned_distressed", "substance_use"), chance.between(0, 2))
        episodes.append(scenes.missing(life, night(day, chance), signs, _adult(life) if with_adult else None))
        day = after(episodes[-1].ended or day, chance, 4, 20)
        if chance.happens(0.6):
            scenes.worry(
                life, _watching(life), evening(day, chance), chance.some_of((*_SEXUAL_SIGNS, *_BESIDE), 2), _adult(life)
            )
    day = after(day, chance, 10, 30)
    scenes.encounter_with_adult(
        life, night(day, chance), chance.some_of(("substance_use", "fear_or_threats"), 1), _adult(life)
    )
    scenes.intelligence(life, evening(after(day, chance, 5, 40), chance), _adult(life))
    if chance.happens(0.5):
        day = after(day, chance, 20, 60)
        scenes.allegation(
            life, evening(day, chance), "sexual_harm", by=chance.one_of(("police", "education")), suspect=_adult(life)
        )
    if chance.happens(0.15):
        scenes.police_protection(life, night(after(day, chance, 20, 50), chance))
    _missing_case(life, episodes)


def _criminal(life: Life, day: datetime) -> None:
    chance = life.chance
    day = _first_signs(life, day, CRIMINAL, _CRIMINAL_SIGNS)
    episodes: list[Draft] = []
    for _ in range(chance.between(1, 4)):
        day = after(day, chance, 12, 45)
        signs = chance.some_of(("whereabouts_withheld", "left_after_contact", "substance_use"), 1)
        episodes.append(scenes.missing(life, evening(day, chance), signs))
        day = after(episodes[-1].ended or day, chance, 4, 25)
        if chance.happens(0.5):
            scenes.worry(life, _watching(life), evening(day, chance), chance.some_of((*_CRIMINAL_SIGNS, *_BESIDE), 2))
    day = after(day, chance, 8, 40)
    scenes.arrest(life, evening(day, chance), far=chance.happens(0.5), adult=_adult(life))
    for _ in range(chance.between(2, 6)):
        day = after(day, chance, 7, 21)
        uses = ["opening session", "check*3", "ordinary", "close"]
        life.record("youth_justice", "observation", office_hours(day, chance), uses)
    if chance.happens(0.4):
        scenes.worry(
            life, "youth_justice", office_hours(after(day, chance, 7, 20), chance), chance.some_of(_CRIMINAL_SIGNS, 1)
        )
    scenes.intelligence(life, evening(after(day, chance, 5, 40), chance), _adult(life))
    _missing_case(life, episodes)


def _missing(life: Life, day: datetime) -> None:
    chance = life.chance
    episodes = []
    for _ in range(chance.between(2, 7)):
        episodes.append(scenes.missing(life, evening(day, chance)))
        day = after(episodes[-1].ended or day, chance, 6, 50)
    _missing_case(life, episodes)


def _harmer(life: Life) -> Someone | None:
    family = life.child.family
    return family.partner or family.father or family.mother


def _physical_harm(life: Life, day: datetime) -> None:
    chance = life.chance
    scenes.worry(life, "education", school_day(day, chance), ["injury", "withdrawn"])
    day = after(day, chance, 15, 60)
    told = scenes.allegation(
        life, school_day(day, chance), "physical_harm", by=chance.one_of(("police", "education")), suspect=_harmer(life)
    )
    _case(life, "physical_harm", told, "the child's own account of being hurt")
    if chance.happens(0.6):
        referral(life, office_hours(after(day, chance, 20, 50), chance), by="education", decision="assessment")
    if chance.happens(0.15):
        scenes.police_protection(life, night(after(day, chance, 60, 120), chance))


def _unheard(life: Life, day: datetime) -> None:
    chance = life.chance
    told = scenes.allegation(
        life, evening(day, chance), "physical_harm", by="police", suspect=_harmer(life), dismissed=True
    )
    _case(life, "physical_harm", told, "the child's own account of being hurt")
    closed = next((draft for draft in life.drafts if draft.kind == "investigation_closed"), None)
    if closed:
        _case(life, "unheard", closed, "the account is dismissed without being checked")
    for _ in range(3):
        day = after(day, chance, 25, 70)
        referral(
            life,
            office_hours(day, chance),
            by=chance.one_of(("education", "health", "voluntary")),
            decision="no further action",
        )


def _domestic_abuse(life: Life, day: datetime) -> None:
    chance, harmer = life.chance, life.child.family.partner or life.child.family.father
    first: Draft | None = None
    for _ in range(chance.between(1, 4)):
        parents = [(life.child.family.mother, "parent_carer"), (harmer, "suspect")]
        happened = scenes.incident(life, night(day, chance), "domestic", who=parents)
        first = first or happened
        day = after(day, chance, 20, 120)
        if chance.happens(0.5):
            scenes.worry(
                life,
                "education",
                school_day(day, chance),
                [chance.one_of(("distress", "domestic_abuse", "behaviour_change"))],
            )
            day = after(day, chance, 15, 40)
    assert first is not None
    _case(life, "domestic_abuse", first, "violence in the home where the child lives")
    referral(
        life, office_hours(day, chance), by="education", decision=chance.one_of(("assessment", "no further action"))
    )


_NEGLECT_SIGNS = ("hygiene", "hungry_or_tired", "health_not_met", "unsupervised")


def _neglect(life: Life, day: datetime) -> None:
    chance = life.chance
    seen_by = ("education", "health") if life.child.age(day) >= 5 else ("health", "health")
    one, other = chance.some_of(_NEGLECT_SIGNS, 2)
    scenes.worry(life, seen_by[0], school_day(day, chance), [one])
    day = after(day, chance, 10, 60)
    second = scenes.worry(life, seen_by[1], school_day(day, chance), [other])
    _case(life, "neglect", second, "signs of two kinds")
    for _ in range(chance.between(1, 5)):
        day = after(day, chance, 10, 60)
        scenes.worry(
            life, chance.one_of(seen_by), school_day(day, chance), chance.some_of(_NEGLECT_SIGNS, chance.between(1, 2))
        )
    for _ in range(chance.between(1, 3)):
        day = after(day, chance, 15, 60)
        decision = chance.one_of(("assessment", "no further action"))
        referral(life, office_hours(day, chance), by=chance.one_of(seen_by), decision=decision)
    if chance.happens(0.4):
        challenge(life, office_hours(after(day, chance, 15, 40), chance), "health")


def _online(life: Life, day: datetime) -> None:
    chance = life.chance
    scenes.worry(life, "education", school_day(day, chance), ["online_contact"])
    day = after(day, chance, 10, 50)
    asked = scenes.worry(life, "education", school_day(day, chance), ["images", "online_contact"])
    _case(life, "online_harm", asked, "images asked for by somebody met online")
    if chance.happens(0.6):
        referral(life, office_hours(after(day, chance, 15, 30), chance), by="education", decision="no further action")


def _self_harm(life: Life, day: datetime) -> None:
    chance = life.chance
    scenes.worry(life, "education", school_day(day, chance), ["distress", "withdrawn"])
    day = after(day, chance, 10, 60)
    act = scenes.worry(life, "health", night(day, chance), ["self_harm", "distress"])
    _case(life, "self_harm", act, "an act of self-harm")
    for _ in range(chance.between(0, 3)):
        day = after(day, chance, 15, 60)
        scenes.worry(
            life,
            chance.one_of(("health", "education")),
            school_day(day, chance),
            [chance.one_of(("self_harm", "distress"))],
        )
    if chance.happens(0.5):
        referral(life, office_hours(after(day, chance, 15, 40), chance), by="health", decision="assessment")


def _early_help(life: Life, day: datetime) -> None:
    chance = life.chance
    by = "education" if life.child.age(day) >= 5 else "health"
    for _ in range(chance.between(1, 2)):
        referral(
            life,
            office_hours(day, chance),
            by=by,
            decision=chance.one_of(("assessment", "no further action", "early help")),
        )
        day = after(day, chance, 60, 200)


LIVES: Mapping[str, Callable[[Life, datetime], None]] = {
    SEXUAL: _sexual,
    CRIMINAL: _criminal,
    "missing": _missing,
    "physical_harm": _physical_harm,
    "unheard": _unheard,
    "domestic_abuse": _domestic_abuse,
    "neglect": _neglect,
    "online_harm": _online,
    "self_harm": _self_harm,
    "early_help": _early_help,
}

# From what age a life of the kind begins here; see the shares in settings.toml, which are of those old enough.
LEAST_AGE: Mapping[str, int] = {
    SEXUAL: 12, CRIMINAL: 12, "missing": 11, "physical_harm": 6, "unheard": 11, "domestic_abuse": 5, "neglect": 3,
    "online_harm": 10, "self_harm": 11, "early_help": 2,
}  # fmt: skip

_IN_CARE = (SEXUAL, CRIMINAL, "missing")


def kind_of_life(life_chance: Chance, rates: Mapping[str, float], oldest: int) -> str:
    """What kind of life a child leads, who is at most `oldest` years by the end: a troubled one at its rate."""
    drawn = life_chance.draw()
    for kind, least in LEAST_AGE.items():
        drawn -= rates[kind]
        if drawn < 0:
            return kind if oldest >= least + 1 else "ordinary"
    return "ordinary"


def may_be_in_care(kind: str) -> bool:
    """Whether children of that kind of life may live in a children's home."""
    return kind in _IN_CARE
