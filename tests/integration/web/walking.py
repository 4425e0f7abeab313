"""Every route of the application with parameters filled in, for tests that walk them all.

A new route is walked by itself. Only a parameter of a new kind needs a line in PARAMETERS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.integration.web.recommending import (
    walked,
    walked_evidence,
    walked_later,
    walked_reply,
    walked_report,
    walked_theme,
)
from tests.integration.web.rounds_walked import walked_case, walked_grading, walked_round
from wholestory.web.accounts.models import Agency, District, User
from wholestory.web.accounts.permissions import access_of
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import (
    Answer,
    BreakGlass,
    Challenge,
    Child,
    ConcernRow,
    Discussion,
    DiscussionAction,
    Mark,
    Notice,
)
from wholestory.web.children.permissions import children_for
from wholestory.web.children.queries.keys import keys_of
from wholestory.web.inspections.models import LiveRisk, Round, SampledCase
from wholestory.web.inspections.states import State
from wholestory.web.records.models import Import, ImportReject, JudgementRow, RecordRow


@dataclass(frozen=True)
class Route:
    """A route: its name, the view's declared roles (None where it declares nothing) and its parameters' names."""

    name: str
    roles: frozenset[Role] | None
    parameters: tuple[str, ...]

    def address(self, user: User) -> str:
        """The address with parameters that suit somebody: a child whom they reach, where they reach one."""
        child = children_for(access_of(user)).order_by("key").first() or Child.objects.order_by("key").first()
        assert child
        address = reverse(self.name, kwargs={name: self._value(name, user, child) for name in self.parameters})
        return address + (QUERIES[self.name](user, child) if self.name in QUERIES else "")

    def _value(self, parameter: str, user: User, child: Child) -> Any:
        made = PARAMETERS.get(f"{self.name}.{parameter}") or PARAMETERS.get(parameter)
        assert made, f"The route {self.name} has a parameter {parameter}: add it to PARAMETERS in walking.py"
        return made(user, child)


def routes() -> Iterator[Route]:
    """Every route, also those of libraries."""
    yield from _under(get_resolver().url_patterns, ())


def _under(patterns: list[URLPattern | URLResolver], before: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        parameters = (*before, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _under(pattern.url_patterns, parameters)
        else:
            yield Route(pattern.name or str(pattern.pattern), getattr(pattern.callback, "open_to", None), parameters)


def _concern(user: User, child: Child) -> str:
    return ConcernRow.objects.filter(child=child).order_by("key").values_list("key", flat=True)[0]


def _record(user: User, child: Child) -> str:
    """A record of the child that the person's own agency holds, where it holds one."""
    agency = next((post.agency for post in access_of(user).posts if post.agency), child.key.partition(":")[0])
    records = RecordRow.objects.filter(involvements__person__in=keys_of(child.key)).order_by("key")
    return (records.filter(agency=agency).first() or records[0]).key


def _answer(user: User, child: Child) -> int:
    return Answer.objects.create(
        concern=_concern(user, child), child=child.key, by=user, at=timezone.now(), evidence=[], needs_second=True
    ).pk


def _notice(user: User, child: Child) -> int:
    return Notice.objects.create(to=user, kind=Notice.Kind.ASSIGNED, child=child.key, at=timezone.now()).pk


def _mark(user: User, child: Child) -> int:
    return Mark.objects.create(
        of=Mark.Of.CONCERN, key=_concern(user, child), child=child.key, by=user, at=timezone.now()
    ).pk


def _action(user: User, child: Child) -> int:
    discussion, _ = Discussion.objects.get_or_create(
        record="police:walked", defaults={"child": child.key, "attended": [], "by": user, "at": timezone.now()}
    )
    return DiscussionAction.objects.create(discussion=discussion, owner="her", due=timezone.localdate()).pk


def _challenge(user: User, child: Child) -> int:
    return Challenge.objects.create(
        child=child.key, from_agency="police", to_agency="health", due=timezone.now(), by=user, at=timezone.now()
    ).pk


def _import(user: User, child: Child) -> int:
    return Import.objects.get_or_create(title="walked", by=user, defaults={"at": timezone.now()})[0].pk


def _row(user: User, child: Child) -> int:
    reject = ImportReject(of_id=_import(user, child), agency="police", file="people.csv", line=2, why="mend it")
    reject.header, reject.raw = b"person_id\n", b"\n"
    reject.save()
    return reject.pk


