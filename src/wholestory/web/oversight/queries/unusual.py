"""Reading that somebody should ask about, found by rules that are stated and shown with the rows that they rest on.

No score and no ranking: each finding is a dated fact, and there may be a good reason for every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from wholestory.web.oversight.queries.looks import Look, Looks

MANY = 10
WITHIN = timedelta(hours=1)
NIGHT_BEGINS, NIGHT_ENDS = 23, 6


@dataclass(frozen=True, slots=True)
class Unusual:
    """Something to ask about: by which rule, who, in a sentence without its subject, and the looks that are its
    evidence in order of time."""

    rule: Rule
    who: str
    name: str
    says: str
    looks: Sequence[Look]

    @property
    def at(self) -> datetime:
        """When it was last so."""
        return self.looks[-1].at


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its title, the rule itself as it is stated to people, and what finds it."""

    title: str
    says: str
    find: Callable[[Looks], Iterator[tuple[str, Sequence[Look]]]]


def unusual_in(looks: Looks) -> list[Unusual]:
    """Everything that a rule finds in some looks, the newest first."""
    found = [
        Unusual(rule, evidence[0].who, looks.names.get(evidence[0].who, ""), says, evidence)
        for rule in RULES
        for says, evidence in rule.find(looks)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _many_in_an_hour(looks: Looks) -> Iterator[tuple[str, Sequence[Look]]]:
    for theirs in looks.by_reader:
        start = end = 0
        while start < len(theirs):
            # In order of time, so that the end only moves on: one reader may have thousands of looks.
            while end < len(theirs) and theirs[end].at - theirs[start].at <= WITHIN:
                end += 1
            burst = theirs[start:end]
            children = len({look.child for look in burst})
            if children >= MANY:
                yield f"opened the stories of {children} children within an hour.", burst
                start += len(burst)
            else:
                start += 1


def _broken_glass(looks: Looks) -> Iterator[tuple[str, Sequence[Look]]]:
    for theirs in looks.by_child:
        if any(look.broke for look in theirs):
            beyond = [look for look in theirs if look.broke or look.beyond]
            yield f"broke glass to open the story of child {theirs[0].child}.", beyond


def _at_night(looks: Looks) -> Iterator[tuple[str, Sequence[Look]]]:
    # Asked for once: for each of thousands of looks it would take longer than all else.
    zone = timezone.get_current_timezone()
    by_night: dict[tuple[str, date], list[Look]] = {}
    for look in looks.looks:
        if night := _night_of(look.at.astimezone(zone)):
            by_night.setdefault((look.who, night), []).append(look)
    for theirs in by_night.values():
        children = len({look.child for look in theirs})
        yield (
            f"read the {'story of one child' if children == 1 else f'stories of {children} children'} at night.",
            theirs,
        )


def _known_to_nobody_there(looks: Looks) -> Iterator[tuple[str, Sequence[Look]]]:
    for theirs in looks.by_child:
        first = theirs[0]
        agencies = {
            post.agency
            for post in looks.posts.get(first.who, ())
            if post.since <= first.at and (post.ended is None or post.ended > first.at)
        }
        if agencies and agencies.isdisjoint(looks.known_to.get(first.child, set())):
            told = " and ".join(sorted(one.replace("_", " ") for one in agencies))
            yield f"opened the story of child {first.child}, about whom {told} holds no record.", theirs


def _same_surname(looks: Looks) -> Iterator[tuple[str, Sequence[Look]]]:
    for theirs in looks.by_child:
        who, child = theirs[0].who, theirs[0].child
        surname = looks.surnames.get(who)
        if surname and f"|{surname}|" in looks.in_records.get(child, ""):
            yield f"opened the story of child {child}; somebody in its records has the reader’s surname.", theirs


def _night_of(at: datetime) -> date | None:
    """The day on which the night of a local time began; None by day."""
    if at.hour >= NIGHT_BEGINS:
        return at.date()
    return at.date() - timedelta(days=1) if at.hour < NIGHT_ENDS else None


RULES = (
    Rule(
        "Many stories in an hour",
        f"Somebody opened the stories of {MANY} or more different children within 60 minutes.",
        _many_in_an_hour,
    ),
    Rule(
        "Broken glass",
        "Somebody opened a story beyond their agency and district, or read restricted records, by breaking glass.",
        _broken_glass,
    ),
    Rule(
        "Read at night",
        f"A story was read between {NIGHT_BEGINS}:00 and 0{NIGHT_ENDS}:00. Many posts work at night.",
        _at_night,
    ),
    Rule(
        "Not known to the reader’s agency",
        "Somebody opened the story of a child about whom no agency in which they held a post then holds a record now. "
        "Hub practitioners read across agencies.",
        _known_to_nobody_there,
    ),
    Rule(
        "The reader’s own surname",
        "Somebody in the child’s records, the child or anybody else, has the surname of the reader. Common surnames "
        "meet often.",
        _same_surname,
    ),
)
