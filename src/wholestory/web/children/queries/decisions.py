"""The one place where decisions are looked up. A decision names the cluster or finding that it was made on; after
persons were linked or parted the child bears another key, and its decisions are found by every key it may have had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet, Value

from wholestory.web.children.answering import Standing, answers_to, standing_of
from wholestory.web.children.models import Answer, Assignment, CaseStatus, ConcernRow
from wholestory.web.records.models import PersonRow, RecordRow
from wholestory.web.statements import Question

Decision = TypeVar("Decision", Answer, Assignment, CaseStatus)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided about some children (clusters): the answers, oldest first, who holds them, and the case status
    of those who have one."""

    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    holders: dict[str, Assignment] = field(default_factory=dict)
    statuses: dict[str, CaseStatus] = field(default_factory=dict)


def meant_by(children: Collection[str]) -> dict[str, str]:
    """Every key that decisions about the children may name, and the child (cluster) that it means now."""
    rows = PersonRow.objects.filter(cluster__in=list(children)).values_list("key", "cluster")
    return {**{child: child for child in children}, **dict(rows)}


def decisions_on(children: Collection[str], concerns: Iterable[ConcernRow]) -> Decisions:
    """What stands decided about some children; `concerns` are theirs."""
    return decisions_by_key(meant_by(children), concerns)


def decisions_by_key(
    child_of: Mapping[str, str], concerns: Iterable[ConcernRow], at: datetime | None = None
) -> Decisions:
    """The same, of the children that the keys in `child_of` mean; their case statuses as they stood `at` a moment."""
    by_concern = {concern.key: concern.child_id for concern in concerns}
    named = list(child_of)
    there = set(_decided(named, by_concern))
    found = Decisions()
    for answer in _oldest_first(_answers(named, list(by_concern))) if _ANSWER in there else ():
        # By its concern first: a link that was undone leaves the answer with whoever the concern is about.
        child = by_concern.get(answer.concern) or child_of.get(answer.child)
        if child:
            found.answers[child].append(answer)
    if _HOLDER in there:
        found.holders.update((child_of[one.child], one) for one in _oldest_first(_held(named)))
    if _STATUS in there:
        found.statuses.update(statuses_of(child_of, at))
    return found


def _answers(named: list[str], concerns: list[str]) -> QuerySet[Answer]:
    return Answer.objects.filter(Q(child__in=named) | Q(concern__in=concerns), withdrawn_at=None)


def _held(named: list[str]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(child__in=named, ended=None)


_ANSWER, _HOLDER, _STATUS = range(3)


def _kinds_of_decision(named: list[str], concerns: list[str]) -> QuerySet[Any, int]:
    statuses = CaseStatus.objects.filter(child__in=named)
    kinds = (_ANSWER, _answers(named, concerns)), (_HOLDER, _held(named)), (_STATUS, statuses)
    first, *others = (rows.order_by().values_list(Value(kind), flat=True) for kind, rows in kinds)
    return first.union(*others)


# Which kinds of decision there are: of most children nothing is decided, and one query tells so for all of them.
_decided = Question(_kinds_of_decision)


def answers_about(keys: Collection[str], concerns: Iterable[ConcernRow]) -> list[Answer]:
    """The answers that stand about the one child whom the keys mean, oldest first; `concerns` are the child's."""
    return _oldest_first(_answers(list(keys), [concern.key for concern in concerns]))


def status_of(keys: Collection[str], at: datetime | None = None) -> CaseStatus | None:
    """The case status that stands for the child whom the keys mean, or stood at a moment: the last one that was not
    undone by then; None where there is none."""
    named = CaseStatus.objects.filter(_stood(at), child__in=list(keys))
    # Fetched after it, whoever set it costs nothing where there is none, as with most children.
    return next(reversed(_oldest_first(named.prefetch_related("by"))), None)


def statuses_of(child_of: Mapping[str, str], at: datetime | None) -> dict[str, CaseStatus]:
    """What `status_of` says, of every child that the keys in `child_of` mean; a child without any is left out."""
    named = CaseStatus.objects.filter(_stood(at), child__in=list(child_of))
    return {child_of[status.child]: status for status in _oldest_first(named)}


def _oldest_first(decisions: QuerySet[Decision]) -> list[Decision]:
    """Few enough to be put in order here: asking the database for it costs more than the rows."""
    return sorted(decisions, key=lambda one: (one.at, one.pk))


def _stood(at: datetime | None) -> Q:
    return Q(undone_at=None) if at is None else Q(at__lte=at) & (Q(undone_at=None) | Q(undone_at__gt=at))


def standings_of(
    concerns: Sequence[ConcernRow], decisions: Decisions, now: datetime
) -> list[tuple[ConcernRow, Standing]]:
    """How each of some children's concerns stands; `concerns` are all that these children have."""
    keys = {concern.key for concern in concerns}
    answered = [
        (concern, answers_to(concern, decisions.answers.get(concern.child_id, ()), keys)) for concern in concerns
    ]
    beyond = {key for concern, given in answered if given for key in concern.evidence if key not in given[-1].evidence}
    # Asked for only where an answered concern has other evidence now than when it was answered.
    stored = RecordRow.objects.filter(key__in=list(beyond)).values_list("key", "stored_at") if beyond else ()
    when = dict(stored)
    return [(concern, standing_of(concern, given, when, now)) for concern, given in answered]
