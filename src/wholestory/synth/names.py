"""Names as communities give them, and the other ways in which a name is written or said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wholestory.synth.chance import Chance, Weighted, ranked
from wholestory.synth.data_files import table

_FORENAMES = {("F", True): "girls", ("M", True): "boys", ("F", False): "women", ("M", False): "men"}


@dataclass(frozen=True, slots=True)
class Community:
    """A group of the Census: its ONS 18+1 code, and the name files that its families draw from."""

    code: str
    name_files: Weighted[str]


@cache
def communities() -> Weighted[Community]:
    """The communities of the Census for England by their share."""
    return Weighted(
        [
            (Community(entry["code"], Weighted(list(entry["names"].items()))), entry["percent"])
            for entry in table("communities")["community"]
        ]
    )


@cache
def _listed(name_file: str, which: str) -> Weighted[str]:
    return ranked(table(f"names/{name_file}")[which].split())


def forename(chance: Chance, name_file: str, sex: str, *, child: bool) -> str:
    """A first name. `sex`: F, M or X, for whom either list serves; `child`: as given now, or a generation ago."""
    listed = sex if sex != "X" else chance.one_of("FM")
    return chance.weighted(_listed(name_file, _FORENAMES[listed, child]))


def surname(chance: Chance, name_file: str) -> str:
    """A surname, in the form a man carries."""
    return chance.weighted(_listed(name_file, "surnames"))


def as_carried(name: str, name_file: str, sex: str) -> str:
    """A surname in the form that one of this sex carries: Kowalska beside Kowalski, Kaur beside Singh."""
    if name_file == "sikh" and name in ("Singh", "Kaur"):
        return "Kaur" if sex == "F" else "Singh"
    gendered: dict[str, str] = table(f"names/{name_file}").get("gendered", {})
    for ending, feminine in gendered.items():
        if sex == "F" and name.endswith(("ski", "cki")):
            return name.removesuffix(ending) + feminine
    return name


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Other spellings of a name, by name."""
    groups = [group.split() for group in table("variants")["spellings"]]
    found: dict[str, list[str]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, []).extend(other for other in group if other != name)
    return {name: tuple(others) for name, others in found.items()}


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """What people call somebody for short, by first name."""
    return {name: tuple(short) for name, *short in (line.split() for line in table("variants")["nicknames"])}
