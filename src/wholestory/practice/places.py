"""Places that link nobody: the words by which a school, a hospital or a children's home is told, each kind a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholestory.practice.files import Header, RuleFile, rule_files


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """One kind of place where unrelated people are.

    `words` tell it wherever they stand in an address, `whole` only where nothing else is written. With `flats_apart`
    a flat inside is a home of its own. `institution` and `place` are examples of what is told so and what is not.
    """

    header: Header
    words: tuple[str, ...]
    whole: tuple[str, ...]
    flats_apart: bool
    institution: tuple[str, ...]
    place: tuple[str, ...]


def load_places(folders: tuple[Path, ...], faults: list[str]) -> tuple[PlaceRule, ...]:
    """Every kind of place that links nobody, by id."""
    return tuple(_place(rule) for rule in rule_files(folders, "places", faults))


def _place(rule: RuleFile) -> PlaceRule:
    header, words, whole = rule.header(), rule.texts("words"), rule.texts("whole")
    if rule.table and not words:
        rule.fault('has no words; add words = ["school", "college"]')
    return PlaceRule(
        header,
        words,
        whole,
        bool(rule.table.get("flats_apart", False)),
        _examples(rule, "institution"),
        _examples(rule, "place"),
    )


def _examples(rule: RuleFile, name: str) -> tuple[str, ...]:
    table = rule.table.get("examples", {})
    found = table.get(name, []) if isinstance(table, dict) else []
    if rule.table and not (isinstance(found, list) and found and all(isinstance(text, str) for text in found)):
        rule.fault(f'has no examples of what is {name}; add [examples] {name} = ["…"], each an address or venue')
        return ()
    return tuple(found)
