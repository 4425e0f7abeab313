"""The tests' small world: the bundled example, and people with every kind of post. Made once for a database."""

from __future__ import annotations

from pathlib import Path

from wholestory.engine.extract import read_extract
from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.loading import load

EXAMPLE = Path(__file__).parents[3] / "examples" / "extract"

# (sign-in name, role, agency, district) of everyone in the tests' world.
PEOPLE = (
    ("recorder@example.org", Role.RECORDER, "care_home", None),
    ("supervisor@example.org", Role.SUPERVISOR, "police", None),
    ("hub@example.org", Role.HUB, "social_care", None),
    ("clerk@example.org", Role.CLERK, "police", None),
    ("auditor@example.org", Role.AUDITOR, None, None),
    ("administrator@example.org", Role.ADMINISTRATOR, None, None),
    ("guardian@example.org", Role.DATA_GUARDIAN, None, None),
    ("inspector@example.org", Role.INSPECTOR, None, None),
    ("lead@example.org", Role.IMPROVEMENT_LEAD, "police", None),
    ("commissioner@example.org", Role.COMMISSIONER, None, None),
    ("nobody@example.org", None, None, None),
)

# Two more inspectors, where several people sign in by a browser: a round needs two reviewers and a moderator.
FURTHER_INSPECTORS = ("reviewer@example.org", "moderator@example.org")


def make_world(password: str | None = None) -> None:
    """Load the example and add the people, who sign in with the password where one is given."""
    if User.objects.exists():
        return
    for _ in load(read_extract(EXAMPLE)):
        pass
    for email, role, agency, district in PEOPLE:
        user = User.objects.create_user(email, password, name=email.partition("@")[0].title())
        if role:
            Post.objects.create(user=user, role=role, agency_id=agency, district_id=district)
    for email in FURTHER_INSPECTORS if password else ():
        user = User.objects.create_user(email, password, name=email.partition("@")[0].title())
        Post.objects.create(user=user, role=Role.INSPECTOR)
