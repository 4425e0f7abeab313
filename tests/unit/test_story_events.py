"""One child's story: order, tellings of one event, what is never merged, gaps, and whose record is whose."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholestory.engine.story import Library
from wholestory.engine.story.merging import Merging
from wholestory.model.links import Clusters, Judgement, Verdict
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Agency, Involvement, Item, Person, Record
from wholestory.model.story import Event, Story
from wholestory.practice.pack import load_practice

PLACES = load_practice().places
AS_AT = Moment(datetime(2020, 1, 1, tzinfo=UTC))
AGENCIES = [Agency(name, name, f"The {name} agency") for name in ("care_home", "police", "social_care")]
SUBJECT = (Involvement("police:1", "subject"),)


def record(key: str, kind: str, happened: str, until: str = "", **more: object) -> Record:
    agency = key.split(":", maxsplit=1)[0]
    values: dict[str, object] = {
        "recorded_at": Moment.parse(more.pop("recorded", until or happened)),  # type: ignore[arg-type]
        "happened_from": Moment.parse(happened),
        "happened_to": Moment.parse(until) if until else None,
        "involvements": SUBJECT,
    }
    return Record(key, agency, agency, kind, **(values | more))  # type: ignore[arg-type]


def library(
    *records: Record,
    born: str = "2003-04-05",
    same: tuple[tuple[str, ...], ...] = (),
    ledger: tuple[Judgement, ...] = (),
    people: tuple[Person, ...] = (),
) -> Library:
    keys = {one.person for made in records for one in made.involvements} | {key for group in same for key in group}
    everyone = {
        key: Person(
            key, key.split(":")[0], "Marnie", "Pellworth", date_of_birth=PartialDate.parse(born) if born else None
        )
        for key in keys
    } | {person.key: person for person in people}
    of = {key: min(group) for group in same for key in group}
    of = {key: of.get(key, key) for key in everyone}
    members = {name: tuple(sorted(key for key in of if of[key] == name)) for name in set(of.values())}
    return Library(
        everyone,
        {made.key: made for made in records},
        Clusters(of, members),
        AGENCIES,
        AS_AT,
        places=PLACES,
        ledger=ledger,
    )


def story(*records: Record) -> Story:
    return library(*records).story("police:1")


def told_by(events: tuple[Event, ...]) -> list[tuple[str, ...]]:
    return [tuple(made.key for made in event.records) for event in events]


def test_when_it_happened_and_when_it_became_known_stay_apart() -> None:
    late = record("police:2", "crime", "2014-03-01T10:00", recorded="2014-09-01T09:00")
    events = story(record("police:1", "encounter", "2014-05-01T10:00"), late).events
    assert [event.key for event in events] == ["police:2", "police:1"]
    assert str(events[0].happened) == "2014-03-01T10:00:00"
    assert str(events[0].known) == "2014-09-01T09:00:00"


def test_one_missing_episode_told_by_two_agencies_is_one_event() -> None:
    events = story(
        record("care_home:1", "missing_episode", "2014-03-01T21:00", "2014-03-02T03:00", recorded="2014-03-02T04:00"),
        record("police:1", "missing_episode", "2014-03-01T21:40", "2014-03-02T03:10", recorded="2014-03-01T22:00"),
    ).events
    assert told_by(events) == [("police:1", "care_home:1")]
    assert events[0].key == "police:1"
    assert (str(events[0].happened), str(events[0].ended)) == ("2014-03-01T21:00:00", "2014-03-02T03:10:00")
    assert str(events[0].known) == "2014-03-01T22:00:00"


def test_two_agencies_may_have_the_times_of_one_missing_episode_two_hours_out() -> None:
    home = record("care_home:1", "missing_episode", "2014-03-01T21:00", "2014-03-01T23:00")
    assert len(story(home, record("police:1", "missing_episode", "2014-03-02T00:59")).events) == 1
    assert len(story(home, record("police:1", "missing_episode", "2014-03-02T01:01")).events) == 2


def test_a_long_absence_is_one_with_what_another_agency_saw_of_its_end() -> None:
    told = story(
        record("police:1", "missing_episode", "2018-03-01T20:00", "2018-04-20T08:00"),
        record("social_care:1", "missing_episode", "2018-05-02T20:00", "2018-05-03T08:00"),
        record("care_home:1", "missing_episode", "2018-04-19T20:00", "2018-04-20T09:00"),
    )
    assert told_by(told.events) == [("police:1", "care_home:1"), ("social_care:1",)]


def test_two_missing_episodes_of_one_agency_stay_two_even_when_another_agency_gives_only_the_day() -> None:
    first = record("police:1", "missing_episode", "2014-03-01T10:00", "2014-03-01T12:00")
    second = record("police:2", "missing_episode", "2014-03-01T13:00", "2014-03-01T22:00")
    vague = record("care_home:1", "missing_episode", "2014-03-01")
    events = story(first, second, vague).events
    assert len(events) == 2
    assert all(len({made.agency for made in event.records}) == len(event.records) for event in events)


def test_two_children_missing_together_are_two_events() -> None:
    theirs = (Involvement("police:2", "subject"), Involvement("police:1", "child"))
    one = record("police:1", "missing_episode", "2014-03-01T21:00", "2014-03-02T03:00")
    other = record("care_home:1", "missing_episode", "2014-03-01T21:00", "2014-03-02T03:00", involvements=theirs)
    assert len(story(one, other).events) == 2


@pytest.mark.parametrize("kind", ["observation", "incident", "allegation", "referral", "a_kind_of_their_own"])
def test_two_records_of_one_day_with_nothing_in_common_stay_two(kind: str) -> None:
    events = story(record("police:1", kind, "2014-03-01T10:00"), record("care_home:1", kind, "2014-03-01T10:00")).events
    assert len(events) == 2


def test_a_reply_of_the_same_kind_tells_of_the_same_event_within_two_days() -> None:
    first = record("police:1", "incident", "2014-03-01T10:00")
    assert len(story(first, record("police:2", "incident", "2014-03-03T09:00", responds_to=("police:1",))).events) == 1
    assert len(story(first, record("police:2", "incident", "2014-03-03T11:00", responds_to=("police:1",))).events) == 2


def test_agencies_that_meet_one_adult_or_one_place_within_six_hours_tell_of_one_event() -> None:
    adult = (*SUBJECT, Involvement("police:9", "suspect"))
    seen = record("police:1", "encounter", "2014-03-01T20:00", involvements=adult)
    assert len(story(seen, record("care_home:1", "encounter", "2014-03-01T23:00", involvements=adult)).events) == 1
    there = (Item("venue", "Tolliver Arcade"),)
    met = record("police:1", "encounter", "2014-03-01T20:00", items=there)
    assert len(story(met, record("care_home:1", "encounter", "2014-03-01T23:00", items=there)).events) == 1
    assert len(story(met, record("care_home:1", "encounter", "2014-03-02T03:00", items=there)).events) == 2
    home = (Item("address", "Applegarth House, 7 Fenton Row"),)
    at_home = record("police:1", "encounter", "2014-03-01T20:00", items=home)
    assert len(story(at_home, record("care_home:1", "encounter", "2014-03-01T21:00", items=home)).events) == 2


def test_what_was_done_is_one_only_as_a_copy_of_the_same_day() -> None:
    held = record("social_care:1", "strategy_discussion", "2014-03-01T10:00")
    copy = record("police:1", "strategy_discussion", "2014-03-01T10:00", responds_to=("social_care:1",))
    assert len(story(held, copy).events) == 1
    next_day = record("police:1", "strategy_discussion", "2014-03-02T10:00", responds_to=("social_care:1",))
    assert len(story(held, next_day).events) == 2
    again = record("social_care:2", "strategy_discussion", "2014-03-01T15:00", responds_to=("social_care:1",))
    assert len(story(held, again).events) == 2


def test_a_stretch_without_contact_is_a_gap_counted_from_the_end_of_what_came_before() -> None:
    told = story(
        record("police:1", "custody", "2014-01-01T10:00", "2014-02-20T10:00"),
        record("police:2", "encounter", "2014-01-05T10:00"),
        record("police:3", "encounter", "2014-04-01T10:00"),
        record("police:4", "encounter", "2014-05-31T10:00"),
        record("police:5", "encounter", "2014-07-29T10:00"),
    )
    assert [(gap.after, gap.before, gap.days) for gap in told.gaps] == [("police:3", "police:4", 60)]


def test_the_parts_that_the_child_had_are_kept_with_each_telling() -> None:
    both = (*SUBJECT, Involvement("police:1", "witness"), Involvement("police:7", "reporter"))
    told = story(record("police:1", "crime", "2014-03-01T10:00", involvements=both))
    assert told.events[0].tellings[0].roles == ("subject", "witness")
    assert [person.key for person in told.others] == ["police:7"]


def test_doubtful_persons_are_named() -> None:
    row = Judgement("health:1", "police:1", Verdict.DOUBTFUL, "a judge", ())
    told = library(record("police:1", "crime", "2014-03-01"), ledger=(row,)).story("police:1")
    assert told.doubtful == ("health:1",)


def test_children_are_those_a_record_is_about_unless_they_were_grown_up() -> None:
    made = record("police:1", "crime", "2014-03-01")
    assert library(made).children() == ("police:1",)
    assert library(made, born="").children() == ("police:1",)
    assert library(made, born="1996-03-01").children() == ()
    assert library(made, born="1996").children() == ("police:1",)


def test_a_young_person_in_another_part_is_a_child_by_birth_and_an_adult_of_unknown_age_is_not() -> None:
    made = record("police:1", "crime", "2014-03-01", involvements=(Involvement("police:1", "witness"),))
    assert library(made).children() == ("police:1",)
    assert library(made, born="").children() == ()


def test_someone_who_grew_up_stays_a_child_of_the_earlier_records() -> None:
    records = record("police:1", "crime", "2014-03-01"), record("police:2", "crime", "2024-03-01")
    assert library(*records).children() == ("police:1",)


def test_a_narrative_is_reported_in_the_review_of_the_first_child_it_is_about() -> None:
    adult = Person("police:8", "police", "Gwen", "Tolliver", date_of_birth=PartialDate(1970))
    about = (Involvement("police:8", "subject"), Involvement("police:3", "child"), Involvement("police:2", "subject"))
    made = record("police:1", "crime", "2014-03-01", involvements=about)
    alone = record("police:2", "crime", "2014-03-01", involvements=(Involvement("police:8", "reporter"),))
    nobody = record("police:3", "crime", "2014-03-01", involvements=())
    found = library(made, alone, nobody, people=(adult,))
    assert found.owner("police:1") == "police:2"
    assert found.owner("police:2") == "police:8"
    assert found.owner("police:3") == ""


START = datetime(2014, 3, 1, 12, tzinfo=UTC)
HOURS = st.integers(0, 80)
KINDS = st.sampled_from(["missing_episode", "allegation", "incident", "strategy_discussion", "a_kind_of_their_own"])


@st.composite
def records_of_one_child(draw: st.DrawFn) -> list[Record]:
    made: list[Record] = []
    for place in range(draw(st.integers(0, 8))):
        agency = draw(st.sampled_from(["care_home", "police", "social_care"]))
        happened = START + timedelta(hours=draw(HOURS))
        replies = draw(st.lists(st.sampled_from([one.key for one in made]), max_size=1)) if made else []
        involved = [
            Involvement(draw(st.sampled_from(["police:1", "care_home:1"])), draw(st.sampled_from(["subject", "child"])))
        ]
        involved += [Involvement("police:9", "suspect")] if draw(st.booleans()) else []
        made.append(
            Record(
                f"{agency}:{place}",
                agency,
                agency,
                draw(
                    st.sampled_from(["missing_episode", "allegation", "incident", "strategy_discussion", "unheard_of"])
                ),
                Moment(happened + timedelta(hours=draw(HOURS))),
                draw(st.sampled_from([None, Moment(happened), Moment.of_day(happened.date())])),
                draw(st.sampled_from([None, Moment(happened + timedelta(hours=5))])),
                responds_to=tuple(replies),
                involvements=tuple(involved),
            )
        )
    return made


@settings(max_examples=60)
@given(records_of_one_child(), st.randoms())
def test_story_order_is_total_and_independent_of_the_order_of_the_records(made: list[Record], random: object) -> None:
    same = (("police:1", "care_home:1"),)
    told = library(*made, same=same).story("care_home:1")
    random.shuffle(made)  # type: ignore[attr-defined]
    assert library(*made, same=same).story("care_home:1") == told
    order = [(event.happened, event.known, event.key) for event in told.events]
    assert order == sorted(order)
    assert len({event.key for event in told.events}) == len(order)


@settings(max_examples=60)
@given(records_of_one_child())
def test_every_record_of_the_child_is_told_exactly_once(made: list[Record]) -> None:
    told = library(*made, same=(("police:1", "care_home:1"),)).story("care_home:1")
    assert sorted(one.key for event in told.events for one in event.records) == sorted(one.key for one in made)


@settings(max_examples=60)
@given(records_of_one_child())
def test_merging_is_symmetric_and_joins_only_records_of_one_kind(made: list[Record]) -> None:
    of = {"police:1": "care_home:1", "care_home:1": "care_home:1"}
    group_tellings = Merging(of, library().sightings.institutions).groups
    for one in made:
        for other in made:
            assert group_tellings([one, other]) == group_tellings([other, one])
    assert group_tellings(made) == group_tellings(made[::-1])
    assert all(len({one.kind for one in group}) == 1 for group in group_tellings(made))
