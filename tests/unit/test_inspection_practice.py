"""Inspection frameworks: what ships, what is refused and how the refusal teaches, and when things fall due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wholestory.engine.examples import framework_faults
from wholestory.engine.rounds.clocks import due, owed_on, recommendation_due
from wholestory.engine.rounds.published import GRADES
from wholestory.practice.files import national_folder
from wholestory.practice.inspection import Framework, load_frameworks

SOUND = """
id = "peer_review"
title = "Peer review"
reason = "Neighbours see what we no longer see."
source = "Invented for this test."
standing = "local policy"
inspects = "police"

[[scale]]
id = "two"
title = "Good or not"
grades = ["good", "not_yet"]
good_from = "good"
source = "Invented."
standing = "local policy"

[[grade]]
id = "good"
title = "good"
letter = "G"
means = "As it should be."
[[grade]]
id = "not_yet"
title = "not yet"
letter = "N"
means = "Not as it should be."

[[strand]]
id = "listening"
title = "Listening"
about = "Whether the child was heard."
source = "Invented."
standing = "local policy"
[[strand.criterion]]
id = "heard"
asks = "Was the child heard?"
good = "What the child said is on record."

[[case_type]]
id = "missing"
title = "Missing child"
source = "Invented."
standing = "local policy"

[[recommendation]]
id = "by_date"
title = "by a date"
dated = true
source = "Invented."
standing = "local policy"

