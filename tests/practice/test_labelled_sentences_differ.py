"""The labelled sentences are many and varied: no two share more than half their runs of four words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from wholestory.practice.pack import load_practice
from wholestory.practice.sentences import REGISTERS

SENTENCES = load_practice().sentences


def test_no_two_sentences_share_more_than_half_their_runs_of_four_words() -> None:
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    runs: list[set[tuple[str, ...]]] = []
    alike = []
    for place, sentence in enumerate(SENTENCES):
        words = re.findall(r"[\w']+", sentence.text.lower())
        runs.append({tuple(words[at : at + 4]) for at in range(len(words) - 3)})
        shared = Counter(other for run in runs[place] for other in holders[run])
        alike += [
            (sentence.text, SENTENCES[other].text)
            for other, count in shared.items()
            if count * 2 > min(len(runs[place]), len(runs[other]))
        ]
        for run in runs[place]:
            holders[run].append(place)
    assert alike == []


def test_every_sign_is_told_in_every_register_and_assertion() -> None:
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in SENTENCES:
        for sign, assertion in sentence.says:
            told[sign].update((assertion.value, sentence.register))
    signs = {rule.header.id for rule in load_practice().indicators}
    assert set(told) == signs
    for sign, counts in told.items():
        assert all(counts[register] for register in REGISTERS), sign
        assert all(counts[value] for value in ("present", "possible", "absent", "past", "hypothetical")), sign
    assert len(SENTENCES) >= 2_000
