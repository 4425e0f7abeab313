"""Strategy discussions and challenges, as they are filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from wholestory.web.accounts.models import Agency
from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.discussions import Agreed
from wholestory.web.children.actions.working_records import Writer
from wholestory.web.children.challenge_stages import stages
from wholestory.web.children.forms.concern import ReasonField
from wholestory.web.children.models import Challenge
from wholestory.web.children.queries.working_together import Answerable

_DECIDERS = (Role.SUPERVISOR, Role.HUB)
_A_DATE = "Write the date as it stands in a calendar, such as 2026-03-14."

Choices = list[tuple[str, str]]


class WrittenForm(forms.Form):
    """What is written for an agency: the one in which the writer holds a post, asked for where there are several."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="For which agency do you write this?",
        empty_label=None,
        error_messages={"required": "Choose the agency that you write this for."},
    )

    def __init__(self, access: Access, data: QueryDict | None = None, **further: Any) -> None:
        super().__init__(data, **further)
        self._access = access
        names = sorted(access.agencies_as(*_DECIDERS))
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.filter(name__in=names)
        field.initial = names[0] if names else None
        if len(names) == 1:
            field.widget = forms.HiddenInput()

    def writer(self) -> Writer:
        """Who writes, for which agency."""
        agency, user = self.cleaned_data["agency"], self._access.user
        assert user is not None
        post = next(one for one in self._access.posts_as(*_DECIDERS) if one.agency == agency.name)
        return Writer(user, agency, post.role.says.partition(":")[0])


class DiscussionForm(WrittenForm):
    """A strategy discussion: what it answers, when it was held, who attended, what was decided."""

    held_at = forms.DateTimeField(
        label="When was it held?",
        help_text="The date and the time, by the clock.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": "Write when it was held.",
            "invalid": "Write the date and time, such as 2026-03-14 15:30.",
        },
    )
    attended = forms.CharField(
        label="Who attended?",
        help_text=(
            "One person a line, with the agency, such as “J. Okoye, social care”. Social care, police and health are "
            "needed at the least."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write who attended, one person a line."},
    )
    decision = ReasonField("What was decided, and why?")
    answers = forms.MultipleChoiceField(
        label="Which records does it answer?",
        help_text="Those that started a duty to hold one and have no answer yet are chosen already.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, access: Access, records: Answerable, now: datetime, data: QueryDict | None = None) -> None:
        super().__init__(access, data)
        self._now = now
        field = self.fields["answers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices, field.initial = records.choices, records.waiting

    def clean_held_at(self) -> datetime:
        """It has been held: what is only planned is no record of a discussion."""
        held: datetime = self.cleaned_data["held_at"]
        if held > self._now:
            raise forms.ValidationError("Write it down once it has been held. This time has not come yet.")
        return held

    def clean_attended(self) -> list[str]:
        """One person a line."""
        return [line.strip() for line in self.cleaned_data["attended"].splitlines() if line.strip()]


class ActionForm(forms.Form):
    """An action agreed. All empty: none."""

    what = forms.CharField(label="What is to be done", required=False, max_length=1_000)
    owner = forms.CharField(label="By whom", required=False, max_length=200)
    due = forms.DateField(
        label="By when",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _A_DATE},
    )

    def clean(self) -> None:
        """All three, or nothing."""
        said = super().clean() or self.cleaned_data
        if any(said.get(name) for name in ("what", "owner", "due")):
            missing = {
                "what": "Write what is to be done.",
                "owner": "Write who does it.",
                "due": "Write by when it is to be done.",
            }
            for name, sentence in missing.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, sentence)

    def agreed(self) -> Agreed | None:
        """The action; None for an empty row."""
        said = self.cleaned_data
        return Agreed(said["what"], said["owner"], said["due"]) if said.get("what") else None


ActionForms = forms.formset_factory(ActionForm, extra=3, max_num=30, absolute_max=40)


class ChallengeForm(WrittenForm):
    """A challenge to another agency."""

    to = forms.ModelChoiceField(
        Agency.objects.filter(retired=None),
        label="Which agency’s decision do you challenge?",
        empty_label="Choose an agency",
        error_messages={"required": "Choose the agency that decided."},
    )
    about = forms.CharField(
        label="Which decision?",
        help_text="In a few words, such as “no further action on the referral of 3 March”.",
        max_length=200,
        error_messages={"required": "Write which decision you challenge."},
    )
    answers = forms.ChoiceField(label="Which record holds that decision?", required=False)
    says = ReasonField("Why does it leave the child unsafe, and what do you ask for?")

    def __init__(self, access: Access, records: Choices, data: QueryDict | None = None) -> None:
        super().__init__(access, data)
        field = self.fields["answers"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "none of them"), *records]

    def clean(self) -> None:
        """Another agency than one's own."""
        said = super().clean() or self.cleaned_data
        if said.get("to") and said.get("to") == said.get("agency"):
            self.add_error("to", "A challenge goes to another agency. Choose the agency that decided.")


class ReplyForm(WrittenForm):
    """The reply to a challenge."""

    says = ReasonField("What is the reply?", "As the other agency gave it, with who gave it.")


class EscalateForm(WrittenForm):
    """A challenge taken to a higher stage."""

    stage = forms.TypedChoiceField(
        label="To which stage?", coerce=int, error_messages={"required": "Choose the stage."}
    )
    in_danger = forms.BooleanField(label="The child is in danger now, so the reply is not waited for", required=False)
    says = ReasonField("Why is it taken further?")

    def __init__(self, access: Access, challenge: Challenge, data: QueryDict | None = None) -> None:
        super().__init__(access, data)
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        higher = list(enumerate(stages(), 1))[challenge.stage :]
        field.choices = [(number, f"Stage {number}: {stage.title}. {stage.who}") for number, stage in higher]


class SettleForm(WrittenForm):
    """How a challenge was settled."""

    says = ReasonField("How was it settled?")
