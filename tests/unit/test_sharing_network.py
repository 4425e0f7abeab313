"""What links people and what does not: institutions, households, recurrence, restricted records, ways between two."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholestory.engine.sharing import Cast, Circles, Network, Sightings
from wholestory.engine.sharing.graph import graph_of, steps_of, ways_between
from wholestory.engine.sharing.network import HELD
from wholestory.engine.things.thing import Thing
from wholestory.model.links import Clusters
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Agency, Involvement, Item, Person, Record
from wholestory.model.story import Tie
from wholestory.practice.pack import load_practice

PLACES = load_practice().places
AGENCIES = {
    "police": Agency("police", "police", "Tarnbeck Police"),
    "home": Agency("home", "care_home", "Sallow Bank children's home"),
}
CAR = Item("vehicle", "QX58 ABC")


class Town:
    """A made-up extract under the hands of a test."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.records: dict[str, Record] = {}

    def child(self, number: int, surname: str = "", address: str = "") -> str:
        key = f"police:c{number:02d}"
        born = PartialDate(2003)
        self.people[key] = Person(key, "police", f"Child{number}", surname or f"Surname{number}", address=address,
                                  date_of_birth=born)  # fmt: skip
        return key

    def adult(self, number: int, surname: str = "", address: str = "") -> str:
        key = f"police:x{number:02d}"
        self.people[key] = Person(key, "police", f"Adult{number}", surname or f"Gannet{number}", address=address,
                                  date_of_birth=PartialDate(1980))  # fmt: skip
        return key

    def record(
        self,
        key: str,
        subject: str,
        *items: Item,
        day: str = "2014-03-01",
        handling: str = "ordinary",
        **others: Iterable[str],
    ) -> None:
        involved = [Involvement(subject, "subject")]
        involved += [Involvement(person, role) for role, persons in others.items() for person in persons]
        at = Moment.parse(day)
        self.records[f"police:{key}"] = Record(
            f"police:{key}", "police", "police", "encounter", at, at, handling=handling,
            involvements=tuple(involved), items=items,
        )  # fmt: skip

    def read(self) -> tuple[Cast, Sightings, Network]:
        alone = Clusters({key: key for key in self.people}, {key: (key,) for key in self.people})
        cast = Cast(self.people, self.records, alone)
        sightings = Sightings(cast, AGENCIES.values(), PLACES)
        return cast, sightings, Network(cast, sightings, AGENCIES)

    def network(self) -> Network:
        return self.read()[2]

    def circle(self, child: str) -> tuple[Tie, ...]:
        cast, sightings, _ = self.read()
        return Circles(cast, sightings, AGENCIES).of(child)


@pytest.fixture
def town() -> Town:
    return Town()


def recurring(town: Town) -> list[tuple[str, int]]:
    return [(one.node.name, len(one.children)) for one in town.network().recurring()]


def test_what_recurs_is_told_with_how_many_when_and_in_which_records(town: Town) -> None:
    for number, day in ((1, "2014-03-01"), (2, "2015-06-07"), (3, "2014-01-09")):
        town.record(f"r{number}", town.child(number), CAR, day=day)
    (car,) = town.network().recurring()
    assert (car.node.key, car.node.kind, car.node.name) == ("vehicle:QX58ABC", "vehicle", "QX58 ABC")
    assert len(car.children) == 3
    assert (str(car.first), str(car.last)) == ("2014-01-09", "2015-06-07")
    assert car.records == ("police:r1", "police:r2", "police:r3")
    assert (car.agencies, car.doubt) == (("police",), "")


def test_what_the_most_children_share_comes_first(town: Town) -> None:
    man = town.adult(1)
    for number in (1, 2, 3):
        town.record(f"r{number}", town.child(number), CAR, suspect=[man] if number < 3 else [])
    assert recurring(town) == [("QX58 ABC", 3), ("Adult1 Gannet1", 2)]


