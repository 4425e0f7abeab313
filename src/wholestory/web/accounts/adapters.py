"""How sign-in departs from allauth's defaults: nobody signs up by themselves; an administrator adds people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wholestory.web.accounts.first_people import why_not_signed_in
from wholestory.web.accounts.models import User
from wholestory.web.accounts.organisation import sign_out_address
from wholestory.web.accounts.sessions import just_begun, one_time_over
from wholestory.web.log.actions import note


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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for who has just signed in: they would give the same password twice in a minute."""
        return bool(super().is_reauthentication_required(app=app, **kwargs)) and not just_begun(
            self.request, timezone.now()
        )

    def get_login_stages(self) -> list[str]:
        """As allauth has them, but that who comes from the organisation is not asked for a second factor again."""
        stages: list[str] = super().get_login_stages()
        ours = {"allauth.mfa.stages.AuthenticateStage": "wholestory.web.accounts.second_factor.AskedOnce"}
        return [ours.get(stage, stage) for stage in stages]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody is led who signs out: to the organisation's own sign-out, if they came from there."""
        return sign_out_address(request) or str(super().get_logout_redirect_url(request))


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """The organisation's own sign-in opens the account of somebody who was added here, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: who was not added is told so. Raises ImmediateHttpResponse."""
        note(who="nobody", what="sign-in failed", about="somebody of the organisation who was not added here")
        address = next((one.email for one in sociallogin.email_addresses), "")
        raise ImmediateHttpResponse(render(request, "accounts/not_added.html", {"address": address}, status=403))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: object = None,
    ) -> None:
        """Puts a failed attempt into the log. What the provider sent stays out of it."""
        why = str(exception) if isinstance(exception, OAuth2Error) else type(exception).__name__ if exception else ""
        note(who="nobody", what="sign-in failed", about="the organisation's sign-in", reason=why[:200] or str(error))


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The sign-in name that failures are counted by."""
    given = credentials or {}
    return str(given.get("email") or given.get("username") or request.POST.get("login") or "").lower()
