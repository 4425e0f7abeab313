"""Grading a case beside its story, and settling where reviewers differ."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import RefusedError, access, open_to
from wholestory.web.accounts.roles import Role
from wholestory.web.children.ages import age_in_words
from wholestory.web.children.telling.filters import Filters
from wholestory.web.inspections.actions import grading as actions
from wholestory.web.inspections.forms.grading import GradeForm, QuestionForm
from wholestory.web.inspections.frameworks import GRADE, Part, asked_of, first_question
from wholestory.web.inspections.models import OVERALL, CriterionAnswer, Grading, SampledCase
from wholestory.web.inspections.permissions import why_not_grade, why_not_grade_own, why_not_settle
from wholestory.web.inspections.queries.beside import Beside, beside
from wholestory.web.inspections.queries.gradings import graded_parts
from wholestory.web.log.actions import note
from wholestory.web.ui.forms import posted


@open_to(Role.INSPECTOR)
def grading(request: HttpRequest, number: int, part: str, question: str) -> HttpResponseBase:
    """One question of a strand, or its grade, beside the story."""
    held = access(request)
    mine = get_object_or_404(Grading.objects.select_related("case__of"), pk=number)
    if why := why_not_grade(held, mine):
        raise RefusedError(why)
    asked = asked_of(mine.case.of)
    of = next((one for one in asked.parts if one.id == part), asked.parts[0])
    criterion = next((one for one in of.criteria if one.id == question), None)
    story = beside(mine.case, held, Filters.of(request.GET))
    kept = mine.answers.filter(strand=of.id, criterion=question).first()
    grade = mine.grades.filter(strand=of.id).first()
    form: QuestionForm | GradeForm
    if criterion:
        form = QuestionForm(criterion, posted(request), kept)
        if form.is_valid():
            said, evidence = form.cleaned_data, _evidence(request, story)
            actions.answer_question(
                grading=mine, strand=of.id, criterion=criterion.id, **said, evidence=evidence, by=held
            )
            return redirect(_after(mine, of, question))
    else:
        initial = {"grade": grade.grade, "reasons": grade.reasons} if grade else None
        form = GradeForm(asked, of.id, posted(request), initial)
        if form.is_valid():
            actions.grade_part(grading=mine, strand=of.id, **form.cleaned_data, by=held)
            return redirect(_following(mine, of))
    picked = _evidence(request, story) if request.method == "POST" else kept.evidence if kept else []
    about = f"child {story.child.key}"[:200]
    note(who=held.who, what="viewed", about=about, reason=f"Inspection round {mine.case.of_id}", page="grading")
    told = _told(mine, of, story) | {"form": form, "picked": picked, "criterion": criterion}
    return render(request, "inspections/grading.html", told)


def _evidence(request: HttpRequest, story: Beside) -> list[str]:
    """The records picked, of those that the reviewer may read, in the order picked."""
    return [key for key in dict.fromkeys(request.POST.getlist("evidence")) if key in story.records]


def _after(mine: Grading, of: Part, question: str) -> str:
    """The strand's next question, or its grade."""
    questions = [*(one.id for one in of.criteria), GRADE]
    return _at(mine, of.id, questions[questions.index(question) + 1])


def _following(mine: Grading, of: Part) -> str:
    """The next strand's first question; the last part leads to itself, where the grading is handed in."""
    parts = asked_of(mine.case.of).parts
    place = parts.index(of) + 1
    return _at(mine, parts[place].id, first_question(parts[place])) if place < len(parts) else _at(mine, OVERALL, GRADE)


def _at(mine: Grading, part: str, question: str) -> str:
    return reverse("grading", kwargs={"number": mine.pk, "part": part, "question": question})


def _told(mine: Grading, of: Part, story: Beside) -> dict[str, object]:
    answers = list(mine.answers.all())
    grades = {one.strand: one.grade for one in mine.grades.all()}
    titles = asked_of(mine.case.of).titles
    said = {(one.strand, one.criterion): CriterionAnswer.Said(one.said).label for one in answers}
    shown = {one.record for section in story.page.sections() for entry in section.entries for one in entry.sources}
    return {
        "grading": mine,
        "case": mine.case,
        "round": mine.case.of,
        "part": of,
        "story": story,
        "shown": shown,
        "age": age_in_words(story.child.born, story.child.computed_at.date()),
        "questions": [(one, said.get((of.id, one.id), ""), _at(mine, of.id, one.id)) for one in of.criteria],
        "grade_at": _at(mine, of.id, GRADE),
        "parts": [
            (one, titles.get(grades.get(one.id, ""), ""), _at(mine, one.id, first_question(one)))
            for one in asked_of(mine.case.of).parts
        ],
        "why_not_hand_in": actions.why_not_complete(mine),
    }


@open_to(Role.INSPECTOR)
@require_POST
def hand_in(request: HttpRequest, number: int) -> HttpResponseBase:
    """Hands a grading in."""
    mine = get_object_or_404(Grading.objects.select_related("case__of"), pk=number)
    actions.hand_in(grading=mine, by=access(request))
    messages.success(request, f"Your grading of case {mine.case.place} is handed in.")
    return redirect(mine.case.of)


@open_to(Role.INSPECTOR)
def moderate(request: HttpRequest, number: int) -> HttpResponseBase:
    """Where the reviewers of a case differ, both reasons side by side, and the grade that is to hold."""
    held, case = access(request), get_object_or_404(SampledCase.objects.select_related("of"), pk=number)
    if why := why_not_settle(held, case):
        raise RefusedError(why)
    asked, part = asked_of(case.of), request.POST.get("part", "")
    parts = [one for one in graded_parts(case.of, case) if one.differs]
    forms = {one.part: GradeForm(asked, one.part, posted(request) if one.part == part else None) for one in parts}
    if part in forms and forms[part].is_valid():
        actions.settle(case=case, strand=part, **forms[part].cleaned_data, by=held)
        messages.success(request, "That difference is settled.")
        return redirect("moderate", number=number)
    shown = [(one, asked.part(one.part), forms[one.part]) for one in parts]
    told = {"case": case, "round": case.of, "parts": shown, "titles": asked.titles, "form": forms.get(part)}
    return render(request, "inspections/moderate.html", told)


@open_to(Role.IMPROVEMENT_LEAD)
def own_grade(request: HttpRequest, number: int) -> HttpResponse | HttpResponseBase:
    """The force's own grade of a case."""
    held, case = access(request), get_object_or_404(SampledCase.objects.select_related("of"), pk=number)
    if why := why_not_grade_own(held, case):
        raise RefusedError(why)
    form = GradeForm(asked_of(case.of), OVERALL, posted(request))
    if form.is_valid():
        actions.grade_own(case=case, **form.cleaned_data, by=held)
        messages.success(request, f"Your own grade of case {case.place} is entered.")
        return redirect(case.of)
    return render(request, "inspections/own_grade.html", {"case": case, "round": case.of, "form": form})
