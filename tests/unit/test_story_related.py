"""Related children: what links two children, what does not, and what may be said of the link."""

import pytest

from wholestory.engine.story import Library
from wholestory.engine.things.thing import thing_of
from wholestory.model.links import Clusters
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Agency, Involvement, Item, Person, Record
from wholestory.model.story import Event, Story
from wholestory.practice.pack import load_practice

POLICE = Agency("police", "police", "Tarnbeck Police")
PLACES = load_practice().places
AS_AT = Moment.parse("2020-01-01")


def person(key: str, surname: str, address: str = "", born: int | None = 2003) -> Person:
    name = {"police:1": "Marnie", "police:2": "Tamsin"}.get(key, "Lowell")
    return Person(key, "police", name, surname, date_of_birth=PartialDate(born) if born else None, address=address)


MARNIE, TAMSIN = person("police:1", "Pellworth"), person("police:2", "Haddenham")
LOWELL = person("police:9", "Gannet", born=None)


def record(
    key: str,
    child: str,
    day: str,
    *items: Item,
    kind: str = "encounter",
    handling: str = "ordinary",
    others: tuple[Involvement, ...] = (),
) -> Record:
    involved = (Involvement(child, "subject"), *others)
    at = Moment.parse(day)
    return Record(key, "police", "police", kind, at, at, handling=handling, involvements=involved, items=items)


def story_of_marnie(*records: Record, people: tuple[Person, ...] = (MARNIE, TAMSIN, LOWELL)) -> Story:
    everyone = {one.key: one for one in people}
    alone = Clusters({key: key for key in everyone}, {key: (key,) for key in everyone})
    return Library(everyone, {made.key: made for made in records}, alone, [POLICE], AS_AT, places=PLACES).story(
        "police:1"
    )


def theirs(story: Story) -> list[Event]:
    return [event for event in story.events if event.is_theirs]


def seen_with(
    item: Item, day: str = "2014-05-01", kind: str = "encounter", handling: str = "ordinary"
) -> tuple[Record, Record]:
    mine = record("police:a", "police:1", "2014-03-01", item)
    return mine, record("police:b", "police:2", day, item, kind=kind, handling=handling)


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (Item("vehicle", "QX12 ABC"), Item("vehicle", "qx12abc")),
        (Item("phone", "07700 900123"), Item("phone", "+44 7700 900123")),
        (Item("online_account", "@Q_Rider77"), Item("online_account", "q_rider77")),
        (Item("address", "Flat 3, 12 Gant St"), Item("address", "flat 3 12 gant street")),
        (Item("venue", "Tolliver Arcade"), Item("venue", "TOLLIVER ARCADE")),
    ],
)
def test_a_thing_seen_with_both_children_links_them_however_it_is_written(mine: Item, other: Item) -> None:
    told = story_of_marnie(
        record("police:a", "police:1", "2014-03-01", mine), record("police:b", "police:2", "2014-05-01", other)
    )
    assert [event.belongs_to for event in theirs(told)] == ["police:2"]
    assert theirs(told)[0].tellings[0].roles == ()
    assert [(thing.kind, thing.children, thing.records) for thing in told.shared] == [
        (mine.item_type, ("police:2",), ("police:a", "police:b"))
    ]


def test_the_relation_is_a_sentence_that_names_the_thing() -> None:
    told = story_of_marnie(*seen_with(Item("vehicle", "QX12 ABC")))
    assert theirs(told)[0].relation == "shares the vehicle QX12 ABC with this child"


def test_an_adult_in_the_records_of_both_links_them() -> None:
    adult = (Involvement("police:9", "associate"),)
    told = story_of_marnie(
        record("police:a", "police:1", "2014-03-01", others=adult),
        record("police:b", "police:2", "2014-05-01", others=(Involvement("police:9", "suspect"),)),
    )
    assert theirs(told)[0].relation == "shares the adult Lowell Gannet with this child"


