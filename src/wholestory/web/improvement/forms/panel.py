"""What the survivors' panel raises, and its release, as they are filled in."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict

from wholestory.web.children.forms.concern import ReasonField
from wholestory.web.improvement.forms.recommending import PastDayField
from wholestory.web.improvement.models import Recommendation, Theme


class WordsField(forms.CharField):
    """Words that will be read by many."""

    def __init__(self, label: str, help_text: str) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": 6}),
            max_length=2_000,
            error_messages={"required": "Write the words down."},
        )


class ThemeForm(forms.Form):
    """Something that the panel raised."""

    words = WordsField(
        "What was said?",
        "In the panel’s own words, as they were agreed with whoever said them. Leave out names, places, dates, ages "
        "and anything that happened to one person alone.",
    )
    heard = forms.CharField(
        label="Where was it raised?",
        help_text="Such as “the panel’s spring meeting”. Name nobody.",
        max_length=200,
        error_messages={"required": "Write where it was raised."},
    )

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["heard_on"] = PastDayField("On which day?", today)


class ReplyForm(forms.Form):
    """What was done about it."""

    words = WordsField(
        "What was done?",
        "To the panel, in plain words: what you did, and what you did not. Name nobody. Whether it changed anything "
        "stands beside it, from the records.",
    )


class SettleForm(forms.Form):
    """Whether words may be read by others. What the program points at has to be answered for in the reason."""

    decision = forms.ChoiceField(
        label="May these words be read by others?",
        choices=[("release", "Release them"), ("keep", "Keep them back: write them down anew without what is wrong")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the words may be read by others."},
    )
    agreed = forms.BooleanField(
        label="Whoever said this has agreed that these words are read by others",
        required=False,
    )
    nobody = forms.BooleanField(
        label="Somebody who knows the people, the place and the time could not tell who is meant",
        required=False,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["why"] = ReasonField(
            "Why?", "For each thing that is pointed at above: why nobody can be known by it. Or what has to be changed."
        )

    def clean(self) -> None:
        """Nothing is released unless both is so."""
        said = super().clean() or self.cleaned_data
        if said.get("decision") == "release":
            for name in ("agreed", "nobody"):
                if not said.get(name):
                    self.add_error(name, "Words are released only where this is so. Otherwise keep them back.")

    @property
    def released(self) -> bool:
        """Whether they are released."""
        return bool(self.cleaned_data["decision"] == "release")


class LinkForm(forms.Form):
    """Which recommendation answers a theme."""

    def __init__(self, theme: Theme, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["recommendation"] = forms.ModelChoiceField(
            Recommendation.objects.exclude(themes=theme).order_by("id"),
            label="Which recommendation answers it?",
            empty_label="Choose one",
            error_messages={"required": "Choose a recommendation."},
        )
