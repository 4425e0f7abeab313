"""Who is left over when everybody else has found their fit: slips, told from kin by what agencies know apart.

A forename that differs between two agencies may be a twin or a slip, and the pair by itself does not say which. The
extract does. An agency enters each person once, so two of one agency who look so alike are two; and where kin are as
likely to be known to one agency as to another, there are at least as many such pairs within agencies as between them
(2ab is never more than a² + b²). Pairs within agencies are therefore a measure of how many pairs between agencies are
two people. Where next to none are seen within, those between are slips.

An agency that enters some persons twice makes the measure too large, which keeps pairs apart that might be linked, and
never the other way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import TypeAlias

from wholestory.engine.people.verdicts import Decision
from wholestory.model.links import Judgement, Verdict

# Of pairs held back between agencies, the largest share that may be two people before none is linked at all, and the
# largest share among pairs of one kind (twins, say), so that a frequent kind of slip does not speak for a rare one.
_LARGEST_SHARE = 0.05
_LARGEST_SHARE_OF_A_KIND = 0.02
# Of pairs to be linked, the share that may be two people.
_SHARE_LINKED_WRONGLY = 0.01
_LINKED = "Nobody else fits either of them"
# Below this more speaks against one person than for it.
LEAST_SCORE_LEFT = 0.0


@dataclass(slots=True)
class HeldBack:
    """How many pairs were held back between agencies, and how many alike are known within agencies.

    `between` and `within` count by what held them back, a sentence; `all_between` and `all_within` count pairs,
    and `slips_before` those that were linked as slips when others were judged.
    """

    between: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)
    all_between: int = 0
    all_within: int = 0
    slips_before: int = 0

    def count(self, decision: Decision, *, same_agency: bool, linked: bool) -> None:
        """Count one pair on which there is a verdict."""
        if same_agency:
            self.all_within += 1
            self.within.update(decision.why)
        elif not linked:
            self.all_between += 1
            self.between.update(decision.why)

    def count_standing(self, row: Judgement, *, same_agency: bool) -> None:
        """Count one pair that was judged before, also where it was linked then as a slip."""
        why = [reason for reason in row.reasons if not reason.startswith(_LINKED)]
        was_slip = len(why) < len(row.reasons)
        self.slips_before += was_slip
        linked = row.verdict is Verdict.SAME and not was_slip
        self.count(Decision(row.verdict, 0, tuple(why[-1:])), same_agency=same_agency, linked=linked)

    def are_slips(self) -> bool:
        """Whether next to nobody within an agency looks as alike as the pairs held back between agencies."""
        most = self.all_within + 2 * sqrt(self.all_within) + 3
        return most <= _LARGEST_SHARE * self.all_between

    def is_slip(self, why: str) -> bool:
        """Whether this sentence is no reason for which agencies know people apart."""
        return self.within[why] <= _LARGEST_SHARE_OF_A_KIND * self.between[why]

    def why(self) -> str:
        """What links those who are left over, as a sentence."""
        return (
            f"{_LINKED}, and in this extract it is a slip that they differ: {self.all_between} "
            f"pairs between agencies differ so, and within an agency, where it would be two people, {self.all_within}."
        )


# A person, and an agency in which nobody is known to be that person.
Slot: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Left:
    """Two persons who are left over, in the order of their keys, with their agencies and how well they fit."""

    one: str
    other: str
    agencies: tuple[str, str]
    score: int

    @property
    def within(self) -> bool:
        """Whether one agency holds both."""
        return self.agencies[0] == self.agencies[1]

    def slots(self, lacking: Mapping[str, frozenset[str]]) -> tuple[tuple[Slot, Slot], ...]:
        """What the pair would fill: for each of the two, an agency in which that person has nobody yet.

        `lacking` maps each person to those agencies. A pair within an agency would fill whatever both lack, as if the
        other stood in that agency.
        """
        if not self.within:
            return (((self.one, self.agencies[1]), (self.other, self.agencies[0])),)
        both = lacking[self.one] & lacking[self.other]
        return tuple(((self.one, agency), (self.other, agency)) for agency in sorted(both))


def best_fits(found: Iterable[Left], lacking: Mapping[str, frozenset[str]], slips_before: int = 0) -> list[Left]:
    """The pairs between agencies to link: the best fit of both, down to the score at which pairs within agencies,
    which compete with them, win too often.

    `lacking` maps each person to the agencies in which they have nobody; `slips_before` is how many pairs were linked
    so when others were judged. Where several fit one person equally well, none is linked.
    """
    fits = list(found)
    best: dict[Slot, int] = {}
    for fit in fits:
        for slot in (slot for slots in fit.slots(lacking) for slot in slots):
            best[slot] = max(best.get(slot, fit.score), fit.score)
    winners = [
        fit for fit in fits if any(all(best[slot] == fit.score for slot in slots) for slots in fit.slots(lacking))
    ]
    fills = Counter(slot for fit in winners for slots in fit.slots(lacking) for slot in slots)
    clear = (fit for fit in winners if fit.within or all(fills[slot] == 1 for slot in fit.slots(lacking)[0]))
    ordered = sorted(clear, key=lambda fit: (-fit.score, not fit.within, fit.one, fit.other))
    return _down_to_where_chance_wins(ordered, slips_before)


def _down_to_where_chance_wins(winners: list[Left], slips_before: int) -> list[Left]:
    linked: list[Left] = []
    within, enough = 0, 0
    for fit in winners:
        if fit.within:
            within += 1
            continue
        linked.append(fit)
        if within + 1 <= _SHARE_LINKED_WRONGLY * (slips_before + len(linked)):
            enough = len(linked)
    return linked[:enough]
