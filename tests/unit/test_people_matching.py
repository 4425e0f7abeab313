"""Who is the same as whom: what links, what only supports, and what keeps apart."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholestory.engine.people import clusters_of, judge
from wholestory.model.links import Judgement, Verdict
from wholestory.model.moments import PartialDate
from wholestory.model.records import Identifier, Involvement, Person

HOME = "Applegarth House, 7 Fenton Row"


def person(
    key: str, forenames: str = "Marnie", surname: str = "Pellworth", born: str = "2001-05-17", **more: object
) -> Person:
    made = Person(
        key, key.split(":", maxsplit=1)[0], forenames, surname, date_of_birth=PartialDate.parse(born) if born else None
    )
    return replace(made, **more)  # type: ignore[arg-type]


def number(scheme: str, value: str) -> tuple[Identifier, ...]:
    return (Identifier(scheme, value),)


def ledger_of(*persons: Person, **involvements: tuple[Involvement, ...]) -> tuple[Judgement, ...]:
    records = {name.replace("__", ":"): found for name, found in involvements.items()}
    return judge({one.key: one for one in persons}, records)


def verdict(*persons: Person, **involvements: tuple[Involvement, ...]) -> Verdict | None:
    wanted = sorted(one.key for one in persons[:2])
    rows = [row for row in ledger_of(*persons, **involvements) if [row.one, row.other] == wanted]
    return rows[0].verdict if rows else None


@pytest.mark.parametrize(
    "other",
    [
        person("b:1"),
        person("b:1", "MARNIE ELLEN"),
        person("b:1", "Pellworth", "Marnie"),
        person("b:1", surname="Pelworth"),
        person("b:1", "M"),
        person("b:1", born="2001-05"),
        person("b:1", "Somebody", "Else", aliases=("Marnie Pellworth",)),
    ],
)
def test_a_name_and_a_birth_that_agree_link(other: Person) -> None:
    assert verdict(person("a:1"), other) is Verdict.SAME


def test_day_and_month_exchanged_link() -> None:
    assert verdict(person("a:1", born="2001-05-07"), person("b:1", born="2001-07-05")) is Verdict.SAME


def test_a_year_alone_needs_support_where_the_addresses_do_not_agree() -> None:
    one, other = person("a:1", address="1 Cobb Lane"), person("b:1", born="2001", address="88 Gant Street")
    assert verdict(one, other) is Verdict.DOUBTFUL
    assert verdict(one, replace(other, address="1 Cobb Ln")) is Verdict.SAME


def test_one_wrong_digit_links_with_support_and_is_doubtful_for_a_misspelt_forename() -> None:
    one, other = person("a:1", "Demetria", address=HOME), person("b:1", "Demitria", born="2001-05-11", address=HOME)
    assert verdict(one, other) is Verdict.DOUBTFUL
    assert verdict(one, replace(other, forenames="Demetria")) is Verdict.SAME


def test_residents_of_one_home_are_not_linked_by_its_address_or_phone() -> None:
    one = person("a:1", "Marnie", "Pellworth", address=HOME, phones=("07700 900123",))
    other = person("b:1", "Tamsin", "Haddenham", "2001-05-17", address=HOME, phones=("07700 900123",))
    assert verdict(one, other) is None


def test_a_name_alone_never_links() -> None:
    one, other = person("a:1", born=""), person("b:1", born="")
    assert verdict(one, other) is Verdict.DOUBTFUL
    elsewhere = person("c:1", born="1999-02-03"), person("d:1", born="2004-08-09")
    assert verdict(one, other, *elsewhere) is None


def test_namesakes_born_at_other_times_are_not_linked() -> None:
    assert verdict(person("a:1"), person("b:1", born="2009-03-02")) is None


@pytest.mark.parametrize("scheme", ["nhs", "upn", "pnc", "uln", "ni"])
def test_a_national_number_decides_for_and_against(scheme: str) -> None:
    one = person("a:1", identifiers=number(scheme, "123 456a"))
    assert verdict(one, person("b:1", "Tamsin", "Haddenham", identifiers=number(scheme, "123456A"))) is Verdict.SAME
    assert verdict(one, person("b:1", identifiers=number(scheme, "999999"))) is Verdict.APART


def test_a_local_number_decides_nothing() -> None:
    one, other = person("a:1", identifiers=number("case", "1")), person("b:1", identifiers=number("case", "2"))
    assert verdict(one, other) is Verdict.SAME


def test_an_equal_number_with_another_name_and_another_birth_is_doubtful() -> None:
    one = person("a:1", identifiers=number("nhs", "9990001111"))
    other = person("b:1", "Tamsin", "Haddenham", "1988-01-30", identifiers=number("nhs", "999 000 1111"))
    assert verdict(one, other) is Verdict.DOUBTFUL


def test_a_pnc_number_is_one_number_in_its_long_and_its_short_form() -> None:
    one = person("a:1", identifiers=number("pnc", "12/345678K"))
    assert verdict(one, person("b:1", "T", "Haddenham", "", identifiers=number("pnc", "2012/0345678K"))) is Verdict.SAME


def test_twins_are_kept_apart() -> None:
    one, other = person("a:1", "Marnie", address=HOME), person("b:1", "Tamsin", address=HOME)
    rows = ledger_of(one, other)
    assert [row.verdict for row in rows] == [Verdict.APART]
    assert any("twins" in reason for reason in rows[0].reasons)


def test_twins_of_nearly_one_name_go_each_to_the_better_fit() -> None:
    people = [
        person("a:1", "Maddie", identifiers=number("upn", "A1")),
        person("a:2", "Maddy", identifiers=number("upn", "A2")),
        person("b:1", "Maddie", identifiers=number("nhs", "1")),
        person("b:2", "Maddy", identifiers=number("nhs", "2")),
        person("c:1", "Maddy"),
    ]
    by_key = {one.key: one for one in people}
    clusters = clusters_of(by_key, judge(by_key))
    assert sorted(clusters.members.values()) == [("a:1", "b:1"), ("a:2", "b:2", "c:1")]


def test_an_initial_that_fits_two_children_links_to_neither() -> None:
    people = [person("a:1", "M"), person("b:1", "Marnie"), person("b:2", "Maxine")]
    assert verdict(*people) is Verdict.DOUBTFUL


def test_a_father_and_a_son_of_one_name_are_kept_apart() -> None:
    father, son = person("a:1", "Owen", born="1975-02-03", address=HOME), person("b:1", "Owen", address=HOME)
    rows = ledger_of(father, son)
    assert [row.verdict for row in rows] == [Verdict.APART]
    assert any("parent and child" in reason for reason in rows[0].reasons)


def test_a_parent_and_a_child_of_one_name_without_births_are_not_linked() -> None:
    parent, child = person("a:1", born="", address=HOME), person("b:1", born="", address=HOME)
    roles = {"a__r1": (Involvement("a:1", "parent_carer"),), "b__r1": (Involvement("b:1", "subject"),)}
    assert verdict(parent, child, **roles) is Verdict.DOUBTFUL


def test_two_named_in_one_record_are_two_people() -> None:
    one, other = person("a:1", address=HOME), person("a:2", born="", address=HOME)
    both = (Involvement("a:1", "subject"), Involvement("a:2", "associate"))
    assert verdict(one, other, a__r1=both) is Verdict.APART
    assert verdict(one, other) is Verdict.SAME


def test_one_agency_holding_the_same_name_and_birth_twice_is_doubtful_until_something_supports_it() -> None:
    one, other = person("a:1"), person("a:2")
    assert verdict(one, other) is Verdict.DOUBTFUL
    one, other = replace(one, phones=("07700 900123",)), replace(other, phones=("+44 7700 900123",))
    assert verdict(one, other) is Verdict.SAME


def test_a_parent_without_a_birth_is_linked_through_the_child() -> None:
    child, same_child = person("a:1"), person("b:1")
    mother, same_mother = person("a:2", "Gwen", "Tolliver", ""), person("b:2", "Gwen", "Tolliver", "")
    rows = {
        "a__r1": (Involvement("a:1", "subject"), Involvement("a:2", "parent_carer")),
        "b__r1": (Involvement("b:1", "subject"), Involvement("b:2", "parent_carer")),
    }
    assert verdict(mother, same_mother, child, same_child, **rows) is Verdict.SAME
    apart = rows | {"b__r1": (Involvement("b:2", "parent_carer"),)}
    assert verdict(mother, same_mother, child, same_child, **apart) is Verdict.DOUBTFUL


def test_another_sex_counts_against() -> None:
    one, other = person("a:1", "Sam", sex="F", address=HOME), person("b:1", "Samantha", sex="M", address=HOME)
    assert verdict(one, other) is Verdict.DOUBTFUL


def test_every_link_says_why_in_sentences() -> None:
    rows = ledger_of(
        person("a:1", "Kirsty", address=HOME), person("b:1", "Kirstie", address="Applegarth Hse, 7 Fenton Row")
    )
    assert rows[0].reasons == (
        "Surname agrees; forename is written Kirsty and Kirstie, forms of one name; date of birth agrees.",
        "The same address.",
    )


def test_people_without_a_name_are_never_alike() -> None:
    one, other = (person(key, "Unknown", "Male", "1990-01-02", address=HOME) for key in ("a:1", "b:1"))
    assert verdict(one, other) is None


KEYS = [f"{agency}:{number}" for agency in "abc" for number in range(3)]
ROWS = st.lists(
    st.builds(
        lambda pair, verdict, strength: Judgement(min(pair), max(pair), verdict, "a judge", (), float(strength)),
        st.lists(st.sampled_from(KEYS), min_size=2, max_size=2, unique=True),
        st.sampled_from(list(Verdict)),
        st.integers(0, 3),
    ),
    max_size=20,
    unique_by=lambda row: (row.one, row.other),
)


@given(ROWS, st.randoms())
def test_clusters_never_hold_a_pair_judged_apart_and_do_not_depend_on_order(
    ledger: list[Judgement], random: object
) -> None:
    clusters = clusters_of(KEYS, ledger)
    assert sorted(key for members in clusters.members.values() for key in members) == sorted(KEYS)
    assert all(name == min(members) for name, members in clusters.members.items())
    assert not any(clusters.of[row.one] == clusters.of[row.other] for row in ledger if row.verdict is Verdict.APART)
    random.shuffle(ledger)  # type: ignore[attr-defined]
    assert clusters_of(reversed(KEYS), ledger) == clusters


def test_a_chain_that_would_join_a_pair_apart_keeps_its_stronger_link() -> None:
    rows = [
        Judgement("a:1", "b:1", Verdict.SAME, "a judge", (), 5),
        Judgement("b:1", "c:1", Verdict.SAME, "a judge", (), 9),
        Judgement("a:1", "c:1", Verdict.APART, "a judge", ()),
    ]
    assert clusters_of(["a:1", "b:1", "c:1"], rows).members == {"a:1": ("a:1",), "b:1": ("b:1", "c:1")}


def test_the_ledger_records_the_link_that_was_left_out() -> None:
    people = {
        "a:1": person("a:1", identifiers=number("nhs", "1"), address=HOME),
        "b:1": person("b:1", address=HOME),
        "c:1": person("c:1", "M", identifiers=number("nhs", "2")),
    }
    rows = {(row.one, row.other): row for row in judge(people)}
    assert rows["a:1", "b:1"].verdict is Verdict.SAME
    assert rows["b:1", "c:1"].verdict is Verdict.DOUBTFUL
    assert "Left out" in rows["b:1", "c:1"].reasons[-1]


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.sampled_from(["Marnie", "Marni", "M", "Tamsin", "Tam"]),
            st.sampled_from(["Pellworth", "Pelworth", "P"]),
            st.sampled_from(["2001-05-07", "2001-07-05", "2001", ""]),
            st.sampled_from(["", HOME]),
        ),
        max_size=8,
    ),
    st.randoms(),
)
def test_the_ledger_does_not_depend_on_the_order_of_people(rows: list[tuple[str, ...]], random: object) -> None:
    people = [
        person(f"{agency}:{place}", forename, surname, born, address=address)
        for place, (agency, forename, surname, born, address) in enumerate(rows)
    ]
    before = judge({one.key: one for one in people})
    random.shuffle(people)  # type: ignore[attr-defined]
    assert judge({one.key: one for one in people}) == before
    assert clusters_of([one.key for one in people], before).of.keys() == {one.key for one in people}
