"""What a reviewer fills in about a case, and a moderator."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from wholestory.practice.inspection import Criterion
from wholestory.web.inspections.frameworks import Asked
from wholestory.web.inspections.models import NOT_GRADED, OVERALL, CriterionAnswer


class QuestionForm(forms.Form):
    """The answer to one question. The evidence is picked beside it, in the story."""

    said = forms.ChoiceField(
        choices=CriterionAnswer.Said.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer."},
    )
    remark = forms.CharField(
        label="What shows it?", required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, criterion: Criterion, data: QueryDict | None = None, kept: CriterionAnswer | None = None
    ) -> None:
        super().__init__(data, initial={"said": kept.said, "remark": kept.note} if kept else None)
        self.fields["said"].label, self.fields["said"].help_text = criterion.asks, f"Good: {criterion.good}"


class GradeForm(forms.Form):
    """A grade and its reasons."""

    grade = forms.ChoiceField(label="Grade", widget=forms.RadioSelect, error_messages={"required": "Choose a grade."})
    reasons = forms.CharField(
        label="Reasons",
        help_text="What the records show that leads to this grade, so that somebody else can follow it.",
        min_length=10,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the reasons.", "min_length": "Write the reasons in a sentence."},
    )

    def __init__(
        self, asked: Asked, part: str, data: QueryDict | None = None, kept: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=kept)
        field = self.fields["grade"]
        assert isinstance(field, forms.ChoiceField)
        grades = [(grade.id, f"{grade.title.capitalize()}: {grade.means}") for grade in asked.grades]
        field.choices = grades if part == OVERALL else [*grades, (NOT_GRADED, "It does not arise in this case")]
