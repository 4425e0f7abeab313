"""One pattern watched over one child's records in the order in which they became known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, combinations

from wholestory.engine.patterns.conditions import fits, is_firm, is_met
from wholestory.engine.patterns.facts import Fact, Facts
from wholestory.practice.patterns import Condition, Need, PatternRule

# Without further evidence for so long, the same pattern again is a new concern.
QUIET = timedelta(days=365)


class Sighting:
    """A completed pattern: the record by which it became visible, and what it rests on (in the order known)."""

    def __init__(self, completed_by: Fact, evidence: list[Fact], silent: bool) -> None:
        self.completed_by = completed_by
        self.evidence = evidence
        self.silent = silent
        self.latest = max([*evidence, completed_by], key=lambda fact: fact.number)
        self._numbers = {fact.number for fact in evidence}

    def add(self, fact: Fact, now: Fact) -> None:
        """Take in evidence that repeats the pattern, seen by the record `now`."""
        if fact.number not in self._numbers:
            self._numbers.add(fact.number)
            self.evidence.append(fact)
            self.latest = max(self.latest, fact, now, key=lambda fact: fact.number)


@dataclass(slots=True)
class _Found:
    """Facts that fulfil one need, ordered by when they happened."""

    starts: list[tuple[datetime, int]] = field(default_factory=list)
    facts: dict[int, Fact] = field(default_factory=dict)

    def add(self, fact: Fact) -> None:
        insort(self.starts, (fact.start, fact.number))
        self.facts[fact.number] = fact

    def between(self, first: datetime, last: datetime) -> list[Fact]:
        low = bisect_left(self.starts, (first, -1))
        high = bisect_right(self.starts, (last, 1 << 60))
        return [self.facts[number] for _, number in self.starts[low:high]]


def sightings(rule: PatternRule, facts: Facts) -> list[Sighting]:
    """Every time that the pattern was completed, first to last; evidence that came later is added to the last."""
    pools = []
    for need in rule.needs:
        pools.append(_pool(need.what, facts))
        if not pools[-1]:
            return []
    watch = _Watch(rule, facts)
    for fact, needs, now in _arrivals(rule, facts, pools):
        watch.take(fact, needs, now)
    return watch.seen


def _pool(what: Condition, facts: Facts) -> Sequence[Fact]:
    """The facts that could fulfil a condition, by its most telling part; every one of them still has to be tried."""
    if what.shared:
        return _union(facts.by_shared.get(kind, ()) for kind in what.shared)
    if what.all_signs:
        return facts.by_sign.get(what.all_signs[0], ())
    if what.signs:
        return _union(facts.by_sign.get(sign, ()) for sign in what.signs)
    if what.kinds:
        return _union(facts.by_kind.get(kind, ()) for kind in what.kinds)
    return facts.all


def _union(lists: Iterator[Sequence[Fact]]) -> Sequence[Fact]:
    filled = list(filter(None, lists))
    if len(filled) < 2:
        return filled[0] if filled else ()
    return list({fact.number: fact for fact in chain.from_iterable(filled)}.values())


def _arrivals(
    rule: PatternRule, facts: Facts, pools: list[Sequence[Fact]]
) -> Iterator[tuple[Fact, tuple[int, ...], Fact]]:
    """Facts that fulfil a need, with the needs and the record by which this could be seen."""
    fulfils: dict[int, list[int]] = {}
    silent: dict[int, list[int]] = {}
    by_number: dict[int, Fact] = {}
    for place, (need, pool) in enumerate(zip(rule.needs, pools, strict=True)):
        for fact in pool:
            if fits(fact, need.what, facts) and not _explained_itself(rule, fact, facts):
                by_number[fact.number] = fact
                (silent if need.unanswered_by else fulfils).setdefault(fact.number, []).append(place)
    if not _could_be_met(rule, by_number, fulfils):
        return
    if not silent:
        for number in sorted(fulfils):
            yield by_number[number], tuple(fulfils[number]), by_number[number]
        return
    yield from _with_silences(rule, facts, fulfils, silent)


def _could_be_met(rule: PatternRule, by_number: dict[int, Fact], fulfils: dict[int, list[int]]) -> bool:
    """Whether all facts together, whatever the window, would be enough: most rules end here."""
    for place, need in enumerate(rule.needs):
        if need.unanswered_by or need.shrinking_gaps:
            continue
        some = [by_number[number] for number, places in fulfils.items() if place in places]
        if not is_met(need, sorted(some, key=lambda fact: (fact.start, fact.number))):
            return False
    return True


def _explained_itself(rule: PatternRule, fact: Fact, facts: Facts) -> bool:
    return any(unless.same_record and fits(fact, unless.what, facts) for unless in rule.unless)


def _with_silences(
    rule: PatternRule, facts: Facts, fulfils: dict[int, list[int]], silent: dict[int, list[int]]
) -> Iterator[tuple[Fact, tuple[int, ...], Fact]]:
    """The silence after a record is seen when the first record arrives after the time for an answer is over."""
    waiting = [_Waiting(need, place) for place, need in enumerate(rule.needs) if need.unanswered_by]
    for now in facts.all:
        if not now.own or now.shared:
            continue
        for silence in waiting:
            silence.hear(now)
            for fact in silence.unanswered(now):
                yield fact, (silence.place,), now
            if silence.place in silent.get(now.number, ()):
                silence.pending.append(now)
        if now.number in fulfils:
            yield now, tuple(fulfils[now.number]), now


@dataclass(slots=True)
class _Waiting:
    """Records that wait for an answer to one need."""

    need: Need
    place: int
    pending: deque[Fact] = field(default_factory=deque)
    last_answer: int = -1
    latest_start: datetime | None = None

    def hear(self, now: Fact) -> None:
        if now.record.kind in self.need.unanswered_by and now.about:
            self.last_answer = now.number
            self.latest_start = max(self.latest_start or now.start, now.start)

    def unanswered(self, now: Fact) -> Iterator[Fact]:
        while self.pending and now.known.at - self.pending[0].known.at > timedelta(days=self.need.unanswered_days):
            fact = self.pending.popleft()
            late = self.latest_start is not None and self.latest_start >= fact.start
            if not late and self.last_answer < fact.number:
                yield fact


class _Watch:
    """The state of one pattern: what has been found so far and what was completed."""

    def __init__(self, rule: PatternRule, facts: Facts) -> None:
        self.rule = rule
        self.facts = facts
        self.span = timedelta(days=rule.within_days)
        self.seen: list[Sighting] = []
        self.explanations: list[list[Fact]] = [
            [] if unless.same_record else [fact for fact in _pool(unless.what, facts) if fits(fact, unless.what, facts)]
            for unless in rule.unless
        ]
        self.found = [_Found() for _ in rule.needs]

    def take(self, fact: Fact, needs: tuple[int, ...], now: Fact) -> None:
        """Take in one fact: further evidence of what was seen, or perhaps what completes the pattern."""
        if self.seen and now.known.at - self.seen[-1].latest.known.at <= QUIET:
            self.seen[-1].add(fact, now)
            return
        for need in needs:
            self.found[need].add(fact)
        evidence = self._completed(fact, now)
        if evidence:
            self.seen.append(Sighting(now, evidence, silent=now is not fact))
            self.found = [_Found() for _ in self.rule.needs]

    def _completed(self, fact: Fact, now: Fact) -> list[Fact]:
        if self.rule.same_record:
            return self._met([[fact] if fact.number in found.facts else [] for found in self.found], now)
        near = [found.between(fact.start - self.span, fact.start + self.span) for found in self.found]
        if not all(near) or not all(is_met(need, some) for need, some in zip(self.rule.needs, near, strict=True)):
            return []
        for first in _window_starts(fact, near, self.span):
            evidence = self._met([found.between(first, first + self.span) for found in self.found], now)
            if evidence:
                return evidence
        return []

    def _met(self, window: list[list[Fact]], now: Fact) -> list[Fact]:
        """The evidence if one window's facts meet every need and nothing explains them; else nothing."""
        rule = self.rule
        if not all(is_met(need, some) for need, some in zip(rule.needs, window, strict=True)):
            return []
        if rule.in_order:
            window = _in_order(rule.needs, window)
            if not window:
                return []
        if rule.different_records and not _differ(rule.needs, window):
            return []
        if not rule.possible_suffices and not _firm(rule.needs, window):
            return []
        evidence = sorted({fact.number: fact for some in window for fact in some}.values(), key=lambda f: f.number)
        return [] if self._explained(evidence, now) else evidence

    def _explained(self, evidence: list[Fact], now: Fact) -> bool:
        first = min(fact.start for fact in evidence)
        for unless, explanations in zip(self.rule.unless, self.explanations, strict=True):
            since = first - timedelta(days=unless.days_before)
            if any(fact.number <= now.number and fact.start >= since for fact in explanations):
                return True
        return False


