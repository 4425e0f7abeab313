"""What somebody does about a concern."""

from __future__ import annotations

import hashlib
from datetime import date

from django import forms
from django.http import QueryDict

from wholestory.web.accounts.models import User
from wholestory.web.children.actions.answers import Given
from wholestory.web.children.answering import is_serious
from wholestory.web.children.models import Answer, ConcernRow
from wholestory.web.children.queries.holders import people_who_may_hold


class ReasonField(forms.CharField):
    """Why, in words that somebody else understands a year later."""

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": 4}),
            min_length=10,
            max_length=4_000,
            error_messages={
                "required": "Write the reason.",
                "min_length": "Write the reason in a sentence, so that somebody else understands it a year from now.",
            },
        )


class AnswerForm(forms.Form):
    """One of the five answers, why, who sees it through, and when."""

    kind = forms.ChoiceField(
        label="What will you do?",
        choices=Answer.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the five answers."},
    )
    reason = ReasonField("Why?", "What you know that answers this concern. It stays on record with your name.")
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Who sees it through?",
        empty_label=None,
        error_messages={"required": "Choose who sees it through."},
    )
    done_on = forms.DateField(
        label="When was it done, or when is it to be done by?",
        help_text="Leave empty if you watch or explain.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as it stands in a calendar, such as 2026-03-14."},
    )
    watch_until = forms.DateField(
        label="Watch until",
        help_text="Only if you watch: on the day after, the concern comes back by itself.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as it stands in a calendar, such as 2026-03-14."},
    )
    asked = forms.ModelChoiceField(
        User.objects.none(),
        label="Whom do you ask to agree?",
        help_text="They get a notice. Any other supervisor or hub practitioner may agree as well.",
        empty_label="Choose a person",
        error_messages={"required": "Choose whom you ask to agree: a serious concern is closed by two people."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, concern: ConcernRow, user: User, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"owner": user.pk, "seen": evidence_digest(concern)})
        self._concern, self._today = concern, today
        people = [person.pk for person in people_who_may_hold(concern.child)]
        self._offer("owner", [*people, user.pk])
        if is_serious(concern):
            self._offer("asked", [person for person in people if person != user.pk])
        else:
            del self.fields["asked"]

    def _offer(self, name: str, people: list[int]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=people)

    def clean(self) -> None:
        """A date to watch until, and only then; and the evidence is what it was when the page was read."""
        said = super().clean() or self.cleaned_data
        watching, until = said.get("kind") == Answer.Kind.WATCH, said.get("watch_until")
        if watching and not until:
            self.add_error("watch_until", "Say until when the concern is to be watched.")
        elif watching and until and until < self._today:
            self.add_error("watch_until", "Choose a day that has not passed.")
        elif until and not watching:
            self.add_error("watch_until", "Choose “Watch until a date”, or leave this date empty.")
        if said.get("seen") != evidence_digest(self._concern):
            # The page that says so shows the new evidence, so that the next answer is given to it.
            self.data = {**self.data, "seen": evidence_digest(self._concern)}
            raise forms.ValidationError(
                "New evidence came in while you were writing. Read what is marked as new above, then answer again."
            )

    def given(self) -> Given:
        """What was answered."""
        said = dict(self.cleaned_data)
        del said["seen"]
        return Given(**said)


class WithdrawForm(forms.Form):
    """Why an answer is taken back, or not agreed to."""

    reason = ReasonField("Why does this answer not stand?")


def evidence_digest(concern: ConcernRow) -> str:
    """Changes when the evidence does."""
    return hashlib.sha256("\n".join(concern.evidence).encode()).hexdigest()[:16]
