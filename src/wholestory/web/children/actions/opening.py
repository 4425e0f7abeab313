"""Opening a child's story with a reason, and breaking glass."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import BreakGlass, Opening
from wholestory.web.log.actions import note


@transaction.atomic
def give_reason(*, by: User, child: str, session: str, reason: str) -> Opening:
    """Keep why somebody opens a child's story in this working session. What they then read is logged page by page."""
    return Opening.objects.create(by=by, child=child, session=session, reason=reason, at=timezone.now())


@transaction.atomic
def break_glass(*, by: User, child: str, session: str, reason: str) -> BreakGlass:
    """Open a story beyond somebody's post for this working session, and tell the data guardians."""
    broken = BreakGlass.objects.create(by=by, child=child, session=session, reason=reason, at=timezone.now())
    note(who=by.email, what="broke glass", about=f"child {child}"[:200], reason=reason, at=broken.at)
    transaction.on_commit(lambda: _tell_guardians(by))
    return broken


def _tell_guardians(who: User) -> None:
    """Write to each data guardian that a story was opened, without a word about the child."""
    guardians = User.objects.filter(is_active=True, posts__role=Role.DATA_GUARDIAN, posts__ended=None).distinct()
    message = EmailMessage(
        subject="Somebody broke glass",
        body=(
            f"{who.name} opened a child's story beyond their post and gave a reason.\n\n"
            "Please sign in and review it under “Broken glass”. This message says nothing about the child on purpose."
        ),
        bcc=[guardian.email for guardian in guardians],
    )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        # The story stays open all the same: a child may be at risk, and the row waits for the guardian's review.
        logging.getLogger(__name__).warning("The data guardians could not be told by e-mail: %s", type(error).__name__)
