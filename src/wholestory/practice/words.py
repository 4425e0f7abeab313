"""Word classes: named lists of words that expressions refer to as `@name`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wholestory.practice.files import rule_files


def load_words(folders: tuple[Path, ...], faults: list[str]) -> Mapping[str, tuple[str, ...]]:
    """Every word class by its id; a later folder's class replaces an earlier one's."""
    classes: dict[str, tuple[str, ...]] = {}
    for rule in rule_files(folders, "words", faults):
        rule.text("title", "what kind of words these are")
        classes[rule.path.stem] = rule.texts("words")
        if not classes[rule.path.stem]:
            rule.fault('has no words; add words = ["…", "…"]')
    return classes
