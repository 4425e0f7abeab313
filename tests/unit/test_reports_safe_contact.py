"""An address marked as a safe contact is known again however it is written, and other places stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholestory.engine.things.places import place_in, plain_words
from wholestory.reports.chronology import SafeContacts
from wholestory.reports.chronology.safe_contact import HIDDEN

ADDRESSES = ("14A Tanner Road, Kelderby KB1 4TR", "Larch House, Orchard Way, Kelderby", "Flat 2, 9 St Mary's Court")
CONTACTS = SafeContacts(ADDRESSES, ["KB2 6LH"])

_SHORT = {"Road": ("Road", "Rd", "rd.", "ROAD"), "Lane": ("Lane", "Ln", "LANE"), "Close": ("Close", "Cl", "close")}


@pytest.mark.parametrize(
    "written",
    [
        "14a Tanner Rd",
        "14 A, TANNER ROAD",
        "Tanner-road",
        "Tänner Road",
        "no. 14a tanner road",
        "kb14tr",
        "KB1 4TR",
        "Larch Hse",
        "Orchard Way",
        "St Marys Ct flat 2",
        "flat 2, 9 Saint Mary’s Court",
        "kb2 6lh",
        "14A Taner Road",
        "Tannner Rd",
        "Tanner Raod",
        "14 Tanner Street",
        "14 Tanner",
        "14A Tannor",
        "fourteen Tanner Road",
        "14a Tan ner Road",
        "Larsh House",
        "Orchad Way",
        "Orcherd Way",
        "9 St Marie's Court",
        "KB1 4RT",
        "KBl 4TR",
    ],
)
def test_it_is_taken_out_in_every_way_of_writing(written: str) -> None:
    told = CONTACTS.take_out(f"Wren said that she is at {written}, with Bev.")
    assert HIDDEN in told
    assert told.replace(HIDDEN, "").replace(",", "").split() == "Wren said that she is at with Bev.".split()


@pytest.mark.parametrize(
    "other",
    [
        "Kelderby",
        "tannery workers",
        "14 Quarry Close",
        "flat 2",
        "room 9",
        "in the orchard, a way off",
        "Mr Tanner",
        "Tanner Street",
        "a large house",
        "on her way",
        "14 tins",
        "",
    ],
)
def test_other_places_stay(other: str) -> None:
    assert CONTACTS.take_out(other) == other


def test_without_safe_contacts_nothing_changes() -> None:
    assert SafeContacts([]).take_out("14a Tanner Rd") == "14a Tanner Rd"
    assert SafeContacts(["", "no fixed abode"], [""]).take_out("no fixed abode") == "no fixed abode"


_NAMES = st.text("abcdefghijklmnoprstuvwy", min_size=5, max_size=10).map(str.capitalize)
_AROUND = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


# The first letters of all are slow to make on a busy machine, which says nothing about what is tested.
@given(
    number=st.integers(1, 999),
    letter=st.sampled_from(["", "A", "b"]),
    name=_NAMES,
    street=st.sampled_from(sorted(_SHORT)),
    data=st.data(),
)
def test_no_way_of_writing_gets_through(number: int, letter: str, name: str, street: str, data: st.DataObject) -> None:
    contacts = SafeContacts([f"{number}{letter} {name} {street}, Madeby"])
    spelt = data.draw(st.sampled_from(_SHORT[street]))
    between = data.draw(st.sampled_from([" ", ", ", "  ", "-", "\n"]))
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    before, after = data.draw(_AROUND), data.draw(_AROUND)
    told = contacts.take_out(f"{before} {case(f'{number}{letter}{between}{name} {spelt}')} {after}")
    plain = " ".join(plain_words(told))
    assert not re.search(rf"\b{place_in(f'{name} {street}').spot.replace(' ', ' ?')}\b", plain)
    assert not re.search(rf"\b{name} ?{spelt.strip('.')}\b", plain, re.IGNORECASE)
