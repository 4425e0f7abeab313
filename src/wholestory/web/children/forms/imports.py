"""Uploading an extract, and mending the rows that could not be taken."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from wholestory.web.children.forms.concern import ReasonField
from wholestory.web.records.models import ImportReject
from wholestory.web.records.rejected import cells_of, columns_of
from wholestory.web.records.uploads import MOST_BYTES, SUFFIXES

_ACCEPT = ",".join(sorted({*SUFFIXES, ".zip"}))


class UploadForm(forms.Form):
    """One file: an extract as a zip, or a file in a format that is known."""

    file = forms.FileField(
        label="The extract",
        help_text="A zip of the folder that holds extract.toml; a zip of your agency’s own files; or one such file "
        "(Children in Need census, SSDA903, Annex A, or a table in the interchange’s columns).",
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty. Choose another."},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Only what can be read, and no more than the disk is meant for."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        suffix = PurePosixPath(file.name or "").suffix.lower()
        if suffix != ".zip" and suffix not in SUFFIXES:
            raise forms.ValidationError(f"Choose a .zip, or a file that ends in {', '.join(sorted(SUFFIXES))}.")
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file is too large for a page. Ask whoever runs the server to load it.")
        return file


class MendedForm(UploadForm):
    """The zip of rejected rows, mended."""

    file = forms.FileField(
        label="The mended rows",
        help_text="The zip that you downloaded, with the rows mended in it.",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": "Choose the zip of mended rows.", "empty": "The file is empty. Choose another."},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """A zip, as it was downloaded."""
        file = super().clean_file()
        if not (file.name or "").lower().endswith(".zip"):
            raise forms.ValidationError("Pack the mended files as one .zip, in the folders in which they came.")
        return file

    @property
    def stream(self) -> IO[bytes]:
        """The upload, to be read."""
        return cast("IO[bytes]", self.cleaned_data["file"].file)


class UndoForm(forms.Form):
    """Why an import is undone."""

    reason = ReasonField("Why is it to be undone?")


class RowForm(forms.Form):
    """A rejected row's cells, one field a column, named by the header."""

    def __init__(self, reject: ImportReject, data: QueryDict | None = None) -> None:
        super().__init__(data)
        cells = cells_of(reject)
        self.columns = columns_of(reject)
        self.surplus = cells[len(self.columns) :]
        for place, name in enumerate(self.columns):
            long = len(cells[place]) > 60 or name == "narrative"
            at_fault = name == reject.column
            self.fields[f"cell_{place}"] = forms.CharField(
                label=name,
                required=False,
                strip=False,
                initial=cells[place],
                help_text=f"{reject.why[:1].upper()}{reject.why[1:]}." if at_fault else "",
                widget=forms.Textarea(attrs={"rows": 5}) if long else forms.TextInput(),
            )

    @property
    def cells(self) -> list[str]:
        """The row as it was mended."""
        return [self.cleaned_data[f"cell_{place}"].replace("\r\n", "\n") for place in range(len(self.columns))]
