"""What happened to a case, from when on, and why no new duty is to be asked for."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from wholestory.web.children.ages import day_of_turning_18
from wholestory.web.children.forms.concern import ReasonField
from wholestory.web.children.models import CaseStatus, Child


class CaseStatusForm(forms.Form):
    """One of four things that happened, the day, and the reason."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=CaseStatus.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened."},
    )
    since = forms.DateField(
        label="On which day?",
        help_text="Duties that began before stay. What is recorded from that day on starts no new one.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Write the day.",
            "invalid": "Write the date as it stands in a calendar, such as 2026-03-14.",
        },
    )
    reason = ReasonField("Who decided that, and why?")

    def __init__(self, child: Child, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self._today, self._turns_18 = today, day_of_turning_18(child.born)

    def clean_since(self) -> date:
        """A day that has come."""
        since: date = self.cleaned_data["since"]
        if since > self._today:
            raise forms.ValidationError("Write it down once the day has come: until then duties go on.")
        return since

    def clean(self) -> None:
        """Nobody turns 18 before their birthday."""
        said = super().clean() or self.cleaned_data
        since = said.get("since")
        if said.get("kind") == CaseStatus.Kind.TURNED_18 and since and self._turns_18 and since < self._turns_18:
            birthday = f"{self._turns_18.day} {self._turns_18:%B %Y}"
            self.add_error("since", f"By the date of birth on record the child turns 18 on {birthday}.")
