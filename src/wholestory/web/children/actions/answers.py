"""Answering a concern, agreeing as a second person, and taking an answer back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.children.actions.notices import tell
from wholestory.web.children.answering import is_serious
from wholestory.web.children.models import Answer, Child, ConcernRow, Notice
from wholestory.web.children.permissions import why_not_agree, why_not_answer, why_not_restore, why_not_withdraw
from wholestory.web.children.summarising import summarise
from wholestory.web.log.actions import note


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers: one of Answer.Kind, why, who sees it through, when; and who is asked to agree."""

    kind: str
    reason: str
    owner: User
    done_on: date | None = None
    watch_until: date | None = None
    asked: User | None = None


@transaction.atomic
def answer(*, concern: ConcernRow, given: Given, by: Access) -> Answer:
    """Answer a concern as it is in `concern`, the row that the person has read: what came in since stays new.

    Raises RefusedError where the person may not answer.
    """
    user = _permitted(by, why_not_answer(by))
    now = _lock(concern.child_id)
    made = Answer.objects.create(
        concern=concern.key,
        child=concern.child_id,
        kind=given.kind,
        reason=given.reason,
        owner=given.owner,
        done_on=given.done_on,
        watch_until=given.watch_until,
        by=user,
        at=now,
        needs_second=is_serious(concern),
        asked=given.asked,
        evidence=concern.evidence,
        statement=concern.statement,
    )
    _note(user, made, concern.child_id, "answered", kind=given.kind, needs_second=made.needs_second)
    if given.owner != user:
        _tell(given.owner, Notice.Kind.OWNS_ANSWER, made, concern.child_id)
    if made.needs_second and given.asked:
        _tell(given.asked, Notice.Kind.AGREE, made, concern.child_id)
    summarise([concern.child_id], now)
    return made


@transaction.atomic
def agree(*, answer: Answer, child: str, by: Access) -> None:
    """Agree, as a second person, to an answer to a serious concern, which closes it."""
    now = _lock(child)
    answer.refresh_from_db()
    user = _permitted(by, why_not_agree(by, answer))
    answer.agreed_by, answer.agreed_at = user, now
    answer.save(update_fields=["agreed_by", "agreed_at"])
    _note(user, answer, child, "agreed")
    summarise([child], now)


@transaction.atomic
def withdraw(*, answer: Answer, child: str, reason: str, by: Access) -> None:
    """Take an answer back, or disagree with somebody else's: the concern stands unanswered again."""
    now = _lock(child)
    answer.refresh_from_db()
    user = _permitted(by, why_not_withdraw(by, answer))
    answer.withdrawn_by, answer.withdrawn_at, answer.withdrawn_reason = user, now, reason
    answer.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _note(user, answer, child, "withdrawn")
    summarise([child], now)


@transaction.atomic
def restore(*, answer: Answer, child: str, by: Access) -> None:
    """Undo the withdrawal of an answer. That it was withdrawn stays in the log."""
    now = _lock(child)
    answer.refresh_from_db()
    user = _permitted(by, why_not_restore(by, answer))
    answer.withdrawn_by, answer.withdrawn_at, answer.withdrawn_reason = None, None, ""
    answer.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _note(user, answer, child, "restored")
    summarise([child], now)


def _lock(child: str) -> datetime:
    """Whoever decides on the same child at the same time waits; gives the moment of the decision."""
    Child.objects.select_for_update().get(key=child)
    return timezone.now()


def _permitted(by: Access, why_not: str) -> User:
    if why_not or by.user is None:
        raise RefusedError(why_not or "Sign in first.")
    return by.user


def _note(user: User, made: Answer, child: str, decision: str, **details: Any) -> None:
    note(
        who=user.email,
        what="decided",
        about=f"child {child}"[:200],
        decision=decision,
        concern=made.concern,
        answer=made.pk,
        **details,
    )


def _tell(to: User, kind: Notice.Kind, made: Answer, child: str) -> None:
    tell(to=to, kind=kind, child=child, at=made.at, concern=made.concern, answer=made)
