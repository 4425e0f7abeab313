"""Gives every request its access, and turns a refusal into a page that says why; the refusal is logged."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wholestory.web.accounts.first_people import why_not_signed_in
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, RefusedError, access_of
from wholestory.web.accounts.sessions import where_first, why_ended
from wholestory.web.log.actions import note


class access:  # noqa: N801 - middleware is named by what it gives
    """`request.access` for the views; a RefusedError becomes a page with status 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and why_not_signed_in(user):
            logout(request)
            user = request.user
        if isinstance(user, User) and (why := why_ended(request, timezone.now())):
            logout(request)
            messages.warning(request, why)
            return redirect_to_login(request.get_full_path())
        request.access = access_of(user) if isinstance(user, User) else Access(None)  # type: ignore[attr-defined]
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Leads to the page that comes before any other: a password to change, a second factor to set up."""
        held: Access = request.access  # type: ignore[attr-defined]
        first = where_first(request, held) if hasattr(view, "open_to") else ""
        return redirect(first) if first else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of refusal."""
        if not isinstance(exception, RefusedError):
            return None
        who = request.access.who  # type: ignore[attr-defined]
        note(who=who, what="refused", about=_asked_for(request)[:200], reason=str(exception))
        return render(request, "ui/refused.html", {"why": str(exception), "refusal": exception}, status=403)


def _asked_for(request: HttpRequest) -> str:
    """What was asked for and refused: the child whom a page is about, so that all that concerns a child is found by
    one key; else the page's path."""
    child = request.resolver_match.kwargs.get("child") if request.resolver_match else None
    return f"child {child}" if child else request.path
