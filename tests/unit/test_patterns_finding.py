"""Concerns: when they become visible, on what evidence, under which name, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wholestory.engine.patterns import find_concerns
from wholestory.model.findings import Assertion, Concern, Mention, Reading
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Agency, Involvement, Person, Record
from wholestory.model.story import Event, SharedThing, Story, Telling
from wholestory.practice.files import Header
from wholestory.practice.patterns import Condition, Need, PatternRule, Unless

HEADER = Header("rule", "A rule", "why", "where", "research", True, 1, "patterns/rule.toml")
CHILD = "police:C1"
LATER = Moment.parse("2030-01-01")


def rule(*needs: Need, within: int = 90, **more: Any) -> PatternRule:
    base = PatternRule(HEADER, "missing", "Found: {evidence}.", within, needs)
    values = {name: getattr(base, name) for name in PatternRule.__slots__}
    return PatternRule(**{**values, **more})


def signed(*signs: str, count: int = 1, count_of: str = "events") -> Need:
    return Need(Condition(signs=signs), count, count_of)


AGAIN = Need(Condition(kinds=("missing_episode",)), 2)


def record(key: str, happened: str, recorded: str = "", kind: str = "observation", **more: Any) -> Record:
    agency = key.partition(":")[0]
    base = Record(key, agency, agency, kind, Moment.parse(recorded or happened), Moment.parse(happened))
    values = {name: getattr(base, name) for name in Record.__slots__}
    values["involvements"] = (Involvement(f"{agency}:C1", "subject"),)
    return Record(**{**values, **more})


def event(*records: Record, roles: tuple[str, ...] = ("subject",), relation: str = "") -> Event:
    first = min(records, key=lambda one: (one.recorded_at, one.key))
    tellings = tuple(Telling(one, roles) for one in records)
    owner = "police:O" if relation else ""
    return Event(first.key, first.kind, tellings, first.when, first.ended, first.recorded_at, relation, owner)


def story(*events: Event, shared: tuple[SharedThing, ...] = ()) -> Story:
    persons = tuple(Person(f"{agency}:C1", agency) for agency in ("police", "education", "health"))
    agencies = (Agency("health", "health", "Northfield Health"), Agency("police", "police", "Northfield Police"))
    ordered = sorted(events, key=lambda one: (one.happened, one.known, one.key))
    return Story("education:C1", persons, tuple(ordered), shared=shared, agencies=agencies)


def reading(key: str, *signs: str) -> Reading:
    parts = [sign.partition(":") for sign in signs]
    said = [(name, Assertion(words or "present")) for name, _, words in parts]
    return Reading(key, tuple(Mention(key, name, n, n + 1, name, how) for n, (name, how) in enumerate(said)))


def find(
    events: Sequence[Event],
    says: Mapping[str, tuple[str, ...]],
    *rules: PatternRule,
    shared: tuple[SharedThing, ...] = (),
    as_at: Moment = LATER,
) -> tuple[Concern, ...]:
    readings = {key: reading(key, *signs) for key, signs in says.items()}
    return find_concerns(story(*events, shared=shared), readings, rules, as_at)


def test_a_concern_is_visible_from_the_record_that_completes_it() -> None:
    events = [event(record("police:1", "2019-01-01", kind="missing_episode")),
              event(record("police:2", "2019-02-01", "2019-03-01", kind="missing_episode"))]  # fmt: skip
    (concern,) = find(events, {}, rule(AGAIN))
    assert concern.visible_from == Moment.parse("2019-03-01")
    assert concern.completed_by == "police:2"
    assert concern.evidence == ("police:1", "police:2")


def test_a_record_that_comes_to_light_late_completes_it_late() -> None:
    events = [event(record("police:1", "2019-01-01", "2019-06-01", kind="missing_episode")),
              event(record("police:2", "2019-02-01", kind="missing_episode"))]  # fmt: skip
    (concern,) = find(events, {}, rule(AGAIN))
    assert (concern.completed_by, concern.visible_from) == ("police:1", Moment.parse("2019-06-01"))


def test_what_is_not_known_at_the_time_of_the_review_completes_nothing() -> None:
    events = [event(record("police:1", "2019-01-01", kind="missing_episode")),
              event(record("police:2", "2019-02-01", kind="missing_episode"))]  # fmt: skip
    assert find(events, {}, rule(AGAIN), as_at=Moment.parse("2019-01-15")) == ()


def test_one_event_told_by_two_agencies_is_one() -> None:
    told = event(record("police:1", "2019-01-01", kind="missing_episode"),
                 record("education:1", "2019-01-01", kind="missing_episode"))  # fmt: skip
    assert find([told], {}, rule(AGAIN)) == ()


def test_episodes_that_overlap_are_one_although_the_story_kept_them_apart() -> None:
    night = [event(record(key, start, kind="missing_episode", happened_to=Moment.parse("2019-01-02T07:00")))
             for key, start in (("police:1", "2019-01-01T20:00"), ("education:1", "2019-01-01T22:30"))]  # fmt: skip
    assert find(night, {}, rule(AGAIN)) == ()


def test_later_evidence_is_added_and_the_first_day_and_key_stay() -> None:
    events = [event(record(f"police:{n}", f"2019-0{n}-01", kind="missing_episode")) for n in range(1, 6)]
    (early,) = find(events[:2], {}, rule(AGAIN))
    (late,) = find(events, {}, rule(AGAIN))
    assert (late.key, late.visible_from) == (early.key, early.visible_from)
    assert late.evidence == tuple(f"police:{n}" for n in range(1, 6))
    assert late.latest == Moment.parse("2019-05-01")


def test_after_a_year_of_quiet_the_same_pattern_is_a_new_concern() -> None:
    days = ("2017-01-01", "2017-02-01", "2018-06-01", "2018-07-01")
    events = [event(record(f"police:{n}", day, kind="missing_episode")) for n, day in enumerate(days)]
    found = find(events, {}, rule(AGAIN))
    assert [concern.completed_by for concern in found] == ["police:1", "police:3"]


def test_the_key_names_the_rule_the_record_and_its_person_never_the_cluster() -> None:
    (concern,) = find([event(record("health:1", "2019-01-01"))], {"health:1": ("distress",)}, rule(signed("distress")))
    assert concern.key == "rule/health:1/health:C1"
    assert concern.child == "education:C1"


def test_a_possibility_alone_completes_nothing_unless_the_rule_says_so() -> None:
    events, says = [event(record("police:1", "2019-01-01"))], {"police:1": ("injury:possible",)}
    assert find(events, says, rule(signed("injury"))) == ()
    assert find(events, says, rule(signed("injury"), possible_suffices=True))


def test_a_mention_concerns_the_subject_only_except_for_the_household() -> None:
    told = [event(record("police:1", "2019-01-01", kind="incident"), roles=("child",))]
    says = {"police:1": ("domestic_abuse", "injury")}
    assert find(told, says, rule(signed("domestic_abuse")))
    assert find(told, says, rule(signed("injury"))) == ()


def test_a_witness_is_not_the_child_that_the_record_is_about() -> None:
    seen = [event(record("police:1", "2019-01-01", kind="missing_episode"), roles=("witness",))]
    once = Need(Condition(kinds=("missing_episode",)))
    says = {"police:1": ("missing", "domestic_abuse")}
    assert find(seen, says, rule(once), rule(signed("missing", "domestic_abuse"))) == ()


def test_being_missing_together_counts_for_both_children() -> None:
    once = rule(Need(Condition(kinds=("missing_episode",))))
    assert find([event(record("police:1", "2019-01-01", kind="missing_episode"), roles=("child",))], {}, once)
    assert find([event(record("police:1", "2019-01-01", kind="allegation"), roles=("child",))], {},
                rule(Need(Condition(kinds=("allegation",))))) == ()  # fmt: skip


def test_a_related_childs_signs_count_only_where_the_rule_asks_for_them() -> None:
    theirs = [event(record("police:1", "2019-01-01"), roles=(), relation="shares an adult")]
    says = {"police:1": ("injury",)}
    assert find(theirs, says, rule(signed("injury"))) == ()
    (concern,) = find(theirs, says, rule(Need(Condition(signs=("injury",), related=True))))
    assert "another child's record" in concern.statement


def test_order_matters_where_the_rule_says_so() -> None:
    events = [event(record("police:1", "2019-01-01")), event(record("police:2", "2019-01-09"))]
    forth = {"police:1": ("injury",), "police:2": ("not_believed",)}
    back = {"police:1": ("not_believed",), "police:2": ("injury",)}
    ordered = rule(signed("injury"), signed("not_believed"), in_order=True)
    assert find(events, forth, ordered)
    assert find(events, back, ordered) == ()
    assert find(events, back, rule(signed("injury"), signed("not_believed")))


def test_an_answer_known_by_then_stands_against_the_pattern_and_a_later_one_does_not() -> None:
    answered = rule(signed("injury"), unless=(Unless(Condition(kinds=("visit",))),))
    hurt = event(record("police:1", "2019-01-02", "2019-01-05"))
    known = event(record("health:1", "2019-01-03", kind="visit"))
    after = event(record("health:1", "2019-01-03", "2019-01-09", kind="visit"))
    assert find([hurt, known], {"police:1": ("injury",)}, answered) == ()
    assert find([hurt, after], {"police:1": ("injury",)}, answered)


def test_silence_is_seen_when_the_next_record_arrives_after_the_time_for_an_answer() -> None:
    need = Need(Condition(kinds=("allegation",)), unanswered_by=("visit",), unanswered_days=14)
    told = event(record("police:1", "2019-01-01", kind="allegation"))
    early, late = event(record("police:2", "2019-01-10")), event(record("police:3", "2019-02-01"))
    visit = event(record("health:1", "2019-01-12", kind="visit"))
    (concern,) = find([told, early, late], {}, rule(need))
    assert (concern.completed_by, concern.evidence) == ("police:3", ("police:1", "police:3"))
    assert "no answer is on record within 14 days" in concern.statement
    assert find([told, early], {}, rule(need)) == ()
    assert find([told, visit, late], {}, rule(need)) == ()


def test_a_shared_thing_is_known_when_both_children_have_it_on_file() -> None:
    mine = event(record("police:1", "2019-01-01", kind="encounter"))
    other = record("police:2", "2019-03-01", kind="encounter", involvements=(Involvement("police:O", "subject"),))
    theirs = event(other, roles=(), relation="shares a vehicle")
    thing = SharedThing("vehicle", "a van", ("police:O",), ("police:1", "police:2"))
    (concern,) = find([mine, theirs], {}, rule(Need(Condition(shared=("vehicle",)))), shared=(thing,))
    assert concern.visible_from == Moment.parse("2019-03-01")
    assert concern.evidence == ("police:1", "police:2")
    assert concern.key == "rule/police:2/police:C1"


def test_a_grown_up_is_not_a_child_any_more() -> None:
    told = story(event(record("police:1", "2019-01-01")))
    born = Person("police:C1", "police", date_of_birth=None)
    adult = Person("police:C1", "police", date_of_birth=PartialDate(2000))
    says = {"police:1": reading("police:1", "injury")}
    for person, expected in ((born, 1), (adult, 0)):
        of_age = Story(told.child, (person,), told.events)
        assert len(find_concerns(of_age, says, [rule(signed("injury"))], LATER)) == expected


def test_the_statement_gives_dates_agencies_and_signs_in_words() -> None:
    events = [event(record("education:1", "2014-03-08")), event(record("police:1", "2014-04-01"))]
    says = {"education:1": ("older_partner",), "police:1": ("unknown_vehicle",)}
    (concern,) = find(events, says, rule(signed("older_partner"), signed("unknown_vehicle")))
    assert concern.statement == "Found: older partner (school, 8 March 2014); unknown vehicle (police, 1 April 2014)."


def test_a_restricted_record_gives_its_agency_and_date_and_no_words() -> None:
    told = record("health:1", "2014-03-08", handling="confidential_source", outcome="secret", narrative="secret")
    (concern,) = find([event(told)], {"health:1": ("sexual_health",)}, rule(signed("sexual_health")))
    assert concern.statement == "Found: a restricted record held by Northfield Health (8 March 2014)."


def test_many_pieces_of_evidence_are_counted_not_listed() -> None:
    events = [event(record(f"police:{n}", f"2019-01-{n:02}", kind="missing_episode")) for n in range(1, 13)]
    (concern,) = find(events, {}, rule(AGAIN))
    assert concern.statement.endswith("; and 8 more.")
    assert len(concern.evidence) == 12


START = datetime(2019, 1, 1, tzinfo=UTC)
TOLD = st.tuples(st.integers(0, 400), st.integers(0, 60), st.sampled_from(["injury", "distress", "hygiene"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(TOLD, max_size=12), st.integers(0, 460))
def test_no_later_record_changes_when_a_concern_became_visible(told: list[tuple[int, int, str]], until: int) -> None:
    events: list[Event] = []
    says: dict[str, tuple[str, ...]] = {}
    for number, (day, late, sign) in enumerate(told):
        happened = Moment(START + timedelta(days=day))
        known = Moment(START + timedelta(days=day + late))
        events.append(event(record(f"police:{number:02}", "2019-01-01", happened_from=happened, recorded_at=known)))
        says[f"police:{number:02}"] = (sign,)
    both = rule(signed("injury", "distress", count=2, count_of="signs"), signed("hygiene"), within=60)
    now = Moment(START + timedelta(days=until))
    then = {(one.key, one.visible_from) for one in find(events, says, both, as_at=now)}
    at_the_end = {(one.key, one.visible_from) for one in find(events, says, both) if one.visible_from <= now}
    assert then == at_the_end
