"""The door of every page about one child: may they, have they said why, and a row in the log that they looked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from wholestory.web.accounts.permissions import Access, RefusedError, access
from wholestory.web.children.models import Child, Opening
from wholestory.web.children.permissions import child_reached, opened_for, reaches, why_not_break_glass, why_not_open
from wholestory.web.children.queries.children import with_story
from wholestory.web.children.queries.keys import Keys, meant_by_key
from wholestory.web.log.actions import note
from wholestory.web.statements import Question

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class OpenStory:
    """A story that is open to somebody in this working session: whose, why, and whether glass was broken for it.

    `row` is the child as asking whether somebody's posts reach it gave it; None where something else opens the story,
    and where something is sent: what follows then is seldom a page that shows the child.
    """

    keys: Keys
    reason: str
    glass_broken: bool = False
    row: Child | None = None

    @property
    def child(self) -> str:
        """The key that the child has now."""
        return self.keys.now


def opened(view: View) -> View:
    """Lets a view with a `child` argument be reached only by people to whom that child's story is open.

    Not permitted: refused with the sentence, and the way to break glass for who may. No reason given in this working
    session: to the page that asks for one, and back. A page that was shown is logged. Stands beneath `open_to`.
    Inside, `opening(request)` tells how the story is open.
    """

    @wraps(view)
    def guarded(request: HttpRequest, child: str, **kwargs: Any) -> HttpResponseBase:
        keys = meant_by_key(child)
        if keys.now != child and request.method == "GET" and request.resolver_match:
            return HttpResponseRedirect(reverse(request.resolver_match.view_name, kwargs={"child": keys.now, **kwargs}))
        found = open_or_ask(request, keys)
        if not isinstance(found, OpenStory):
            return found
        response = view(request, child=keys.now, **kwargs)
        note_view(request, response, **kwargs)
        return response

    return guarded


def open_or_ask(request: HttpRequest, keys: Keys) -> OpenStory | HttpResponseRedirect:
    """How a child's story is open to whoever sent a request, or the way to the page that asks them why.

    Raises RefusedError where they may not open it.
    """
    found = open_to_them(access(request), keys, session_of(request), shows=request.method == "GET")
    if found is None:
        there = reverse("open_story", kwargs={"child": keys.now})
        return HttpResponseRedirect(f"{there}?{urlencode({'next': request.get_full_path()})}")
    request.opening = found  # type: ignore[attr-defined]
    return found


def open_to_them(held: Access, keys: Keys, session: str, *, shows: bool = False) -> OpenStory | None:
    """How a story is open to somebody; None where they may open it and have not said why in this working session.

    `shows`: the child will be shown, and is fetched with the question. Raises RefusedError where they may not open it,
    and have not broken glass for it.
    """
    given = _reason_given(held, keys, session)
    if given and given.glass_broken:
        return given
    if reason := opened_for(held, keys.now):
        return OpenStory(keys, reason)
    row = child_reached(held, keys.now) if shows else None
    if row is None and (shows or not reaches(held, keys.now)):
        refuse_unless_permitted(held, keys.now)
    return replace(given, row=row) if given else None


_openings = Question(
    lambda children, session: Opening.objects.filter(child__in=children, session=session).values_list(
        "by", "glass_broken", "at", "reason"
    )
)


def _reason_given(held: Access, keys: Keys, session: str) -> OpenStory | None:
    """The last reason that somebody gave in this working session, for breaking glass where they did so."""
    me = held.user.pk if held.user else None
    # Few enough to find the last one here: putting them in order there would cost more than all else in the question.
    mine = ((broken, at, reason) for by, broken, at, reason in _openings(keys.every, session) if by == me)
    given = max(mine, default=None)
    return OpenStory(keys, given[2], glass_broken=given[0]) if given else None


def refuse_unless_permitted(held: Access, child: str) -> None:
    """Raises RefusedError where somebody's posts do not reach a child, with the way to break glass for who may."""
    if not (why := why_not_open(held, child)):
        return
    if why_not_break_glass(held):
        raise RefusedError(why)
    raise RefusedError(why, remedy="Break glass", at=reverse("break_glass", kwargs={"child": child}))


def opening(request: HttpRequest) -> OpenStory:
    """How the story of this page is open. Only behind `opened`."""
    found: OpenStory = request.opening  # type: ignore[attr-defined]
    return found


def opened_child(request: HttpRequest) -> Child:
    """The child whose story this page is about. Only behind `opened`. Raises Http404 where there is none."""
    found = opening(request)
    return found.row or get_object_or_404(with_story(Child.objects.all()), key=found.child)


def note_view(request: HttpRequest, response: HttpResponseBase, **about: str) -> None:
    """Log that a page about the open child was read; `about` are keys that say which. Writing logs itself."""
    if request.method != "GET" or response.status_code != 200 or not request.resolver_match:
        return
    story = opening(request)
    details: dict[str, Any] = {**about, "page": request.resolver_match.view_name}
    if story.glass_broken:
        details["glass_broken"] = True
    note(
        who=access(request).who,
        what="viewed",
        about=f"child {story.child}"[:200],
        reason=story.reason,
        **details,
    )


def session_of(request: HttpRequest) -> str:
    """Names the working session without giving away its key: a digest, 64 hexadecimal digits."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
