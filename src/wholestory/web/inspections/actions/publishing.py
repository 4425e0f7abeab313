"""Signing a round's report off: exactly what was previewed goes out, under somebody's name."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from wholestory.reports.round_report import RoundReport
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.inspections.actions.rounds import locked, permitted
from wholestory.web.inspections.models import Move, Publication, Round
from wholestory.web.inspections.permissions import why_not_move
from wholestory.web.inspections.queries.report import for_publication
from wholestory.web.inspections.states import State
from wholestory.web.log.actions import note


@transaction.atomic
def sign_off(*, inspected: Round, signed_as: str, digest: str, by: Access) -> Publication:
    """Publish a round. `digest` is of the preview that was read.

    Raises RefusedError where what would go out is no longer what was read.
    """
    held = locked(inspected)
    user = permitted(by, why_not_move(by, held, State.PUBLISHED))
    if digest != digest_of(for_publication(held)):
        raise RefusedError("The report has changed since you read it. Read the preview again, then sign it off.")
    now = timezone.now()
    report = for_publication(held, signed_as)
    Move.objects.create(of=held, origin=held.state, to=State.PUBLISHED, by=user, at=now)
    held.state, held.published_at = State.PUBLISHED, now
    held.save(update_fields=["state", "published_at"])
    note(who=user.email, what="decided", about=f"round {held.pk}", decision="published")
    return Publication.objects.create(
        of=held, content=asdict(report), digest=digest_of(report), signed_as=signed_as, by=user, at=now
    )


def digest_of(report: RoundReport) -> str:
    """The SHA-256 digest of a report, 64 hexadecimal digits."""
    return hashlib.sha256(report.text.encode()).hexdigest()
