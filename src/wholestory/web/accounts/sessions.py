"""How long somebody stays signed in: half an hour without doing anything, and never longer than a working day."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import READS_STORIES, Role

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)

# For so long after signing in, nobody is asked to show again that it is they.
_JUST = timedelta(minutes=5)

# The session is written at most this often, so that a page does not cost a write of its own.
_REMEMBERED_EVERY = timedelta(minutes=1)
_BEGAN, _SEEN, _FACTOR = "began", "seen", "second_factor"


def began(request: HttpRequest, now: datetime) -> None:
    """Remember when a session began."""
    request.session[_BEGAN] = request.session[_SEEN] = now.timestamp()


def just_begun(request: HttpRequest, now: datetime) -> bool:
    """Whether a session began in these minutes."""
    return now.timestamp() - float(request.session.get(_BEGAN, 0)) < _JUST.total_seconds()


def why_ended(request: HttpRequest, now: datetime) -> str:
    """Why a session is over; empty where it goes on, and is then remembered as in use."""
    session, moment = request.session, now.timestamp()
    seen = float(session.get(_SEEN, moment))
    if moment - seen > IDLE.total_seconds():
        return "You were signed out because nothing was done for half an hour."
    if moment - float(session.get(_BEGAN, moment)) > LONGEST.total_seconds():
        return "You were signed out because you signed in more than ten hours ago."
    if _SEEN not in session or moment - seen > _REMEMBERED_EVERY.total_seconds():
        session[_SEEN] = moment
        session.setdefault(_BEGAN, moment)
    return ""


def where_first(request: HttpRequest, access: Access) -> str:
    """The name of the page that somebody must go to before any other; empty where they may go on.

    A one-time password is changed first; whoever reads stories sets up a second factor.
    """
    if access.user is None or _came_from_the_organisation(request, access.user):
        return ""
    if access.user.one_time_until is not None:
        return "account_change_password"
    needs = settings.SECOND_FACTOR and not access.roles.isdisjoint({*READS_STORIES, Role.INSPECTOR})
    return "mfa_activate_totp" if needs and not _has_second_factor(request, access.user) else ""


def _came_from_the_organisation(request: HttpRequest, user: User) -> bool:
    """Whether the organisation's sign-in began this session: it has its own password and second factor."""
    return "socialaccount" in _methods(request, user)


def _has_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session was begun with a second factor, or one is asked for at the next sign-in."""
    if not request.session.get(_FACTOR):
        if "mfa" not in _methods(request, user) and not is_mfa_enabled(user):
            return False
        request.session[_FACTOR] = True
    return True


def _methods(request: HttpRequest, user: User) -> set[str]:
    """How somebody has shown in this session that it is they."""
    return {record["method"] for record in get_authentication_records(request, user)}


def end_all(user: User) -> int:
    """End every session of a person; gives how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def one_time_over(user: User) -> bool:
    """Whether somebody's one-time password may no longer be used."""
    return user.one_time_until is not None and user.one_time_until < timezone.now()
