"""Actions, measures and progress, as they are filled in."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from wholestory.web.accounts.queries_places import districts_called
from wholestory.web.children.forms.concern import ReasonField
from wholestory.web.improvement.forms.recommending import DayField, PastDayField
from wholestory.web.improvement.measures import measures
from wholestory.web.improvement.models import Progress
from wholestory.web.improvement.queries.measuring import districts


class ActionForm(forms.Form):
    """What is to be done, by whom, by when."""

    what = forms.CharField(
        label="What is to be done?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Write what is to be done."},
    )
    owner = forms.CharField(
        label="Who sees to it?",
        help_text="One person by name, so that somebody can be asked.",
        max_length=200,
        error_messages={"required": "Write who sees to it."},
    )
    due = DayField("By when?")


class TickForm(forms.Form):
    """That an action was done."""

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["done_on"] = PastDayField("On which day was it done?", today)
        self.fields["took_hold"] = DayField(
            "From which day was practice to be different?",
            "Leave empty if that is the same day. The records before and after this day are compared.",
            required=False,
        )
        self.fields["how"] = ReasonField("What was done?", "Say what was done and where that can be seen.")

    def clean(self) -> None:
        """It takes hold on the day on which it is done, unless another is given."""
        said = super().clean() or self.cleaned_data
        done_on, took_hold = said.get("done_on"), said.get("took_hold")
        if "took_hold" not in self.errors and not took_hold:
            said["took_hold"] = done_on
        elif done_on and took_hold and took_hold < done_on:
            self.add_error("took_hold", "An action takes hold on the day on which it is done, or later.")


class MeasureForm(forms.Form):
    """By what an effect is to show."""

    measure = forms.ChoiceField(
        label="What is to get better?", error_messages={"required": "Choose what is to get better."}
    )
    district = forms.ChoiceField(label="Where?", required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        names = districts()
        called = districts_called(names)
        for name, choices in (
            ("measure", [(one.id, one.title) for one in measures().values()]),
            ("district", [("", "In every district together"), *((one, called.get(one, one)) for one in names)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class JudgeForm(forms.Form):
    """How far a recommendation has come, at a review."""

    review = forms.CharField(
        label="At which review?",
        help_text="Such as the title of the round in which cases were read again.",
        max_length=200,
        error_messages={"required": "Write at which review."},
    )
    judged = forms.ChoiceField(
        label="How far has it come?",
        choices=Progress.Judged.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it has come."},
    )
    field_order = ["review", "on", "judged", "reason"]

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["on"] = PastDayField("On which day?", today)
        self.fields["reason"] = ReasonField("Why?", "What you saw. It stays on record with your name.")
        self.order_fields(self.field_order)
