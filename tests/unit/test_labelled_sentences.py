"""Labelled sentences are taken as they are written, or refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholestory.model.findings import Assertion
from wholestory.practice.sentences import LabelledSentence, load_sentences

SIGNS = frozenset({"debt", "fear_or_threats"})


def load(folder: Path, *lines: str, name: str = "debt") -> tuple[tuple[LabelledSentence, ...], list[str]]:
    (folder / "sentences").mkdir(parents=True, exist_ok=True)
    path = folder / "sentences" / f"{name}.csv"
    path.write_text("\n".join(("register,says,text", *lines)) + "\n", encoding="utf-8")
    faults: list[str] = []
    return load_sentences((folder,), SIGNS, faults), faults


def test_a_sentence_carries_what_it_says(tmp_path: Path) -> None:
    sentences, faults = load(
        tmp_path, 'police,debt present|fear_or_threats possible,"short again, and they know where"'
    )
    assert not faults
    assert sentences[0].says == (("debt", Assertion.PRESENT), ("fear_or_threats", Assertion.POSSIBLE))
    assert sentences[0].text == "short again, and they know where"


def test_a_sentence_may_say_nothing(tmp_path: Path) -> None:
    sentences, faults = load(tmp_path, "education,none,paid his trip deposit at the office")
    assert (sentences[0].says, faults) == ((), [])


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("school,none,late to form", "write one of: police"),
        ("police,debts present,owes for a bag", "write a sign's id"),
        ("police,debt perhaps,owes for a bag", "write a sign's id"),
        ("police,none,one, two", "double quotes"),
        ("police,none,", "has no text"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line_and_remedy(tmp_path: Path, line: str, remedy: str) -> None:
    sentences, faults = load(tmp_path, "police,none,all quiet", line)
    assert len(sentences) == 1
    assert len(faults) == 1
    assert "sentences/debt.csv, line 3," in faults[0]
    assert remedy in faults[0]


def test_a_local_label_replaces_the_national_one(tmp_path: Path) -> None:
    load(tmp_path / "national", "police,none,Still short")
    load(tmp_path / "local", "police,debt present,still short")
    sentences = load_sentences((tmp_path / "national", tmp_path / "local"), SIGNS, [])
    assert [sentence.says for sentence in sentences] == [(("debt", Assertion.PRESENT),)]
