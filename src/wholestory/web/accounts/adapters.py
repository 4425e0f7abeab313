"""How sign-in departs from allauth's defaults: nobody signs up by themselves; an administrator adds people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wholestory.web.accounts.first_people import why_not_signed_in
from wholestory.web.accounts.models import User


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
