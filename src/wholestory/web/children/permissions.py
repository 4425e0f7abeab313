"""Who may open which child's story and which record's words. Each rule gives the sentence that refuses, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from wholestory.web.accounts.permissions import Access, Held
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.models import Answer, Child, ChildPlace
from wholestory.web.children.queries.children import with_story
from wholestory.web.statements import Question

# As many askers' posts are kept in mind: those of everybody who is at work at once in a force.
_ASKERS = 2_000


def children_for(access: Access) -> QuerySet[Child]:
    """The children whom somebody's posts reach: for every list, count, search and export.

    A hub practitioner reaches the children of the district; a recorder and a supervisor those whom their own agency
    knows there. A post without a district reaches all districts.
    """
    if reaches_all(access):
        return Child.objects.all()
    return Child.objects.filter(Exists(places_for(access).filter(child=OuterRef("pk"))))


def reaches_all(access: Access) -> bool:
    """Whether one of somebody's posts reaches every child."""
    return _all_reached(access.posts)


def places_for(access: Access) -> QuerySet[ChildPlace]:
    """The places, each an agency that knows a child in a district, through which somebody's posts reach the child."""
    return ChildPlace.objects.all() if reaches_all(access) else ChildPlace.objects.filter(_reach(access.posts))


def _all_reached(posts: Sequence[Held]) -> bool:
    return any(post.role is Role.HUB and not post.district for post in posts)


def _reach(posts: Sequence[Held], place: str = "") -> Q:
    """Which places somebody's posts reach; `place` leads to them (`places__`) from what is asked about."""
    reach = Q(pk__in=[])
    for post in posts:
        if post.role not in READS_STORIES:
            continue
        named = {} if post.role is Role.HUB else {f"{place}agency": post.agency}
        reach |= Q(**named, **({f"{place}district": post.district} if post.district else {}))
    return reach


def reaches(access: Access, child: str) -> bool:
    """Whether somebody's posts open a child's story; whoever goes on to show the child asks `child_reached`."""
    return bool(_reached(access.posts)(child))


def child_reached(access: Access, child: str) -> Child | None:
    """A child whose story somebody's posts open, as a page about the child needs it; None where they open it not."""
    return next(iter(_child_reached(access.posts)(child)), None)


@lru_cache(_ASKERS)
def _reached(posts: tuple[Held, ...]) -> Question[Any]:
    if _all_reached(posts):
        return Question(lambda child: Child.objects.filter(key=child).values_list("key"))
    return Question(lambda child: ChildPlace.objects.filter(_reach(posts), child=child).values_list("child")[:1])


@lru_cache(_ASKERS)
def _child_reached(posts: tuple[Held, ...]) -> Question[Child]:
    if _all_reached(posts):
        return Question(lambda child: with_story(Child.objects.filter(key=child)))
    # A child has as many places here as posts reach it by: the first will do.
    return Question(lambda child: with_story(Child.objects.filter(_reach(posts, "places__"), key=child))[:1])


OpensFor = Callable[[Access, str], str]
_opens_for: list[OpensFor] = []


def opens_stories(rule: OpensFor) -> None:
    """Add a rule of an application above this one by which stories are open to people beyond their posts' reach.

    It gives the reason for which a child's story is open to somebody, or an empty text. The reason is logged with
    every page that is shown.
    """
    _opens_for.append(rule)


def opened_for(access: Access, child: str) -> str:
    """The reason for which a story is open to somebody by such a rule; empty where it is not."""
    return next((reason for rule in _opens_for if (reason := rule(access, child))), "")


def why_not_open(access: Access, child: str) -> str:
    """Why somebody may not open a child's story by their posts; empty where they may."""
    if access.roles.isdisjoint(READS_STORIES):
        return _WITHOUT_POST if Role.INSPECTOR not in access.roles else _BEYOND_A_ROUND
    if not children_for(access).filter(key=child).exists():
        return "This child is not known in your agency and district. If a child is at risk now, you can break glass."
    return ""


_WITHOUT_POST = "Children's stories are opened by recorders, supervisors and hub practitioners; you hold no such post."
_BEYOND_A_ROUND = (
    "Inspectors open the stories of the cases that a round has dealt to them, while its cases are judged. "
    "If a child is at risk now, tell the force's supervisors."
)


def why_not_break_glass(access: Access) -> str:
    """Why somebody may not break glass; empty where they may. It widens how far a post reaches, and gives none."""
    return _WITHOUT_POST if access.roles.isdisjoint(READS_STORIES) else ""


class Handled(Protocol):
    """Something that an agency holds and wants handled in some way: a record, or what an outline keeps of one."""

    @property
    def agency(self) -> str:
        """The agency that holds it."""
        ...

    @property
    def handling(self) -> str:
        """One of HANDLINGS."""
        ...


def why_not_words(access: Access, record: Handled, *, glass_broken: bool = False) -> str:
    """Why somebody may not read a record's words; empty where they may. The record itself always shows as there."""
    if record.handling == "ordinary":
        return ""
    own = access.agencies_as(Role.SUPERVISOR, Role.HUB)
    if record.agency in own or (glass_broken and record.handling == "restricted"):
        return ""
    return "A restricted record is held here."


_DECIDERS = (Role.SUPERVISOR, Role.HUB)


def why_not_answer(access: Access) -> str:
    """Why somebody may not answer a concern or decide on a case; empty where they may."""
    if access.roles.isdisjoint(_DECIDERS):
        return "Concerns are answered and cases decided on by supervisors and hub practitioners; you hold no such post."
    return ""


def why_not_agree(access: Access, answer: Answer) -> str:
    """Why somebody may not agree, as a second person, to an answer; empty where they may."""
    if answer.withdrawn_at:
        return "This answer has been withdrawn: there is nothing to agree to."
    if not answer.needs_second:
        return "This answer needs nobody's agreement."
    if answer.agreed_at:
        return "Somebody has agreed to this answer already."
    if access.roles.isdisjoint(_DECIDERS):
        return "A second person who agrees holds the post of supervisor or hub practitioner; you hold no such post."
    if access.user is not None and answer.by_id == access.user.pk:
        return "You gave this answer yourself: somebody else has to agree to it."
    return ""


def why_not_withdraw(access: Access, answer: Answer) -> str:
    """Why somebody may not take an answer back, or disagree with it; empty where they may."""
    return "This answer has been withdrawn already." if answer.withdrawn_at else why_not_answer(access)


def why_not_restore(access: Access, answer: Answer) -> str:
    """Why somebody may not undo that an answer was withdrawn; empty where they may."""
    if not answer.withdrawn_at:
        return "This answer stands: there is nothing to undo."
    if access.user is None or answer.withdrawn_by_id != access.user.pk:
        return "Whoever withdrew an answer can undo that. Answer the concern instead."
    return why_not_answer(access)
