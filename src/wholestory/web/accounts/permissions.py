"""What a person may do: from their posts an `Access`, and refusals that are sentences.

A rule is a function that gives the sentence that refuses, or an empty one. The same sentence stands on the page of
refusal and explains the greyed button, so the two cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from wholestory.web.accounts.models import Agency, District, Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.log.actions import counting, note

View = Callable[..., HttpResponseBase]


class RefusedError(Exception):
    """Something a person may not do; the message is the sentence that is shown.

    `remedy` names what they can do about it, `at` the page for that; both empty where there is nothing.
    """

    def __init__(self, why: str, *, remedy: str = "", at: str = "") -> None:
        super().__init__(why)
        self.remedy = remedy
        self.at = at


@dataclass(frozen=True, slots=True)
class Held:
    """One live post: the agency's name (empty for none) and the district's (empty for all).

    `called` is the district as people call it, where an administrator gave it a title.
    """

    role: Role
    agency: str
    district: str
    team: str = ""
    called: str = ""

    @property
    def words(self) -> str:
        """The post as a page says it: “Supervisor, police, Northtown”."""
        title = self.role.says.partition(":")[0]
        return ", ".join(filter(None, (title, self.agency.replace("_", " "), self.called or self.district, self.team)))


@dataclass(frozen=True, slots=True)
class Access:
    """Who somebody is, which posts they hold, and the agencies in which they hold them, in the order of titles."""

    user: User | None
    posts: tuple[Held, ...] = ()
    agencies: tuple[Agency, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held."""
        return frozenset(post.role for post in self.posts)

    @property
    def who(self) -> str:
        """The sign-in name, as the log has it."""
        return self.user.email if self.user else "nobody"

    def posts_as(self, *roles: Role) -> tuple[Held, ...]:
        """The posts held with any of the roles."""
        return tuple(post for post in self.posts if post.role in roles)

    def agencies_as(self, *roles: Role) -> frozenset[str]:
        """The agencies in which any of the roles is held."""
        return frozenset(post.agency for post in self.posts_as(*roles) if post.agency)


def access_of(user: User) -> Access:
    """The access that a signed-in person's live posts give."""
    posts = user.posts.filter(ended=None).select_related("district", "agency").order_by("id")
    agencies = {post.agency.name: post.agency for post in posts if post.agency}
    in_order = sorted(agencies.values(), key=lambda agency: agency.title)
    return Access(user, tuple(_held(post) for post in posts), tuple(in_order))


def _held(post: Post) -> Held:
    called = post.district.title if post.district else ""
    return Held(Role(post.role), post.agency_id or "", post.district_id or "", post.team, called)


def access(request: HttpRequest) -> Access:
    """The access of whoever sent a request; empty where nobody is signed in."""
    found = getattr(request, "access", None)
    return found if isinstance(found, Access) else Access(None)


def signed_in_user(request: HttpRequest) -> User:
    """Whoever sent a request to a view that is open to people signed in."""
    user = access(request).user
    assert user is not None
    return user


def open_to(*roles: Role, part: bool = False) -> Callable[[View], View]:
    """Open a view to people who hold one of the roles; to everyone signed in where none is named.

    A page that was shown is a row in the log, unless the view noted something itself. `part` is for what a page that
    was logged asks for again and again (progress, help while typing).

    Every route carries one (or is a sign-in page); a test walks them all for every role.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            held = access(request)
            if held.user is None:
                return redirect_to_login(request.get_full_path())
            if roles and held.roles.isdisjoint(roles):
                raise RefusedError(why_not(roles))
            with counting() as noted:
                response = view(request, *args, **kwargs)
                if not part and not noted and response.status_code == 200 and request.resolver_match:
                    note(who=held.who, what="viewed", about=f"page {request.resolver_match.view_name}")
            return response

        guarded.open_to = frozenset(roles)  # type: ignore[attr-defined]  # read by the test that walks every route
        return guarded

    return decorate


def why_not(roles: tuple[Role, ...]) -> str:
    """The sentence that refuses somebody who holds none of the roles."""
    titles = [role.says.partition(":")[0].lower() for role in roles]
    listed = " or ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    return f"This is for people who hold the post of {listed}. An administrator can say who that is, and change it."


def why_not_retire(place: Agency | District) -> str:
    """Why an agency or a district may not be retired; empty where it may."""
    if place.retired:
        return "It is retired already."
    held = place.post_set.filter(ended=None).count()
    if held:
        return (
            f"{held} {'post is' if held == 1 else 'posts are'} held there. End {'it' if held == 1 else 'them'} first."
        )
    return ""
