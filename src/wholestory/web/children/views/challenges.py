"""Challenges to other agencies: those under way, and each with its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import Access, access, open_to
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.actions import challenges as actions
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.challenge_stages import State, Step, stage_of, state_of, why_not
from wholestory.web.children.forms.working_together import (
    ChallengeForm,
    EscalateForm,
    ReplyForm,
    SettleForm,
    WrittenForm,
)
from wholestory.web.children.models import Challenge, Child
from wholestory.web.children.opening import opened, opened_child
from wholestory.web.children.permissions import why_not_answer
from wholestory.web.children.queries.working_together import answerable, challenges_for, challenges_of
from wholestory.web.records.models import PersonRow, RecordRow
from wholestory.web.ui.forms import posted


@dataclass(frozen=True, slots=True)
class Line:
    """A challenge as pages show it."""

    challenge: Challenge
    state: State
    stage: str
    from_title: str
    to_title: str
    overdue: bool


@open_to(*READS_STORIES)
@opened
def challenges(request: HttpRequest, child: str) -> HttpResponseBase:
    """The challenges about a child, and the form for another."""
    whose, held, now = opened_child(request), access(request), timezone.now()
    refused = why_not_answer(held)
    form = None if refused else ChallengeForm(held, answerable(whose, "", now).choices, posted(request))
    if form and form.is_valid():
        said = form.cleaned_data
        made = actions.challenge(
            child=whose,
            to=said["to"],
            about=said["about"],
            says=said["says"],
            answers=said["answers"],
            by=form.writer(),
        )
        messages.success(request, f"The challenge is on the story. A reply is due {_in_words(made.due)}.")
        return redirect("challenge", child=child, number=made.pk)
    return render(
        request,
        "children/challenges.html",
        {
            "child": whose,
            "age": age_in_words(whose.born, timezone.localdate(now)),
            "lines": _lines(list(challenges_of(whose)), now),
            "form": form,
            "why_not": refused,
        },
    )


@open_to(*READS_STORIES)
@opened
def challenge(request: HttpRequest, child: str, number: int) -> HttpResponseBase:
    """One challenge: its records, where it stands, and what may be done next."""
    whose, held, now = opened_child(request), access(request), timezone.now()
    found = get_object_or_404(challenges_of(whose), pk=number)
    asked = request.POST.get("step", "") if request.method == "POST" else ""
    forms = {step: _form(step, found, held, request.POST if asked == step else None) for step in Step}
    if asked in forms and forms[Step(asked)].is_valid():
        _take(Step(asked), found, whose, forms[Step(asked)], held)
        messages.success(request, "It is on record.")
        return redirect("challenge", child=child, number=number)
    records = {row.key: row for row in RecordRow.objects.filter(key__in=found.records)}
    return render(
        request,
        "children/challenge.html",
        {
            "child": whose,
            "age": age_in_words(whose.born, timezone.localdate(now)),
            "line": _lines([found], now)[0],
            "stage": stage_of(found),
            "records": [records[key] for key in found.records if key in records],
            "steps": [
                (step, forms[step], why_not(held, found, step, now=now, in_danger=step is Step.ESCALATE))
                for step in Step
            ],
            "asked": asked,
        },
    )


@open_to(Role.SUPERVISOR, Role.HUB)
def challenges_under_way(request: HttpRequest) -> HttpResponse:
    """Every challenge by or to one's agency that is not settled, the longest overdue first."""
    now = timezone.now()
    waiting = list(challenges_for(access(request))[:200])
    cluster = dict(PersonRow.objects.filter(key__in=[one.child for one in waiting]).values_list("key", "cluster"))
    children = Child.objects.in_bulk(set(cluster.values()))
    lines = [
        (line, children[cluster[line.challenge.child]])
        for line in _lines(waiting, now)
        if cluster.get(line.challenge.child) in children
    ]
    return render(request, "children/challenges_under_way.html", {"lines": lines})


def _form(step: Step, found: Challenge, held: Access, data: QueryDict | None) -> WrittenForm:
    if step is Step.ESCALATE:
        return EscalateForm(held, found, data)
    return ReplyForm(held, data) if step is Step.REPLY else SettleForm(held, data)


def _take(step: Step, found: Challenge, whose: Child, form: WrittenForm, held: Access) -> None:
    said: dict[str, Any] = form.cleaned_data
    by = form.writer()
    if step is Step.REPLY:
        actions.reply(challenge=found, child=whose, says=said["says"], by=by, access=held)
    elif step is Step.SETTLE:
        actions.settle(challenge=found, says=said["says"], by=by, access=held)
    else:
        actions.escalate(
            challenge=found,
            child=whose,
            stage=said["stage"],
            says=said["says"],
            in_danger=said["in_danger"],
            by=by,
            access=held,
        )


def _lines(found: list[Challenge], now: datetime) -> list[Line]:
    titles = dict(Agency.objects.values_list("name", "title"))
    return [
        Line(
            one,
            state_of(one),
            f"stage {one.stage}, {stage_of(one).title.lower()}",
            titles.get(one.from_agency, one.from_agency),
            titles.get(one.to_agency, one.to_agency),
            state_of(one) is State.WAITING and one.due < now,
        )
        for one in found
    ]


def _in_words(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"by {local:%H:%M} on {local.day} {local:%B %Y}"
