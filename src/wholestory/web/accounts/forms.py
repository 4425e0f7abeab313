"""Forms about people and posts."""

from __future__ import annotations

from typing import Any

from django import forms

from wholestory.engine.extract.manifest import names_a_folder
from wholestory.web.accounts.models import Agency, District, Post, User
from wholestory.web.accounts.roles import Role

# Roles that are held in an agency: what they may do follows from which one.
_IN_AN_AGENCY = frozenset({Role.RECORDER, Role.SUPERVISOR, Role.CLERK, Role.IMPROVEMENT_LEAD})


class PersonForm(forms.ModelForm[User]):
    """Somebody who is to sign in."""

    class Meta:
        model = User
        fields = ["name", "email", "telephone"]
        labels = {"email": "E-mail address", "name": "Full name"}
        error_messages = {
            "name": {"required": "Write the person’s full name."},
            "email": {"required": "Write the e-mail address that they sign in with."},
        }
        help_texts = {"email": "They sign in with it. Nobody can change it later."}

    def clean_email(self) -> str:
        """The address in small letters, as it is kept."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Somebody with this address is here already. Look for them in the list.")
        return email


class PostForm(forms.ModelForm[Post]):
    """A post for somebody."""

    class Meta:
        model = Post
        fields = ["role", "agency", "district", "team"]
        error_messages = {"role": {"required": "Choose what the person is there to do."}}
        help_texts = {"district": "Leave empty for all districts.", "team": "As it is called in the worklist."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("agency", Agency), ("district", District)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = model._default_manager.filter(retired=None)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a post that would reach nobody."""
        given = dict(super().clean() or {})
        if given.get("role") in _IN_AN_AGENCY and not given.get("agency"):
            self.add_error("agency", "Choose the agency: this role reaches the children whom one agency knows.")
        return given


class WhyForm(forms.Form):
    """Why something is ended."""

    reason = forms.CharField(
        label="Why",
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Write why this is done.",
            "min_length": "Write why in a few words, so that an auditor can understand it.",
        },
    )


class AgencyForm(forms.ModelForm[Agency]):
    """An agency: what it is called, and whom to ask there."""

    class Meta:
        model = Agency
        fields = ["title", "kind", "contact", "telephone"]
        labels = {"title": "What people call it", "kind": "Kind of agency", "contact": "Whom to ask"}
        help_texts = {"contact": "About a restricted record. A post or a team, such as “Duty manager”."}


class NewAgencyForm(AgencyForm):
    """An agency that is not here yet."""

    class Meta(AgencyForm.Meta):
        fields = ["name", *AgencyForm.Meta.fields]
        labels = {**AgencyForm.Meta.labels, "name": "Name of its folder"}
        help_texts = {
            **AgencyForm.Meta.help_texts,
            "name": "As the agency's folder in an extract is called. It begins every key and never changes.",
        }

    def clean_name(self) -> str:
        """Raises ValidationError for what cannot be a folder's name."""
        name = str(self.cleaned_data["name"])
        if not names_a_folder(name):
            raise forms.ValidationError("Use letters, digits, spaces, _ . and - only, as its folder is named.")
        return name


class DistrictForm(forms.ModelForm[District]):
    """What people call a district."""

    class Meta:
        model = District
        fields = ["title"]
        labels = {"title": "What people call it"}
        help_texts = {"title": "Records keep the name that they came with. Leave empty to call it by that."}


class NewDistrictForm(DistrictForm):
    """A district that is not here yet."""

    class Meta(DistrictForm.Meta):
        fields = ["name", *DistrictForm.Meta.fields]
        labels = {**DistrictForm.Meta.labels, "name": "Name in records"}
        help_texts = {**DistrictForm.Meta.help_texts, "name": "Letter by letter as records name it. It never changes."}
