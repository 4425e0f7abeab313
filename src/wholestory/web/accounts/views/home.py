"""Pages about people and their posts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wholestory.web.accounts.permissions import access, open_to
from wholestory.web.accounts.roles import Role
from wholestory.web.accounts.sessions import end_all
from wholestory.web.log.actions import note

# The page that each role works from, in the order in which a person of several roles would want it.
FRONT_PAGES = (
    (Role.SUPERVISOR, "worklist"),
    (Role.HUB, "worklist"),
    (Role.RECORDER, "find"),
    (Role.CLERK, "imports"),
    (Role.IMPROVEMENT_LEAD, "recommendations"),
    (Role.ADMINISTRATOR, "people"),
    (Role.INSPECTOR, "rounds"),
    (Role.COMMISSIONER, "rounds"),
    (Role.DATA_GUARDIAN, "who_looked"),
    (Role.AUDITOR, "who_looked"),
)


@open_to()
def home(request: HttpRequest) -> HttpResponse:
    """Leads to the page that somebody works from; without any post, says whom to ask."""
    roles = access(request).roles
    page = next((name for role, name in FRONT_PAGES if role in roles), None)
    return redirect(page) if page else render(request, "accounts/home.html")


@open_to()
def everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of whoever asks, this one too."""
    user = access(request).user
    if request.method != "POST" or user is None:
        return render(request, "accounts/everywhere.html")
    note(who=user.email, what="signed out", about="everywhere", sessions=end_all(user))
    request.session.flush()
    messages.success(request, "You are signed out everywhere.")
    return redirect("account_login")


@open_to()
def no_password(request: HttpRequest) -> HttpResponse:
    """For people who sign in through their organisation: there is no password here to change."""
    return render(request, "accounts/no_password.html")


def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Says whom to ask. Open to everybody: whoever cannot sign in is sent here by the sign-in page."""
    return render(request, "accounts/forgotten_password.html")
