"""Preparing a report for publication, and signing it off."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from wholestory.reports.round_report import RoundReport
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.improvement.leading import Year
from wholestory.web.improvement.models import PublicReport
from wholestory.web.improvement.permissions import why_not_sign
from wholestory.web.improvement.publishing import public_report
from wholestory.web.log.actions import note


@transaction.atomic
def prepare(*, title: str, since: date, until: date, by: User) -> PublicReport:
    """Work out a report and keep it as it is, to be read and signed off. Raises RefusedError for days published."""
    _refuse_overlap(since, until)
    now = timezone.now()
    content = public_report(title, Year(since, until), now)
    made = PublicReport.objects.create(
        title=title, since=since, until=until, content=asdict(content), digest=digest_of(content), by=by, at=now
    )
    note(who=by.email, what="wrote", about=f"public report {made.pk}", digest=made.digest)
    return made


@transaction.atomic
def sign_off(*, report: PublicReport, signed_as: str, access: Access, by: User) -> None:
    """Let a report go out, under somebody's name."""
    locked = PublicReport.objects.select_for_update().get(pk=report.pk)
    if refusal := why_not_sign(access, locked):
        raise RefusedError(refusal)
    _refuse_overlap(locked.since, locked.until)
    locked.signed_as, locked.signed_by, locked.signed_at = signed_as, by, timezone.now()
    locked.save(update_fields=["signed_as", "signed_by", "signed_at"])
    note(who=by.email, what="decided", about=f"public report {locked.pk}", decision="published", digest=locked.digest)


def digest_of(report: RoundReport) -> str:
    """The SHA-256 digest of a report, 64 hexadecimal digits."""
    return hashlib.sha256(report.text.encode()).hexdigest()


def _refuse_overlap(since: date, until: date) -> None:
    """What two reports say of days that both cover could be subtracted, and small counts come out."""
    there = PublicReport.objects.filter(since__lte=until, until__gte=since).exclude(signed_at=None).first()
    if there:
        raise RefusedError(
            f"“{there.title}” has been published for some of these days. Two reports on the same days could be "
            "subtracted from one another: choose days after it."
        )
