"""The list of rounds, one round, and planning it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wholestory.reports.grade_pictures import GradeRow, squares_picture
from wholestory.web.accounts.permissions import Access, RefusedError, access, open_to
from wholestory.web.accounts.queries_places import districts_called
from wholestory.web.accounts.roles import Role
from wholestory.web.inspections.actions import rounds as actions
from wholestory.web.inspections.forms.rounds import AddCasesForm, DealForm, ExcludeForm, PlanForm, WordsForm
from wholestory.web.inspections.frameworks import asked_of, first_question, not_usable
from wholestory.web.inspections.models import LiveRisk, Round
from wholestory.web.inspections.permissions import why_not_move, why_not_read
from wholestory.web.inspections.queries.gradings import still_waiting
from wholestory.web.inspections.queries.results import results_of
from wholestory.web.inspections.states import STATES, State, steps_from
from wholestory.web.ui.forms import posted

READERS = (Role.INSPECTOR, Role.IMPROVEMENT_LEAD, Role.COMMISSIONER)


@open_to(*READERS)
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round that somebody may read, newest first."""
    held = access(request)
    found = Round.objects.annotate(count=Count("cases"))
    if held.roles.isdisjoint({Role.INSPECTOR, Role.IMPROVEMENT_LEAD}):
        found = found.filter(state=State.PUBLISHED)
    plans = Role.INSPECTOR in held.roles
    told = {"rounds": found, "plans": plans, "compares": plans or Role.IMPROVEMENT_LEAD in held.roles}
    return render(request, "inspections/rounds.html", told)


@open_to(Role.INSPECTOR)
def plan_round(request: HttpRequest) -> HttpResponseBase:
    """Planning a new round."""
    form = PlanForm(posted(request))
    if form.is_valid():
        return redirect(actions.plan(wanted=form.plan(), by=access(request)))
    return render(request, "inspections/plan.html", {"form": form, "switched_off": not_usable()})


@open_to(Role.INSPECTOR)
def change_plan(request: HttpRequest, number: int) -> HttpResponseBase:
    """Changing the plan of a round that is still planned."""
    inspected = readable(access(request), number)
    form = PlanForm(posted(request), inspected)
    if form.is_valid():
        actions.change_plan(inspected=inspected, wanted=form.plan(), by=access(request))
        return redirect(inspected)
    told = {"form": form, "round": inspected, "switched_off": not_usable()}
    return render(request, "inspections/plan.html", told)


@open_to(*READERS)
def one_round(request: HttpRequest, number: int) -> HttpResponse:
    """A round: where it stands, its sample, who has handed in, what is to be settled, and its results."""
    held = access(request)
    inspected = readable(held, number)
    return render(request, "inspections/round.html", _told(held, inspected))


def readable(held: Access, number: int) -> Round:
    """A round that somebody may read. Raises RefusedError otherwise."""
    inspected = get_object_or_404(Round.objects.select_related("by"), pk=number)
    if why := why_not_read(held, inspected):
        raise RefusedError(why)
    return inspected


def _told(held: Access, inspected: Round) -> dict[str, object]:
    asked = asked_of(inspected)
    steps = [(one, why_not_move(held, inspected, one.to)) for one in steps_from(inspected.state)]
    told: dict[str, object] = {
        "round": inspected,
        "asked": asked,
        "first_question": first_question(asked.parts[0]),
        "districts": _called(inspected.districts),
        "strata": [name.replace("_", " ") for name in inspected.stratified_by],
        "means": dict(STATES)[State(inspected.state)],
        "steps": [(one, why) for one, why in steps if one.to != State.PUBLISHED],
        "moves": inspected.moves.select_related("by"),
        "reviewers": inspected.reviewers.select_related("user"),
        "risks": LiveRisk.objects.filter(case__of=inspected).select_related("case", "by", "replied_by"),
        "judges": Role.INSPECTOR in held.roles,
        "own": held.agencies_as(Role.IMPROVEMENT_LEAD),
    }
    if Role.INSPECTOR in held.roles or Role.IMPROVEMENT_LEAD in held.roles:
        told |= {"cases": _cases(held, inspected), "addenda": inspected.addenda.select_related("by")}
        # Others read what was published: these counts are as they are, small ones too.
        told |= _results(inspected) if inspected.is_frozen else {}
    if Role.INSPECTOR in held.roles and inspected.state == State.SAMPLING:
        told |= {"draw": ExcludeForm(), "add": AddCasesForm(), "deal": DealForm()}
    if Role.INSPECTOR in held.roles and inspected.is_frozen:
        told["addendum"] = WordsForm("What is to be added?")
    return told


