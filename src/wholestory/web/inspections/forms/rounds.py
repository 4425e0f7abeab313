"""What is filled in to plan a round, to choose its cases and its people, and to sign it off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from wholestory.engine.rounds.sampling import HAND_PICKED, SELF_ASSESSED, STRATA
from wholestory.web.accounts.models import District, User
from wholestory.web.accounts.roles import Role
from wholestory.web.inspections.actions.rounds import Plan
from wholestory.web.inspections.frameworks import usable
from wholestory.web.inspections.models import Round
from wholestory.web.ui.widgets import DayInput


class PlanForm(forms.Form):
    """What is inspected, of which days and districts, and how cases are drawn."""

    title = forms.CharField(
        label="What is the round called?",
        max_length=160,
        help_text="Such as the force and the season. It stands on the report.",
        error_messages={"required": "Write what the round is called."},
    )
    framework = forms.ChoiceField(
        label="By which framework, and on which scale?",
        help_text="Two rounds on the same scale can be compared grade by grade.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a framework and its scale."},
    )
    scope = forms.CharField(
        label="What is inspected, and why?",
        help_text="In a sentence or two. It opens the report that is published: name nobody.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what is inspected, and why."},
    )
    since = forms.DateField(
        label="Records from",
        help_text="A child is a case where its records of these days show a type of case that the framework names.",
        widget=DayInput,
        error_messages={"required": "Write the first day.", "invalid": "Write a day that there is."},
    )
    until = forms.DateField(
        label="Records to",
        widget=DayInput,
        error_messages={"required": "Write the last day.", "invalid": "Write a day that there is."},
    )
    districts = forms.MultipleChoiceField(
        label="In which districts?",
        help_text="None chosen: all of them.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    size = forms.IntegerField(
        label="How many cases?",
        min_value=1,
        max_value=2_000,
        help_text="With 30 cases only a very large change shows. A comparison says how many the next one needs.",
        error_messages={"required": "Write how many cases.", "invalid": "Write a whole number of cases."},
    )
    stratified_by = forms.MultipleChoiceField(
        label="Spread the sample over",
        help_text="Each of these gets its share of the cases. Choose fewer where the sample is small.",
        error_messages={"required": "Choose at least one, so that the sample is spread."},
        choices=[(name, name.replace("_", " ")) for name in STRATA],
        widget=forms.CheckboxSelectMultiple,
    )
    seed = forms.CharField(
        label="Seed",
        max_length=80,
        help_text="Any word. Whoever draws with the same word from the same cases draws the same sample.",
        error_messages={"required": "Write a seed: any word."},
    )

    def __init__(self, data: QueryDict | None = None, inspected: Round | None = None) -> None:
        super().__init__(data, initial=_initial(inspected))
        _choose(
            self,
            "framework",
            [
                (f"{one.header.id}:{scale.id}", f"{one.header.title}: {scale.title}")
                for one in usable()
                for scale in one.scales
            ],
        )
        _choose(self, "districts", [(one.name, str(one)) for one in District.objects.all()])

    def clean(self) -> None:
        """The last day is not before the first."""
        said = super().clean() or self.cleaned_data
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", "The last day is before the first.")

    def plan(self) -> Plan:
        """What was planned."""
        said = dict(self.cleaned_data)
        framework, _, scale = said.pop("framework").partition(":")
        districts, strata = tuple(said.pop("districts")), tuple(said.pop("stratified_by"))
        return Plan(framework=framework, scale=scale, districts=districts, stratified_by=strata, **said)


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _initial(inspected: Round | None) -> dict[str, Any]:
    if inspected is None:
        return {"stratified_by": list(STRATA)}
    plain = ("title", "scope", "since", "until", "districts", "size", "stratified_by", "seed")
    return {
        **{name: getattr(inspected, name) for name in plain},
        "framework": f"{inspected.framework}:{inspected.scale}",
    }


class ExcludeForm(forms.Form):
    """Cases to leave out of the draw, a line each with its reason."""

    excluded = forms.CharField(
        label="Leave out",
        help_text="A line for each child: the key, a blank, and the reason. Empty: nobody.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_excluded(self) -> dict[str, str]:
        """The reason by key."""
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["excluded"].splitlines() if line.strip()]
        if any(len(line) < 2 for line in lines):
            raise forms.ValidationError("Write a reason after each key: the round keeps it.")
        return {line[0]: line[1] for line in lines}


class AddCasesForm(forms.Form):
    """Cases chosen by people."""

    children = forms.CharField(
        label="Keys of the children, a line each",
        help_text="A child’s key stands in the address of its story, such as police:P123.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Name at least one child."},
    )
    method = forms.ChoiceField(
        label="Who chose them?",
        choices=[(HAND_PICKED, "The inspectors, by hand"), (SELF_ASSESSED, "The force, for its own assessment")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who chose them."},
    )

    def clean_children(self) -> list[str]:
        """The keys."""
        return [line.strip() for line in self.cleaned_data["children"].splitlines() if line.strip()]


class DealForm(forms.Form):
    """Who grades and who settles differences."""

    reviewers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who grades?",
        help_text="Two of them grade each case. Nobody is given a case that they had a part in.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who grades: two people at least."},
    )
    moderators = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who settles differences?",
        help_text="Somebody who does not grade: nobody settles a difference in a case that they graded.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who settles differences."},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        people = User.objects.filter(is_active=True, posts__role=Role.INSPECTOR, posts__ended=None).distinct()
        for name in ("reviewers", "moderators"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = people


class WordsForm(forms.Form):
    """A few sentences that stay on the round's record."""

    says = forms.CharField(
        label="What do you want to say?",
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=10,
        max_length=4_000,
        error_messages={"required": "Write it down.", "min_length": "Write it in a sentence."},
    )

    def __init__(self, label: str, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["says"].label = label


class SignForm(forms.Form):
    """Who answers for the report."""

    signed_as = forms.CharField(
        label="Your name and post, as they stand in the report",
        max_length=160,
        error_messages={"required": "Write your name and post: the report goes out under them."},
    )
    digest = forms.CharField(widget=forms.HiddenInput)
