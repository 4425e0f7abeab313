"""Names as different hands write them: what is one name, what is a misspelling, and what is another name."""

from collections.abc import Sequence
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholestory.engine.people.model import shipped_model
from wholestory.engine.people.names import fold, nickname_groups
from wholestory.engine.people.profiles import profile_of
from wholestory.engine.people.scorer import Compared, Scorer
from wholestory.model.records import Person

FORENAMES = [
    ("Demi-Rose", "DEMI ROSE", "exact"),
    ("Ms Zoë", "Zoe", "exact"),
    ("Bob", "Robert", "variant"),
    ("Kasia", "Katarzyna", "variant"),
    ("Niamh", "Neve", "variant"),
    ("Faduma", "Fatima", "variant"),
    ("Chels", "Chelsea", "variant"),
    ("Hannah Louise", "Hannah", "variant"),
    ("Muhammad", "Mohammed", "variant"),
    ("Demetria", "Demitria", "close"),
    ("Louise", "Hannah Louise", "close"),
    ("K", "Kelly", "initial"),
    ("", "Kelly", None),
    ("Unknown", "Kelly", None),
    ("Jade", "Jake", "different"),
    ("Mason", "Jason", "different"),
    ("Muhammad Hamza", "Muhammad Bilal", "different"),
    ("Muhammad Hamza", "Hamza", "exact"),
]
SURNAMES = [
    ("O'Hara", "OHARA", "exact"),
    ("Mc Donnell", "McDonnell", "exact"),
    ("Wiśniewska", "Wisniewska", "exact"),
    ("Tindle-Okafor", "Okafor", "variant"),
    ("Haddenham", "Hadenham", "close"),
    ("H", "Haddenham", "initial"),
    ("Haddenham", "Pellworth", "different"),
    ("al Karim", "al Rashid", "different"),
]


def compare(pairs: Sequence[tuple[Person, Person]]) -> list[Compared]:
    """Each pair compared, in the order given; the keys of the persons are set here."""
    people: dict[str, Person] = {}
    for place, pair in enumerate(pairs):
        for side, person in zip("lr", pair, strict=True):
            key = f"a:{place:04}{side}"
            people[key] = Person(key, "a", person.forenames, person.surname, person.aliases)
    profiles = {key: profile_of(person) for key, person in people.items()}
    keys = sorted(profiles)
    with closing(Scorer(profiles, shipped_model(), keys, frozenset())) as scorer:
        return list(scorer.compare(zip(keys[::2], keys[1::2], strict=True)))


def named(forenames: str, surname: str, *aliases: str) -> Person:
    return Person("", "", forenames, surname, aliases)


@pytest.fixture(scope="module")
def forenames() -> dict[tuple[str, str], str | None]:
    both = [(one, other) for first, second, _ in FORENAMES for one, other in ((first, second), (second, first))]
    found = compare([(named(one, "Pellworth"), named(other, "Pellworth")) for one, other in both])
    return {pair: one.levels.of["forename"] for pair, one in zip(both, found, strict=True)}


@pytest.fixture(scope="module")
def surnames() -> dict[tuple[str, str], str | None]:
    both = [(one, other) for first, second, _ in SURNAMES for one, other in ((first, second), (second, first))]
    found = compare([(named("Marnie", one), named("Marnie", other)) for one, other in both])
    return {pair: one.levels.of["surname"] for pair, one in zip(both, found, strict=True)}


@pytest.mark.parametrize(("one", "other", "level"), FORENAMES)
def test_forenames_agree_as_far_as_they_are_forms_of_one_name(
    forenames: dict[tuple[str, str], str | None], one: str, other: str, level: str | None
) -> None:
    assert forenames[one, other] == level == forenames[other, one]


@pytest.mark.parametrize(("one", "other", "level"), SURNAMES)
def test_surnames_agree_as_far_as_they_are_spellings_of_one_name(
    surnames: dict[tuple[str, str], str | None], one: str, other: str, level: str
) -> None:
    assert surnames[one, other] == level == surnames[other, one]


def test_exchanged_surname_and_forename_are_seen() -> None:
    (pair,) = compare([(named("Pellworth", "Marnie"), named("Marnie", "Pellworth"))])
    assert (pair.levels.of["forename"], pair.levels.of["surname"]) == ("exchanged", "exchanged")


def test_an_alias_is_compared_as_a_name() -> None:
    (pair,) = compare([(named("Zed", "Pellworth", "Marnie Haddenham"), named("Marnie", "Haddenham"))])
    assert (pair.levels.of["forename"], pair.levels.of["surname"]) == ("exact", "exact")


def test_an_account_name_is_a_name_of_its_own_and_only_when_equal() -> None:
    equal, unequal = compare(
        [(named("", "", "q_rider77"), named("", "", other)) for other in ("q_rider77", "q_rider78")]
    )
    assert equal.levels.of["surname"] == "exact"
    assert {unequal.levels.of["forename"], unequal.levels.of["surname"]} == {"different"}


def test_nicknames_are_written_as_names_are_compared() -> None:
    for name in nickname_groups():
        assert fold(name) == (name,)


@settings(max_examples=2, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=50, max_size=50))
def test_comparing_names_does_not_depend_on_which_comes_first(names: list[tuple[str, str]]) -> None:
    straight = compare([(named(one, other), named(other, one)) for one, other in names])
    turned = compare([(named(other, one), named(one, other)) for one, other in names])
    assert [pair.levels.of for pair in straight] == [pair.levels.of for pair in turned]