def _cases(held: Access, inspected: Round) -> list[dict[str, object]]:
    """A line a case: what somebody may do with it, and how far it is. Four queries for any number of cases."""
    assert held.user
    rows = inspected.cases.annotate(
        dealt=Count("gradings", distinct=True),
        handed_in=Count("gradings", filter=Q(gradings__handed_in_at__isnull=False), distinct=True),
    ).select_related("self_grade")
    mine = {one.case_id: one for one in held.user.gradings.filter(case__of=inspected)}
    waiting = still_waiting(inspected) if inspected.state == State.MODERATING else {}
    types, districts = asked_of(inspected).case_types, districts_called(row.district for row in rows)
    return [
        {
            "case": row,
            "district": districts.get(row.district, row.district),
            "type": types.get(row.case_type, row.case_type),
            "mine": mine[row.pk].pk if row.pk in mine else None,
            "handed_in": row.pk in mine and mine[row.pk].handed_in_at is not None,
            "graded_own": hasattr(row, "self_grade"),
            "waits": len(waiting.get(row.pk, ())),
        }
        for row in rows
    ]


def _called(districts: Sequence[str]) -> list[str]:
    """Districts as people call them."""
    titles = districts_called(districts) if districts else {}
    return [titles.get(name, name) for name in districts]


def _results(inspected: Round) -> dict[str, object]:
    results, titles = results_of(inspected), asked_of(inspected).titles
    whole = results["parts"][-1]
    own = zip(results["self"]["order"], results["self"]["counts"], strict=True)
    return {
        "results": results,
        "heads": ["Part", *(titles[grade] for grade in whole["counts"]), "Does not arise", "Agreement"],
        "rows": [
            (part["title"], *part["counts"].values(), part["not_graded"], part["said"]) for part in results["parts"]
        ],
        "own_rows": [(titles[grade], *row) for grade, row in own],
        "own_heads": ["Own grade", *(titles[grade] for grade in results["self"]["order"])],
        "picture": squares_picture([GradeRow("The case as a whole", whole["counts"])]),
    }


@open_to(Role.INSPECTOR)
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponseBase:
    """Takes a round to another state."""
    inspected = readable(access(request), number)
    to = request.POST.get("to", "")
    actions.move(inspected=inspected, to=to, by=access(request))
    messages.success(request, f"The round is now {to}.")
    return redirect(inspected)


_DONE = {
    "draw": "The sample is drawn. Deal the cases out, or take the sample back.",
    "add": "The cases are added.",
    "deal": "The cases are dealt out. Dealing out again replaces it.",
    "back": "The sample is empty again.",
}


@open_to(Role.INSPECTOR)
@require_POST
def sample(request: HttpRequest, number: int) -> HttpResponseBase:
    """Draws, adds to, deals out or takes back the sample."""
    held, inspected = access(request), readable(access(request), number)
    did = request.POST.get("did", "")
    form = {"draw": ExcludeForm, "add": AddCasesForm, "deal": DealForm}.get(did, ExcludeForm)(request.POST)
    if did == "back":
        actions.take_sample_back(inspected=inspected, by=held)
    elif not form.is_valid():
        return render(request, "inspections/round.html", {**_told(held, inspected), did: form, "form": form})
    elif did == "draw":
        actions.draw_sample(inspected=inspected, excluded=form.cleaned_data["excluded"], by=held)
    elif did == "add":
        actions.add_cases(inspected=inspected, **form.cleaned_data, by=held)
    else:
        actions.deal_out(inspected=inspected, **form.cleaned_data, by=held)
    messages.success(request, _DONE.get(did, _DONE["draw"]))
    return redirect(inspected)


@open_to(Role.INSPECTOR)
@require_POST
def addendum(request: HttpRequest, number: int) -> HttpResponseBase:
    """Adds to a frozen round."""
    inspected = readable(access(request), number)
    form = WordsForm("What is to be added?", request.POST)
    if not form.is_valid():
        told = {**_told(access(request), inspected), "addendum": form, "form": form}
        return render(request, "inspections/round.html", told)
    actions.add_addendum(inspected=inspected, text=form.cleaned_data["says"], by=access(request))
    messages.success(request, "The addendum is on the round’s record.")
    return redirect(inspected)
