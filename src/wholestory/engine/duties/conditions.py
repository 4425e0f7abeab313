"""Whether a record is what a rule asks for: its kind, who was involved, what its outcome and its narrative say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from wholestory.engine.duties.matter import ADULT, Entry, Matter, Meeting
from wholestory.model.moments import Moment, after_months
from wholestory.model.records import Record
from wholestory.practice.duties import Condition, Said, Times, Trigger
from wholestory.practice.expressions import Expression, fold


def owed(trigger: Trigger, entry: Entry, matter: Matter) -> bool:
    """Whether the record starts the duty: the child's own, about a child, with everything that the trigger asks."""
    return (
        is_row(trigger, entry, matter)
        and meets(trigger.condition, entry, matter)
        and not (trigger.ended and entry.record.happened_to is None)
        and (not trigger.others or _others(trigger, entry, matter))
        and (not trigger.during or _during(trigger.during, entry, matter))
        and (not trigger.known_to or _known_to(trigger.known_to, entry, matter))
        and (not trigger.times or any(_repeated(times, trigger, entry, matter) for times in trigger.times))
    )


def is_row(trigger: Trigger, entry: Entry, matter: Matter) -> bool:
    """Whether it is a record of the trigger's kind about this child, who may be under 18: owed or not, its row."""
    condition = trigger.condition
    return (
        not entry.event.is_theirs
        and entry.record.kind in condition.kinds
        and (not condition.agencies or entry.record.agency_kind in condition.agencies)
        and (not condition.roles or not entry.roles.isdisjoint(condition.roles))
        and may_be_under(ADULT, entry.moment, matter)
    )


def may_be_under(age: int, when: Moment, matter: Matter) -> bool:
    """Whether the child may be younger than so many years; an unknown age counts as that of a child."""
    known = matter.story.age_on(when.day)
    return known is None or known[0] < age


def meets(condition: Condition, entry: Entry, matter: Matter) -> bool:
    """Whether the record is all that a condition asks."""
    record = entry.record
    return (
        (not condition.kinds or record.kind in condition.kinds)
        and (not condition.agencies or record.agency_kind in condition.agencies)
        and (not condition.roles or not entry.roles.isdisjoint(condition.roles))
        and _outcome_fits(condition, record)
        and all(says(said, record, matter) for said in condition.says)
        and not any(says(said, record, matter) for said in condition.unless)
    )


def meeting(condition: Condition, matter: Matter) -> Meeting:
    """Every record of the story that meets a condition."""
    # A long story holds a thousand duties and thousands of records: each condition is tried on each record once.
    found = matter.meeting.get(condition)
    if found is None:
        kinds = dict.fromkeys(condition.kinds or matter.by_kind)
        entries = (entry for kind in kinds for entry in matter.by_kind.get(kind, ()))
        fitting = (entry for entry in entries if meets(condition, entry, matter))
        found = Meeting(tuple(sorted(fitting, key=lambda entry: entry.record.key)))
        matter.meeting[condition] = found
    return found


def says(said: Said, record: Record, matter: Matter) -> bool:
    """Whether the narrative carries one of the signs, or one of the wordings."""
    signs = matter.signs(record)
    if any((sign.indicator, assertion) in signs for sign in said.signs for assertion in sign.assertions):
        return True
    if not said.words:
        return False
    sentences = matter.sentences(record)
    whole = "\n".join(sentences)
    words = [wording for wording in said.words if wording.may_occur_in(whole)]
    return any(_found(words, sentence) for sentence in sentences) if words else False


def _found(wording: Sequence[Expression], folded: str) -> bool:
    return any(expression.occurs_in(folded) for expression in wording)


def _outcome_fits(condition: Condition, record: Record) -> bool:
    if not (condition.outcomes or condition.unless_outcomes):
        return True
    outcome = fold(record.outcome)
    return (not condition.outcomes or _found(condition.outcomes, outcome)) and not _found(
        condition.unless_outcomes, outcome
    )


def _others(trigger: Trigger, entry: Entry, matter: Matter) -> bool:
    records = [entry.record]
    if trigger.others_in == "matter":
        records += _linked(entry, matter)
    people = {person for record in records for person in record.people_as(*trigger.others)}
    people -= matter.persons
    return any(not (trigger.adult and matter.known_child(person, entry.moment)) for person in people)


def _linked(entry: Entry, matter: Matter) -> list[Record]:
    """The event's other records, what they answer and what answers them."""
    own = [record.key for record in entry.event.records]
    keys = {key for record in entry.event.records for key in record.responds_to}
    keys.update(own, matter.leading_back_to(own))
    return [matter.entries[key].record for key in sorted(keys) if key in matter.entries]


def _during(kind: str, entry: Entry, matter: Matter) -> bool:
    return entry.record.kind == kind or matter.going_on(kind, entry.moment)


def _known_to(agency_kind: str, entry: Entry, matter: Matter) -> bool:
    return any(record.agency_kind == agency_kind for record in [entry.record, *_linked(entry, matter)])


def _repeated(times: Times, trigger: Trigger, entry: Entry, matter: Matter) -> bool:
    """Whether it has happened so often in the window that ends with this event; events are counted, not records."""
    occurrences: list[frozenset[str]] = []
    for other in _alike(times, trigger, entry, matter):
        if not _held(other, occurrences):
            occurrences.append(matter.same_occurrence(other.event))
    return len(occurrences) >= times.count


def _alike(times: Times, trigger: Trigger, entry: Entry, matter: Matter) -> list[Entry]:
    """The child's own records of the same thing in the window that ends with this one, in the order of events."""
    this = entry.event.happened
    since = this.day - timedelta(days=times.days) if times.days else after_months(this.day, -times.months)
    alike = (
        other
        for other in meeting(trigger.condition, matter).entries
        if not other.event.is_theirs and other.event.happened.at <= this.at and other.event.happened.day >= since
    )
    return sorted(alike, key=lambda other: (other.event.happened, other.record.key))


def _held(entry: Entry, occurrences: Iterable[frozenset[str]]) -> bool:
    return any(entry.record.key in keys for keys in occurrences)
