"""People, and the posts that say what they may do. An administrator does all of it, and each is a row in the log."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.sessions import end_all
from wholestory.web.log.actions import note

# Long enough to be told by telephone tomorrow, short enough not to lie about for ever.
ONE_TIME_FOR = timedelta(days=3)


@transaction.atomic
def add_person(*, by: User, email: str, name: str, telephone: str = "") -> tuple[User, str]:
    """Add somebody; gives them and the password with which they sign in once. It is kept nowhere but as its digest."""
    user = User.objects.create_user(email, name=name, telephone=telephone)
    note(who=by.email, what="changed", about=f"person {user.pk}", change="added")
    return user, _one_time_password(user)


@transaction.atomic
def renew_password(*, by: User, of: User) -> str:
    """Give somebody who forgot theirs a password for once, and end their sessions."""
    end_all(of)
    note(who=by.email, what="changed", about=f"person {of.pk}", change="one-time password")
    return _one_time_password(of)


@transaction.atomic
def remove_second_factor(*, by: User, of: User, reason: str) -> None:
    """Take away every code, passkey and recovery code of somebody who lost theirs, and end their sessions."""
    Authenticator.objects.filter(user=of).delete()
    end_all(of)
    note(who=by.email, what="changed", about=f"person {of.pk}", reason=reason, change="second factor taken away")


@transaction.atomic
def give_post(*, by: User, post: Post) -> Post:
    """Give somebody a post."""
    post.save()
    note(
        who=by.email,
        what="changed",
        about=f"person {post.user_id}",
        change="post given",
        role=post.role,
        agency=post.agency_id,
        district=post.district_id,
    )
    return post


@transaction.atomic
def end_post(*, by: User, post: Post, reason: str) -> None:
    """End a post from now on."""
    Post.objects.filter(pk=post.pk, ended=None).update(ended=timezone.now())
    note(
        who=by.email, what="changed", about=f"person {post.user_id}", reason=reason, change="post ended", role=post.role
    )


@transaction.atomic
def set_active(*, by: User, of: User, active: bool, reason: str) -> None:
    """Let somebody sign in or not; who may not is signed out everywhere at once."""
    User.objects.filter(pk=of.pk).update(is_active=active)
    if not active:
        end_all(of)
    change = "may sign in" if active else "may not sign in"
    note(who=by.email, what="changed", about=f"person {of.pk}", reason=reason, change=change)


def _one_time_password(user: User) -> str:
    password = "-".join(secrets.token_hex(2) for _ in range(5))
    user.set_password(password)
    user.one_time_until = timezone.now() + ONE_TIME_FOR
    user.save(update_fields=["password", "one_time_until"])
    return password
