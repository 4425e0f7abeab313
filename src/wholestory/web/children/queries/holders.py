"""Who may hold a child's case."""

from __future__ import annotations

from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import Child, ChildPlace

HOLDERS = (Role.SUPERVISOR, Role.HUB)


def people_who_may_hold(child: Child) -> list[User]:
    """The supervisors and hub practitioners whose posts reach a child, by name."""
    reaching = {post.user for post in _posts_that_reach(child)}
    return sorted(reaching, key=lambda user: (user.name, user.pk))


def holding_post(user: User, child: Child) -> Post | None:
    """The post in which somebody may hold a child's case; None where they may not."""
    return next((post for post in _posts_that_reach(child) if post.user_id == user.pk), None)


def _posts_that_reach(child: Child) -> list[Post]:
    places = set(ChildPlace.objects.filter(child=child).values_list("agency", "district"))
    posts = Post.objects.filter(role__in=HOLDERS, ended=None, user__is_active=True)
    return [
        post
        for post in posts.select_related("user").order_by("id")
        if any(
            (post.role == Role.HUB or post.agency_id == agency)
            and (post.district_id is None or post.district_id == district)
            for agency, district in places
        )
    ]
