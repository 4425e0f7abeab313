"""Forms about people and posts."""

from __future__ import annotations

from typing import Any

from django import forms

from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role

# Roles that are held in an agency: what they may do follows from which one.
_IN_AN_AGENCY = frozenset({Role.RECORDER, Role.SUPERVISOR, Role.CLERK, Role.IMPROVEMENT_LEAD})


class PersonForm(forms.ModelForm[User]):
    """Somebody who is to sign in."""

    class Meta:
        model = User
        fields = ["name", "email", "telephone"]
        labels = {"email": "E-mail address", "name": "Full name"}
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
        help_texts = {"district": "Leave empty for all districts.", "team": "As it is called in the worklist."}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a post that would reach nobody."""
        given = dict(super().clean() or {})
        if given.get("role") in _IN_AN_AGENCY and not given.get("agency"):
            self.add_error("agency", "Choose the agency: this role reaches the children whom one agency knows.")
        return given


class WhyForm(forms.Form):
    """Why something is ended."""

    reason = forms.CharField(label="Why", min_length=5, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
