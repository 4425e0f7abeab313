"""The practice pack and its reviewer, made ready once for every page of this process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from wholestory.engine.review import Reviewer
from wholestory.practice.pack import Practice, load_practice
from wholestory.runners.lasting import keep_for_good


@cache
def practice() -> Practice:
    """The national pack with the site's own folders laid over it. Raises PracticeError where a file is at fault."""
    return load_practice(settings.SITE.practice)


@cache
def reviewer() -> Reviewer:
    """The reviewer that every page uses, reading in the way that the site has set."""
    ready = Reviewer(practice(), settings.SITE.reader)
    keep_for_good()
    return ready
