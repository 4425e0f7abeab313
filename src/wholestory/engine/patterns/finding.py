"""From a child's story and its readings to concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wholestory.engine.patterns.facts import Fact, Facts
from wholestory.engine.patterns.watch import Sighting, sightings
from wholestory.engine.patterns.wording import statement
from wholestory.model.findings import Concern, Reading
from wholestory.model.moments import Moment
from wholestory.model.story import Story
from wholestory.practice.patterns import PatternRule


def find_concerns(
    story: Story, readings: Mapping[str, Reading], rules: Sequence[PatternRule], as_at: Moment
) -> tuple[Concern, ...]:
    """Every pattern that the records known at `as_at` complete, ordered by when it became visible, then by key.

    `readings` is keyed by record, of the child's own and of related children's events. A concern grows while its
    evidence goes on; after a year without any, the same pattern completed again is another concern.
    """
    facts = Facts(story, readings, as_at)
    concerns = [_concern(rule, seen, facts) for rule in rules for seen in sightings(rule, facts)]
    return tuple(sorted(concerns, key=lambda concern: (concern.visible_from, concern.key)))


def _concern(rule: PatternRule, seen: Sighting, facts: Facts) -> Concern:
    last = seen.completed_by
    return Concern(
        key=f"{rule.header.id}/{last.record.key}/{_person(seen, facts)}",
        child=facts.story.child,
        theme=rule.theme,
        pattern=rule.header.id,
        title=rule.header.title,
        visible_from=last.known,
        completed_by=last.record.key,
        latest=seen.latest.known,
        evidence=_records(seen),
        statement=statement(rule, seen, facts),
    )


def _records(seen: Sighting) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for fact in seen.evidence:
        keys.update(dict.fromkeys(fact.shared_records or (fact.record.key,)))
    return tuple(dict.fromkeys([*keys, seen.completed_by.record.key]))


def _person(seen: Sighting, facts: Facts) -> str:
    """This child's person in the completing record, or in the first evidence that names this child."""
    for fact in (seen.completed_by, *seen.evidence):
        person = _own_person(fact, facts)
        if person:
            return person
    return facts.story.persons[0].key


def _own_person(fact: Fact, facts: Facts) -> str:
    own = [part for part in fact.record.involvements if part.person in facts.persons]
    own.sort(key=lambda part: (part.role != "subject", part.person))
    return own[0].person if own else ""
