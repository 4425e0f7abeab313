#!/usr/bin/env python3
"""Writes docs/reference/rules.md from the practice pack, so that the manual is what the program does."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wholestory.practice.files import Header
from wholestory.practice.pack import load_practice

TARGET = Path(__file__).parents[1] / "docs/reference/rules.md"


def rules() -> str:
    """The page: every rule with its title, reason, source and standing."""
    pack = load_practice()
    parts: list[tuple[str, Iterable[Header]]] = [
        ("Signs", (rule.header for rule in pack.indicators)),
        ("Words that blame", (rule.header for rule in pack.language)),
        ("Cues", (rule.header for rule in pack.cues)),
        ("Patterns", (rule.header for rule in pack.patterns)),
        ("Duties", (rule.header for rule in pack.duties)),
        ("Places that link nobody", (rule.header for rule in pack.places)),
    ]
    lines = [
        "# The rules",
        "",
        "Written from `practice/england` by `scripts/reference.py`. `wholestory practice show RULE` prints one whole.",
    ]
    for title, headers in parts:
        lines += ["", f"## {title}", "", "| rule | what it is | why | source | standing |", "|---|---|---|---|---|"]
        for one in headers:
            cells = (f"`{one.id}`" + ("" if one.on else " (off)"), one.title, one.reason, one.source, one.standing)
            lines.append("| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(rules(), encoding="utf-8")
