"""What a records clerk may do with an import. Each rule gives the sentence that refuses, or nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from wholestory.web.accounts.permissions import Access
from wholestory.web.accounts.roles import Role
from wholestory.web.records.models import Import, ImportChange, ImportReject
from wholestory.web.records.rejected import columns_of, file_of, is_open

# The files of the interchange; rows of others are in an agency's own columns.
FILES = ("people.csv", "records.csv", "involvements.csv", "items.csv")
# An import that has told nothing for so long is taken to have lost its worker.
LOST_AFTER = timedelta(minutes=10)
_ENDED = (Import.State.DONE, Import.State.STOPPED, Import.State.FAILED)


def why_not_take(access: Access, agencies: Collection[str]) -> str:
    """Why somebody may not take in records of some agencies; empty where they may.

    A clerk's post names the agency whose records they take in; a post without an agency is for all.
    """
    posts = access.posts_as(Role.CLERK)
    if not posts:
        return "Extracts are taken in by records clerks; you hold no such post."
    own = access.agencies_as(Role.CLERK)
    others = sorted(set(agencies) - own)
    if others and all(post.agency for post in posts):
        return (
            f"This holds records of {', '.join(others)}, and your post as a records clerk is for "
            f"{', '.join(sorted(own))}. Leave them out, or ask a clerk there."
        )
    return ""


def agencies_in(of: Import) -> list[str]:
    """The agencies of which an import holds rows."""
    labels = [label.removeprefix("mended/") for label, count in of.counts.items() if count["read"]]
    return sorted({label.partition("/")[0] for label in labels})


def is_lost(of: Import) -> bool:
    """Whether an import that should be under way has told nothing for too long."""
    under_way = of.state in (Import.State.RUNNING, Import.State.UNDOING)
    return under_way and of.told_at is not None and of.told_at < timezone.now() - LOST_AFTER


def why_not_stop(access: Access, of: Import) -> str:
    """Why an import may not be stopped."""
    if of.state not in (Import.State.WAITING, Import.State.RUNNING):
        return "Only an import that is under way can be stopped."
    if of.stop_asked:
        return "It has been asked to stop, and stops at the end of its step."
    return why_not_take(access, agencies_in(of))


def why_not_resume(access: Access, of: Import) -> str:
    """Why an import may not go on."""
    if of.by_id is None:
        return "This was loaded by command; run the command again."
    if of.state not in (Import.State.STOPPED, Import.State.FAILED) and not is_lost(of):
        return "Only an import that was stopped, or could not be taken, can go on."
    return why_not_take(access, agencies_in(of))


def why_not_undo(access: Access, of: Import) -> str:
    """Why an import may not be undone."""
    if of.by_id is None:
        return "This was loaded by command, and cannot be undone here."
    if of.state == Import.State.UNDONE:
        return "It has been undone."
    if of.state not in _ENDED:
        return "It is under way. Stop it first."
    mine = ImportChange.objects.filter(of=of, undone=False).values("key")
    later = ImportChange.objects.filter(of__gt=of.pk, undone=False, key__in=mine).select_related("of").first()
    if later:
        return f"“{later.of.title}” changed the same rows since. Undo that first."
    return why_not_take(access, agencies_in(of))


def why_not_mend(access: Access, of: Import) -> str:
    """Why rejected rows of an import may not be mended now."""
    if of.by_id is None:
        return "This was loaded by command; mend the rows in the extract, and load it again."
    if of.state not in _ENDED:
        return "The import is under way, or has been undone: rows can be mended once it is done."
    return why_not_take(access, agencies_in(of))


def why_not_row(access: Access, reject: ImportReject) -> str:
    """Why somebody may not see the cells of a rejected row; empty where they may."""
    if is_open(reject) or reject.agency in access.agencies_as(Role.CLERK):
        return ""
    return f"This row may hold words of a restricted record. A records clerk of {reject.agency} can mend it."


def why_not_mend_row(access: Access, reject: ImportReject) -> str:
    """Why one rejected row may not be mended on screen."""
    if reject.mended:
        return f"This row has been mended: {reject.mended}."
    if not columns_of(reject) or file_of(reject).rpartition("/")[2] not in FILES:
        return "This row came in an agency’s own file. Mend it there, and upload the file again."
    return why_not_row(access, reject) or why_not_mend(access, reject.of)
