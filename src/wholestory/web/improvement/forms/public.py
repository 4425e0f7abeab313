"""A report for publication, as it is filled in."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from wholestory.web.improvement.forms.recommending import PastDayField


class PrepareForm(forms.Form):
    """Which days a report covers, and what it is called."""

    title = forms.CharField(
        label="Title of the report", max_length=160, error_messages={"required": "Write the report’s title."}
    )

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["since"] = PastDayField("First day", today)
        self.fields["until"] = PastDayField("Last day", today, "Days that were published before cannot be again.")

    def clean(self) -> None:
        """A time of three months or more: of fewer children, hardly a number could be shown."""
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and (until - since).days < 89:
            self.add_error("until", "Choose a last day at least three months after the first.")


class SignForm(forms.Form):
    """Under whose name it goes out."""

    signed_as = forms.CharField(
        label="Your name and post, as they are printed",
        max_length=160,
        error_messages={"required": "Write your name and post."},
    )
