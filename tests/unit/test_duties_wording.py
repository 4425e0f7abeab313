"""What a duty's sentence says, and what it never says."""

from __future__ import annotations

from dataclasses import replace

from wholestory.engine.duties import find_duties
from wholestory.model.findings import DutyFinding
from wholestory.model.moments import Moment, PartialDate
from wholestory.model.records import Agency, Involvement, Person, Record
from wholestory.model.story import Event, Story, Telling
from wholestory.practice.duties import load_duties
from wholestory.practice.files import national_folder

RULES = {rule.header.id: rule for rule in load_duties((national_folder(),), [])}
PERSONS = (
    Person("police:p1", "police", "Robin", "Ashdown", date_of_birth=PartialDate(2001, 3, 4)),
    Person("clinic:h1", "clinic", "Robin", "Ashdown", date_of_birth=PartialDate(2001, 3, 4)),
)
AGENCIES = (Agency("police", "police", "Westmoor Police"), Agency("clinic", "health", "Westmoor Clinic"))
CANARY = "ultramarine"


def episode() -> Record:
    return Record(
        key="police:1",
        agency="police",
        agency_kind="police",
        kind="missing_episode",
        recorded_at=Moment.parse("2015-06-02T03:00"),
        happened_from=Moment.parse("2015-06-01T19:00"),
        happened_to=Moment.parse("2015-06-02T02:00"),
        place=f"{CANARY} place",
        narrative=f"{CANARY} narrative, later found dead",
        outcome=f"{CANARY} outcome",
        involvements=(Involvement("police:p1", "subject"),),
    )


def interview(day: str, **more: object) -> Record:
    usual: dict[str, object] = {
        "recorded_at": Moment.parse(f"{day}T10:00"),
        "involvements": (Involvement("clinic:h1", "subject"),),
        "responds_to": ("police:1",),
    }
    kept = {**usual, **more}
    return Record(key="clinic:2", agency="clinic", agency_kind="health", kind="return_interview", **kept)  # type: ignore[arg-type]


def found(duty: str, *records: Record) -> DutyFinding:
    events = tuple(Event(one.key, one.kind, (Telling(one),), one.when, one.ended, one.recorded_at) for one in records)
    told = Story("clinic:h1", PERSONS, events, agencies=AGENCIES)
    (finding,) = find_duties(told, {}, [RULES[duty]], Moment.parse("2016-01-01"))
    return finding


def plain(record: Record) -> Record:
    return replace(record, narrative="Came home in the night.")


def test_silence_is_said_as_no_record_with_what_was_due_when() -> None:
    assert found("prevention_interview", plain(episode())).statement == (
        "No record of a prevention interview after the missing episode from 1 June 2015 to 2 June 2015 recorded by "
        "Westmoor Police; it was due by 02:00 on 3 June 2015 (this time limit is local policy)."
    )


def test_what_was_done_is_said_with_who_did_it_and_when() -> None:
    assert found("return_interview", plain(episode()), interview("2015-06-03")).statement == (
        "A return interview by Westmoor Clinic on 3 June 2015 answered the missing episode from 1 June 2015 to "
        "2 June 2015 recorded by Westmoor Police within the 72 hours allowed."
    )


def test_late_is_said_with_when_it_was_due() -> None:
    statement = found("return_interview", plain(episode()), interview("2015-07-03")).statement
    assert "late: it was due by 02:00 on 5 June 2015" in statement


def test_a_limit_of_local_policy_is_said_to_be_one_and_others_are_not() -> None:
    assert "this time limit is local policy" in found("prevention_interview", plain(episode())).statement
    assert "local policy" not in found("return_interview", plain(episode())).statement
    assert found("prevention_interview", plain(episode())).standing == "national standard; time limit: local policy"


def test_no_word_of_a_restricted_record_is_said() -> None:
    restricted = interview("2015-06-03", handling="restricted", narrative=CANARY, outcome=CANARY, place=CANARY)
    statement = found(
        "return_interview", replace(plain(episode()), handling="confidential_source"), restricted
    ).statement
    assert statement == (
        "A restricted record held by Westmoor Clinic (3 June 2015) answered a restricted record held by Westmoor "
        "Police (1 June 2015) within the 72 hours allowed."
    )


def test_a_restricted_reason_is_not_told() -> None:
    open_record = found("return_interview", episode())
    kept = found("return_interview", replace(episode(), handling="restricted"))
    assert open_record.state == kept.state == "excused"
    assert "because the child died" in open_record.statement
    assert "died" not in kept.statement
    assert CANARY not in open_record.statement + kept.statement
