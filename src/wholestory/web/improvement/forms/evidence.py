"""A file as evidence, as it is filled in."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from wholestory.web.children.forms.concern import ReasonField
from wholestory.web.improvement.evidence_files import MOST_BYTES, SUFFIXES, EvidenceError, check, plain_name


class EvidenceForm(forms.Form):
    """A file, and what it shows."""

    file = forms.FileField(
        label="The file",
        help_text=f"{', '.join(SUFFIXES)}; up to {MOST_BYTES >> 20} MB. No child or family may be named in it.",
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Choose another."},
    )
    shows = forms.CharField(
        label="What does it show?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        error_messages={"required": "Write what the file shows."},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Only what can be kept."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            check(file, plain_name(file.name or ""), file.size or 0)
        except EvidenceError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class TakeOffForm(forms.Form):
    """Why a file is taken off."""

    why = ReasonField("Why is it taken off?", "Name nobody. It stays on record with your name.")
