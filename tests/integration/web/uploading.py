"""Extracts as clerks upload them, and an import carried out as the worker does it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.children.actions.imports import begin
from wholestory.web.children.running import run
from wholestory.web.records.models import Import


def zipped(folder: Path) -> bytes:
    """A folder as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                out.write(path, path.relative_to(folder))
    return packed.getvalue()


def uploaded(content: bytes, by: User, name: str = "extract.zip") -> Import:
    """An import that waits for its worker."""
    return begin(file=SimpleUploadedFile(name, content), by=by, at=timezone.now())


def imported(content: bytes, by: User, name: str = "extract.zip") -> Import:
    """An import, carried out."""
    of = uploaded(content, by, name)
    run(of.pk)
    of.refresh_from_db()
    return of
