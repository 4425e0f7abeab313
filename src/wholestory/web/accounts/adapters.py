"""How sign-in departs from allauth's defaults: nobody signs up by themselves; an administrator adds people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholestory.web.accounts.first_people import why_not_signed_in
from wholestory.web.accounts.models import User
from wholestory.web.accounts.sessions import one_time_over


class AccountAdapter(DefaultAccountAdapter):
    """People are added by an administrator, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuses the made-up people where there is no demonstration."""
        why = why_not_signed_in(user)
        if why:
            return render(request, "ui/refused.html", {"why": why}, status=403)
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return refused

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As allauth does. Raises ValidationError for a one-time password whose time is over."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if isinstance(user, User) and one_time_over(user):
            raise ValidationError("This one-time password is no longer good. Ask an administrator for a new one.")
        return user


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """The organisation's own sign-in opens the account of somebody who was added here, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never."""
        return False


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The sign-in name that failures are counted by."""
    given = credentials or {}
    return str(given.get("email") or given.get("username") or request.POST.get("login") or "").lower()
