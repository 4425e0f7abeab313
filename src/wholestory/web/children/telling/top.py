"""The top of a story: who the child is, where and with whom the child lives, who helps, and what stands unanswered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Window

from wholestory.model.findings import DutyState
from wholestory.model.moments import UK
from wholestory.reports.templates import in_words
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.models import Child, ConcernRow, DutyRow
from wholestory.web.children.queries.decisions import Decisions, answers_about, standings_of
from wholestory.web.children.telling.outline import Home
from wholestory.web.children.telling.sight import Ask, Sight
from wholestory.web.children.telling.told import Told
from wholestory.web.children.unanswered import MOST_SENTENCES, Unanswered, unanswered_as_kept, waiting_concerns


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works with the child."""

    name: str
    agency: str
    telephone: str
    last: str


@dataclass(frozen=True, slots=True)
class Top:
    """What stands above the line of a life. `unanswered` are the first of `waiting` sentences in all."""

    name: str
    age: str
    home: str
    home_record: str
    carers: tuple[str, ...]
    agencies: tuple[Ask, ...]
    workers: tuple[Worker, ...]
    holder: str
    holder_telephone: str
    unanswered: tuple[Unanswered, ...]
    waiting: int


def top_of(child: Child, told: Told, sight: Sight, keys: Collection[str], now: datetime) -> Top:
    """The top of a story, as this reader may see it. Decisions name the child by any of the `keys`."""
    outline = told.outline
    day = told.known_on or now.astimezone(UK).date()
    sentences, waiting = _then(told) if told.known_on else _now(child, keys, now)
    home = outline.home
    agencies = {one.agency for one in outline.holdings if not one.belongs_to}
    workers = [one for one in outline.workers if sight.may_read(one)]
    # Who holds the case is a decision of now; nobody knows here who held it on an earlier day.
    holder = child.owner if not told.known_on else None
    return Top(
        child.name or "Name not recorded",
        age_in_words(child.born, day),
        _home_says(home, sight),
        home.source if home and home.since and sight.may_read(home) else "",
        tuple(one.name for one in outline.carers if sight.may_read(one)),
        tuple(map(sight.ask, sorted(agencies))),
        tuple(Worker(one.name, sight.title(one.agency), one.telephone, in_words(one.last)) for one in workers),
        holder.name if holder else "",
        holder.telephone if holder else "",
        tuple(sentences[:MOST_SENTENCES]),
        waiting,
    )


def _home_says(home: Home | None, sight: Sight) -> str:
    if home is None:
        return "Where the child lives is not recorded"
    if not sight.may_read(home):
        return f"Where the child lives stands in a restricted record; ask {sight.ask(home.agency)}"
    if home.since:
        return f"Lives at {home.place} since {in_words(home.since)}"
    return f"Address held by {sight.title(home.agency)}: {home.place}"


def _then(told: Told) -> tuple[list[Unanswered], int]:
    """What stood unanswered by what was on record on an earlier day, and how much that was."""
    concerns = [Unanswered(concern.statement, concern.completed_by, concern.key) for concern in told.waiting]
    duties = [Unanswered(duty.statement, duty.trigger) for duty in told.missed]
    return [*concerns, *duties], len(concerns) + len(duties)


def _now(child: Child, keys: Collection[str], now: datetime) -> tuple[list[Unanswered], int]:
    """What stands unanswered by records and decisions together, the longest waiting first, and how much that is."""
    return unanswered_as_kept(child, now) or _worked_out(child, keys, now)


def _worked_out(child: Child, keys: Collection[str], now: datetime) -> tuple[list[Unanswered], int]:
    rows = ConcernRow.objects.filter(child=child).order_by("visible_from", "key")
    # Evidence, thousands of records of a long story, is asked for only where an answer is held against it.
    concerns = list(rows.defer("evidence"))
    answers = answers_about(keys, concerns) if concerns else []
    if answers:
        concerns = list(rows)
    decisions = Decisions({child.key: answers})
    found = waiting_concerns(standings_of(concerns, decisions, now))
    waiting = len(found)
    # As DutyState.at says it; a long story may hold a thousand duties, of which five are shown.
    overdue = Q(state=DutyState.PENDING.value, due_at__lt=now) | Q(state=DutyState.MISSED.value)
    duties = DutyRow.objects.filter(overdue, child=child).order_by("rank", "due_at", "key")
    # One at the least: it tells how many there are.
    counted = duties.annotate(count=Window(Count("*"))).values_list("statement", "trigger", "count")
    first = list(counted[: max(1, MOST_SENTENCES - len(found))])
    found += [Unanswered(statement, trigger) for statement, trigger, _ in first]
    return found, waiting + (first[0][2] if first else 0)