@pytest.mark.parametrize(
    "item",
    [
        Item("address", "Sallow Bank, 3 Orchard Way"),
        Item("venue", "Tarnbeck High School"),
        Item("address", "Flat 2, Mill Lane Surgery"),
        Item("venue", "Tarnbeck town centre"),
    ],
)
def test_an_institution_links_nobody_and_is_told_with_the_reason(town: Town, item: Item) -> None:
    town.record("r1", town.child(1), item)
    town.record("r2", town.child(2), item)
    assert recurring(town) == []
    assert [node.why_not for node in town.network().nodes() if node.why_not]
    assert not list(town.network().links())


def test_a_street_named_after_an_institution_is_a_street(town: Town) -> None:
    town.record("r1", town.child(1), Item("address", "14 Station Road"))
    town.record("r2", town.child(2), Item("address", "14 Station Rd, Tarnbeck"))
    assert recurring(town) == [("14 Station Rd, Tarnbeck", 2)]


def test_the_address_of_people_who_are_only_ever_professionals_is_an_agencys(town: Town) -> None:
    worker = town.adult(1, address="4 Gant Street")
    for number in (1, 2):
        town.record(f"r{number}", town.child(number), Item("address", "4 Gant Street"), professional=[worker])
    assert recurring(town) == []


@pytest.mark.parametrize(("item", "most"), [(Item("venue", "Tolliver Arcade"), 40), (CAR, 80)])
def test_what_too_many_children_are_seen_with_is_nothing_they_have_in_common(town: Town, item: Item, most: int) -> None:
    for number in range(most):
        town.record(f"r{number}", town.child(number), item)
    assert len(town.network().recurring()) == 1
    town.record("rx", town.child(most), item)
    _, sightings, network = town.read()
    assert network.recurring() == ()
    assert list(sightings.set_aside.values()) == [f"seen with {most + 1} children, too many to have it in common"]


def test_siblings_do_not_make_their_mothers_car_recur_but_a_man_from_outside_does(town: Town) -> None:
    home = "12 Gant Street"
    mother, man = town.adult(1, "Pellworth", home), town.adult(2)
    for number in (1, 2):
        child = town.child(number, "Pellworth", home)
        car = Item("vehicle", "QX58 ABC", mother)
        town.record(f"r{number}", child, car, suspect=[man], parent_carer=[mother])
    assert recurring(town) == [("Adult2 Gannet2", 2)]


def test_a_man_in_what_happened_at_their_home_is_of_the_household(town: Town) -> None:
    home, man = "12 Gant Street", town.adult(2)
    for number in (1, 2):
        town.record(f"r{number}", town.child(number, address=home), Item("address", home), suspect=[man])
    assert recurring(town) == []


def test_an_address_is_one_with_and_without_its_town_while_no_second_town_has_it(town: Town) -> None:
    for number, address in enumerate(("12 Gant Street", "12 Gant St, Tarnbeck TB1 2AA", "12 gant street, tarnbeck")):
        town.record(f"r{number}", town.child(number), Item("address", address))
    assert [count for _, count in recurring(town)] == [3]
    town.record("other", town.child(9), Item("address", "12 Gant Street, Fenton"))
    assert [count for _, count in recurring(town)] == []


def test_a_handle_is_one_with_and_without_its_platform_and_the_doubt_is_said(town: Town) -> None:
    town.record("r1", town.child(1), Item("online_account", "q_rider77"))
    town.record("r2", town.child(2), Item("online_account", "Snapchat q_rider77"))
    (account,) = town.network().recurring()
    assert (account.node.name, account.doubt) == ("q_rider77 (snapchat)", "the platform is not written in each record")
    town.record("r3", town.child(3), Item("online_account", "Instagram q_rider77"))
    assert recurring(town) == []


