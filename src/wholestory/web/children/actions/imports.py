"""What a records clerk does with an import: begin it, stop it, go on with it, undo it, mend its rejected rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from wholestory.web.accounts.models import User
from wholestory.web.children.running import folder_of
from wholestory.web.children.tasks import run_import
from wholestory.web.log.actions import note
from wholestory.web.records.models import Import, ImportReject
from wholestory.web.records.rejected import add_mended, without

# A file's header, and its mended rows.
Table = tuple[Sequence[str], Iterable[Sequence[str]]]


@transaction.atomic
def begin(*, file: UploadedFile[bytes], by: User, at: datetime) -> Import:
    """Take an upload, and have it read in the background."""
    of = Import.objects.create(by=by, title=(file.name or "upload")[:200], at=at, file=file)
    note(who=by.email, what="imported", about=f"import {of.pk}", at=at, outcome="uploaded")
    run_import.enqueue(of.pk)
    return of


@transaction.atomic
def stop(*, of: Import, by: User, at: datetime) -> None:
    """Ask an import to stop at the end of its step; one that has not begun is stopped at once."""
    waiting = Import.objects.filter(pk=of.pk, state=Import.State.WAITING)
    if not waiting.update(state=Import.State.STOPPED, ended=at):
        Import.objects.filter(pk=of.pk, state=Import.State.RUNNING).update(stop_asked=True)
    note(who=by.email, what="imported", about=f"import {of.pk}", at=at, outcome="asked to stop")


@transaction.atomic
def resume(*, of: Import, by: User, at: datetime) -> None:
    """Go on with an import that was stopped, or with whatever lost its worker."""
    _again(of, Import.State.UNDOING if of.state == Import.State.UNDOING else Import.State.WAITING)
    note(who=by.email, what="imported", about=f"import {of.pk}", at=at, outcome="asked to go on")


@transaction.atomic
def undo(*, of: Import, by: User, at: datetime, reason: str) -> None:
    """Have an import undone as one."""
    _again(of, Import.State.UNDOING)
    note(who=by.email, what="imported", about=f"import {of.pk}", at=at, reason=reason, outcome="asked to undo")


@transaction.atomic
def mend(
    *, of: Import, tables: Mapping[str, Table], instead_of: Iterable[ImportReject], by: User, at: datetime
) -> None:
    """Hand in mended rows by AGENCY/FILE, and have the import read again with them. `instead_of` are the rows that
    they replace."""
    folder = folder_of(of) / "mended"
    without(folder, instead_of)
    for file, (columns, rows) in tables.items():
        add_mended(folder, file, columns, rows)
    _again(of, Import.State.WAITING)
    note(who=by.email, what="imported", about=f"import {of.pk}", at=at, outcome="rows mended")


def _again(of: Import, state: Import.State) -> None:
    Import.objects.filter(pk=of.pk).update(state=state, told_at=None, stop_asked=False, error="", ended=None)
    run_import.enqueue(of.pk)
