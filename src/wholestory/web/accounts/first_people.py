"""People who are there before any administrator: those added by command, and those of the demonstration."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from wholestory.web.accounts.models import Agency, District, Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.log.actions import note

# Sign-in names at this address are known to everyone; `.example` belongs to nobody.
DEMONSTRATION_ADDRESS = "@demonstration.example"
DEMONSTRATION_PASSWORD = "made-up people only"

# The kind of agency in which each role of the demonstration stands; the others stand in none.
_KINDS = {
    Role.RECORDER: "care_home",
    Role.SUPERVISOR: "police",
    Role.HUB: "social_care",
    Role.CLERK: "police",
    Role.IMPROVEMENT_LEAD: "police",
}
_NAMES = {
    Role.RECORDER: "Rowan Ash",
    Role.SUPERVISOR: "Sorrel Birch",
    Role.HUB: "Hazel Thorn",
    Role.CLERK: "Clement Reed",
    Role.AUDITOR: "Aubrey Elm",
    Role.ADMINISTRATOR: "Alder Moss",
    Role.DATA_GUARDIAN: "Gale Heath",
    Role.INSPECTOR: "Ivy Marsh",
    Role.IMPROVEMENT_LEAD: "Linden Brook",
    Role.COMMISSIONER: "Cedar Field",
}


class PersonError(Exception):
    """A person who cannot be added; the message says why and what to do."""


@transaction.atomic
def add_person(*, email: str, name: str, role: str, agency: str | None = None, district: str | None = None) -> str:
    """Add a person with one post; gives the password made for them. Raises PersonError."""
    _check(email, role, agency, district)
    password = secrets.token_urlsafe(16)
    user = User.objects.create_user(email, password, name=name)
    Post.objects.create(user=user, role=role, agency_id=agency, district_id=district)
    note(who="the command line", what="changed", about=f"person {user.email}"[:200], role=role)
    return password


def _check(email: str, role: str, agency: str | None, district: str | None) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise PersonError(f"{email} is no e-mail address.") from None
    if role not in set(Role):
        raise PersonError(f"There is no role {role}; there are {', '.join(Role)}.")
    if User.objects.filter(email=email.lower()).exists():
        raise PersonError(f"{email} is there already; an administrator can change their posts in the application.")
    if agency and not Agency.objects.filter(name=agency).exists():
        raise PersonError(f"There is no agency {agency}; load an extract first, or leave --agency out.")
    if district and not District.objects.filter(name=district).exists():
        raise PersonError(f"There is no district {district}; load an extract first, or leave --district out.")


@transaction.atomic
def add_demonstration_people() -> list[tuple[str, Role]]:
    """Make sure that one person a role is there for the demonstration; gives (sign-in name, role) of each.

    Call it only while the demonstration is on: everybody knows their password.
    """
    if not settings.SITE.demonstration:
        raise PersonError("WHOLESTORY_DEMONSTRATION is off, and the made-up people sign in only while it is on.")
    people = []
    for role, name in _NAMES.items():
        email = f"{role.value.replace('_', '-')}{DEMONSTRATION_ADDRESS}"
        people.append((email, role))
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(email, DEMONSTRATION_PASSWORD, name=name)
        agency = Agency.objects.filter(kind=_KINDS.get(role, "")).order_by("name").first()
        Post.objects.create(user=user, role=role, agency=agency)
    return people


def why_not_signed_in(user: User) -> str:
    """Why somebody may not be signed in at all; empty where they may."""
    if user.email.endswith(DEMONSTRATION_ADDRESS) and not settings.SITE.demonstration:
        return "The made-up people of the demonstration sign in only while the demonstration is on."
    return ""
