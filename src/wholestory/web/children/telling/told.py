"""The story that a page is about: as it is kept, or as it would have been told on an earlier day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.cache import cache

from wholestory.model.moments import Moment, end_of_day
from wholestory.reports.urgency import missed, unanswered
from wholestory.web.children.computing import concern_row, duty_row, outline_for, review
from wholestory.web.children.models import Child, ConcernRow, DutyRow, StoryRow
from wholestory.web.children.neighbourhood import Neighbourhood
from wholestory.web.children.practice import reviewer
from wholestory.web.children.queries.children import with_story
from wholestory.web.children.telling.outline import IN_SHAPE, Outline, outline_in

# How long a story as on an earlier day stays in this process's memory, in seconds: while somebody moves the slider
# and sets filters. It holds names, so that it is kept in no cache that others share.
_REMEMBERED = 600
# So many outlines that were read stay in this process's memory; one of 2,000 records takes about 3 MB.
_READ = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it is told on a page. `waiting` and `missed` are what stood unanswered on `known_on`; both None for
    today, when people's decisions count as well. `duties` are all of an earlier day's, None for today."""

    outline: Outline
    known_on: date | None = None
    waiting: tuple[ConcernRow, ...] = ()
    missed: tuple[DutyRow, ...] = ()
    duties: tuple[DutyRow, ...] = ()


def tell(child: Child, known_on: date | None) -> Told | None:
    """A child's story now, or as on the evening of an earlier day; None where nothing was on record by then.

    Of a child that was fetched `with_story`, a story that was read before is not asked for again.
    """
    if known_on is None:
        outline = _outline_now(child)
        return Told(outline) if outline else None
    name = f"{child.key}|{known_on}|{child.computed_at.isoformat()}|{reviewer().practice.digest}|{IN_SHAPE}"
    # A key of a cache may hold neither spaces nor what a person's key may.
    key = f"told-{hashlib.sha256(name.encode()).hexdigest()}"
    found = cache.get(key)
    if isinstance(found, Told):
        return found
    told = _tell_as_at(child, Moment(end_of_day(known_on)), known_on)
    if told:
        cache.set(key, told, _REMEMBERED)
    return told


def _outline_now(child: Child) -> Outline | None:
    digest = _digest_of(child)
    if not digest.startswith(IN_SHAPE):
        told = _tell_as_at(child, Moment(child.computed_at))
        return told.outline if told else None
    try:
        return _read(child.key, digest)
    except LookupError:
        # It was worked out anew between the two queries.
        again = with_story(Child.objects.filter(key=child.key)).first()
        return _outline_now(again) if again else None


def _digest_of(child: Child) -> str:
    if digest := getattr(child, "story_digest", None):
        return str(digest)
    return StoryRow.objects.filter(child=child).values_list("digest", flat=True).first() or ""


@lru_cache(maxsize=_READ)
def _read(child: str, digest: str) -> Outline:
    """The outline that has a digest. Frozen, so that every page of this process may share it. Raises LookupError."""
    for outline in StoryRow.objects.filter(child=child, digest=digest).values_list("outline", flat=True):
        return outline_in(outline)
    raise LookupError("The story has been worked out anew.")


def _tell_as_at(child: Child, as_at: Moment, known_on: date | None = None) -> Told | None:
    around = Neighbourhood([child.key], as_at, as_known=known_on is not None)
    if child.key not in around.library.children():
        return None
    story, findings = review(child.key, around.library, around.people, as_at)
    if not any(not event.is_theirs for event in story.events):
        return None
    return Told(
        outline_for(story, findings),
        known_on,
        tuple(concern_row(story, concern) for concern in unanswered(story, findings)),
        tuple(map(duty_row, missed(findings))),
        tuple(map(duty_row, findings.duties)),
    )
