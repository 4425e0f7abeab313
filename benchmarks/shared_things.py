"""Adults, cars, phones, flats and a venue that everybody goes to, added to a made-up extract for benchmarks."""

from __future__ import annotations

import csv
import random
from pathlib import Path

# Four adults with a car, a phone and a flat between them, seen with children of one hundred.
_CHILDREN_A_RING, _ADULTS_A_RING = 100, 4
_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"


def share(folder: Path, seed: int) -> None:
    """Add shared things to the police records of an extract that made_up.make wrote; the same for the same seed."""
    chance = random.Random(f"{seed} shared")
    police = folder / "police"
    with (police / "people.csv").open(encoding="utf-8", newline="") as file:
        children = sum(1 for _ in file) - 1
    rings = max(1, children // _CHILDREN_A_RING)
    with (police / "people.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_adult(ring, one, chance) for ring in range(rings) for one in range(_ADULTS_A_RING))
    with (police / "involvements.csv").open(encoding="utf-8", newline="") as file:
        subjects = [(row["record_id"], int(row["person_id"][1:])) for row in csv.DictReader(file)]
    with (
        (police / "involvements.csv").open("a", encoding="utf-8", newline="") as involved_file,
        (police / "items.csv").open("w", encoding="utf-8", newline="") as items_file,
    ):
        involved, items = csv.writer(involved_file), csv.writer(items_file)
        items.writerow(["record_id", "item_type", "value", "person_id"])
        for record, child in subjects:
            ring = min(child // _CHILDREN_A_RING, rings - 1)
            if chance.random() < 0.1:
                involved.writerow([record, _adult_key(ring, chance.randrange(_ADULTS_A_RING)), "suspect"])
            items.writerows([record, *item] for item in _items(ring, child, chance))


def _items(ring: int, child: int, chance: random.Random) -> list[tuple[str, str, str]]:
    found = []
    if chance.random() < 0.1:
        found.append(("vehicle", _plate(ring, misread=chance.random() < 0.05), _adult_key(ring, 0)))
    if chance.random() < 0.1:
        found.append(("address", f"Flat {ring % 90 + 1}, {ring + 2} Gant St", ""))
    if chance.random() < 0.2:
        found.append(("phone", f"07700 9{child % 100_000:05d}", ""))
    if chance.random() < 0.3:
        found.append(("venue", "Tolliver Arcade", ""))
    return found


def _plate(ring: int, *, misread: bool) -> str:
    letters = "".join(_LETTERS[ring // 24**place % 24] for place in range(3))
    return f"QX{'S' if misread else '5'}8 {letters}"


def _adult_key(ring: int, one: int) -> str:
    return f"a{ring}-{one}"


def _adult(ring: int, one: int, chance: random.Random) -> list[str]:
    born = f"{chance.randrange(1975, 2000)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
    surname = "".join(chance.choice("bdfglmnprst") + chance.choice("aeiou") for _ in range(4)).capitalize()
    return [_adult_key(ring, one), chance.choice(("Aldo", "Bram", "Cato", "Dirk", "Egon")), surname, born, "M", ""]
