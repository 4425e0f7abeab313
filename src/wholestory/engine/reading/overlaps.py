"""What to keep of findings that overlap, in time that does not grow with the square of their number.

All findings of many notes are judged at once. Two of one rule overlap only within a note, so that places in the text of
all notes say enough.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from wholestory.engine.reading.matcher import Found
from wholestory.engine.reading.tokens import Bools, Ints

# The use of wording that says only that a sign is there: of two as long, it gives way to wording that says more.
PRESENT = 1 << 10


def without_look_alikes(found: Found, rule: Ints, looks_alike: Bools) -> Ints:
    """Which findings are no look-alikes ("no doubt" for "no"), nor overlapped by a look-alike of the same rule.

    `rule` is the number of each finding's rule.
    """
    plain = np.flatnonzero(~looks_alike)
    if len(plain) == len(rule):
        return plain
    # Rules are laid end to end, so that one search in order tells them all apart.
    start, end = _laid_out(found, rule)
    alike = np.flatnonzero(looks_alike)
    alike = alike[np.argsort(start[alike], kind="stable")]
    furthest = np.maximum.accumulate(end[alike])
    before = np.searchsorted(start[alike], end[plain])
    overlapped = (before > 0) & (furthest[before - 1] > start[plain])
    return plain[~overlapped]


def longest(found: Found, rule: Ints, use: Ints) -> Ints:
    """Of overlapping findings of one rule the longest; of equal ones, the wording that says more than presence.

    `rule` and `use` are numbers, one a finding. Ordered by start, end and rule.
    """
    start, end = _laid_out(found, rule)
    order = np.lexsort((end, start))
    furthest = np.maximum.accumulate(end[order])
    # A cluster begins where nothing before it reaches.
    begins = np.ones(len(order), np.bool_)
    begins[1:] = start[order][1:] >= furthest[:-1]
    cluster = np.empty(len(order), np.int64)
    cluster[order] = np.cumsum(begins)
    is_alone = (np.bincount(cluster) == 1)[cluster]
    kept = np.concatenate([np.flatnonzero(is_alone), _longest_of_each(start, end, use, cluster, ~is_alone)])
    return kept[np.lexsort((rule[kept], found.end[kept], found.start[kept]))]


def _laid_out(found: Found, rule: Ints) -> tuple[Ints, Ints]:
    """Starts and ends as if each rule had a text of its own, one after another."""
    offset = rule * (int(found.end.max(initial=0)) + 1)
    return found.start + offset, found.end + offset


def _longest_of_each(start: Ints, end: Ints, use: Ints, cluster: Ints, among: Bools) -> Ints:
    """Of each cluster among some findings the longest, then the longest that it leaves room for, and so on."""
    some = np.flatnonzero(among)
    order = np.lexsort((use[some], start[some], use[some] == PRESENT, start[some] - end[some], cluster[some]))
    some = some[order]
    kept: list[int] = []
    spans: list[tuple[int, int]] = []
    last = -1
    rows = (row.tolist() for row in (some, start[some], end[some], cluster[some]))
    for place, one, other, number in zip(*rows, strict=True):
        if number != last:
            spans, last = [], number
        at = bisect_left(spans, (one, other))
        # What is kept does not overlap, so that only the neighbours can meet a further finding.
        if (at and spans[at - 1][1] > one) or (at < len(spans) and spans[at][0] < other):
            continue
        spans.insert(at, (one, other))
        kept.append(place)
    return np.array(kept, np.int64)
