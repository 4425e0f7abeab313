"""A concern: what it rests on, and what somebody does about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import Access, access, open_to, signed_in_user
from wholestory.web.accounts.roles import READS_STORIES, Role
from wholestory.web.children.actions import answers as actions
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.answering import SERIOUS, Stand, is_serious
from wholestory.web.children.forms.concern import AnswerForm, WithdrawForm
from wholestory.web.children.models import Answer
from wholestory.web.children.opening import opened, opened_child, opening, session_of
from wholestory.web.children.permissions import (
    why_not_agree,
    why_not_answer,
    why_not_restore,
    why_not_withdraw,
)
from wholestory.web.children.queries.concern import children_of, concern_of, concerns_of, to_agree, why_none
from wholestory.web.children.queries.evidence import Reader, pieces_of
from wholestory.web.children.queries.marks import marks_about
from wholestory.web.ui.forms import posted


@open_to(*READS_STORIES)
@opened
def concern(request: HttpRequest, child: str, concern: str) -> HttpResponseBase:
    """One concern with its evidence, and the form in which it is answered."""
    now, held, user = timezone.now(), access(request), signed_in_user(request)
    whose = opened_child(request)
    found = concern_of(whose, concern, now)
    if found is None:
        raise Http404(why_none(whose, concern))
    why_not = why_not_answer(held)
    today = timezone.localdate(now)
    form = None if why_not else AnswerForm(found.row, user, today, posted(request))
    if form and form.is_valid():
        made = actions.answer(concern=found.row, given=form.given(), by=held)
        waits = "It closes once a second person agrees." if made.needs_second else "The concern is answered."
        messages.success(request, f"Your answer is on record. {waits}")
        return redirect("concern", child=child, concern=concern)
    reader = Reader(held, session_of(request), opening(request).glass_broken)
    pieces = pieces_of(whose, found.row.evidence, reader, now)
    return render(
        request,
        "children/concern.html",
        {
            "child": whose,
            "age": age_in_words(whose.born, today),
            "concern": found.row,
            "rule": found.rule,
            "standing": found.standing,
            "returned": found.standing.stand is Stand.RETURNED,
            "answers": [_line(held, one) for one in found.answers],
            "pieces": pieces,
            "marked": marks_about(opening(request).keys.every),
            "known_then": sum(piece.record.recorded_at <= found.row.visible_from for piece in pieces),
            "related": {one.key: one for piece in pieces for one in piece.related}.values(),
            "form": form,
            "why_not": why_not,
            "serious": SERIOUS if is_serious(found.row) else "",
        },
    )


@open_to(*READS_STORIES)
@opened
def concerns(request: HttpRequest, child: str) -> HttpResponse:
    """Every concern about a child, those that wait first."""
    whose, now = opened_child(request), timezone.now()
    found = concerns_of(whose, now)
    age = age_in_words(whose.born, timezone.localdate(now))
    return render(request, "children/concerns.html", {"child": whose, "age": age, "concerns": found})


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer, and for what may be done with it the sentence that refuses (empty where it may be done)."""

    answer: Answer
    why_not_agree: str
    why_not_withdraw: str
    why_not_restore: str

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.answer.needs_second and not (self.answer.agreed_at or self.answer.withdrawn_at)


def _line(held: Access, answer: Answer) -> AnswerLine:
    return AnswerLine(
        answer, why_not_agree(held, answer), why_not_withdraw(held, answer), why_not_restore(held, answer)
    )


@require_POST
@open_to(*READS_STORIES)
@opened
def agree(request: HttpRequest, child: str, answer: int) -> HttpResponse:
    """Agree to an answer as a second person."""
    given = _answer(request, answer)
    actions.agree(answer=given, child=child, by=access(request))
    messages.success(request, "You agreed, and the concern is answered.")
    return redirect("concern", child=child, concern=given.concern)


@open_to(*READS_STORIES)
@opened
def withdraw(request: HttpRequest, child: str, answer: int) -> HttpResponse:
    """Take an answer back, or disagree with it, with a reason."""
    given = _answer(request, answer)
    held = access(request)
    form = WithdrawForm(posted(request))
    if form.is_valid():
        actions.withdraw(answer=given, child=child, reason=form.cleaned_data["reason"], by=held)
        messages.success(request, "The answer is withdrawn, and the concern stands unanswered again.")
        return redirect("concern", child=child, concern=given.concern)
    whose = opened_child(request)
    why_not = why_not_withdraw(held, given)
    return render(
        request, "children/withdraw.html", {"child": whose, "answer": given, "form": form, "why_not": why_not}
    )


@require_POST
@open_to(*READS_STORIES)
@opened
def restore(request: HttpRequest, child: str, answer: int) -> HttpResponse:
    """Undo the withdrawal of an answer."""
    given = _answer(request, answer)
    actions.restore(answer=given, child=child, by=access(request))
    messages.success(request, "The answer stands again.")
    return redirect("concern", child=child, concern=given.concern)


@open_to(Role.SUPERVISOR, Role.HUB)
def agreements(request: HttpRequest) -> HttpResponse:
    """The answers to serious concerns that wait for a second person."""
    held = access(request)
    waiting = list(to_agree(held)[:200])
    whose, today = children_of(waiting), timezone.localdate()
    lines = [(answer, child, age_in_words(child.born, today)) for answer in waiting if (child := whose.get(answer.pk))]
    return render(request, "children/agreements.html", {"lines": lines, "serious": SERIOUS})


def _answer(request: HttpRequest, number: int) -> Answer:
    """An answer to a concern of this child; not to be reached by the address of another child."""
    given = get_object_or_404(Answer, pk=number)
    found = concern_of(opened_child(request), given.concern, timezone.now())
    if found is None or given not in found.answers:
        raise Http404("No such answer was given to a concern about this child.")
    return given
