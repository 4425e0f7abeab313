"""The rates of a made-up force: shipped, laid over by a file or singly, and refused with a sentence."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from wholestory.practice.pack import load_practice
from wholestory.synth.chance import Chance, Weighted
from wholestory.synth.clocks import due
from wholestory.synth.duties import DUTIES
from wholestory.synth.numbers import nhs_number, plate, pnc_number, upn
from wholestory.synth.places import address, districts
from wholestory.synth.settings import SettingsError, load_settings
from wholestory.synth.spelling import Typist, misspelt


def test_a_single_setting_lies_over_a_file_and_a_file_over_the_shipped(tmp_path: Path) -> None:
    file = tmp_path / "rates.toml"
    file.write_text("years = 2\n[persons]\nmisspelt = 0.2\nnickname = 0.3\n", encoding="utf-8")
    settings = load_settings(1, over=file, single=["persons.misspelt=0.5", "networks.adults=[1, 2]"])
    assert (settings.years, settings.persons.misspelt, settings.persons.nickname) == (2, 0.5, 0.3)
    assert settings.networks.adults == (1, 2)
    assert load_settings(1).persons.misspelt != 0.5


@pytest.mark.parametrize(
    ("single", "says"),
    [
        ("persons.mispelt=0.1", "there is not"),
        ("persons.misspelt", "gives no value"),
        ("persons.misspelt=lots", "not TOML"),
        ("persons.misspelt=1.5", "more than all"),
        ("persons.misspelt=-1", "number of 0 or more"),
        ("networks.adults=[5, 2]", "least and the most"),
        ("persons=3", "it is a table"),
        ("responses.met=0.9", "do not add up to 1"),
        ("children.neglect=0.9", "more than all"),
        ("years=0", "nothing can happen"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_with_the_remedy(single: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        load_settings(1, single=[single])


def test_every_duty_has_the_limit_and_clock_that_the_practice_pack_gives_it() -> None:
    clocks = {"recorded": "recorded_at", "at": "happened_from", "ended": "happened_to"}
    ours = {name: (one.limit, one.unit, clocks[one.clock], one.clock_of, one.own) for name, one in DUTIES.items()}
    theirs = {
        rule.header.id: (rule.limit, rule.unit, rule.clock_starts, rule.clock_of, rule.own_answer)
        for rule in load_practice().duties
    }
    assert ours == theirs


@pytest.mark.parametrize(
    ("start", "limit", "unit", "end"),
    [
        ("2024-03-28T15:00", 1, "working_days", "2024-04-02T23:59:59"),
        ("2024-12-24T09:00", 2, "working_days", "2024-12-30T23:59:59"),
        ("2024-11-30T09:00", 3, "months", "2025-02-28T23:59:59"),
        ("2025-03-29T20:00", 24, "hours", "2025-03-30T21:00:00"),
    ],
)
def test_a_limit_ends_as_the_calendar_has_it(start: str, limit: int, unit: str, end: str) -> None:
    assert due(datetime.fromisoformat(start), limit, unit) == datetime.fromisoformat(end)


def test_one_stream_of_chance_is_not_moved_by_another() -> None:
    alone = [Chance(5, "life", 1).draw() for _ in range(3)]
    Chance(5, "life", 2).draw()
    assert [Chance(5, "life", 1).draw() for _ in range(3)] == alone
    assert Chance(5, "life", 2).draw() != alone[0]
    assert Chance(6, "life", 1).draw() != alone[0]


def test_chance_follows_weights() -> None:
    chance, choice = Chance(1), Weighted([("often", 3.0), ("seldom", 1.0), ("never", 0.0)])
    drawn = [chance.weighted(choice) for _ in range(4000)]
    assert 0.7 < drawn.count("often") / len(drawn) < 0.8
    assert "never" not in drawn


def test_numbers_are_well_formed_and_no_two_children_share_one() -> None:
    nhs = [number for child in range(5000) if (number := nhs_number(child))]
    assert len(set(nhs)) == len(nhs) > 4000
    for number in nhs[:200]:
        assert number.startswith("999") and len(number) == 10
        assert sum(int(digit) * weight for digit, weight in zip(number, range(10, 0, -1), strict=True)) % 11 == 0
    assert len({upn(child) for child in range(5000)}) == 5000
    assert len({pnc_number(person, 2025) for person in range(50_000)}) == 50_000
    assert re.fullmatch(r"[TUJ][A-Z]\d\d [A-Z]{3}", plate(Chance(1)))


def test_no_two_families_of_a_town_are_given_one_house() -> None:
    district = districts().things[0]
    lines = {address(number, district, district.towns[0]).line for number in range(60_000)}
    assert len(lines) == 60_000


def test_a_typist_slips_about_as_often_as_stated() -> None:
    text = "she came back late and went straight upstairs without speaking to anyone " * 400
    typed = Typist(Chance(2), 0.05).type(text.strip())
    wrong = sum(one != other for one, other in zip(text.split(), typed.split(), strict=True))
    long_words = sum(len(word) >= 4 for word in text.split())
    assert 0.03 < wrong / long_words < 0.07
    assert Typist(Chance(2), 0.0).type(text) == text


def test_a_misspelt_word_is_one_slip_away() -> None:
    for number in range(50):
        assert abs(len(misspelt(Chance(number), "threatened")) - len("threatened")) <= 1
