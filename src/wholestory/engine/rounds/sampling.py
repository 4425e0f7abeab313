"""Draws a sample of cases that anybody can draw again: same frame, seed and size, same cases, on any machine.

Cases are ordered inside their stratum by the SHA-256 digest of seed and key, so that nothing depends on a random
number generator, on the order of the frame, or on the database it came from; leaving out a case moves no other.
Strata are filled in proportion, by largest remainder.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wholestory.engine.rounds.published import RoundsError

STRATA = ("case_type", "district", "agency")
DRAWN, HAND_PICKED, SELF_ASSESSED = "drawn", "hand-picked", "self-assessed"


@dataclass(frozen=True, slots=True)
class Case:
    """One case that may be sampled; `key` is unique in the frame."""

    key: str
    case_type: str
    district: str
    agency: str


@dataclass(frozen=True, slots=True)
class StratumDrawn:
    """One stratum: the values by which it was made, how many cases it has (`of`) and the keys drawn, in order."""

    values: tuple[str, ...]
    of: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """The cases of a round and how they were chosen, kept so that the choice can be checked.

    `method`: DRAWN, HAND_PICKED or SELF_ASSESSED. `frame_digest` names the frame after exclusions; `excluded` gives
    the reason for each case left out. `strata` is empty unless the sample was drawn.
    """

    method: str
    keys: tuple[str, ...]
    seed: str
    stratified_by: tuple[str, ...]
    strata: tuple[StratumDrawn, ...]
    frame_size: int
    frame_digest: str
    excluded: Mapping[str, str]

    @property
    def without_a_case(self) -> tuple[StratumDrawn, ...]:
        """Strata from which nothing was drawn: of these the round can say nothing."""
        return tuple(stratum for stratum in self.strata if not stratum.keys)


def draw(
    frame: Iterable[Case],
    size: int,
    seed: str,
    by: Sequence[str] = STRATA,
    excluded: Mapping[str, str] | None = None,
) -> Sample:
    """Draw `size` cases, stratified `by` one or more of STRATA; `excluded` maps keys to the reason for leaving out.

    Raises RoundsError where the frame has fewer cases, holds a key twice, or an excluded key is not in it.
    """
    if unknown := [name for name in by if name not in STRATA]:
        raise RoundsError(f"A sample cannot be stratified by {', '.join(unknown)}; choose from {', '.join(STRATA)}.")
    cases = _frame(frame, excluded or {})
    if not 0 < size <= len(cases):
        raise RoundsError(f"{size} cases cannot be drawn from {len(cases):,}; ask for a number from 1 to that.")
    strata: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for case in cases:
        strata[tuple(str(getattr(case, name)) for name in by)].append(case.key)
    shares = allocate({values: len(keys) for values, keys in strata.items()}, size, seed)
    drawn = tuple(
        StratumDrawn(values, len(keys), tuple(sorted(keys, key=lambda key: _place(seed, key))[: shares[values]]))
        for values, keys in sorted(strata.items())
    )
    return Sample(
        method=DRAWN,
        keys=tuple(sorted((key for stratum in drawn for key in stratum.keys), key=lambda key: _place(seed, key))),
        seed=seed,
        stratified_by=tuple(by),
        strata=drawn,
        frame_size=len(cases),
        frame_digest=digest_of(cases),
        excluded=dict(excluded or {}),
    )


def pick(frame: Iterable[Case], keys: Collection[str], method: str = HAND_PICKED) -> Sample:
    """Cases chosen by people (HAND_PICKED), or by the force for its own assessment (SELF_ASSESSED); sorted by key.

    Raises RoundsError where a key is not in the frame, or none was named.
    """
    cases = _frame(frame, {})
    missing = sorted(set(keys) - {case.key for case in cases})
    if missing or not keys:
        raise RoundsError(f"Not in the frame: {', '.join(missing)}." if missing else "No case was named; name some.")
    return Sample(method, tuple(sorted(set(keys))), "", (), (), len(cases), digest_of(cases), {})


def allocate(sizes: Mapping[tuple[str, ...], int], size: int, seed: str) -> dict[tuple[str, ...], int]:
    """How many of `size` fall to each stratum, in proportion to its cases, by largest remainder.

    Equal remainders are settled by the digest of seed and stratum, not by the alphabet, which would favour the same
    districts in every round.
    """
    total = sum(sizes.values())
    shares = {values: size * cases // total for values, cases in sizes.items()}
    left = size - sum(shares.values())
    ranked = sorted(sizes, key=lambda values: (-(size * sizes[values] % total), _place(seed, json.dumps(values))))
    for values in ranked[:left]:
        shares[values] += 1
    return shares


def digest_of(cases: Iterable[Case]) -> str:
    """The name of a frame: the SHA-256 digest of its cases, whatever their order."""
    lines = sorted(json.dumps([case.key, case.case_type, case.district, case.agency]) for case in cases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _frame(frame: Iterable[Case], excluded: Mapping[str, str]) -> list[Case]:
    cases = {}
    for case in frame:
        if case.key in cases:
            raise RoundsError(f"The case {case.key} is in the frame twice; give each case once.")
        cases[case.key] = case
    if unknown := sorted(set(excluded) - set(cases)):
        raise RoundsError(f"Left out, and not in the frame: {', '.join(unknown)}.")
    return [case for key, case in cases.items() if key not in excluded]


def _place(seed: str, key: str) -> str:
    return hashlib.sha256(json.dumps([seed, key]).encode()).hexdigest()
