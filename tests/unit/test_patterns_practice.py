"""Pattern files: what is refused, in which words, and that every pattern of the pack does what its examples say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from wholestory.engine.patterns import run_examples
from wholestory.practice.patterns import THEMES, PatternRule, load_patterns

ENGLAND = Path(__file__).resolve().parents[2] / "practice" / "england"

SOUND = """
id = "twice_away"
title = "Away twice"
reason = "Because it matters."
source = "A handbook, page 3."
standing = "research"
theme = "missing"
statement = "Away twice: {evidence}."
within_days = 30

[[need]]
kinds = ["missing_episode"]
count = 2
"""

MATCH = """
[[match]]
say = "Twice"
records = [{ day = 0, kind = "missing_episode" }, { day = 9, kind = "missing_episode" }]
"""

NEAR_MISS = """
[[near_miss]]
say = "Once"
records = [{ day = 0, kind = "missing_episode" }]
"""


def load(folder: Path, text: str, name: str = "twice_away") -> tuple[tuple[PatternRule, ...], list[str]]:
    (folder / "patterns").mkdir(parents=True, exist_ok=True)
    (folder / "patterns" / f"{name}.toml").write_text(text, encoding="utf-8")
    faults: list[str] = []
    return load_patterns((folder,), faults), faults


@cache
def pack() -> tuple[PatternRule, ...]:
    faults: list[str] = []
    rules = load_patterns((ENGLAND,), faults)
    assert faults == []
    return rules


@pytest.mark.parametrize("path", sorted((ENGLAND / "patterns").glob("*.toml")), ids=lambda path: path.stem)
def test_every_pattern_of_the_pack_does_what_its_examples_say(path: Path) -> None:
    rules = [rule for rule in pack() if rule.header.id == path.stem]
    assert len(rules) == 1
    assert run_examples(rules[0]) == []


def test_the_pack_has_a_pattern_for_every_theme() -> None:
    assert {rule.theme for rule in pack()} == set(THEMES)


def test_a_sound_pattern_loads(tmp_path: Path) -> None:
    rules, faults = load(tmp_path, SOUND + MATCH * 3 + NEAR_MISS * 3)
    assert faults == []
    assert [rule.header.id for rule in rules] == ["twice_away"]
    assert run_examples(rules[0]) == []


@pytest.mark.parametrize("part", ["reason", "source", "standing", "title", "statement", "theme", "within_days"])
def test_a_pattern_without_a_part_is_refused_with_what_to_write(tmp_path: Path, part: str) -> None:
    text = "\n".join(line for line in SOUND.splitlines() if not line.startswith(f"{part} ="))
    rules, faults = load(tmp_path, text + MATCH * 3 + NEAR_MISS * 3)
    assert rules == ()
    assert any(fault.startswith(f"patterns/twice_away.toml has no {part}") for fault in faults)


def test_too_few_examples_are_refused_with_the_shape_of_one(tmp_path: Path) -> None:
    rules, faults = load(tmp_path, SOUND + MATCH * 3 + NEAR_MISS * 2)
    assert rules == ()
    assert len(faults) == 1
    assert "2 [[near_miss]]; write at least three" in faults[0]
    assert "differ from a match in one condition" in faults[0]
    assert "records = [" in faults[0]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'kinds = ["missing_episode"]',
            'kinds = ["mising_episode"]',
            '"mising_episode" in kinds, which is not known; did you mean',
        ),
        ("count = 2", 'count = 2\ncount_of = "persons"', "write count_of = one of: events"),
        ("count = 2", "amount = 2", "has amount in a [[need]]"),
        ("count = 2", 'unanswered_by = ["visit"]', "add unanswered_days"),
        ("count = 2", 'wording = ["..3"]', "wording that cannot be read"),
        ("within_days = 30", "within_days = 30\nwithin = 3", "has within, which patterns do not know"),
        ('theme = "missing"', 'theme = "absent"', "write one of: sexual_exploitation"),
        ('kinds = ["missing_episode"]\ncount = 2', "", "has an empty [[need]]"),
        ('[[need]]\nkinds = ["missing_episode"]\ncount = 2', "", "needs nothing"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_is_known(tmp_path: Path, old: str, new: str, says: str) -> None:
    rules, faults = load(tmp_path, SOUND.replace(old, new) + MATCH * 3 + NEAR_MISS * 3)
    assert rules == ()
    assert any(says in fault for fault in faults), faults


def test_a_sign_that_no_indicator_file_defines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "distress.toml").write_text('id = "distress"\ntitle = "Distress"', encoding="utf-8")
    text = SOUND.replace("count = 2", 'signs = ["distres"]') + MATCH * 3 + NEAR_MISS * 3
    rules, faults = load(tmp_path, text)
    assert rules == ()
    assert '"distres" in signs, which is not known; did you mean "distress"?' in faults[0]


def test_an_example_that_comes_out_wrong_is_named(tmp_path: Path) -> None:
    rules, _ = load(tmp_path, SOUND.replace("count = 2", "count = 3") + MATCH * 3 + NEAR_MISS * 3)
    assert len(run_examples(rules[0])) == 3
    assert 'not completed by its match "Twice"' in run_examples(rules[0])[0]
    rules, _ = load(tmp_path, SOUND.replace("count = 2", "count = 1") + MATCH * 3 + NEAR_MISS * 3)
    assert 'completed by its near miss "Once"' in run_examples(rules[0])[0]


def test_a_local_folder_replaces_a_rule_and_can_switch_it_off(tmp_path: Path) -> None:
    national, local = tmp_path / "national", tmp_path / "local"
    load(national, SOUND + MATCH * 3 + NEAR_MISS * 3)
    load(local, SOUND.replace("within_days = 30", "within_days = 60\non = false") + MATCH * 3 + NEAR_MISS * 3)
    faults: list[str] = []
    assert load_patterns((national, local), faults) == ()
    assert faults == []