def test_a_carer_or_a_professional_in_the_records_of_both_does_not_link_them() -> None:
    for role in ("parent_carer", "professional", "reporter"):
        other = (Involvement("police:9", role),)
        told = story_of_marnie(
            record("police:a", "police:1", "2014-03-01", others=other),
            record("police:b", "police:2", "2014-05-01", others=other),
        )
        assert not theirs(told)


def test_one_record_that_names_both_links_them_and_is_told_once_as_this_childs_own() -> None:
    both = record("police:a", "police:1", "2014-03-01", others=(Involvement("police:2", "child"),))
    told = story_of_marnie(both, record("police:b", "police:2", "2014-05-01"))
    assert [(event.key, event.relation) for event in told.events] == [
        ("police:a", ""),
        ("police:b", "is named with this child in police:a"),
    ]


def test_sightings_more_than_half_a_year_apart_do_not_link() -> None:
    assert theirs(story_of_marnie(*seen_with(Item("vehicle", "QX12 ABC"), "2014-08-28")))
    assert not theirs(story_of_marnie(*seen_with(Item("vehicle", "QX12 ABC"), "2014-08-29")))


def test_only_events_that_bear_on_the_link_are_carried_in() -> None:
    told = story_of_marnie(
        *seen_with(Item("vehicle", "QX12 ABC"), kind="school_absence"),
        record("police:c", "police:2", "2014-06-01", kind="missing_episode"),
        record("police:d", "police:2", "2014-06-01", kind="plan_review"),
        record("police:e", "police:2", "2016-06-01", kind="missing_episode"),
    )
    assert [event.key for event in theirs(told)] == ["police:b", "police:c"]


@pytest.mark.parametrize(
    "item",
    [
        Item("address", "Applegarth House, 7 Fenton Row"),
        Item("address", "Tarnbeck Police Station, 1 Gant Street"),
        Item("venue", "Tarnbeck High School"),
        Item("venue", "Fenton Infirmary"),
        Item("vehicle", "white van"),
        Item("phone", "on her own phone"),
    ],
)
def test_institutions_and_vague_words_link_nobody(item: Item) -> None:
    assert not theirs(story_of_marnie(*seen_with(item)))


def test_a_home_of_either_child_does_not_link_them() -> None:
    at_home = person("police:1", "Pellworth", "12 Gant Street")
    assert not theirs(story_of_marnie(*seen_with(Item("address", "12 Gant Street")), people=(at_home, TAMSIN)))


def test_a_block_of_flats_without_a_flat_number_links_nobody() -> None:
    block = seen_with(Item("address", "12 Gant Street"))
    tenant = person("police:7", "Orrin", "Flat 4, 12 Gant Street", born=1970)
    assert theirs(story_of_marnie(*block))
    assert not theirs(story_of_marnie(*block, people=(MARNIE, TAMSIN, tenant)))


def test_an_address_of_many_families_links_nobody() -> None:
    tenants = tuple(person(f"police:{place}", f"Tenant{place}", "12 Gant Street", 1970) for place in range(20, 25))
    seen = seen_with(Item("address", "12 Gant Street"))
    assert theirs(story_of_marnie(*seen, people=(MARNIE, TAMSIN, *tenants[:4])))
    assert not theirs(story_of_marnie(*seen, people=(MARNIE, TAMSIN, *tenants)))


def test_a_phone_that_belongs_to_another_child_in_the_record_does_not_link_this_one() -> None:
    friends_phone = Item("phone", "07700 900123", "police:3")
    friend = person("police:3", "Orrin")
    told = story_of_marnie(
        record("police:a", "police:1", "2014-03-01", friends_phone, others=(Involvement("police:3", "child"),)),
        record("police:b", "police:2", "2014-03-02", Item("phone", "07700 900123")),
        people=(MARNIE, TAMSIN, friend),
    )
    assert "police:2" not in [event.belongs_to for event in told.events]


