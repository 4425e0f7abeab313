"""Duty files: what loads, what is refused and how the refusal teaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholestory.engine.duties import run_examples
from wholestory.practice.duties import DutyRule, load_duties
from wholestory.practice.files import national_folder

ALL_DUTIES = {
    *("crime_recorded", "strategy_discussion", "allegation_investigated", "referral_decision"),
    *("assessment_completed", "initial_conference", "core_group", "review_conference", "police_protection_limit"),
    *("prevention_interview", "return_interview", "repeat_missing_review", "vulnerability_notice"),
    *("warning_notice_considered", "nrm_referral", "custody_safeguarding", "challenge_answered"),
    *("refused_referrals_escalated", "child_heard"),
}

SOUND = """
id = "reply_to_letter"
title = "Reply to a letter"
reason = "A child who writes should be answered."
source = "Invented for this test."
standing = "unverified"
limit_standing = "local policy"
research = "none"
answer = "a reply"
limit = 2
unit = "days"
clock_starts = "recorded_at"

[[trigger]]
kinds = ["contact"]

[[response]]
kinds = ["visit"]

[[example]]
says = "Answered the next day"
expect = "met"
record = [{ name = "letter", kind = "contact", at = "0 09:00" }, { kind = "visit", at = "1", answers = ["letter"] }]

[[example]]
says = "Answered on the fourth day"
expect = "late"
record = [{ name = "letter", kind = "contact", at = "0 09:00" }, { kind = "visit", at = "4", answers = ["letter"] }]

[[example]]
says = "Not answered"
expect = "missed"
record = [{ kind = "contact", at = "0 09:00" }]

[[example]]
says = "About another child"
expect = "not owed"
record = [{ kind = "contact", at = "0 09:00", role = "child" }]

[[example]]
says = "Not a letter"
expect = "not owed"
record = [{ kind = "observation", at = "0 09:00" }]
"""


def written(folder: Path, text: str = SOUND, name: str = "reply_to_letter") -> Path:
    (folder / "duties").mkdir(parents=True, exist_ok=True)
    (folder / "duties" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def loaded(*folders: Path) -> tuple[tuple[DutyRule, ...], list[str]]:
    faults: list[str] = []
    return load_duties(folders, faults), faults


def faults_of(folder: Path, old: str, new: str) -> str:
    assert old in SOUND
    return "\n".join(loaded(written(folder, SOUND.replace(old, new)))[1])


NATIONAL, NATIONAL_FAULTS = loaded(national_folder())


def test_all_nineteen_duties_ship_without_a_fault_and_switched_on() -> None:
    assert NATIONAL_FAULTS == []
    assert {rule.header.id for rule in NATIONAL} == ALL_DUTIES
    assert all(rule.header.on for rule in NATIONAL)


@pytest.mark.parametrize("rule", NATIONAL, ids=lambda rule: rule.header.id)
def test_the_examples_of_each_duty_are_judged_as_they_say(rule: DutyRule) -> None:
    assert run_examples(rule) == []


def test_a_sound_file_loads_and_its_examples_hold(tmp_path: Path) -> None:
    (rule,), faults = loaded(written(tmp_path))
    assert faults == []
    assert run_examples(rule) == []
    assert (rule.limit, rule.unit, rule.duty_standing, rule.limit_standing) == (2, "days", "unverified", "local policy")


def test_an_example_that_does_not_hold_is_told_with_what_was_found(tmp_path: Path) -> None:
    (rule,), _ = loaded(written(tmp_path, SOUND.replace('expect = "late"', 'expect = "met"')))
    assert run_examples(rule) == [
        'duties/reply_to_letter.toml example "Answered on the fourth day" should be met but is late; '
        "change the rule or the example"
    ]


@pytest.mark.parametrize(
    ("old", "new", "taught"),
    [
        ('reason = "A child who writes should be answered."\n', "", "has no reason; add reason ="),
        ('source = "Invented for this test."\n', "", "has no source; add source ="),
        (
            'limit_standing = "local policy"',
            'limit_standing = "habit"',
            'limit_standing = "habit"; write one of: statute',
        ),
        ("limit = 2\n", "", "has no limit; add limit = 72 and unit = one of: hours, days, working_days, months"),
        ('unit = "days"', 'unit = "weeks"', 'unit = "weeks"; write one of: hours'),
        ('[[response]]\nkinds = ["visit"]', "", "has no [[response]]; add one that says what answers it"),
        ('kinds = ["visit"]', 'kinds = ["vist"]', 'has "vist" among its kinds; write one of: visit'),
        ('kinds = ["visit"]', 'knds = ["visit"]', 'has "knds", which nothing reads; did you mean "kinds"?'),
        ('kinds = ["visit"]', 'kinds = ["visit"]\noutcomes = ["(seen"]', "expression in outcomes that cannot be read"),
        ('kinds = ["visit"]', 'kinds = ["visit"]\nsays = {}', "says nothing; give it signs"),
        ('kinds = ["contact"]', 'kinds = ["contact"]\ntimes = { count = 1 }', "needs a count of two or more"),
        ('expect = "late"', 'expect = "tardy"', 'expect = "tardy"; write one of: met, late, missed'),
        ('at = "4"', 'at = "Friday"', 'at = "Friday"; write a day number and a clock time'),
        ("limit = 2\n", "limit = two\n", "is not readable TOML"),
    ],
)
def test_a_fault_is_refused_in_a_sentence_that_says_what_to_write(
    tmp_path: Path, old: str, new: str, taught: str
) -> None:
    assert taught in faults_of(tmp_path, old, new)


def test_a_duty_without_enough_examples_is_refused(tmp_path: Path) -> None:
    bare = SOUND[: SOUND.index("[[example]]")]
    _, faults = loaded(written(tmp_path, bare))
    assert any("has 0 examples in which the duty is owed; write at least 3" in fault for fault in faults)
    assert any("has 0 examples in which the duty is not owed; write at least 2" in fault for fault in faults)


def test_a_sign_that_no_indicator_gives_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "injury.toml").write_text("", encoding="utf-8")
    says = 'kinds = ["visit"]\nsays = { signs = ["injuri"] }'
    assert 'has the sign "injuri", which no indicator gives; did you mean "injury"?' in faults_of(
        tmp_path, 'kinds = ["visit"]', says
    )


def test_a_local_file_replaces_the_national_duty_and_a_new_one_is_added(tmp_path: Path) -> None:
    national, local = (
        written(tmp_path / "national"),
        written(tmp_path / "local", SOUND.replace("limit = 2", "limit = 1")),
    )
    written(local, SOUND.replace('id = "reply_to_letter"', 'id = "second"'), "second")
    rules, faults = loaded(national, local)
    assert faults == []
    assert [(rule.header.id, rule.limit) for rule in rules] == [("reply_to_letter", 1), ("second", 2)]
