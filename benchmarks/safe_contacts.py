"""How often a misspelt safe contact's address is known again, and how often something else is taken for one.

Known again: made-up addresses with one or two letters wrong (left out, put in, exchanged, another), in a sentence.
Taken for one: the labelled notes and sentences that ship, in which no such address stands, and other streets.
Beside them stands what the exact ways of writing alone find. Run: python -m benchmarks.safe_contacts
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from importlib.resources import files
from time import perf_counter

from wholestory.practice.pack import load_practice
from wholestory.reports.chronology import SafeContacts
from wholestory.reports.chronology.safe_contact import HIDDEN

SEED, ADDRESSES, TRIES = 2026, 200, 2_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
Way = Callable[[random.Random, int, str, str], str]


def main() -> None:
    """Print both rates and what it costs."""
    chance = random.Random(SEED)
    streets = _streets(chance)
    marked, others = streets[:ADDRESSES], streets[ADDRESSES:]
    contacts = SafeContacts(f"{number} {name} {kind}, Madeby" for number, name, kind in marked)
    ways: dict[str, Way] = {
        "as it is": lambda _, number, name, kind: f"{number} {name} {kind}",
        "one letter wrong": lambda draw, number, name, kind: f"{number} {_wrong(draw, name)} {kind}",
        "one letter wrong, no number": lambda draw, _, name, kind: f"{_wrong(draw, name)} {kind}",
        "one letter wrong, no street word": lambda draw, number, name, _: f"{number} {_wrong(draw, name)}",
        "two letters wrong": lambda draw, number, name, kind: f"{number} {_wrong(draw, _wrong(draw, name))} {kind}",
    }
    for title, way in ways.items():
        found = sum(_is_found(contacts, way(chance, *chance.choice(marked))) for _ in range(TRIES))
        print(f"known again, {title:<36} {found / TRIES:>7.1%}")
    mistaken = sum(_is_found(contacts, f"{number} {name} {kind}") for number, name, kind in others)
    print(f"another street taken for one of {ADDRESSES} addresses: {mistaken / len(others):>9.1%}")
    practice = load_practice()
    texts = [note.narrative for note in practice.notes] + [one.text for one in practice.sentences]
    began = perf_counter()
    hits = sum(contacts.take_out(text) != text for text in texts)
    spent = perf_counter() - began
    print(
        f"narratives and sentences touched:         {hits} of {len(texts)} ({hits / len(texts):.2%}), in {spent:.1f} s"
    )


def _streets(chance: random.Random) -> list[tuple[int, str, str]]:
    """Number, name and street word of streets that all differ in name or word; names that can be misspelt."""
    places = tomllib.loads(files("wholestory.synth").joinpath("data/places.toml").read_text(encoding="utf-8"))[
        "streets"
    ]
    names = [name for name in places["stems"].split() if len(name) >= 4]
    found = [(chance.randint(1, 140), name, kind) for name in names for kind in places["suffixes"].split()]
    chance.shuffle(found)
    return found


def _wrong(chance: random.Random, name: str) -> str:
    """A name with one letter wrong, never the first: that is the one people get right."""
    at, letter = chance.randrange(1, len(name)), chance.choice(_LETTERS)
    left_out = name[:at] + name[at + 1 :]
    put_in = name[:at] + letter + name[at:]
    another = name[:at] + letter + name[at + 1 :]
    exchanged = name[:at] + name[at:][1:2] + name[at] + name[at + 2 :]
    return chance.choice((left_out, put_in, another, exchanged))


def _is_found(contacts: SafeContacts, address: str) -> bool:
    return HIDDEN in contacts.take_out(f"She told the worker that she stays at {address} with Bev and feels safe.")


if __name__ == "__main__":
    main()
