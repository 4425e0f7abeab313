"""Telling people that something waits for them, in the application and by e-mail, without a word about a child."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.children.models import Answer, Child, ConcernRow, Notice

_BODY = """{says}

{address}

Please sign in there to see it. This message says nothing about the child on purpose.
"""


def tell(
    *, to: User, kind: Notice.Kind, child: str, at: datetime, concern: str = "", answer: Answer | None = None
) -> None:
    """Tell one person, once the transaction holds; nobody is told twice of the same answer."""
    _add([Notice(to=to, kind=kind, child=child, concern=concern, answer=answer, at=at)])


def tell_of_returns(returned: Iterable[tuple[Child, ConcernRow, Answer, bool]], at: datetime) -> None:
    """Tell whoever holds the case and whoever was to see the answer through that a concern has come back.

    `returned`: the child, the concern, its answer, and whether it came back because a date passed.
    """
    _add(
        Notice(
            to_id=person,
            kind=Notice.Kind.WATCH_PASSED if date_passed else Notice.Kind.RETURNED,
            child=child.key,
            concern=concern.key,
            answer=answer,
            at=at,
        )
        for child, concern, answer, date_passed in returned
        for person in sorted({child.owner_id or answer.by_id, answer.owner_id or answer.by_id})
    )


@transaction.atomic
def mark_read(*, notice: Notice) -> None:
    """The person has seen where a notice leads."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def _add(notices: Iterable[Notice]) -> None:
    wanted = {(one.to_id, one.kind, one.answer_id or 0, one.child): one for one in notices}
    if not wanted:
        return
    told = Notice.objects.filter(answer__in={one.answer_id for one in wanted.values() if one.answer_id})
    known = set(told.values_list("to_id", "kind", "answer_id"))
    new = [one for key, one in wanted.items() if key[:3] not in known]
    for one in Notice.objects.bulk_create(new):
        transaction.on_commit(lambda one=one: _send(one))  # type: ignore[misc]  # bound now, not when it is called


def _send(notice: Notice) -> None:
    says = Notice.Kind(notice.kind).label
    address = settings.SITE.address + reverse("notice", kwargs={"number": notice.pk})
    message = EmailMessage(says.rstrip("."), _BODY.format(says=says, address=address), to=[notice.to.email])
    try:
        message.send()
    except (OSError, SMTPException) as error:
        # What was decided stands, and the notice waits in the application.
        logging.getLogger(__name__).warning("A notice could not be sent by e-mail: %s", type(error).__name__)
