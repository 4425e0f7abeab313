"""How a duty is judged over one child's story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.duties import find_duties
from wholestory.model.findings import Assertion, DutyFinding, DutyState, Mention, Reading
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Agency, Involvement, Person, Record
from wholestory.model.story import Event, Story, Telling
from wholestory.practice.duties import load_duties
from wholestory.practice.files import national_folder

RULES = {rule.header.id: rule for rule in load_duties((national_folder(),), [])}
MONDAY = date(2015, 6, 1)
LATER = Moment.parse("2016-06-01T09:00")
CHILD = Person("police:p1", "police", "Robin", "Ashdown", date_of_birth=PartialDate(2001, 3, 4))
SAME_CHILD = Person("care:c1", "care", "Robyn", "Ashdown", date_of_birth=PartialDate(2001))
AGENCIES = (Agency("police", "police", "Westmoor Police"), Agency("care", "social_care", "Westmoor Social Care"))


def at(day: int, clock: str = "") -> Moment:
    when = MONDAY + timedelta(days=day)
    return Moment.parse(f"{when}T{clock}" if clock else f"{when}")


def record(
    key: str, kind: str, start: Moment, end: Moment | None = None, *, person: str = "", **more: object
) -> Record:
    agency = key.partition(":")[0]
    usual: dict[str, object] = {
        "agency": agency,
        "agency_kind": "police" if agency == "police" else "social_care",
        "recorded_at": end or start,
        "happened_from": start,
        "happened_to": end,
        "involvements": (Involvement(person or {"police": "police:p1"}.get(agency, "care:c1"), "subject"),),
    }
    return Record(key=key, kind=kind, **{**usual, **more})  # type: ignore[arg-type]


def event(*told: Record, relation: str = "") -> Event:
    return Event(
        key=told[0].key,
        kind=told[0].kind,
        tellings=tuple(Telling(one) for one in told),
        happened=min(one.when for one in told),
        ended=max(one.ended for one in told),
        known=min(one.recorded_at for one in told),
        relation=relation,
    )


def story(*events: Event | Record, persons: tuple[Person, ...] = (CHILD, SAME_CHILD)) -> Story:
    told = tuple(one if isinstance(one, Event) else event(one) for one in events)
    return Story("care:c1", persons, told, agencies=AGENCIES)


def judged(
    duty: str, told: Story, as_at: Moment = LATER, readings: Mapping[str, Reading] | None = None
) -> tuple[DutyFinding, ...]:
    return find_duties(told, readings or {}, [RULES[duty]], as_at)


def states(found: Iterable[DutyFinding]) -> dict[str, str]:
    return {finding.trigger: finding.state.value for finding in found}


EPISODE = record("police:1", "missing_episode", at(0, "19:00"), at(1, "02:00"))


def test_a_response_that_leads_back_through_other_records_counts() -> None:
    allegation = record(
        "police:1",
        "allegation",
        at(0, "10:00"),
        involvements=(Involvement("police:p1", "subject"), Involvement("police:p2", "suspect")),
    )
    crime = record("police:2", "crime", at(1, "10:00"), responds_to=("police:1",))
    interview = record("police:3", "victim_interview", at(2), responds_to=("police:2",))
    (found,) = judged("allegation_investigated", story(allegation, crime, interview))
    assert (found.state, found.response) == (DutyState.MET, "police:3")


def test_a_crime_that_happened_long_before_was_done_when_it_was_recorded() -> None:
    suspected = (Involvement("police:p1", "subject"), Involvement("police:p2", "suspect"))
    allegation = record("police:1", "allegation", at(0, "10:00"), involvements=suspected)
    crime = record("police:2", "crime", at(-40), recorded_at=at(0, "16:00"))
    before = record("police:3", "crime", at(-40), recorded_at=at(-39))
    (found,) = judged("crime_recorded", story(before, crime, allegation))
    assert (found.state, found.response) == (DutyState.MET, "police:2")


def test_a_linked_response_counts_though_it_gives_an_earlier_day() -> None:
    slip = record("police:2", "return_interview", at(-1), recorded_at=at(2), responds_to=("police:1",))
    (found,) = judged("return_interview", story(slip, EPISODE))
    assert (found.state, found.response) == (DutyState.MET, "police:2")


def test_a_response_to_another_agencys_telling_of_the_same_event_counts_and_both_records_get_a_row() -> None:
    home = record("care:1", "missing_episode", at(0, "19:05"), at(1, "02:00"))
    interview = record("care:2", "return_interview", at(2), responds_to=("care:1",))
    found = judged("return_interview", story(event(EPISODE, home), interview))
    assert states(found) == {"police:1": "met", "care:1": "met"}
    assert {finding.due_at for finding in found} == {at(4, "02:00")}


def test_episodes_that_overlap_are_one_even_where_the_story_keeps_them_apart() -> None:
    home = record("care:1", "missing_episode", at(0, "19:05"), at(1, "02:10"))
    interview = record("care:2", "return_interview", at(9), responds_to=("care:1",))
    told = story(EPISODE, home, interview)
    assert states(judged("return_interview", told)) == {"police:1": "late", "care:1": "late"}
    assert judged("repeat_missing_review", told) == ()


def test_an_unlinked_record_within_the_limit_counts_and_the_statement_says_so() -> None:
    (found,) = judged("return_interview", story(EPISODE, record("care:2", "return_interview", at(3))))
    assert (found.state, found.response) == (DutyState.MET, "care:2")
    assert "not linked" in found.statement


def test_an_unlinked_record_after_the_limit_is_named_and_does_not_count() -> None:
    (found,) = judged("return_interview", story(EPISODE, record("care:2", "return_interview", at(20))))
    assert (found.state, found.response) == (DutyState.MISSED, "")
    assert "a return interview by Westmoor Social Care on 21 June 2015 came after the limit" in found.statement


def test_an_unlinked_record_from_before_does_not_count() -> None:
    (found,) = judged("return_interview", story(EPISODE, record("care:2", "return_interview", at(-1))))
    assert found.state is DutyState.MISSED


def test_an_interview_about_one_episode_is_no_answer_to_the_next() -> None:
    second = record("police:2", "missing_episode", at(1, "20:00"), at(1, "23:00"))
    interview = record("care:2", "return_interview", at(3), responds_to=("police:1",))
    found = judged("return_interview", story(EPISODE, second, interview))
    assert states(found) == {"police:1": "met", "police:2": "missed"}


def test_a_bare_date_counts_as_the_end_of_its_day_for_a_response_and_its_start_for_a_trigger() -> None:
    protection = record("police:1", "police_protection", at(0))
    in_time = record("care:2", "strategy_discussion", at(2), responds_to=("police:1",))
    too_late = record("care:2", "strategy_discussion", at(3), responds_to=("police:1",))
    assert states(judged("police_protection_limit", story(protection, in_time))) == {"police:1": "met"}
    assert states(judged("police_protection_limit", story(protection, too_late))) == {"police:1": "late"}


def test_due_now_is_pending_and_a_second_later_missed() -> None:
    due = at(4, "02:00")
    assert states(judged("return_interview", story(EPISODE), due)) == {"police:1": "pending"}
    assert states(judged("return_interview", story(EPISODE), Moment(due.at + timedelta(seconds=1)))) == {
        "police:1": "missed"
    }


def test_what_was_recorded_after_the_review_is_not_known() -> None:
    interview = record("care:2", "return_interview", at(2), recorded_at=at(30), responds_to=("police:1",))
    assert states(judged("return_interview", story(EPISODE, interview), at(10))) == {"police:1": "missed"}
    assert states(judged("return_interview", story(EPISODE, interview), at(31))) == {"police:1": "met"}


def test_a_related_childs_event_starts_no_duty() -> None:
    theirs = record("police:9", "missing_episode", at(0, "19:00"), at(0, "23:00"), person="police:p9")
    assert judged("return_interview", story(event(theirs, relation="shares a car"))) == ()


def test_a_linked_answer_about_another_child_of_the_same_matter_counts_and_the_statement_warns() -> None:
    challenge = record("care:1", "challenge", at(0, "10:00"))
    reply = record("police:2", "challenge_reply", at(2), person="police:p9", responds_to=("care:1",))
    (found,) = judged("challenge_answered", story(challenge, event(reply, relation="a sister")))
    assert found.state is DutyState.MET
    assert "does not name this one" in found.statement


@pytest.mark.parametrize(
    ("born", "owed"),
    [(PartialDate(1997, 6, 1), 0), (PartialDate(1997, 6, 2), 1), (PartialDate(1997), 1), (None, 1)],
)
def test_a_duty_is_owed_while_the_child_may_be_under_eighteen(born: PartialDate | None, owed: int) -> None:
    child = Person("police:p1", "police", "Robin", date_of_birth=born)
    assert len(judged("return_interview", story(EPISODE, persons=(child,)))) == owed


def test_a_signs_assertion_decides_whether_it_starts_a_duty() -> None:
    arrest = record("police:1", "arrest", at(0, "10:00"))
    drugs = Mention("police:1", "drugs_or_weapon", 0, 1, "", Assertion.PRESENT)
    away = Mention("police:1", "out_of_area", 2, 3, "", Assertion.POSSIBLE)
    denied = Mention("police:1", "out_of_area", 2, 3, "", Assertion.ABSENT)
    owed = judged("nrm_referral", story(arrest), readings={"police:1": Reading("police:1", (drugs, away))})
    assert states(owed) == {"police:1": "missed"}
    assert judged("nrm_referral", story(arrest), readings={"police:1": Reading("police:1", (drugs, denied))}) == ()


def test_an_associate_known_to_be_a_child_is_no_unrelated_adult() -> None:
    involved = (Involvement("police:p1", "subject"), Involvement("police:p2", "associate"))
    found_with = record("police:1", "missing_episode", at(0, "19:00"), at(1, "02:00"), involvements=involved)
    told = story(found_with)
    friend = Person("police:p2", "police", "Jo", date_of_birth=PartialDate(2001))
    with_friend = Story(told.child, told.persons, told.events, others=(friend,), agencies=AGENCIES)
    assert states(judged("warning_notice_considered", told)) == {"police:1": "missed"}
    assert judged("warning_notice_considered", with_friend) == ()


def test_the_key_names_the_duty_the_trigger_and_the_persons_own_key_there() -> None:
    (found,) = judged("return_interview", story(EPISODE))
    assert found.key == "return_interview/police:1/police:p1"
    assert (found.child, found.trigger, str(found.due_at)) == ("care:c1", "police:1", "2015-06-05T02:00:00")
    assert found.standing == "statutory guidance; time limit: statutory guidance"


def test_a_rule_that_is_switched_off_finds_nothing() -> None:
    from dataclasses import replace

    rule = RULES["return_interview"]
    assert find_duties(story(EPISODE), {}, [replace(rule, header=replace(rule.header, on=False))], LATER) == ()


HOURS = st.integers(0, 24 * 40)
KINDS = ("missing_episode", "return_interview", "referral", "referral_decision", "incident", "allegation", "crime",
         "strategy_discussion", "vulnerability_notice", "visit", "supervisor_review", "observation")  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A few records of one child, each recorded when it happened, some answering an earlier one."""
    told: list[Record] = []
    for place, (hours, kind) in enumerate(sorted(draw(st.lists(st.tuples(HOURS, st.sampled_from(KINDS)), max_size=8)))):
        answers = draw(st.sampled_from([(), *((one.key,) for one in told)]))
        start = Moment(at(0).at + timedelta(hours=hours))
        end = Moment(start.at + timedelta(hours=1)) if kind == "missing_episode" else None
        told.append(record(f"police:{place}", kind, start, end, responds_to=answers))
    return story(*told)


