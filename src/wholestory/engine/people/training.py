"""Training: how often each level of agreement is seen in one person and in two, counted in extracts.

Pairs of one person are those who share a national number across an extract; pairs of two are drawn at random. Both are
compared exactly as they will be when persons are linked.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing

from wholestory.engine.people.comparisons import FIELDS
from wholestory.engine.people.institutions import find_institutions, without_shared_phones
from wholestory.engine.people.model import Chance, LinkingModel, LinkingModelError, shipped_model
from wholestory.engine.people.profiles import Profile, profile_of
from wholestory.engine.people.scorer import Compared, Scorer
from wholestory.model.records import Person

FEWEST_PAIRS = 500
_RANDOM_PAIRS = 1_000_000
_RANDOM_PAIRS_A_PERSON = 50
# How much the shipped model counts beside what is counted, so that a way of agreeing that an extract never shows (an
# initial for a forename) keeps the weight that it has elsewhere.
_KEPT = 0.01

Counts = Counter[tuple[str, str]]


def train(extracts: Sequence[Mapping[str, Person]], name: str, trained_on: str, seed: int) -> LinkingModel:
    """A model from the people of one or more extracts (person key -> person, one mapping an extract).

    The scores from which verdicts follow are those of the shipped model. Raises LinkingModelError where too few pairs
    share a national number to learn from.
    """
    alike: Counts = Counter()
    unlike: Counts = Counter()
    pairs = 0
    for people in extracts:
        profiles = {key: profile_of(people[key]) for key in sorted(people)}
        institutions = find_institutions(profiles.values())
        profiles = without_shared_phones(profiles, institutions)
        with closing(Scorer(profiles, _untrained(), profiles.keys(), institutions.addresses)) as scorer:
            pairs += _count(alike, scorer.of_one_number())
            drawn = _drawn(profiles, random.Random(seed), _RANDOM_PAIRS // len(extracts))
            _count(unlike, (pair for pair in scorer.compare(drawn) if not _surely_one(pair)))
    if pairs < FEWEST_PAIRS:
        raise LinkingModelError(
            f"Only {pairs} pairs of persons share a national number (NHS, UPN, PNC, ULN or NI), and {FEWEST_PAIRS} are "
            "needed to learn from; name more extracts, or use the model that comes with the program."
        )
    like = shipped_model()
    return LinkingModel(name, trained_on, _chances(alike, unlike), like.same_from, like.doubtful_from, like.company)


def _untrained() -> LinkingModel:
    flat = _each_level(lambda field, level: Chance(0.5, 0.5))
    return LinkingModel("untrained", "nothing", flat, 1, 1, 0)


def _each_level(chance: Callable[[str, str], Chance]) -> dict[str, dict[str, Chance]]:
    return {field.id: {level.id: chance(field.id, level.id) for level in field.levels} for field in FIELDS}


def _count(counts: Counts, pairs: Iterable[Compared]) -> int:
    number = 0
    for pair in pairs:
        number += 1
        counts.update((field, level) for field, level in pair.levels.of.items() if level)
    return number


def _drawn(profiles: Mapping[str, Profile], chance: random.Random, most: int) -> Iterator[tuple[str, str]]:
    keys = sorted(profiles)
    for _ in range(min(most, _RANDOM_PAIRS_A_PERSON * len(keys)) if len(keys) > 1 else 0):
        one, other = chance.sample(keys, 2)
        yield min(one, other), max(one, other)


def _surely_one(pair: Compared) -> bool:
    of = pair.levels.of
    return of["forename"] == of["surname"] == "exact" and of["birth"] == "full"


def _chances(alike: Counts, unlike: Counts) -> dict[str, dict[str, Chance]]:
    before = shipped_model().chances

    def chance(field: str, level: str) -> Chance:
        kept = before[field][level]
        return Chance(_share(alike, field, level, kept.m), _share(unlike, field, level, kept.u))

    return _each_level(chance)


def _share(counts: Counts, field: str, level: str, before: float) -> float:
    total = sum(count for (of, _), count in counts.items() if of == field)
    share = counts[field, level] / total if total else before
    # Six digits keep the file readable, and the weights the same to the hundredth.
    return float(f"{(1 - _KEPT) * share + _KEPT * before:.6g}")
