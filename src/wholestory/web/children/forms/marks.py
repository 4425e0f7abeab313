"""Why something is wrong, and what of it is handed on."""

from __future__ import annotations

from django import forms

from wholestory.web.children.forms.concern import ReasonField


class MarkForm(forms.Form):
    """Why something is wrong."""

    reason = ReasonField("This is wrong because…", "What it is really, and how you know. No names, please.")


class ExampleForm(forms.Form):
    """One mark as it would be handed on."""

    take = forms.BooleanField(label="Hand this on", required=False)
    words = forms.CharField(label="The words", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(label="Why they were read wrongly", widget=forms.Textarea(attrs={"rows": 2}))


ExampleForms = forms.formset_factory(ExampleForm, extra=0)


class ConfirmForm(forms.Form):
    """Somebody has read it and vouches for it."""

    no_names = forms.BooleanField(
        label="I have read every line. No name, address, number or anything else says who anybody is.",
        error_messages={"required": "Read every line, take out what says who anybody is, and confirm that here."},
    )