[[clock]]
id = "reply"
title = "Reply"
owed = "a reply"
by = "the force"
to = "the peers"
forms = ["by_date"]
limit = 1
unit = "months"
source = "Invented."
standing = "local policy"
limit_standing = "local policy"
[[clock.example]]
published = "2024-01-31"
due = "2024-02-29"
"""


def written(folder: Path, text: str = SOUND, name: str = "peer_review") -> Path:
    (folder / "inspection").mkdir(parents=True, exist_ok=True)
    (folder / "inspection" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def loaded(*folders: Path) -> tuple[tuple[Framework, ...], list[str]]:
    faults: list[str] = []
    return load_frameworks(folders, faults), faults


NATIONAL, NATIONAL_FAULTS = loaded(national_folder())
FRAMEWORKS = {framework.header.id: framework for framework in NATIONAL}


def test_the_national_frameworks_load_without_a_fault() -> None:
    assert NATIONAL_FAULTS == []
    assert set(FRAMEWORKS) == {"child_protection", "child_protection_2024", "childrens_services"}
    assert [strand.id for strand in FRAMEWORKS["child_protection"].strands] == [
        *("initial_contact", "assessment_and_help", "investigation", "decision_making", "trusted_adult"),
        *("those_who_pose_a_risk", "police_detention", "leadership"),
    ]
    assert [topic.id for topic in FRAMEWORKS["child_protection_2024"].strands] == [
        *("leadership", "partnership_working", "initial_response", "risk_assessment_and_referral", "investigation"),
    ]


def test_every_national_scale_keeps_the_order_in_which_results_are_printed() -> None:
    for framework in NATIONAL:
        for scale in framework.scales:
            assert list(scale.grades) == [grade for grade in GRADES if grade in scale.grades]


def test_a_sound_local_framework_is_added_and_one_of_the_same_name_replaces(tmp_path: Path) -> None:
    local = written(tmp_path / "local")
    again = written(tmp_path / "again", SOUND.replace('title = "Peer review"', 'title = "Ours"'))
    frameworks, faults = loaded(national_folder(), local, again)
    assert faults == []
    assert [one.header.title for one in frameworks if one.header.id == "peer_review"] == ["Ours"]
    assert len(frameworks) == len(NATIONAL) + 1


@pytest.mark.parametrize(
    ("old", "new", "taught"),
    [
        ('source = "Invented for this test."\n', "", "has no source; add source ="),
        ('id = "two"\n', "", "[[scale]] has no id; add id ="),
        ('grades = ["good", "not_yet"]\n', 'grades = ["good"]\n', "needs two grades or more, each once, best first"),
        ('"good", "not_yet"]', '"good", "nearly"]', 'has "nearly" among its grades; write one of:'),
        ('good_from = "good"', 'good_from = "fine"', 'has good_from = "fine"; write one of: good, not_yet'),
        ('letter = "N"', 'letter = "G"', 'has the letter of a grade "G" twice'),
        ('letter = "N"', 'letter = "NY"', 'has letter = "NY"; write one letter'),
        ('good = "What the child said is on record."', 'good = ""', "has an empty good; write what good looks like"),
        (
            '[[strand.criterion]]\nid = "heard"\nasks = "Was the child heard?"\n',
            "[strand.note]\n",
            'has "note", which nothing reads',
        ),
        ("dated = true", "dated = true\nmonths = 3", "needs either months = 3 (0: immediately) or dated = true"),
        ('forms = ["by_date"]', 'forms = ["by_dte"]', 'has "by_dte" among its forms; write one of: by_date'),
        ("limit = 1\n", "", "has no limit; add limit = 6 and unit = one of: days, weeks, months"),
        ('limit_standing = "local policy"', 'limit_standing = "habit"', 'limit_standing = "habit"; write one of:'),
        ('due = "2024-02-29"', 'due = "2024-02-30"', 'has due that is not a day; write due = "2024-02-01"'),
        ('inspects = "police"', 'inspects = "polis"', 'has inspects = "polis"; write one of: police'),
    ],
)
def test_a_fault_is_refused_in_a_sentence_that_says_what_to_write(
    tmp_path: Path, old: str, new: str, taught: str
) -> None:
    assert old in SOUND
    _, faults = loaded(written(tmp_path, SOUND.replace(old, new, 1)))
    assert any(taught in fault for fault in faults), faults


def test_a_part_without_a_source_is_refused(tmp_path: Path) -> None:
    for part in ("scale", "strand", "case_type", "recommendation", "clock"):
        before, after = SOUND.split(f"[[{part}]]", 1)
        bare = after.replace('source = "Invented."', "", 1)
        _, faults = loaded(written(tmp_path, f"{before}[[{part}]]{bare}"))
        assert any(f"[[{part}]] has no source; add source =" in fault for fault in faults), part


def test_a_clock_whose_example_does_not_hold_is_told_with_the_day_that_was_found(tmp_path: Path) -> None:
    (framework,), _ = loaded(written(tmp_path, SOUND.replace("2024-02-29", "2024-03-02")))
    assert list(framework_faults(framework)) == [
        "inspection/peer_review.toml: reply of a report published on 2024-01-31 should be due on 2024-03-02, "
        "and is due on 2024-02-29"
    ]


def test_a_report_starts_the_clocks_of_the_forms_that_it_uses_soonest_first() -> None:
    framework = FRAMEWORKS["child_protection"]
    both = owed_on(framework, date(2024, 2, 1), {"immediately", "within_six_months"})
    assert [(one.clock.id, one.due) for one in both] == [
        ("action_plan", date(2024, 3, 14)),
        ("immediate_update", date(2024, 3, 14)),
        ("commissioner_comment", date(2024, 3, 27)),
    ]
    assert [one.clock.id for one in owed_on(framework, date(2024, 2, 1), set())] == ["commissioner_comment"]


def test_fifty_six_days_beginning_with_publication_end_a_day_before_eight_weeks() -> None:
    (comment,) = (clock for clock in FRAMEWORKS["child_protection"].clocks if clock.id == "commissioner_comment")
    assert due(comment, date(2024, 12, 1)) == date(2025, 1, 25)


def test_a_recommendation_is_due_by_its_form() -> None:
    forms = {form.id: form for form in FRAMEWORKS["child_protection"].forms}
    published = date(2023, 11, 30)
    assert recommendation_due(forms["immediately"], published) == published
    assert recommendation_due(forms["within_three_months"], published) == date(2024, 2, 29)
    assert recommendation_due(forms["by_date"], published, date(2024, 12, 31)) == date(2024, 12, 31)
    with pytest.raises(ValueError, match="needs a date of its own"):
        recommendation_due(forms["by_date"], published)
    with pytest.raises(ValueError, match="takes no date of its own"):
        recommendation_due(forms["immediately"], published, date(2024, 1, 1))
