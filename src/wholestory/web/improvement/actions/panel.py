"""What the survivors' panel raised and was told: written down by one person, released or kept back by another."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, RefusedError
from wholestory.web.improvement.identifying import pointed_at
from wholestory.web.improvement.models import Checked, Recommendation, Reply, Theme, ThemeLink
from wholestory.web.improvement.permissions import why_not_settle
from wholestory.web.log.actions import note


@transaction.atomic
def write_theme(*, words: str, heard: str, heard_on: date, by: User) -> Theme:
    """Write down something that the panel raised. It waits for a second person."""
    made = Theme.objects.create(words=words, heard=heard, heard_on=heard_on, by=by, at=timezone.now())
    note(who=by.email, what="wrote", about=str(made))
    return made


@transaction.atomic
def write_reply(*, theme: Theme, words: str, by: User) -> Reply:
    """Write down what was done about a theme. It waits for a second person."""
    if not theme.released:
        raise RefusedError("A theme is answered once it is released. Somebody who did not write it down releases it.")
    made = Reply.objects.create(theme=theme, words=words, by=by, at=timezone.now())
    note(who=by.email, what="wrote", about=f"theme {theme.pk}", reply=made.pk)
    return made


@transaction.atomic
def settle(*, checked: Checked, released: bool, why: str, access: Access, by: User) -> None:
    """Release words, or keep them back."""
    locked = type(checked)._default_manager.select_for_update().get(pk=checked.pk)
    if refusal := why_not_settle(access, locked):
        raise RefusedError(refusal)
    locked.released, locked.settled_by, locked.settled_at, locked.settled_why = released, by, timezone.now(), why
    locked.pointed_at = sorted({one.kind for one in pointed_at(locked.words)})
    locked.save(update_fields=["released", "settled_by", "settled_at", "settled_why", "pointed_at"])
    note(who=by.email, what="decided", about=str(locked), released=released, pointed_at=locked.pointed_at)


@transaction.atomic
def link(*, theme: Theme, recommendation: Recommendation, by: User) -> ThemeLink:
    """Say that a recommendation answers a theme."""
    made, new = ThemeLink.objects.get_or_create(
        theme=theme, recommendation=recommendation, defaults={"by": by, "at": timezone.now()}
    )
    if not new:
        raise RefusedError("This recommendation is linked to the theme already.")
    note(who=by.email, what="changed", about=f"theme {theme.pk}", recommendation=recommendation.pk)
    return made