def test_a_plate_that_may_be_misread_links_and_the_link_says_so(town: Town) -> None:
    one, other = town.child(1), town.child(2)
    town.record("r1", one, CAR)
    town.record("r2", other, Item("vehicle", "QXS8 ABC"))
    doubts = {link.one: link.doubt for link in town.network().links()}
    assert doubts == {one: "", other: "the plate is written QX58 ABC and QXS8ABC, perhaps misread"}
    assert "perhaps misread" in town.network().recurring()[0].doubt
    assert [tie.doubt for tie in town.circle(one)] == ["the plate is written QXS8ABC and QX58 ABC, perhaps misread"]


def test_restricted_records_lend_neither_name_nor_kind_only_who_holds_them(town: Town) -> None:
    one, other, man = town.child(1), town.child(2), town.adult(1)
    town.record("r1", one, CAR, suspect=[man])
    town.record("r2", other, CAR, suspect=[man], handling="restricted", day="2014-04-02")
    network = town.network()
    (found,) = network.recurring()
    assert (found.node.kind, found.node.name) == ("restricted", "a restricted record held by Tarnbeck Police")
    assert found.children == (one, other)
    assert [(link.other, link.records) for link in network.links() if link.one == other] == [
        ("restricted:police:r2", ("police:r2",))
    ]
    assert {node.key: node.children for node in network.nodes() if node.kind in ("vehicle", "adult")} == {
        "vehicle:QX58ABC": 1,
        man: 1,
    }
    (tie,) = town.circle(other)
    assert (tie.kind, tie.name, tie.records) == (
        "restricted", "a restricted record held by Tarnbeck Police", ("police:r2",),
    )  # fmt: skip


def test_a_child_whom_only_restricted_records_name_is_shown_by_key(town: Town) -> None:
    one, other = town.child(1), town.child(2)
    town.record("r1", one, child=[other], handling="confidential_source")
    assert {node.key: node.name for node in town.network().nodes() if node.kind == "child"} == {one: one, other: other}


def test_a_record_that_names_a_whole_class_links_none_of_them(town: Town) -> None:
    town.record("r1", town.child(0), child=[town.child(number) for number in range(1, 12)])
    assert len(list(town.network().links())) == 66
    town.record("r1", town.child(0), child=[town.child(number) for number in range(1, 13)])
    assert not list(town.network().links())


def test_the_shortest_way_between_two_people_is_told_link_by_link_with_its_records(town: Town) -> None:
    one, two, three, man = town.child(1), town.child(2), town.child(3), town.adult(1)
    town.record("r1", one, CAR)
    town.record("r2", two, CAR, day="2014-05-01", suspect=[man])
    town.record("r3", three, suspect=[man], day="2014-06-01")
    graph = graph_of(town.network())
    (way,) = ways_between(graph, one, three)
    assert way == [one, "vehicle:QX58ABC", two, man, three]
    steps = steps_of(graph, way)
    assert [step.records for step in steps] == [("police:r1",), ("police:r2",), ("police:r2",), ("police:r3",)]
    assert (steps[0].other, str(steps[1].first)) == (("vehicle", "QX58 ABC"), "2014-05-01")


def test_no_way_leads_through_an_institution_or_to_somebody_unlinked(town: Town) -> None:
    school = Item("venue", "Tarnbeck High School")
    one, other = town.child(1), town.child(2)
    town.record("r1", one, school)
    town.record("r2", other, school)
    assert ways_between(graph_of(town.network()), one, other) == []


def test_a_sure_way_comes_before_a_doubtful_one_of_the_same_length(town: Town) -> None:
    one, other, man = town.child(1), town.child(2), town.adult(1)
    town.record("r1", one, CAR, suspect=[man])
    town.record("r2", other, Item("vehicle", "QXS8 ABC"), suspect=[man])
    assert ways_between(graph_of(town.network()), one, other) == [[one, man, other]]


