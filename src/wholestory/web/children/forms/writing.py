"""The form of a record that is being written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from wholestory.model.records import HANDLINGS, ITEM_TYPES, WHAT_HAPPENED, WHAT_WAS_DONE

ROLES = (
    ("parent_carer", "Parent or carer"),
    ("child", "Another child"),
    ("suspect", "Suspected of harming"),
    ("associate", "Associate"),
    ("witness", "Witness"),
    ("reporter", "Told us"),
    ("professional", "Professional"),
)
HANDLING_SAYS = {
    "ordinary": "Ordinary: agencies working with the child may read it",
    "restricted": "Restricted: others see that a record is here and whom to ask",
    "confidential_source": "Confidential source: the words never leave this agency",
}


def _words(kind: str) -> str:
    said = kind.replace("_", " ")
    return said[0].upper() + said[1:]


KINDS = [
    ("", "Choose what this is about"),
    ("What happened", [(kind, _words(kind)) for kind in WHAT_HAPPENED]),
    ("What was done", [(kind, _words(kind)) for kind in WHAT_WAS_DONE]),
]


class LocalTime(forms.DateTimeField):
    """A date and time by the UK clock, as a browser's own field gives it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RecordForm(forms.Form):
    """What a recorder writes down about one child. `agencies` are (name, title) of those the recorder writes for;
    `owed` gives (record key, sentence) of what an answer is owed to: it is asked for where an answer is to be checked,
    and where the form is drawn."""

    kind = forms.ChoiceField(
        label="What is this record about?",
        choices=KINDS,
        error_messages={"required": "Choose what this record is about."},
    )
    happened_from = LocalTime(label="When did it happen, or begin?", required=False)
    happened_to = LocalTime(
        label="When did it end?", required=False, help_text="Leave empty if it has not, or has no end"
    )
    narrative = forms.CharField(
        label="What happened, in your own words",
        help_text="What was seen, heard, said and done, by whom. Quote the child's own words.",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=1_000_000,
        error_messages={"required": "Write what happened."},
    )
    outcome = forms.CharField(label="Outcome", required=False, max_length=1000)
    place = forms.CharField(label="Where?", required=False, max_length=1000)
    answers = forms.MultipleChoiceField(
        label="Does this answer something?", required=False, widget=forms.CheckboxSelectMultiple
    )
    agency = forms.ChoiceField(label="Written for")
    author_role = forms.CharField(label="Your role", required=False, max_length=120)
    handling = forms.ChoiceField(
        label="Who may read the words?",
        choices=[(one, HANDLING_SAYS[one]) for one in HANDLINGS],
        initial="ordinary",
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        agencies: list[tuple[str, str]],
        owed: Callable[[], list[tuple[str, str]]],
        now: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._now = now or timezone.now()
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]  # a ChoiceField, declared above
        self.fields["answers"].choices = owed  # type: ignore[attr-defined]  # a MultipleChoiceField, likewise
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.initial.setdefault("agency", agencies[0][0])
        self._owed = owed
        if "answers" in self.data:
            self._ask_only_what_is_owed()

    def get_context(self) -> dict[str, Any]:
        """What the form is drawn from."""
        self._ask_only_what_is_owed()
        return super().get_context()

    def _ask_only_what_is_owed(self) -> None:
        if not self._owed():
            self.fields.pop("answers", None)

    def clean(self) -> dict[str, Any]:
        """Times must be in order, and nothing may have happened after now."""
        cleaned = super().clean() or {}
        begun, ended = cleaned.get("happened_from"), cleaned.get("happened_to")
        if begun and begun > self._now and not str(cleaned.get("kind", "")).startswith("placement"):
            self.add_error("happened_from", "This time lies in the future. Give the time at which it happened.")
        if begun and ended and ended < begun:
            self.add_error("happened_to", "It cannot end before it began. Correct one of the two times.")
        return cleaned


class PersonForm(forms.Form):
    """Somebody else who was involved."""

    name = forms.CharField(label="Name", required=False, max_length=200)
    role = forms.ChoiceField(label="Part in it", choices=ROLES, required=False)

    def clean(self) -> dict[str, Any]:
        """A part alone says nothing, and a name needs one."""
        cleaned = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("role"):
            self.add_error("role", "Say what part this person had.")
        return cleaned


class ItemForm(forms.Form):
    """A vehicle, phone, account or place that was seen."""

    item_type = forms.ChoiceField(label="What", choices=[(one, _words(one)) for one in ITEM_TYPES], required=False)
    value = forms.CharField(label="Number, name or address", required=False, max_length=400)


People = forms.formset_factory(PersonForm, extra=3, max_num=20)
Items = forms.formset_factory(ItemForm, extra=2, max_num=20)


class Begun:
    """What a draft holds, as the forms begin with it. `form` is what a browser sent, by field."""

    def __init__(self, form: Mapping[str, list[str]]) -> None:
        self._form = form

    @property
    def record(self) -> dict[str, Any]:
        """The fields of the record's own form."""
        return {name: values if name == "answers" else values[0] for name, values in self._form.items() if values}

    def rows(self, prefix: str, filled: str) -> list[dict[str, str]]:
        """The rows of a part that have something in the field `filled`."""
        found: dict[str, dict[str, str]] = {}
        for name, values in self._form.items():
            part, _, rest = name.partition("-")
            number, _, column = rest.partition("-")
            if part == prefix and number.isdigit() and values:
                found.setdefault(number, {})[column] = values[0]
        return [found[number] for number in sorted(found, key=int) if found[number].get(filled)]


class ChildForm(forms.Form):
    """A child who is not here yet."""

    forenames = forms.CharField(
        label="Forenames",
        max_length=200,
        error_messages={"required": "Write the forenames, or what the child is called."},
    )
    surname = forms.CharField(label="Surname", required=False, max_length=200)
    born = forms.RegexField(
        r"\d{4}(-\d{2}(-\d{2})?)?",
        label="Date of birth",
        required=False,
        help_text="As far as it is known: 2011-05-04, 2011-05 or 2011",
        error_messages={"invalid": "Write the date of birth as 2011-05-04, 2011-05 or 2011."},
    )
    sex = forms.ChoiceField(
        label="Sex", choices=[("", "Not known"), ("F", "Female"), ("M", "Male"), ("X", "Other")], required=False
    )


class CorrectionForm(forms.Form):
    """A correction, which stands beside the narrative."""

    text = forms.CharField(
        label="What should be read instead, or as well?",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what should be read instead, or as well."},
    )
    reason = forms.CharField(
        label="Why?", max_length=1000, error_messages={"required": "Write why the record needs this correction."}
    )
