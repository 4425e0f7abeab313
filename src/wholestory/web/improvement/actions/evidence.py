"""Attaching files to actions, handing them out and taking them off."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import PurePosixPath
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import RefusedError
from wholestory.web.improvement.evidence_files import check, plain_name
from wholestory.web.improvement.models import Action, Evidence
from wholestory.web.log.actions import note

_MOST_FILES = 50


def attach(*, action: Action, file: File[bytes], shows: str, by: User) -> Evidence:
    """Keep a file as evidence of an action. Raises EvidenceError where it cannot be kept, RefusedError for too many."""
    name = plain_name(file.name or "")
    check(file, name, file.size)
    if Evidence.objects.filter(action=action).count() >= _MOST_FILES:
        raise RefusedError(f"An action holds {_MOST_FILES} files. Attach those that show most.")
    kept = Evidence(action=action, name=name, shows=shows, size=file.size, by=by, at=timezone.now())
    kept.digest = digest_of(file)
    # The name that it lies under is made here, so that nothing of what was sent becomes a path.
    kept.file.save(f"{secrets.token_hex(16)}{PurePosixPath(name).suffix}", file, save=False)
    try:
        with transaction.atomic():
            kept.save()
            about = f"recommendation {action.recommendation_id}"
            note(who=by.email, what="wrote", about=about, evidence=kept.pk, size=kept.size, digest=kept.digest)
    except Exception:
        # Without its row nobody would ever find the file again.
        kept.file.delete(save=False)
        raise
    return kept


def hand_out(*, evidence: Evidence, by: User) -> IO[bytes]:
    """The file's bytes, to be read. Raises RefusedError where it is off, gone, or not as it was attached."""
    if evidence.removed_at:
        raise RefusedError("This file was taken off. What is on record about it stands beside its action.")
    about = f"recommendation {evidence.action.recommendation_id}"
    try:
        opened = evidence.file.open("rb")
    except OSError as error:
        note(who=by.email, what="refused", about=about, evidence=evidence.pk, outcome="not there")
        raise RefusedError("The file is not where it was put. Tell whoever runs the server.") from error
    if digest_of(opened) != evidence.digest:
        note(who=by.email, what="refused", about=about, evidence=evidence.pk, outcome="changed")
        raise RefusedError("The file is no longer what was attached. Tell whoever runs the server.")
    note(who=by.email, what="exported", about=about, evidence=evidence.pk)
    return opened


@transaction.atomic
def take_off(*, evidence: Evidence, why: str, by: User) -> None:
    """Offer a file no more. That it was attached, by whom, and why it was taken off stays."""
    locked = Evidence.objects.select_for_update().select_related("action").get(pk=evidence.pk)
    if locked.removed_at:
        raise RefusedError("This file has been taken off already.")
    locked.removed_by, locked.removed_at, locked.removed_why = by, timezone.now(), why
    locked.save(update_fields=["removed_by", "removed_at", "removed_why"])
    note(who=by.email, what="changed", about=f"recommendation {locked.action.recommendation_id}", evidence=locked.pk)


def digest_of(file: IO[bytes] | File[bytes]) -> str:
    """The SHA-256 of a file's bytes; leaves it at its beginning."""
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()
