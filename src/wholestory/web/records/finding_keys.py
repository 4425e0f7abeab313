"""The keys by which rows are found again: how a name sounds, a number without its spaces, a thing in its coarsest form.

A coarse form brings together everything that may be one thing; the engine decides afterwards which of it is.
"""

from __future__ import annotations

import jellyfish

from wholestory.engine.things.places import around_flat, place_in, plain_words
from wholestory.engine.things.thing import account_of, written_in
from wholestory.model.records import Item, Person

_PLACES = ("address", "venue")


def coarse_thing(item: Item) -> str:
    """The coarsest form of an item, `vehicle ab12cde`; empty where it is too vague to be known again."""
    written = written_in(item)
    if written is None:
        return ""
    if item.item_type in _PLACES:
        return coarse_place(item.value)
    if item.item_type == "online_account":
        return f"account {account_of(written.form).handle}"[:255]
    return f"{written.thing.kind} {written.thing.value}"[:255]


def coarse_place(text: str) -> str:
    """An address or venue without its town and its flat, so that a block and every flat in it are found together."""
    spot = place_in(text).spot if text else ""
    return f"place {around_flat(spot)}"[:255] if spot else ""


def name_words(person: Person) -> set[tuple[str, str]]:
    """Every word of a person's names, (plain letters, how it sounds)."""
    written = (person.forenames, person.surname, *person.aliases)
    words = {word[:100] for name in written for word in plain_words(name) if not word.isdigit()}
    return {(word, sound(word)) for word in words}


def sound(word: str) -> str:
    """How a word sounds, so that Kayleigh finds Kayley and Mohammed finds Muhamad."""
    return jellyfish.metaphone(word)[:30]


def plain_number(value: str) -> str:
    """A number with its letters and digits alone, in capitals."""
    return "".join(filter(str.isalnum, value)).upper()[:80]
