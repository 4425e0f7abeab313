"""Agencies and districts. An administrator adds, renames and retires them; nothing that records refer to is removed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import Agency, District, User
from wholestory.web.accounts.permissions import RefusedError, why_not_retire
from wholestory.web.log.actions import note

Place = Agency | District


@transaction.atomic
def keep_place(*, by: User, place: Place, new: bool) -> None:
    """Add an agency or a district, or keep what was changed of it."""
    place.save(force_insert=new)
    note(who=by.email, what="changed", about=_about(place), change="added" if new else "renamed", title=place.title)


@transaction.atomic
def retire_place(*, by: User, place: Place, reason: str) -> None:
    """Retire it: nothing new is given to it, and all that is there stays. Raises RefusedError where posts are held."""
    if why := why_not_retire(place):
        raise RefusedError(why)
    place.retired = timezone.now()
    place.save(update_fields=["retired"])
    note(who=by.email, what="changed", about=_about(place), reason=reason, change="retired")


@transaction.atomic
def take_into_use(*, by: User, place: Place, reason: str) -> None:
    """Undo that it was retired."""
    place.retired = None
    place.save(update_fields=["retired"])
    note(who=by.email, what="changed", about=_about(place), reason=reason, change="taken into use again")


def _about(place: Place) -> str:
    return f"{place._meta.verbose_name} {place.pk}"[:200]
