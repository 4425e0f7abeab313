"""Every sign-in, sign-out and failed sign-in is a row in the log; a one-time password ends when it is changed."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed as code_failed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.sessions import began
from wholestory.web.log.actions import note


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    began(request, timezone.now())
    note(who=user.email, what="signed in")


@receiver(user_logged_out)
def _signed_out(user: User | None, **_: Any) -> None:
    if user:
        note(who=user.email, what="signed out")


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], **_: Any) -> None:
    # People type their password where the name belongs: only a name that somebody has is written down.
    typed = str(credentials.get("email") or credentials.get("username") or "").lower()
    known = User.objects.filter(email=typed).exists()
    note(who=typed if known else "nobody", what="sign-in failed", about="" if known else "an unknown sign-in name")


@receiver(code_failed)
def _second_factor_failed(user: User, **_: Any) -> None:
    note(who=user.email, what="sign-in failed", about="second factor")


@receiver(authenticator_added)
def _second_factor_added(user: User, **_: Any) -> None:
    note(who=user.email, what="changed", about="second factor", change="added")


@receiver(authenticator_removed)
def _second_factor_removed(user: User, **_: Any) -> None:
    note(who=user.email, what="changed", about="second factor", change="removed")


@receiver(password_changed)
def _password_changed(user: User, **_: Any) -> None:
    User.objects.filter(pk=user.pk).update(one_time_until=None)
    note(who=user.email, what="changed", about="own password")
