"""How the log is narrowed, and what a data guardian says of broken glass."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from wholestory.web.log.actions import WHAT
from wholestory.web.oversight.models import GlassReview


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}),
        error_messages={"invalid": f"{label}: write the day as year, month and day, like 2025-03-08."},
    )


class SpanForm(forms.Form):
    """Whose looking, at whom, and on which days. Stands in the address."""

    person = forms.CharField(label="Person", required=False, max_length=254, help_text="A part of the name or e-mail.")
    child = forms.CharField(
        label="Child", required=False, max_length=200, help_text="A key, such as police:P123. Names are not searched."
    )
    since = _day("From this day")
    until = _day("To this day")

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where the last day is before the first."""
        said = dict(super().clean() or {})
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", "The last day is before the first. Change one of them.")
        return said


class LogForm(SpanForm):
    """The filters of the log."""

    what = forms.ChoiceField(
        label="Kind of action", required=False, choices=[("", "everything"), *((one, one) for one in sorted(WHAT))]
    )
    field_order = ("person", "child", "what", "since", "until")


class UnusualForm(SpanForm):
    """The days in which unusual reading is looked for: the last seven where none is given."""

    def __init__(self, asked: QueryDict, today: date) -> None:
        given = asked.dict()
        super().__init__({"since": today - timedelta(days=6), "until": today, **given})


def _text(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=5,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing, "min_length": "Write it in a few words that somebody else understands."},
    )


class ReviewForm(forms.Form):
    """What was found, and why."""

    finding = forms.ChoiceField(
        label="What did you find?",
        choices=GlassReview.Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found."},
    )
    reason = _text("Why?", "No names of children, please. It is kept with your name.", "Write why you find so.")


class AddForm(forms.Form):
    """What is added to a review."""

    says = _text("What is there to add?", "It stands beside the review, which stays as it is.", "Write what to add.")


class TakeBackForm(forms.Form):
    """Why a review is taken back."""

    why = _text("Why do you take it back?", "The review stays on record as taken back.", "Write why you take it back.")
