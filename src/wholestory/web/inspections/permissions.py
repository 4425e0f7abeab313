"""Who may do what in a round. Each rule gives the sentence that refuses, or nothing."""

from __future__ import annotations

from django.db.models import Q

from wholestory.web.accounts.permissions import Access, why_not
from wholestory.web.accounts.roles import Role
from wholestory.web.children.permissions import children_for
from wholestory.web.children.queries.keys import called_now, keys_of
from wholestory.web.inspections.models import Grading, LiveRisk, Round, SampledCase
from wholestory.web.inspections.queries.conflicts import worked_on
from wholestory.web.inspections.queries.gradings import still_waiting
from wholestory.web.inspections.states import State, step

_WORKED_ON = "You had a part in this case: somebody else has to grade it."


def why_not_read(access: Access, inspected: Round) -> str:
    """Why somebody may not read a round."""
    if Role.INSPECTOR in access.roles or _takes_part(access, inspected):
        return ""
    if Role.IMPROVEMENT_LEAD in access.roles:
        return ""
    if Role.COMMISSIONER in access.roles and inspected.state == State.PUBLISHED:
        return ""
    return "This round has not been published. Inspectors and improvement leads read rounds before that."


def _takes_part(access: Access, inspected: Round) -> bool:
    return access.user is not None and inspected.reviewers.filter(user=access.user).exists()


def why_not_change(access: Access, inspected: Round, *states: State) -> str:
    """Why somebody may not change a round's plan, sample or reviewers; `states` are those in which it can be done."""
    if Role.INSPECTOR not in access.roles:
        return why_not((Role.INSPECTOR,))
    if inspected.state not in states:
        return f"The round is {inspected.state}: this is done while it is {' or '.join(states)}."
    return ""


def why_not_move(access: Access, inspected: Round, to: str) -> str:
    """Why somebody may not take a round to another state."""
    wanted = step(inspected.state, to)
    if wanted is None:
        return f"A round that is {inspected.state} does not become {to}."
    if access.roles.isdisjoint(wanted.roles):
        return why_not(wanted.roles)
    return _NOT_READY[(wanted.origin, wanted.to)](inspected) if wanted.needs else ""


def _has_sample(inspected: Round) -> str:
    return "Cases are in the sample. Take the sample back first." if inspected.cases.exists() else ""


def _without_two(inspected: Round) -> str:
    cases = list(inspected.cases.values_list("place", "gradings"))
    if not cases:
        return "No case is in the sample yet. Draw one, or add cases."
    counts: dict[int, int] = {}
    for place, grading in cases:
        counts[place] = counts.get(place, 0) + (grading is not None)
    few = [place for place, count in counts.items() if count < 2]
    return f"Deal the cases out first: {len(few)} of {len(counts)} have fewer than two reviewers." if few else ""


def _not_handed_in(inspected: Round) -> str:
    left = Grading.objects.filter(case__of=inspected, handed_in_at=None).count()
    return f"Gradings not handed in yet: {left}. Their reviewers have to hand them in." if left else ""


def _not_settled(inspected: Round) -> str:
    left = len(still_waiting(inspected))
    return f"Cases in which a difference is not settled yet: {left}. The moderator settles them." if left else ""


def _not_replied(inspected: Round) -> str:
    left = LiveRisk.objects.filter(case__of=inspected, replied_at=None).count()
    return f"Cases returned at once that have no reply yet: {left}. The force has to reply first." if left else ""


_NOT_READY = {
    (State.SAMPLING, State.PLANNED): _has_sample,
    (State.SAMPLING, State.GRADING): _without_two,
    (State.GRADING, State.MODERATING): _not_handed_in,
    (State.MODERATING, State.FROZEN): _not_settled,
    (State.FROZEN, State.PUBLISHED): _not_replied,
}


def why_not_grade(access: Access, grading: Grading) -> str:
    """Why somebody may not write in a grading."""
    if access.user is None or grading.reviewer_id != access.user.pk:
        return "This grading is another reviewer's. It opens to you when both of you have handed in."
    if grading.case.of.state != State.GRADING:
        return f"The round is {grading.case.of.state}: cases are graded while it is grading."
    if grading.handed_in_at:
        return "You have handed this grading in: it stands as it is."
    return why_not_judge(access, grading.case)


def why_not_judge(access: Access, case: SampledCase) -> str:
    """Why somebody may not judge a case in any way: they had a part in it."""
    assert access.user is not None
    return _WORKED_ON if worked_on([access.user], [case.child])[case.child] else ""


def why_not_settle(access: Access, case: SampledCase) -> str:
    """Why somebody may not settle where the reviewers of a case differ."""
    if access.user is None or not case.of.reviewers.filter(user=access.user, moderates=True).exists():
        return "Differences are settled by the round's moderator."
    if case.of.state != State.MODERATING:
        return f"The round is {case.of.state}: differences are settled while it is moderating."
    if case.gradings.filter(reviewer=access.user).exists():
        return "You graded this case yourself: another moderator has to settle it."
    return why_not_judge(access, case)


def why_not_return(access: Access, case: SampledCase) -> str:
    """Why somebody may not return a case because a child is at risk now. Open to a round's people in every state."""
    return "" if _takes_part(access, case.of) else "Cases are returned by the people who take part in the round."


def why_not_reply(access: Access, risk: LiveRisk) -> str:
    """Why somebody may not reply to a live risk."""
    if risk.replied_at:
        return "This has been replied to."
    deciders = (Role.SUPERVISOR, Role.HUB)
    if access.roles.isdisjoint(deciders):
        return why_not(deciders)
    if not children_for(access).filter(key__in=keys_of(risk.case.child)).exists():
        return "This child is not known in your agency and district."
    return ""


def why_not_grade_own(access: Access, case: SampledCase) -> str:
    """Why somebody may not enter the force's own grade of a case."""
    if case.agency not in access.agencies_as(Role.IMPROVEMENT_LEAD):
        return "The force's own grades are entered by its improvement lead."
    if case.of.is_frozen:
        return "The round is frozen: own grades are entered before that."
    if hasattr(case, "self_grade"):
        return "The force's own grade of this case has been entered."
    return ""


def why_not_add(access: Access, inspected: Round) -> str:
    """Why somebody may not add an addendum."""
    if Role.INSPECTOR not in access.roles:
        return why_not((Role.INSPECTOR,))
    return "" if inspected.is_frozen else "Addenda are for rounds that are frozen; this one can still be changed."


def opened_by_a_round(access: Access, child: str) -> str:
    """The reason for which a child's story is open to somebody: a round that they take part in; empty where none is.

    Reviewers reach the cases dealt to them, moderators every case of their round, while cases are judged.
    """
    if access.user is None or Role.INSPECTOR not in access.roles:
        return ""
    case = (
        SampledCase.objects.filter(
            child__in=keys_of(called_now(child)), of__state__in=(State.GRADING, State.MODERATING)
        )
        .filter(Q(gradings__reviewer=access.user) | Q(of__reviewers__user=access.user, of__reviewers__moderates=True))
        .select_related("of")
        .first()
    )
    return f"Inspection round {case.of_id}: {case.of.title}"[:200] if case else ""
