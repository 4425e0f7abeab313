"""A report, its recommendations, and what was sent in answer, as they are filled in."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from wholestory.practice.inspection import Framework
from wholestory.web.accounts.permissions import RefusedError
from wholestory.web.improvement.actions.recommending import Place
from wholestory.web.improvement.frameworks import due_of, framework_of, frameworks
from wholestory.web.improvement.models import Report
from wholestory.web.inspections.models import Round
from wholestory.web.inspections.states import State
from wholestory.web.ui.widgets import DayInput


class DayField(forms.DateField):
    """A day as three boxes."""

    def __init__(self, label: str, help_text: str = "", *, required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=help_text or "For example 14 3 2026.",
            required=required,
            widget=DayInput(),
            input_formats=["%Y-%m-%d"],
            error_messages={
                "required": "Write the day, the month and the year.",
                "invalid": "Write a day that is in the calendar, such as 14 3 2026.",
            },
        )


class PastDayField(DayField):
    """A day that has come."""

    def __init__(self, label: str, today: date, help_text: str = "") -> None:
        super().__init__(label, help_text)
        self._today = today

    def clean(self, value: object) -> date | None:
        """Refuses a day still to come."""
        day: date | None = super().clean(value)
        if day and day > self._today:
            raise forms.ValidationError("This day has not come yet. Write it down once it has.")
        return day


class ReportForm(forms.Form):
    """A published report."""

    title = forms.CharField(
        label="Title of the report",
        help_text="As it was published, so that everybody knows which is meant.",
        max_length=200,
        error_messages={"required": "Write the report’s title."},
    )
    framework = forms.ChoiceField(
        label="How was it inspected?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it was inspected."},
    )

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = self.fields["framework"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.header.id, one.header.title) for one in frameworks()]
        self.fields["of"] = forms.ModelChoiceField(
            Round.objects.filter(state__in=(State.FROZEN, State.PUBLISHED)),
            label="Which round does it report?",
            help_text="Leave it as it is where the cases were graded elsewhere.",
            empty_label="None of those held here",
            required=False,
        )
        self.fields["published"] = PastDayField("When was it published?", today, "What is owed runs from this day.")

    def clean_title(self) -> str:
        """Each report is written down once."""
        title: str = self.cleaned_data["title"]
        if Report.objects.filter(title=title).exists():
            raise forms.ValidationError("A report of this title is written down already. Open it from the list.")
        return title


class PlaceForm(forms.Form):
    """Where a recommendation stands in a report."""

    number = forms.IntegerField(
        label="Number in the report",
        min_value=1,
        max_value=999,
        error_messages={"required": "Write the number.", "invalid": "Write the number in digits."},
    )
    form = forms.ChoiceField(
        label="By when is it to be met?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose by when it is to be met."},
    )
    by_date = DayField("The date, where it has one of its own", required=False)

    def __init__(self, report: Report, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.report = report
        self.framework: Framework | None = framework_of(report.framework)
        self._offer("form", [(one.id, one.title) for one in self.framework.forms] if self.framework else [])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> None:
        """A number that is free, and a date where the form needs one and only there."""
        said = super().clean() or self.cleaned_data
        if self.errors:
            return
        if self.report.issued.filter(number=said["number"]).exists():
            self.add_error("number", "The report has a recommendation of this number already. Choose another number.")
        try:
            due_of(self.report.framework, said["form"], self.report.published, said["by_date"])
        except RefusedError as error:
            self.add_error("by_date", str(error))

    def place(self) -> Place:
        """Where it stands."""
        said = self.cleaned_data
        return Place(self.report, said["number"], said["form"], said["by_date"])


class RecommendationForm(PlaceForm):
    """A recommendation that a report makes for the first time."""

    text = forms.CharField(
        label="What is recommended?",
        help_text="In the words of the report. Name no child and nobody’s family.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        error_messages={"required": "Write what is recommended."},
    )
    strand = forms.ChoiceField(
        label="Which part of practice?", error_messages={"required": "Choose the part of practice."}
    )
    addressee = forms.CharField(
        label="Who is to do it?",
        help_text="As the report has it, such as “the chief constable”.",
        max_length=200,
        error_messages={"required": "Write who is to do it."},
    )
    field_order = ["number", "text", "strand", "addressee", "form", "by_date"]

    def __init__(self, report: Report, data: QueryDict | None = None) -> None:
        super().__init__(report, data)
        self._offer("strand", [(one.id, one.title) for one in self.framework.strands] if self.framework else [])


class SentForm(forms.Form):
    """When something that the report started was sent or published."""

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["on"] = PastDayField("On which day was it sent or published?", today)