def test_whose_a_thing_is_and_who_was_there_together_are_links_too(town: Town) -> None:
    man, friend = town.adult(1), town.adult(2)
    town.record("r1", town.child(1), Item("vehicle", "QX58 ABC", man), suspect=[man, friend])
    links = {(link.one, link.other): link.how for link in town.network().links()}
    assert links[man, "vehicle:QX58ABC"] == "said to belong to"
    assert links[man, friend] == "named in one record"


_ITEMS = st.sampled_from(
    [CAR, Item("vehicle", "QXS8 ABC"), Item("address", "Flat 2, 9 Gant St"), Item("venue", "Tarnbeck High School"),
     Item("phone", "07700 900123"), Item("online_account", "@q_rider77")]
)  # fmt: skip
_ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.lists(_ITEMS, max_size=2), st.integers(0, 3), st.booleans(), st.integers(0, 5)),
    max_size=8,
)


def _town_of(rows: list[tuple[int, list[Item], int, bool, int]]) -> Town:
    town = Town()
    for number, (child, items, adult, restricted, friend) in enumerate(rows):
        home = "9 Fenton Row" if child < 2 else ""
        town.record(
            f"r{number}",
            town.child(child, address=home),
            *items,
            handling="restricted" if restricted else "ordinary",
            suspect=[town.adult(adult)] if adult else [],
            child=[town.child(friend, address="9 Fenton Row" if friend < 2 else "")] if friend != child else [],
        )
    return town


@settings(max_examples=60, deadline=None)
@given(_ROWS)
def test_who_is_in_my_circle_has_me_in_theirs(rows: list[tuple[int, list[Item], int, bool, int]]) -> None:
    cast, sightings, _ = _town_of(rows).read()
    circles = Circles(cast, sightings, AGENCIES)
    others = {child: {key for tie in circles.of(child) for key, _ in tie.children} for child in cast.children}
    for child, found in others.items():
        assert child not in found
        assert all(child in others[other] for other in found)


@settings(max_examples=60, deadline=None)
@given(_ROWS)
def test_every_link_joins_two_nodes_that_are_told_and_stands_in_records(
    rows: list[tuple[int, list[Item], int, bool, int]],
) -> None:
    town = _town_of(rows)
    network = town.network()
    nodes = {node.key: node for node in network.nodes()}
    links = list(network.links())
    assert len({(link.one, link.other) for link in links}) == len(links)
    for link in links:
        assert link.records
        assert not nodes[link.one].why_not
        assert not nodes[link.other].why_not
        restricted = any(town.records[record].is_restricted for record in link.records)
        assert restricted == (link.how == HELD)


@settings(max_examples=30, deadline=None)
@given(_ROWS)
def test_the_order_of_rows_never_matters(rows: list[tuple[int, list[Item], int, bool, int]]) -> None:
    town = _town_of(rows)
    before = list(town.network().links()), list(town.network().nodes()), town.network().recurring()
    town.records = dict(reversed(town.records.items()))
    town.people = dict(reversed(town.people.items()))
    assert (list(town.network().links()), list(town.network().nodes()), town.network().recurring()) == before


def test_a_thing_is_named_in_the_words_of_an_ordinary_record(town: Town) -> None:
    place = Thing("address", "12 gant street")
    town.record("r1", town.child(1), Item("address", "12 GANT STREET, Tarnbeck"), handling="restricted")
    town.record("r2", town.child(2), Item("address", "12 Gant St"))
    _, sightings, _ = town.read()
    assert sightings.is_open(place)
    assert sightings.name_of(place) == "12 Gant St"


def test_a_platform_that_only_a_restricted_record_writes_is_told_nowhere(town: Town) -> None:
    town.record("r1", town.child(1), Item("online_account", "q_rider77"))
    town.record("r2", town.child(2), Item("online_account", "Snapchat q_rider77"), handling="restricted")
    network = town.network()
    told = repr([list(network.nodes()), list(network.links()), network.recurring(), town.circle("police:c01")])
    assert "snapchat" not in told.casefold()
