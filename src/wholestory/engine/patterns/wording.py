"""Concerns in words: one sentence with dates, agencies by kind and signs in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from wholestory.engine.patterns.conditions import signs_of
from wholestory.engine.patterns.facts import Fact, Facts
from wholestory.engine.patterns.watch import Sighting
from wholestory.practice.patterns import PatternRule

AGENCY_WORDS = {"education": "school", "social_care": "social care", "care_home": "care home"}

SHOWN = 5


# The concerns of a long story name the same days thousands of times.
@lru_cache(maxsize=10_000)
def day_in_words(day: date) -> str:
    """A day as people write it: 8 March 2014."""
    return f"{day.day} {day:%B %Y}"


def statement(rule: PatternRule, sighting: Sighting, facts: Facts) -> str:
    """The rule's sentence with its evidence in words; a restricted record gives its agency and date only."""
    parts = list(dict.fromkeys(_one(rule, fact, facts) for fact in _one_an_event(sighting)))
    if sighting.silent:
        parts = [*parts[: SHOWN - 1], _no_answer(rule, sighting)]
    elif len(parts) > SHOWN:
        parts = [*parts[: SHOWN - 1], f"and {len(parts) - SHOWN + 1} more"]
    return rule.statement.replace("{evidence}", "; ".join(parts))


def _one_an_event(sighting: Sighting) -> Iterable[Fact]:
    seen: set[tuple[str, str]] = set()
    for fact in sorted(sighting.evidence, key=lambda fact: (fact.start, fact.number)):
        if (fact.event, fact.shared) not in seen:
            seen.add((fact.event, fact.shared))
            yield fact


def _one(rule: PatternRule, fact: Fact, facts: Facts) -> str:
    record = fact.record
    when = day_in_words(record.when.day)
    if record.is_restricted:
        titles = {agency.name: agency.title for agency in facts.story.agencies}
        return f"a restricted record held by {titles.get(record.agency, record.agency)} ({when})"
    agency = AGENCY_WORDS.get(record.agency_kind, record.agency_kind.replace("_", " "))
    whose = "" if fact.own else ", another child's record"
    return f"{_what(rule, fact)} ({agency}, {when}{whose})"


def _what(rule: PatternRule, fact: Fact) -> str:
    if fact.shared and fact.withheld:
        return f"another child: {fact.withheld}"
    if fact.shared:
        return f"{fact.shared.replace('_', ' ')} shared with another child"
    titles = rule.titles or {}
    signs = dict.fromkeys(sign for need in rule.needs for sign in signs_of(fact, need.what))
    words = [_lower_first(titles.get(sign, sign.replace("_", " "))) for sign in signs]
    kind = fact.record.kind.replace("_", " ")
    if any(fact.record.kind in need.what.kinds for need in rule.needs) and kind not in words:
        outcome = fact.record.outcome if any(need.what.outcomes for need in rule.needs) else ""
        words.insert(0, f"{kind}, {outcome}" if outcome else kind)
    return ", ".join(words) or kind


def _lower_first(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _no_answer(rule: PatternRule, sighting: Sighting) -> str:
    days = max(need.unanswered_days for need in rule.needs)
    return f"no answer is on record within {days} days, as far as {day_in_words(sighting.completed_by.known.day)}"