def _link(user: User) -> JudgementRow:
    """A link that somebody may settle, where there is one."""
    agency = next((post.agency for post in access_of(user).posts if post.agency), "")
    rows = JudgementRow.objects.order_by("id")
    return rows.filter(one__startswith=f"{agency}:").first() or rows[0]


def _round(user: User, child: Child) -> Round:
    day = timezone.localdate()
    return Round.objects.create(
        title="Walked",
        framework="child_protection",
        scale="three_grades",
        since=day,
        until=day,
        size=1,
        by=user,
        at=timezone.now(),
    )


def _case(user: User, child: Child) -> SampledCase:
    return SampledCase.objects.create(of=_round(user, child), child=child.key, place=1, agency="police")


def _live_risk(user: User, child: Child) -> int:
    now = timezone.now()
    return LiveRisk.objects.create(case=_case(user, child), says="Walked.", by=user, at=now, reply_by=now).pk


def _glass(user: User, child: Child) -> BreakGlass:
    return BreakGlass.objects.create(by=user, child=child.key, session="walked", reason="Walked.", at=timezone.now())


_OF_A_ROUND = ("round", "change_plan", "move_round", "round_sample", "addendum")
_OF_A_FROZEN_ROUND = ("publication", "read_round_report", "round_report")

# How a parameter is filled in, by its name, or by ROUTE.PARAMETER where the name alone does not say it.
PARAMETERS: Mapping[str, Callable[[User, Child], Any]] = {
    "child": lambda user, child: child.key,
    "concern": _concern,
    "record": _record,
    "answer": _answer,
    "mark": _mark,
    "action": _action,
    "number": _import,
    "one": lambda user, child: _link(user).one,
    "other": lambda user, child: _link(user).other,
    "row": _row,
    "notice.number": _notice,
    "challenge.number": _challenge,
    "recommendation.number": lambda user, child: walked().recommendation_id,
    "set_action.number": lambda user, child: walked().recommendation_id,
    "tick_off.number": lambda user, child: walked().recommendation_id,
    "undo_tick.number": lambda user, child: walked().recommendation_id,
    "choose_measure.number": lambda user, child: walked().recommendation_id,
    "judge_progress.number": lambda user, child: walked().recommendation_id,
    "carry_over.number": lambda user, child: walked().recommendation_id,
    "report.number": lambda user, child: walked().recommendation.issued.get().report_id,
    "recommend.number": lambda user, child: walked().recommendation.issued.get().report_id,
    "send.number": lambda user, child: walked().recommendation.issued.get().report_id,
    "tick_off.action": lambda user, child: walked().pk,
    "undo_tick.action": lambda user, child: walked().pk,
    "carry_over.report": lambda user, child: walked_later().pk,
    "agency.name": lambda user, child: Agency.objects.order_by("name")[0].pk,
    "district.name": lambda user, child: District.objects.order_by("name")[0].pk,
    "settle_theme.theme": lambda user, child: walked_theme().pk,
    "theme": lambda user, child: walked_reply().theme_id,
    "reply": lambda user, child: walked_reply().pk,
    "public": lambda user, child: walked_report().pk,
    "section": lambda user, child: "completeness",
    "leaders_file.form": lambda user, child: "csv",
    "evidence": lambda user, child: walked_evidence().pk,
    "attach_evidence.number": lambda user, child: walked().recommendation_id,
    "attach_evidence.action": lambda user, child: walked().pk,
    "clock": lambda user, child: "action_plan",
    "person": lambda user, child: user.pk,
    **{f"{name}.number": lambda user, child: _round(user, child).pk for name in _OF_A_ROUND},
    **{f"{name}.number": lambda user, child: walked_round(State.FROZEN).pk for name in _OF_A_FROZEN_ROUND},
    "own_grade.number": lambda user, child: _case(user, child).pk,
    "at_risk.number": lambda user, child: walked_case(State.GRADING).pk,
    "moderate.number": lambda user, child: walked_case(State.MODERATING).pk,
    "grading.number": lambda user, child: walked_grading(user).pk,
    "hand_in.number": lambda user, child: walked_grading(user).pk,
    "reply_to_live_risk.number": _live_risk,
    "glass.number": lambda user, child: _glass(user, child).pk,
    "part": lambda user, child: "initial_contact",
    "question": lambda user, child: "child_seen",
    "form": lambda user, child: "pdf",
}

# What a route needs after its address, where it shows nothing without.
QUERIES: Mapping[str, Callable[[User, Child], str]] = {
    "mark": lambda user, child: f"?of=concern&key={quote(_concern(user, child))}"
}
