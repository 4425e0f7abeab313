"""Names as different hands write them: what is one name, what is a misspelling, and what is another name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.people.names import (
    Grade,
    compare_forenames,
    compare_names,
    compare_surnames,
    fold,
    misspelt,
    names_of,
    nickname_groups,
)
from wholestory.model.records import Person


def forenames(one: str, other: str) -> Grade:
    return compare_forenames(fold(one), fold(other))


def surnames(one: str, other: str) -> Grade:
    return compare_surnames(fold(one), fold(other))


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        ("Demi-Rose", "DEMI ROSE", Grade.EXACT),
        ("Ms Zoë", "Zoe", Grade.EXACT),
        ("Bob", "Robert", Grade.VARIANT),
        ("Kasia", "Katarzyna", Grade.VARIANT),
        ("Niamh", "Neve", Grade.VARIANT),
        ("Faduma", "Fatima", Grade.VARIANT),
        ("Chels", "Chelsea", Grade.VARIANT),
        ("Hannah Louise", "Hannah", Grade.VARIANT),
        ("Demetria", "Demitria", Grade.CLOSE),
        ("Louise", "Hannah Louise", Grade.CLOSE),
        ("K", "Kelly", Grade.INITIAL),
        ("", "Kelly", Grade.MISSING),
        ("Unknown", "Kelly", Grade.MISSING),
        ("Jade", "Jake", Grade.DIFFERENT),
        ("Mason", "Jason", Grade.DIFFERENT),
        ("Muhammad Hamza", "Muhammad Bilal", Grade.DIFFERENT),
        ("Muhammad Hamza", "Hamza", Grade.EXACT),
    ],
)
def test_forenames_agree_as_far_as_they_are_forms_of_one_name(one: str, other: str, grade: Grade) -> None:
    found = forenames(one, other)
    assert found == grade or (grade == Grade.EXACT and found == Grade.VARIANT)
    assert forenames(other, one) == found


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        ("O'Hara", "OHARA", Grade.EXACT),
        ("Mc Donnell", "McDonnell", Grade.EXACT),
        ("Wiśniewska", "Wisniewska", Grade.EXACT),
        ("Tindle-Okafor", "Okafor", Grade.VARIANT),
        ("Haddenham", "Hadenham", Grade.CLOSE),
        ("H", "Haddenham", Grade.INITIAL),
        ("Haddenham", "Pellworth", Grade.DIFFERENT),
        ("al Karim", "al Rashid", Grade.DIFFERENT),
    ],
)
def test_surnames_agree_as_far_as_they_are_spellings_of_one_name(one: str, other: str, grade: Grade) -> None:
    assert surnames(one, other) == grade == surnames(other, one)


def test_exchanged_surname_and_forename_are_seen_and_said() -> None:
    match = compare_names(
        names_of(Person("a:1", "a", "Pellworth", "Marnie")), names_of(Person("b:1", "b", "Marnie", "Pellworth"))
    )
    assert match.agree
    assert "the other way round" in match.why


def test_an_alias_is_compared_as_a_name() -> None:
    known_as = Person("a:1", "a", "Zed", "Pellworth", aliases=("Marnie Haddenham",))
    assert compare_names(names_of(known_as), names_of(Person("b:1", "b", "Marnie", "Haddenham"))).exact


def test_an_account_name_is_a_name_of_its_own_and_only_when_equal() -> None:
    one = names_of(Person("a:1", "a", aliases=("q_rider77",)))
    assert compare_names(one, names_of(Person("b:1", "b", aliases=("q_rider77",)))).exact
    assert not compare_names(one, names_of(Person("b:2", "b", aliases=("q_rider78",)))).agree


def test_nicknames_are_written_as_names_are_compared() -> None:
    for name in nickname_groups():
        assert fold(name) == (name,)


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparing_names_does_not_depend_on_which_comes_first(one: str, other: str) -> None:
    assert forenames(one, other) == forenames(other, one)
    assert surnames(one, other) == surnames(other, one)
    assert misspelt(one, other) == misspelt(other, one)
