"""Whether one record fulfils a condition, and whether several make up a need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from wholestory.engine.patterns.facts import ADULT_AGE, Fact, Facts
from wholestory.model.moments import UK
from wholestory.practice.expressions import fold
from wholestory.practice.patterns import Condition, Need

NIGHT_FROM, NIGHT_TO = time(22), time(6)


def fits(fact: Fact, what: Condition, facts: Facts) -> bool:
    """Whether a record fulfils every part of a condition that is given."""
    if what.shared:
        return fact.shared in what.shared
    return (
        not fact.shared
        and (fact.own or what.related)
        and _is_recorded_so(fact, what)
        and _carries(fact, what)
        and _involves(fact, what, facts)
        and _lasts(fact, what)
        and _is_of_age(fact, what, facts)
        and _is_worded(fact, what)
    )


def _is_recorded_so(fact: Fact, what: Condition) -> bool:
    record = fact.record
    return (
        (not what.kinds or record.kind in what.kinds)
        and (not what.agency_kinds or record.agency_kind in what.agency_kinds)
        and (not what.outcomes or record.outcome.casefold().startswith(what.outcomes))
        and (not what.roles or not set(fact.roles).isdisjoint(what.roles))
        and (not what.items or any(item.item_type in what.items for item in record.items))
    )


def _carries(fact: Fact, what: Condition) -> bool:
    if not (what.signs or what.all_signs or fact.about):
        return False
    if what.without_signs and _said_one_of(fact, what.without_signs, ("present", "possible")):
        return False
    if what.all_signs and not all(_said(fact, sign, what.assertions) for sign in what.all_signs):
        return False
    return not what.signs or _said_one_of(fact, what.signs, what.assertions)


def _said(fact: Fact, sign: str, assertions: tuple[str, ...]) -> bool:
    said = fact.signs.get(sign)
    return said is not None and not said.isdisjoint(assertions)


def _said_one_of(fact: Fact, signs: tuple[str, ...], assertions: tuple[str, ...]) -> bool:
    # A record carries fewer signs than most rules name. Asked for every record and rule of a review: a loop costs a
    # third of what a generator does.
    for sign, said in fact.signs.items():  # noqa: SIM110
        if sign in signs and not said.isdisjoint(assertions):
            return True
    return False


def signs_of(fact: Fact, what: Condition) -> list[str]:
    """The signs of a condition that a record carries, in the order of the rule."""
    carried = _signs_carried(fact, what)
    return [sign for sign in (*what.all_signs, *what.signs) if sign in carried] if len(carried) > 1 else [*carried]


def _signs_carried(fact: Fact, what: Condition) -> set[str]:
    # A record carries fewer signs than most rules name.
    return {
        sign
        for sign, said in fact.signs.items()
        if (sign in what.signs or sign in what.all_signs) and not said.isdisjoint(what.assertions)
    }


def is_firm(fact: Fact, what: Condition) -> bool:
    """Whether the record itself, or a sign said to be present, stands for the condition; not a mere possibility."""
    return not (what.signs or what.all_signs) or any(
        _said(fact, sign, ("present",)) for sign in _signs_carried(fact, what)
    )


def _involves(fact: Fact, what: Condition, facts: Facts) -> bool:
    if not (what.people or what.adult_as):
        return True
    others = [part for part in fact.record.involvements if part.person not in facts.persons]
    return (not what.people or any(part.role in what.people for part in others)) and (
        not what.adult_as
        or any(part.role in what.adult_as and _may_be_adult(part.person, fact, facts) for part in others)
    )


def _may_be_adult(person: str, fact: Fact, facts: Facts) -> bool:
    known = facts.others.get(person)
    if known is None or known.date_of_birth is None:
        return True
    return known.date_of_birth.age_on(fact.record.when.day)[1] >= ADULT_AGE


def _lasts(fact: Fact, what: Condition) -> bool:
    if what.hours_at_least is not None:
        lasted = fact.record.ended.at - fact.start
        if lasted < timedelta(hours=what.hours_at_least):
            return False
    return not what.at_night or _at_night(fact)


def _at_night(fact: Fact) -> bool:
    """Whether any of it fell between ten and six by the UK clock; a bare date says nothing of the night."""
    if fact.record.when.whole_day:
        return False
    start, end = fact.start.astimezone(UK), fact.record.ended.at.astimezone(UK)
    return _is_night(start) or _is_night(end) or end.date() > start.date()


def _is_night(at: datetime) -> bool:
    return at.time() >= NIGHT_FROM or at.time() < NIGHT_TO


def _is_of_age(fact: Fact, what: Condition, facts: Facts) -> bool:
    if what.min_age is None and what.max_age is None and what.under_months is None:
        return True
    ages = facts.story.age_on(fact.record.when.day)
    if ages is None:
        return what.under_months is None and what.max_age is None
    return (
        (what.min_age is None or ages[1] >= what.min_age)
        and (what.max_age is None or ages[0] <= what.max_age)
        and (what.under_months is None or _is_under(what.under_months, fact, facts))
    )


def _is_under(months: int, fact: Fact, facts: Facts) -> bool:
    born = [person.date_of_birth for person in facts.story.persons if person.date_of_birth]
    earliest = min(date.earliest for date in born)
    return (fact.record.when.day - earliest).days < months * 30.44


def _is_worded(fact: Fact, what: Condition) -> bool:
    if not what.wording:
        return True
    text = fold(fact.record.narrative)
    return any(wording.occurs_in(text) for wording in what.wording)


def is_met(need: Need, found: Sequence[Fact]) -> bool:
    """Whether records that fulfil a need's condition, ordered by when they happened, are enough of them."""
    if need.count_of == "events" and need.count > 1:
        spaced = _spaced(separate_events(found), need.days_apart)
        return len(spaced) >= need.count and (not need.shrinking_gaps or _shrinks(spaced[-need.count :]))
    return len(_counted(need, found)) >= need.count


def _counted(need: Need, found: Sequence[Fact]) -> Sequence[Fact] | set[str] | set[date]:
    """The different things that a need counts."""
    if need.count_of == "signs":
        return {sign for fact in found for sign in _signs_carried(fact, need.what)}
    if need.count_of == "days":
        return {fact.record.when.day for fact in found}
    if need.count_of == "agencies":
        return {fact.record.agency for fact in separate_events(found)}
    if need.count_of == "reporters":
        return {person for fact in separate_events(found) for person in fact.record.people_as("reporter")}
    return found


def separate_events(found: Iterable[Fact]) -> list[Fact]:
    """One fact an event; missing episodes that overlap are one, however many agencies wrote them down."""
    events: list[Fact] = []
    seen: set[str] = set()
    away_until: datetime | None = None
    for fact in found:
        if fact.event in seen:
            continue
        seen.add(fact.event)
        if fact.record.kind == "missing_episode":
            if away_until is not None and fact.start < away_until:
                away_until = max(away_until, fact.end)
                continue
            away_until = fact.end
        events.append(fact)
    return events


def _spaced(events: list[Fact], days: int) -> list[Fact]:
    if not days:
        return events
    kept: list[Fact] = []
    for fact in events:
        if not kept or fact.start - kept[-1].start >= timedelta(days=days):
            kept.append(fact)
    return kept


def _shrinks(events: list[Fact]) -> bool:
    gaps = [after.start - before.start for before, after in pairwise(events)]
    return all(later < earlier for earlier, later in pairwise(gaps))