def test_a_link_by_restricted_records_alone_lends_no_words() -> None:
    item = Item("vehicle", "QX12 ABC")
    told = story_of_marnie(
        record("police:a", "police:1", "2014-03-01", item, handling="restricted"),
        record("police:b", "police:2", "2014-05-01", item, handling="confidential_source"),
    )
    assert theirs(told)[0].relation == "a restricted record held by Tarnbeck Police links them"
    assert told.shared[0].name == "a restricted record held by Tarnbeck Police links them"


def test_a_link_that_needs_a_restricted_record_lends_no_words_even_beside_an_ordinary_one() -> None:
    told = story_of_marnie(*seen_with(Item("vehicle", "QX12 ABC"), handling="restricted"))
    assert told.shared[0].name == "a restricted record held by Tarnbeck Police links them"
    assert told.shared[0].withheld
    assert theirs(told)[0].relation == "a restricted record held by Tarnbeck Police links them"


def test_ordinary_records_name_a_thing_that_a_restricted_record_holds_as_well() -> None:
    car = Item("vehicle", "QX12 ABC")
    told = story_of_marnie(*seen_with(car), record("police:c", "police:2", "2014-05-02", car, handling="restricted"))
    assert [(thing.name, thing.records) for thing in told.shared] == [
        ("QX12 ABC", ("police:a", "police:b")),
        ("a restricted record held by Tarnbeck Police links them", ("police:a", "police:c")),
    ]


def test_a_plate_that_was_perhaps_misread_links_and_says_so() -> None:
    told = story_of_marnie(
        record("police:a", "police:1", "2014-03-01", Item("vehicle", "QX18 ABC")),
        record("police:b", "police:2", "2014-05-01", Item("vehicle", "QXI8 ABC")),
    )
    (thing,) = told.shared
    assert thing.doubt == "the plate is written QX18 ABC and QXI8ABC, perhaps misread"
    assert "perhaps misread" in theirs(told)[0].relation


def test_a_doubt_about_a_restricted_record_does_not_say_how_it_writes_the_thing() -> None:
    told = story_of_marnie(
        record("police:a", "police:1", "2014-03-01", Item("vehicle", "QX18 ABC")),
        record("police:b", "police:2", "2014-05-01", Item("vehicle", "QXI8 ABC"), handling="restricted"),
    )
    assert [(thing.withheld, thing.doubt) for thing in told.shared] == [(True, "it may be two things")]


def test_siblings_share_their_household_without_that_being_a_finding_but_not_an_adult_from_outside() -> None:
    home = "12 Gant Street"
    siblings = person("police:1", "Pellworth", home), person("police:2", "Pellworth", home)
    mother, car = person("police:8", "Pellworth", born=1975), Item("vehicle", "QX12 ABC", "police:8")
    records = seen_with(car)
    told = story_of_marnie(*records, people=(*siblings, mother))
    assert theirs(told)[0].relation == "lives in the same home as this child"
    assert told.shared == ()
    adult = (Involvement("police:9", "suspect"),)
    told = story_of_marnie(
        record("police:a", "police:1", "2014-03-01", others=adult),
        record("police:b", "police:2", "2014-05-01", others=adult),
        people=(*siblings, LOWELL),
    )
    assert [thing.name for thing in told.shared] == ["Lowell Gannet"]


def test_no_more_than_forty_related_events_are_shown_those_nearest_to_the_link() -> None:
    many = [
        record(f"police:{number:03d}", "police:2", f"2014-05-{1 + number // 2:02d}", kind="missing_episode")
        if number % 2
        else record(f"police:{number:03d}", "police:2", f"2014-05-{1 + number // 2:02d}")
        for number in range(60)
    ]
    link = seen_with(Item("vehicle", "QX12 ABC"), "2014-04-30")
    shown = [event.key for event in theirs(story_of_marnie(*link, *many))]
    assert len(shown) == 40
    assert shown[0] == "police:b"
    assert shown[-1] == "police:038"


def test_an_item_of_an_unknown_type_is_passed_over() -> None:
    assert thing_of(Item("boat", "QX12 ABC")) is None
