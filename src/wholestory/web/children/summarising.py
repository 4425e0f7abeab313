"""What the worklist shows of a child, made of findings and decisions together: the one place that writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from datetime import datetime, timedelta

from django.db import transaction

from wholestory.model.findings import DutyState
from wholestory.model.moments import UK
from wholestory.web.children.actions.notices import tell_of_returns
from wholestory.web.children.answering import Stand, Standing, watch_ends
from wholestory.web.children.models import Assignment, Child, ChildPlace, ConcernRow, DutyRow
from wholestory.web.children.queries.decisions import Decisions, decisions_on, standings_of
from wholestory.web.children.unanswered import kept_unanswered
from wholestory.web.written_rows import upsert

# A duty is on the worklist from so long before it falls due.
SOON = timedelta(days=7)

RULE = (
    "Order: duties missed, by what they rest on (statute first); then concerns that nobody has answered, the longest "
    "waiting first; then duties due within 7 days."
)

_NO_DUTY = 9
_ONLY_CONCERNS = 5
_ONLY_DUE_SOON = 6
_NO_TIME = "9" * 14
_AT_ONCE = 500
_UNDONE = (DutyState.MISSED.value, DutyState.PENDING.value)
SUMMARY = [
    *("unanswered", "missed", "returned", "to_agree", "standing", "overdue_since", "waiting_since", "next_due"),
    *("next_duty", "sentence", "themes", "owner", "team", "urgency", "changes_at"),
    "stands_unanswered",
]


@transaction.atomic(savepoint=False)
def summarise(children: Collection[str], now: datetime) -> None:
    """Write the summaries of some children (clusters) as they are now. Costs the same few queries for any number."""
    # In one order, so that two who save at once wait for one another instead of for ever.
    rows = list(Child.objects.select_for_update().filter(key__in=list(children)).order_by("key"))
    concerns = list(ConcernRow.objects.filter(child__in=rows))
    duties = list(DutyRow.objects.filter(child__in=rows, state__in=_UNDONE))
    summarise_rows(rows, concerns, duties, decisions_on([row.key for row in rows], concerns), now)
    upsert(Child, rows, SUMMARY, unique=["key"])
    _write_what_places_repeat(rows)


def summarise_rows(
    rows: Sequence[Child],
    concerns: Iterable[ConcernRow],
    duties: Iterable[DutyRow],
    decisions: Decisions,
    now: datetime,
) -> None:
    """Set the summaries in the rows of some children, which are not written here; whoever is to hear of a concern
    that came back is told.

    `concerns` and `duties` are all that these children have, `decisions` all that stands decided about them.
    """
    concerns = sorted(concerns, key=lambda one: (one.visible_from, one.key))
    undone: dict[str, list[DutyRow]] = defaultdict(list)
    for duty in sorted(duties, key=lambda one: (one.rank, one.due_at, one.key)):
        if duty.state in _UNDONE:
            undone[duty.child_id].append(duty)
    standings: dict[str, list[tuple[ConcernRow, Standing]]] = defaultdict(list)
    for concern, standing in standings_of(concerns, decisions, now):
        standings[concern.child_id].append((concern, standing))
    for row in rows:
        missed = [duty for duty in undone[row.key] if duty.state_at(now) is DutyState.MISSED]
        _summarise_concerns(row, standings[row.key])
        _summarise_duties(row, undone[row.key], missed, now)
        _summarise_holder(row, decisions.holders.get(row.key))
        row.sentence = _sentence(standings[row.key], missed)
        row.stands_unanswered = kept_unanswered(standings[row.key], missed)
        row.urgency = _urgency(row, now)
        row.changes_at = _next_change(undone[row.key], (one for _, one in standings[row.key]), now)
    tell_of_returns(
        (
            (row, concern, one.answer, one.watch_passed)
            for row in rows
            for concern, one in standings[row.key]
            if one.stand is Stand.RETURNED and one.answer
        ),
        now,
    )


def catch_up(now: datetime) -> int:
    """Bring the summaries up to the present where time alone has changed them: a duty has fallen due, or soon will,
    or a date until which a concern was watched has passed. Gives how many there were."""
    changed = Child.objects.filter(changes_at__lte=now).order_by("changes_at").values_list("key", flat=True)
    count = 0
    while batch := list(changed[:_AT_ONCE]):
        summarise(batch, now)
        count += len(batch)
    return count


def _write_what_places_repeat(rows: Sequence[Child]) -> None:
    now = {row.key: (row.urgency, row.themes) for row in rows}
    places = list(ChildPlace.objects.filter(child__in=now))
    changed = [place for place in places if (place.urgency, place.themes) != now[place.child_id]]
    for place in changed:
        place.urgency, place.themes = now[place.child_id]
    ChildPlace.objects.bulk_update(changed, ["urgency", "themes"], batch_size=_AT_ONCE)


def _summarise_concerns(row: Child, standings: Sequence[tuple[ConcernRow, Standing]]) -> None:
    waiting = [(concern, one) for concern, one in standings if one.is_open]
    row.unanswered = len(waiting)
    row.returned = sum(one.stand is Stand.RETURNED for _, one in waiting)
    row.to_agree = sum(one.stand is Stand.TO_AGREE for _, one in waiting)
    row.waiting_since = min((one.since for _, one in waiting if one.since), default=None)
    row.themes = between_bars({concern.theme for concern, _ in waiting})


def between_bars(words: Set[str]) -> str:
    """Words as one text in which each is found by itself (`|missing|neglect|`); empty for none."""
    return f"|{'|'.join(sorted(words))}|" if words else ""


def _summarise_duties(row: Child, undone: Sequence[DutyRow], missed: Sequence[DutyRow], now: datetime) -> None:
    ahead = (duty for duty in undone if duty.state_at(now) is not DutyState.MISSED)
    pending = min(ahead, key=lambda duty: (duty.due_at, duty.key), default=None)
    row.missed = len(missed)
    row.standing = missed[0].rank if missed else _NO_DUTY
    row.overdue_since = missed[0].due_at if missed else None
    row.next_due = pending.due_at if pending else None
    row.next_duty = pending.title if pending else ""


def _summarise_holder(row: Child, held: Assignment | None) -> None:
    row.owner_id = held.owner_id if held else None
    row.team = held.team if held else ""


def _sentence(standings: Sequence[tuple[ConcernRow, Standing]], missed: Sequence[DutyRow]) -> str:
    """The concern that has waited longest and the strongest duty missed, without their particulars."""
    waiting = sorted(
        ((one.since, concern) for concern, one in standings if one.since), key=lambda pair: (pair[0], pair[1].key)
    )
    concern = waiting[0][1].statement.partition(": ")[0].rstrip(".") if waiting else ""
    duty = missed[0].statement.partition("; it was due")[0].partition("; it is due")[0].rstrip(".") if missed else ""
    duty = duty.replace("No record yet of", "No record of", 1)
    both = f"{concern}; {duty[0].lower()}{duty[1:]}" if concern and duty else concern or duty
    return f"{both}." if both else ""


def _urgency(row: Child, now: datetime) -> str:
    """Digits that sort as RULE says, alike under every database's collation."""
    if row.missed:
        return f"{row.standing}{_digits(row.overdue_since)}{_digits(row.waiting_since)}"
    if row.unanswered:
        return f"{_ONLY_CONCERNS}{_digits(row.waiting_since)}{_NO_TIME}"
    if row.next_due and row.next_due - SOON <= now:
        return f"{_ONLY_DUE_SOON}{_digits(row.next_due)}{_NO_TIME}"
    return ""


def _digits(at: datetime | None) -> str:
    return f"{at.astimezone(UK):%Y%m%d%H%M%S}".zfill(14) if at else _NO_TIME


def _next_change(duties: Iterable[DutyRow], standings: Iterable[Standing], now: datetime) -> datetime | None:
    pending = [duty.due_at for duty in duties if duty.state_at(now) is DutyState.PENDING]
    # A duty is missed once its last moment has passed, not at it.
    ahead = [due + timedelta(seconds=1) for due in pending] + [due - SOON for due in pending]
    ahead += [ends + timedelta(seconds=1) for one in standings if (ends := watch_ends(one))]
    return min((at for at in ahead if at > now), default=None)