ALL = tuple(RULES.values())


@given(told=stories(), days=st.integers(0, 60))
def test_every_finding_has_a_state_a_sentence_and_a_trigger_of_the_story(told: Story, days: int) -> None:
    keys = {one.key for event in told.events for one in event.records}
    for found in find_duties(told, {}, ALL, at(days)):
        assert found.state in set(DutyState)
        assert found.trigger in keys
        assert found.statement.endswith(".")
        assert (found.response in keys) == (found.state in (DutyState.MET, DutyState.LATE))


@given(told=stories(), days=st.integers(0, 40), more=st.integers(0, 40))
def test_time_passing_never_unmakes_what_was_met_or_late(told: Story, days: int, more: int) -> None:
    then = {found.key: found.state for found in find_duties(told, {}, ALL, at(days))}
    now = {found.key: found.state for found in find_duties(told, {}, ALL, at(days + more))}
    for key, state in then.items():
        if state in (DutyState.MET, DutyState.LATE):
            assert now[key] is state


@given(told=stories(), hours=HOURS)
def test_a_record_that_has_nothing_to_do_with_it_changes_no_duty(told: Story, hours: int) -> None:
    unrelated = record("care:99", "school_absence", Moment(at(0).at + timedelta(hours=hours)))
    with_more = Story(told.child, told.persons, (*told.events, event(unrelated)), agencies=told.agencies)
    assert find_duties(with_more, {}, ALL, LATER) == find_duties(told, {}, ALL, LATER)


@given(told=stories(), order=st.randoms(use_true_random=False))
def test_the_order_in_which_records_are_handed_over_changes_nothing(told: Story, order: object) -> None:
    events = list(told.events)
    order.shuffle(events)  # type: ignore[attr-defined]
    shuffled = Story(told.child, told.persons, tuple(events), agencies=told.agencies)
    assert find_duties(shuffled, {}, ALL, LATER) == find_duties(told, {}, ALL, LATER)
