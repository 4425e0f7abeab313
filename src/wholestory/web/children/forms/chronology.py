"""What a chronology is made for, and as what kind of file."""

from __future__ import annotations

from django import forms


class ChronologyForm(forms.Form):
    """Why somebody takes a chronology out of the program."""

    reason = forms.CharField(
        label="What is it for?",
        help_text="It stands on every page with your name and the time, and is kept on record.",
        widget=forms.Textarea(attrs={"rows": 2}),
        min_length=5,
        max_length=300,
        error_messages={
            "required": "Write what the chronology is for.",
            "min_length": "Write what it is for in a few words.",
        },
    )
    file = forms.ChoiceField(
        label="Kind of file",
        choices=[("pdf", "PDF"), ("word", "Word")],
        initial="pdf",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose PDF or Word."},
    )