def _window_starts(fact: Fact, near: list[list[Fact]], span: timedelta) -> list[datetime]:
    """Where a window that holds the fact can begin so that it holds what others do not."""
    after = any(other.start > fact.start for some in near for other in some)
    if not after:
        return [fact.start - span]
    between = {other.start for some in near for other in some if other.start <= fact.start}
    return [fact.start - span, *sorted(between)]


def _firm(needs: tuple[Need, ...], window: list[list[Fact]]) -> bool:
    return any(is_firm(fact, need.what) for need, some in zip(needs, window, strict=True) for fact in some)


def _in_order(needs: tuple[Need, ...], window: list[list[Fact]]) -> list[list[Fact]]:
    """For each need the facts that met it after the need before was met; empty if they do not come in order."""
    chosen: list[list[Fact]] = []
    place: tuple[datetime, int] | None = None
    for need, some in zip(needs, window, strict=True):
        later = [fact for fact in some if place is None or (fact.start, fact.number) > place]
        count = next((n for n in range(1, len(later) + 1) if is_met(need, later[:n])), 0)
        if not count:
            return []
        chosen.append(later[:count])
        place = (later[count - 1].start, later[count - 1].number)
    return chosen


def _differ(needs: tuple[Need, ...], window: list[list[Fact]]) -> bool:
    """Whether every need can have events of its own: any group of needs has as many events as it asks for."""
    events = [{fact.event for fact in some} for some in window]
    wanted = [need.count if need.count_of == "events" else 1 for need in needs]
    groups = chain.from_iterable(combinations(range(len(needs)), size) for size in range(2, len(needs) + 1))
    return all(len(set().union(*(events[n] for n in group))) >= sum(wanted[n] for n in group) for group in groups)
