"""Plates, phone numbers, addresses and accounts: one form for one thing, however it is written."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wholestory.engine.things import accounts, phones
from wholestory.engine.things.places import place_in, plain_place, plain_postcode
from wholestory.engine.things.plates import Plate, may_be_misread, plate_in, readings, shown
from wholestory.engine.things.thing import Thing, doubt_between, thing_of, written_in
from wholestory.model.records import ITEM_TYPES, Item

_PLATE_LETTERS = st.text("ABIOS0158GKX", min_size=4, max_size=8)
_WORDS = st.text(string.ascii_lowercase[:8] + "st no flat e1 1aa,;0159'", max_size=40)


@pytest.mark.parametrize(
    ("text", "mark", "as_shown"),
    [
        ("GX58 KTB", "GX58KTB", "GX58 KTB"),
        ("gx58ktb", "GX58KTB", "GX58 KTB"),
        ("silver Corsa, reg GX58 KTB", "GX58KTB", "GX58 KTB"),
        ("P371 QXA", "P371QXA", "P371 QXA"),
        ("a7 qxb", "A7QXB", "A7 QXB"),
        ("QXA 371P", "QXA371P", "QXA 371P"),
        ("AIZ 4471", "AIZ4471", "AIZ 4471"),
        ("QX 441", "QX441", "QX441"),
        ("4471 QX", "4471QX", "4471QX"),
        ("1-QXA-234", "1QXA234", "1QXA234"),
    ],
)
def test_a_plate_of_any_format_has_one_form(text: str, mark: str, as_shown: str) -> None:
    assert plate_in(text) == Plate(mark, mark)
    assert shown(mark) == as_shown


@pytest.mark.parametrize(
    "text",
    ["white van", "BMW 320", "Audi A3 TDI", "VW", "blue car, 2 men", "", "12345", "silver Corsa (plate not seen)"],
)
def test_a_vehicle_without_a_plate_is_no_thing_that_could_be_known_again(text: str) -> None:
    assert plate_in(text) is None


@pytest.mark.parametrize(
    ("written", "mark"),
    [("GX5B KTB", "GX58KTB"), ("6X58 KTB", "6X58KTB"), ("GXS8 KTB", "GX58KTB"), ("GX58 KT8", "GX58KTB"),
     ("P37I QXA", "P371QXA"), ("0X58 KTB", "OX58KTB")],
)  # fmt: skip
def test_what_no_position_of_a_plate_may_hold_was_read_for_what_it_may(written: str, mark: str) -> None:
    plate = plate_in(written)
    assert plate is not None
    assert plate.mark == mark
    assert plate.is_misread is (written.replace(" ", "") != mark)


def test_two_plates_that_are_both_in_order_are_two_plates_though_they_look_alike() -> None:
    assert not may_be_misread("AS12BCD", "A512BCD")
    assert may_be_misread("GX5BKTB", "GX58KTB")


def test_a_misread_plate_is_the_same_thing_and_the_doubt_is_said() -> None:
    one, other = written_in(Item("vehicle", "GX58 KTB")), written_in(Item("vehicle", "GX5B KTB"))
    assert one is not None
    assert other is not None
    assert one.thing == other.thing == Thing("vehicle", "GX58KTB")
    assert doubt_between("vehicle", one.form, other.form) == (
        "the plate is written GX58 KTB and GX5BKTB, perhaps misread"
    )
    assert doubt_between("vehicle", one.form, one.form) == ""


@given(_PLATE_LETTERS, _PLATE_LETTERS)
def test_misreading_holds_both_ways_and_never_of_a_plate_and_itself(one: str, other: str) -> None:
    assert may_be_misread(one, other) == may_be_misread(other, one)
    assert not may_be_misread(one, one)


@given(_PLATE_LETTERS)
@example("K1A0")
def test_what_a_plate_is_read_for_is_read_for_itself(written: str) -> None:
    for mark in readings(written):
        assert readings(mark) == {mark}
    plate = plate_in(written)
    if plate:
        assert plate_in(plate.mark) == Plate(plate.mark, plate.mark)


@pytest.mark.parametrize(
    "text", ["07700 900123", "+44 7700 900123", "0044 7700 900123", "(07700) 900-123", "07700900123", "44 7700 900123"]
)
def test_a_phone_number_has_one_form(text: str) -> None:
    assert phones.international(text) == "+447700900123"
    assert phones.shown("+447700900123") == "07700 900123"


@pytest.mark.parametrize("text", ["999", "900123", "0800 1111", "0800 496 0123", "on her own phone", "", "07700"])
def test_part_of_a_number_and_a_helpline_are_no_phone_of_anyone(text: str) -> None:
    assert phones.international(text) == ""


@given(st.text(string.digits + "+ ()-", max_size=18))
def test_a_number_in_its_one_form_stays_as_it_is(text: str) -> None:
    number = phones.international(text)
    assert not number or phones.international(number) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Gant St, Kelderby", "12 gant street kelderby"),
        ("Flat 3, 12 Gant Street", "12 Gant St., Flat 3"),
        ("Apt 3, 12 Gant St", "flat 3 12 Gant Street"),
        ("No. 12 Gant Street", "12 Gant Street"),
        ("12 A Gant Street", "12a Gant Street"),
        ("4 St Mary's Rd", "4 Saint Marys Road"),
        ("The Lodge, Upper St Johns Rd", "the lodge upper saint johns road"),
        ("5 Quarry Cl, Kelderby KB3 2QA", "5 Quarry Close, Kelderby"),
    ],
)
def test_an_address_has_one_form(one: str, other: str) -> None:
    assert plain_place(one) == plain_place(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 3, 12 Gant Street", "Flat 4, 12 Gant Street"),
        ("12 Gant Street", "12a Gant Street"),
        ("12 Gant Street", "12 Gant Road"),
        ("12 Gant Street", "Flat 12, Gant Street"),
    ],
)
def test_two_addresses_stay_two(one: str, other: str) -> None:
    assert plain_place(one) != plain_place(other)


@pytest.mark.parametrize("text", ["", "unknown", "NFA", "No fixed abode", "Not known", "address withheld"])
def test_no_address_is_no_address(text: str) -> None:
    assert plain_place(text) == ""


def test_an_address_is_taken_apart() -> None:
    place = place_in("Flat 3, 12 Gant St, Kelderby, kb1 9hl")
    assert (place.spot, place.town, place.postcode) == ("flat 3 12 gant street", "kelderby", "KB19HL")
    assert plain_postcode(" kb1 9hl ") == "KB19HL"


@given(_WORDS)
def test_an_address_in_its_one_form_stays_as_it_is(text: str) -> None:
    assert plain_place(plain_place(text)) == plain_place(text)


@pytest.mark.parametrize(
    ("text", "platform", "handle"),
    [
        ("@Q_Rider77", "", "q_rider77"),
        ("Snapchat: q_rider77", "snapchat", "q_rider77"),
        ("q_rider77 (Insta)", "instagram", "q_rider77"),
        ("https://www.instagram.com/q_rider77/?hl=en", "instagram", "q_rider77"),
        ("tiktok.com/@q_rider77", "tiktok", "q_rider77"),
        ("Q.Rider@example.org", "email", "q.rider@example.org"),
    ],
)
def test_an_account_is_its_platform_and_handle(text: str, platform: str, handle: str) -> None:
    assert accounts.account_in(text) == accounts.Account(platform, handle)


@pytest.mark.parametrize("text", ["his Snapchat", "facebook", "Big Dave Facebook", "unknown account", "abc", ""])
def test_a_display_name_or_no_handle_is_no_account_that_could_be_known_again(text: str) -> None:
    assert accounts.account_in(text) is None


@given(st.sampled_from(ITEM_TYPES), st.text(max_size=30))
def test_any_text_is_a_thing_or_none(kind: str, text: str) -> None:
    thing = thing_of(Item(kind, text))
    assert thing is None or (thing.kind == kind and thing.value)
