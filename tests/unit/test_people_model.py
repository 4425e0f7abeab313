"""The linking model: read, written, trained, and refused in a sentence."""

from pathlib import Path

import pytest

from wholestory.engine.people import LinkingModelError, read_model, shipped_model, train
from wholestory.model.moments import PartialDate
from wholestory.model.records import Identifier, Person


def test_a_model_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(shipped_model().as_json(), encoding="utf-8")
    assert read_model(path) == shipped_model()


def test_agreement_weighs_more_than_its_absence_and_a_birth_more_than_a_forename() -> None:
    weight = shipped_model().weight
    for field, levels in shipped_model().chances.items():
        assert weight(field, list(levels)[-1]) < 0, field
    assert weight("birth", "full") > weight("forename", "exact") > weight("forename", "variant") > 0
    assert weight("forename", "exact") > weight("forename", "initial") > 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('"form": 1', '"form": 9'), "form is 9"),
        (('"surname"', '"family name"'), "surname"),
        (
            (
                "{",
                "",
            ),
            "no linking model",
        ),
    ],
)
def test_a_file_that_is_no_model_is_refused_with_what_to_do(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(shipped_model().as_json().replace(*change, 1), encoding="utf-8")
    with pytest.raises(LinkingModelError, match=says) as refused:
        read_model(path)
    assert "wholestory linking train" in str(refused.value)


def made_up_people(pairs: int) -> dict[str, Person]:
    forenames, surnames = ("Marnie", "Tamsin", "Owen", "Gwen", "Idris"), ("Pellworth", "Haddenham", "Tolliver")
    people = {}
    for number in range(pairs):
        names = forenames[number % 5], surnames[number % 3]
        born = PartialDate(2005 + number % 9, 2 + number % 11, 2 + number % 27)
        nhs = (Identifier("nhs", f"99{number:08}"),)
        for agency in "ab":
            key = f"{agency}:{number}"
            people[key] = Person(key, agency, *names, date_of_birth=born, identifiers=nhs)
    return people


def test_training_learns_from_pairs_that_share_a_number_and_keeps_what_it_never_saw() -> None:
    model = train([made_up_people(510)], "test 1", "made-up people", seed=1)
    assert model.chances["birth"]["full"].m > 0.98
    assert model.chances["surname"]["exact"].u == pytest.approx(1 / 3, abs=0.05)
    assert model.weight("forename", "initial") == shipped_model().weight("forename", "initial")
    assert model == train([made_up_people(510)], "test 1", "made-up people", seed=1)


def test_too_few_pairs_to_learn_from_are_said_with_what_to_do() -> None:
    with pytest.raises(LinkingModelError, match="Only 20 pairs"):
        train([made_up_people(20)], "test 1", "made-up people", seed=1)
