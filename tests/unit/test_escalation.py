"""The stages of a challenge are practice data, and a file that cannot be trusted is refused with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholestory.practice.escalation import Stage, load_escalation
from wholestory.practice.files import national_folder

_HEAD = """
id = "resolving_disagreement"
title = "Challenge"
reason = "Ours."
source = "Ours."
standing = "local policy"
"""
_STAGE = '[[stage]]\ntitle = "At once"\nwho = "Anybody."\nlimit = 4\nunit = "hours"\n'


def _loaded(tmp_path: Path, text: str, name: str = "resolving_disagreement") -> tuple[tuple[Stage, ...], str]:
    (tmp_path / "escalation").mkdir()
    file = tmp_path / "escalation" / f"{name}.toml"
    file.write_text(_HEAD.replace("resolving_disagreement", name) + text, encoding="utf-8")
    faults: list[str] = []
    return load_escalation((national_folder(), tmp_path), faults).stages, " ".join(faults)


def test_the_national_stages_each_have_a_clock() -> None:
    faults: list[str] = []
    stages = load_escalation((national_folder(),), faults).stages
    assert [stage.limit for stage in stages] == [1, 2, 5, 5]
    assert {stage.unit for stage in stages} == {"working_days"}
    assert faults == []


def test_a_local_file_of_the_same_name_replaces_them(tmp_path: Path) -> None:
    stages, faults = _loaded(tmp_path, _STAGE)
    assert [stage.title for stage in stages] == ["At once"]
    assert not faults


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "add one for each stage"),
        (_STAGE.replace("hours", "weeks"), "without a clock; add limit"),
        ('[[stage]]\nlimit = 2\nunit = "days"\n', "without a title or who speaks"),
    ],
)
def test_a_stage_that_is_not_understood_is_refused(tmp_path: Path, text: str, remedy: str) -> None:
    assert remedy in _loaded(tmp_path, text)[1]


def test_a_second_way_beside_the_first_is_refused(tmp_path: Path) -> None:
    assert "one file that says" in _loaded(tmp_path, _STAGE, "another")[1]
