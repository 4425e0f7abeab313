"""Who is left over: what agencies know apart tells slips from twins."""

from dataclasses import replace
from itertools import cycle

from wholestory.engine.people import clusters_of, judge, judge_new
from wholestory.engine.people.leftovers import HeldBack, Left, best_fits
from wholestory.engine.people.verdicts import Decision
from wholestory.model.links import Verdict
from wholestory.model.moments import PartialDate
from wholestory.model.records import Identifier, Person

TWINS = "They may be twins."
SURNAMES = (
    "Pellworth Haddenham Quillfeather Brackenby Tollgrave Ormsworth Veldrick Stannagate Crumbley Wexcombe".split()
)
OTHERS = (
    "Dovemarsh Ingleholt Fenwhistle Garrowby Lythmoor Nettlewick Jarrowell Kesterby Ushaw Zellerby Mossdale Quernby"
).split()
STREETS = "Cobb Gant Fenton Marl Tarn Holt".split()


def lookalikes(number: int) -> dict[str, Person]:
    """That many persons in each of two agencies, who agree in everything except the forename."""
    made: dict[str, Person] = {}
    streets = cycle(STREETS)
    for place in range(number):
        family = SURNAMES[place % 10] + OTHERS[place // 10].casefold()
        born = PartialDate(1990 + place % 20, 1 + place % 12, 2 + place % 25)
        address = f"{place + 1} {next(streets)} Lane, Northmere"
        for agency, forename in (("a", "Marnie"), ("b", "Tobias")):
            key = f"{agency}:{place}"
            made[key] = Person(key, agency, forename, family, date_of_birth=born, address=address)
    return made


def linked(people: dict[str, Person]) -> int:
    return sum(len(members) == 2 for members in clusters_of(people, judge(people)).members.values())


def test_another_forename_is_a_slip_where_no_agency_knows_twins() -> None:
    people = lookalikes(120)
    assert linked(people) == 120
    rows = judge(people)
    assert any("Nobody else fits either of them" in reason for reason in rows[0].reasons)


def test_a_person_who_changes_is_still_one_with_the_slip_that_was_found_before() -> None:
    people = lookalikes(120)
    ledger = judge(people)
    people["a:7"] = replace(people["a:7"], phones=("07700 900123",))
    after = (*ledger, *judge_new(people, {}, ledger, {"a:7"}))
    assert sum(len(members) == 2 for members in clusters_of(people, after).members.values()) == 120


def test_a_few_lookalikes_say_nothing_and_stay_apart() -> None:
    assert linked(lookalikes(40)) == 0


def test_where_agencies_know_twins_they_stay_apart() -> None:
    people = lookalikes(120)
    for place in range(3):
        twin = people[f"a:{place}"]
        key = f"a:twin{place}"
        people[key] = Person(key, "a", "Rowena", twin.surname, date_of_birth=twin.date_of_birth, address=twin.address)
    assert linked(people) == 0


def test_different_national_numbers_stay_apart_among_slips() -> None:
    people = lookalikes(120)
    for key, value in (("a:5", "9990001111"), ("b:5", "9990002222")):
        old = people[key]
        people[key] = Person(
            key,
            old.agency,
            old.forenames,
            old.surname,
            date_of_birth=old.date_of_birth,
            address=old.address,
            identifiers=(Identifier("nhs", value),),
        )
    assert linked(people) == 119


def test_a_kind_that_agencies_know_apart_is_no_slip_among_many_others() -> None:
    held = HeldBack()
    for _ in range(500):
        held.count(
            Decision(Verdict.DOUBTFUL, 1500, ("Too little agrees to be sure.",)), same_agency=False, linked=False
        )
    for same_agency in (True, *[False] * 20):
        held.count(Decision(Verdict.APART, 2500, (TWINS,)), same_agency=same_agency, linked=False)
    assert held.are_slips()
    assert not held.is_slip(TWINS)


def fit(one: str, other: str, score: int) -> Left:
    return Left(one, other, (one[0], other[0]), score)


def many() -> list[Left]:
    return [fit(f"a:{place}", f"b:{place}", 3000) for place in range(150)]


def lacking(fits: list[Left]) -> dict[str, frozenset[str]]:
    return {key: frozenset("ab") - {key[0]} for one in fits for key in (one.one, one.other)}


def test_who_fits_two_equally_well_is_linked_to_neither() -> None:
    fits = [*many(), fit("a:x", "b:x", 1000), fit("a:x", "b:y", 1000)]
    assert [one for one in best_fits(fits, lacking(fits)) if one.score == 1000] == []


def test_links_end_where_pairs_of_one_agency_fit_best_too_often() -> None:
    fits = [*many(), fit("a:x", "b:x", 900), fit("a:v", "a:w", 800), fit("b:v", "b:w", 800), fit("a:z", "b:z", 700)]
    assert min(one.score for one in best_fits(fits, lacking(fits))) == 900
