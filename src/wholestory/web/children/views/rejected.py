"""Rejected rows: mended on screen, handed out as files, and taken back mended."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wholestory.web.accounts.permissions import Access, access, open_to, signed_in_user
from wholestory.web.accounts.roles import Role
from wholestory.web.children.actions.imports import Table, mend
from wholestory.web.children.forms.imports import MendedForm, RowForm
from wholestory.web.children.views.imports import refuse
from wholestory.web.log.actions import note
from wholestory.web.records.models import Import, ImportReject
from wholestory.web.records.permissions import FILES, why_not_mend, why_not_mend_row, why_not_row, why_not_take
from wholestory.web.records.rejected import as_zip, file_of, read_table
from wholestory.web.records.uploads import UploadError, unpack
from wholestory.web.ui.downloads import download
from wholestory.web.ui.forms import posted


@open_to(Role.CLERK)
def rejected_row(request: HttpRequest, number: int, row: int) -> HttpResponseBase:
    """A rejected row's cells as a form, with the reason at the cell at fault."""
    reject = get_object_or_404(ImportReject.objects.select_related("of"), pk=row, of=number)
    held = access(request)
    hidden, why_not = why_not_row(held, reject), why_not_mend_row(held, reject)
    form = None if why_not else RowForm(reject, posted(request))
    if form and form.is_valid():
        mend(
            of=reject.of,
            tables={file_of(reject): (form.columns, [form.cells])},
            instead_of=[reject],
            by=signed_in_user(request),
            at=timezone.now(),
        )
        messages.success(request, "The row is handed in. The extract is read again with it.")
        return redirect("import", number=number)
    shown = {"import": reject.of, "reject": reject, "hidden": hidden, "why_not": why_not, "form": form}
    return render(request, "children/rejected_row.html", shown)


@open_to(Role.CLERK)
def rejected_file(request: HttpRequest, number: int) -> HttpResponse:
    """The rows still to be mended, as a zip of AGENCY/FILE; rows that may be restricted go to their agency alone."""
    of = get_object_or_404(Import, pk=number)
    rows = _still_rejected(of, access(request))
    note(who=access(request).who, what="exported", about=f"import {of.pk}", rows=len(rows), kind="rejected rows")
    return download(as_zip(rows), "application/zip", f"rejected-rows-{of.pk}.zip")


def _still_rejected(of: Import, held: Access) -> list[ImportReject]:
    return [row for row in of.rejects.filter(mended="") if not why_not_row(held, row) and _file_name(row) in FILES]


def _file_name(row: ImportReject) -> str:
    return file_of(row).rpartition("/")[2]


@require_POST
@open_to(Role.CLERK)
def mended_file(request: HttpRequest, number: int) -> HttpResponse:
    """Take mended rows by file."""
    of = get_object_or_404(Import, pk=number)
    held = access(request)
    refuse(why_not_mend(held, of))
    form = MendedForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["file"])))
        return redirect("import", number=number)
    try:
        tables = _tables(form)
    except UploadError as error:
        messages.error(request, str(error))
        return redirect("import", number=number)
    refuse(why_not_take(held, {file.partition("/")[0] for file in tables}))
    mended = [row for row in _still_rejected(of, held) if file_of(row) in tables]
    mend(of=of, tables=tables, instead_of=mended, by=signed_in_user(request), at=timezone.now())
    messages.success(request, "The rows are handed in. The extract is read again with them.")
    return redirect("import", number=number)


def _tables(form: MendedForm) -> dict[str, Table]:
    """The tables of an upload by AGENCY/FILE. Raises UploadError."""
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch) / "mended"
        unpack(form.stream, "mended.zip", top)
        found: dict[str, Table] = {
            f"{path.parent.name}/{path.name}": read_table(path.read_bytes())
            for path in sorted(top.rglob("*.csv"))
            if path.name in FILES and path.parent != top
        }
    if not found:
        raise UploadError("The zip holds no AGENCY/FILE of mended rows. Pack it as it was downloaded.")
    return found
