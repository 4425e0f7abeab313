"""What to keep of findings that overlap, in time that does not grow with the square of their number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from wholestory.engine.reading.hits import Hit


def without_look_alikes(hits: Iterable[Hit]) -> list[Hit]:
    """Without look-alikes ("no doubt" for "no"), and without what a look-alike of the same rule overlaps."""
    look_alikes: dict[int, list[tuple[int, int]]] = {}
    plain = []
    for hit in hits:
        if hit.target.use == "not":
            look_alikes.setdefault(hit.target.rule, []).append((hit.start, hit.end))
        else:
            plain.append(hit)
    if not look_alikes:
        return plain
    by_rule = {rule: _Spans(sorted(spans)) for rule, spans in look_alikes.items()}
    return [
        hit for hit in plain if hit.target.rule not in by_rule or not by_rule[hit.target.rule].meet(hit.start, hit.end)
    ]


class _Spans:
    """Spans in order of their starts, asked whether any of them overlaps another span."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._furthest = list(accumulate((end for _, end in spans), max))

    def meet(self, start: int, end: int) -> bool:
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits of one rule, the longest; of equal ones, the wording that says more than presence."""
    kept: dict[int, list[tuple[int, int]]] = {}
    chosen = []
    ordered = sorted(
        hits, key=lambda hit: (hit.start - hit.end, hit.target.use == "present", hit.start, hit.target.use)
    )
    for hit in ordered:
        spans = kept.setdefault(hit.target.rule, [])
        place = bisect_left(spans, (hit.start, hit.end))
        # What is kept does not overlap, so that only the neighbours can meet a further hit.
        if (place and spans[place - 1][1] > hit.start) or (place < len(spans) and spans[place][0] < hit.end):
            continue
        spans.insert(place, (hit.start, hit.end))
        chosen.append(hit)
    return sorted(chosen, key=lambda hit: (hit.start, hit.end, hit.target.rule))
