"""Fragments of notes: how they are written down, and that the shipped ones name signs that exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from wholestory.model.findings import Assertion
from wholestory.practice.files import national_folder
from wholestory.synth.chance import Chance
from wholestory.synth.families import family
from wholestory.synth.fragments import Choice, FragmentError, Label, Labelled, Part, library, parse, say
from wholestory.synth.settings import load_settings
from wholestory.synth.slots import Scene, Setting, Slots

VOICES = ("police", "social_care", "education", "health", "care_home", "youth_justice", "voluntary")

VERDICTS = ("legitimate", "flag never", "flag challenge", "flag minimising", "flag prefer")


def spoken(line: str, **slots: str) -> str:
    return "".join(words for words, _ in say(parse(line), slots, Chance(1)))


def test_slots_are_filled_and_plain_words_kept() -> None:
    assert spoken("{child} came back at {time}.", child="Amy", time="2140") == "Amy came back at 2140."


def test_each_way_of_a_choice_is_said_some_time() -> None:
    said = {"".join(w for w, _ in say(parse("<Late|Early> {shift}"), {"shift": "shift"}, Chance(n))) for n in range(30)}
    assert said == {"Late shift", "Early shift"}


def test_words_carry_the_signs_written_after_them() -> None:
    said = say(parse("Staff say [no <marks|cuts> seen](injury absent, distress absent) today."), {}, Chance(3))
    (carrying,) = [one for one in said if one[1]]
    assert carrying[0] in ("no marks seen", "no cuts seen")
    assert carrying[1] == (("injury", "absent"), ("distress", "absent"))


def test_words_that_blame_carry_no_sign_that_could_gainsay_another() -> None:
    fragment = parse("[Truanting](school_absence present, !flag prefer) most afternoons.")
    assert fragment.signs == {"school_absence"}
    assert ("Truanting", (("school_absence", "present"), ("!", "flag prefer"))) in say(fragment, {}, Chance(1))


@pytest.mark.parametrize("line", ["<one|two", "[words](", "[words", "one|two", "words]", "a {b"])
def test_a_fragment_that_is_not_whole_is_refused_with_its_words(line: str) -> None:
    with pytest.raises(FragmentError, match=r"mend it|add"):
        parse(line)


def labels(parts: tuple[Part, ...]) -> Iterator[Label]:
    for part in parts:
        if isinstance(part, Labelled):
            yield from part.labels
            yield from labels(part.parts)
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from labels(way)


@pytest.mark.parametrize("voice", VOICES)
def test_every_sign_that_a_shipped_fragment_carries_is_in_the_practice_pack(voice: str) -> None:
    signs = {path.stem for path in (national_folder() / "indicators").iterdir()}
    assertions = {assertion.value for assertion in Assertion}
    for use, fragments in library(voice).items():
        for sign, assertion in (label for fragment in fragments for label in labels(fragment.parts)):
            known = assertion in VERDICTS if sign == "!" else sign in signs and assertion in assertions
            assert known, f"{voice}, = {use}: ({sign} {assertion}) is no sign or assertion of the pack"


@pytest.mark.parametrize("voice", VOICES)
def test_no_fragment_stands_twice_under_one_use(voice: str) -> None:
    for use, fragments in library(voice).items():
        parts = [fragment.parts for fragment in fragments]
        assert len(set(parts)) == len(parts), f"{voice}, = {use} says the same twice"


@pytest.mark.parametrize("voice", VOICES)
def test_every_slot_of_the_shipped_fragments_can_be_filled(voice: str) -> None:
    settings, at = load_settings(1), datetime(2024, 5, 6, 17, 30)
    for number in range(6):
        child = family(number, 0, settings).children[0]
        for fragments in library(voice).values():
            for fragment in fragments:
                slots = Slots(Setting(Chance(number), voice, child, at, at, Scene()))
                said = "".join(words for words, _ in say(fragment, slots, Chance(number)))
                assert said.strip() and not set("{}[]<>|") & set(said)
