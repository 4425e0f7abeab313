"""Carrying an import out in the background: claimed by one worker, told as it goes, ended in a sentence."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from wholestory.engine.extract import Extract, ExtractError, read_extract
from wholestory.engine.extract.formats import convert_source, extract_of, is_source
from wholestory.web.accounts.permissions import access_of
from wholestory.web.children.importing import Step, take_in
from wholestory.web.children.undoing import undo
from wholestory.web.log.actions import note
from wholestory.web.records.models import Import
from wholestory.web.records.permissions import agencies_in, why_not_take
from wholestory.web.records.rejected import keep_outcome
from wholestory.web.records.uploads import UploadError, unpack

_State = Import.State


def folder_of(of: Import) -> Path:
    """Where an import's file is unpacked, and its mended rows are kept (in `mended/`)."""
    return Path(settings.SITE.data) / "imports" / str(of.pk)


def run(number: int) -> None:
    """Carry out what is asked of an import, unless another worker has begun with it."""
    of = _claimed(number)
    if of is None:
        return
    undoing = of.state == _State.UNDOING
    try:
        for step in undo(of) if undoing else steps_of(of):
            if not _tell(of, step):
                _end(of, _State.STOPPED, "was stopped")
                return
    except (ExtractError, UploadError) as error:
        _end(of, _State.FAILED, "could not be taken", str(error))
    except Exception as error:
        # The sort of fault alone: its message may quote a record.
        logging.getLogger(__name__).error("Import %s ended with %s", number, type(error).__name__)
        why = f"It could not go on ({type(error).__name__}). What was done so far stands; go on with it, or undo it."
        _end(of, _State.FAILED, "could not go on", why)
    else:
        _end(of, _State.UNDONE if undoing else _State.DONE, "undone" if undoing else "done")


def _claimed(number: int) -> Import | None:
    """The import, now under way; None where there is nothing to do, or another worker does it."""
    mine, now = Import.objects.filter(pk=number), timezone.now()
    claimed = mine.filter(state=_State.WAITING).update(state=_State.RUNNING, told_at=now, error="")
    claimed = claimed or mine.filter(state=_State.UNDOING, told_at=None).update(told_at=now, error="")
    return mine.get() if claimed else None


def steps_of(of: Import) -> Iterator[Step]:
    """Read an import's file and take it in. Raises UploadError or ExtractError."""
    yield "Reading the file", 0, 1
    extract = _read(of)
    keep_outcome(of, extract)
    assert of.by is not None
    if why := why_not_take(access_of(of.by), agencies_in(of)):
        raise UploadError(why)
    yield from take_in(of, extract)


def _read(of: Import) -> Extract:
    """Unpack and read an import's file with the rows mended since. Raises UploadError or ExtractError."""
    folder = folder_of(of)
    shutil.rmtree(folder / "unpacked", ignore_errors=True)
    with of.file.open() as upload:
        source = unpack(upload, Path(of.file.name or "").name, folder / "unpacked")
    mended = folder / "mended"
    read = partial(read_extract, mended=mended if mended.is_dir() else None)
    try:
        if is_source(source):
            return extract_of(convert_source(source), folder / "converted", read)
        return read(source)
    except ExtractError as error:
        # Where it lies on this machine is nothing to the reader.
        raise UploadError(str(error).replace(f"{source}/", "").replace(str(source), "the file")) from error


def _tell(of: Import, step: Step) -> bool:
    """Write how far an import is; false where somebody has asked it to stop."""
    of.stage, of.done, of.total = step
    Import.objects.filter(pk=of.pk).update(stage=of.stage, done=of.done, total=of.total, told_at=timezone.now())
    return not Import.objects.filter(pk=of.pk, stop_asked=True, state=_State.RUNNING).exists()


def _end(of: Import, state: Import.State, what: str, error: str = "") -> None:
    ended = timezone.now()
    Import.objects.filter(pk=of.pk).update(state=state, stop_asked=False, error=error, ended=ended, stage="")
    note(
        who=of.by.email if of.by else "command",
        what="imported",
        about=f"import {of.pk}",
        at=ended,
        outcome=what,
        counts=of.counts,
    )
