"""What somebody judges of two persons, and why."""

from __future__ import annotations

from django import forms

from wholestory.model.links import Verdict
from wholestory.web.children.forms.concern import ReasonField


class JudgeForm(forms.Form):
    """The same, not the same or not sure, each with a reason."""

    verdict = forms.ChoiceField(
        label="Are these two the same person?",
        choices=[
            (Verdict.SAME.value, "The same person"),
            (Verdict.APART.value, "Not the same person"),
            (Verdict.DOUBTFUL.value, "Not sure"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
    reason = ReasonField("Why?", "What you looked at, and whom you asked.")
