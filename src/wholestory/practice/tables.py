"""Tables inside a rule's file, read with typed accessors whose faults name the table and what to write."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from wholestory.practice.files import RuleFile


class Table:
    """One table of a rule (`[[trigger]]`, or one inside it); faults go to the rule and never stop the reading."""

    def __init__(self, rule: RuleFile, table: dict[str, Any], name: str) -> None:
        self.rule = rule
        self.table = table
        self.name = name

    def fault(self, sentence: str) -> None:
        """Note a fault; `sentence` goes on from the table's name."""
        self.rule.fault(f"[[{self.name}]] {sentence}" if self.name else sentence)

    def known(self, names: Iterable[str]) -> None:
        """A fault for each key that is not one of `names`, with the nearest that is."""
        allowed = list(names)
        for key in self.table:
            if key not in allowed:
                near = get_close_matches(key, allowed, 1)
                hint = f'did you mean "{near[0]}"?' if near else "it may hold: " + ", ".join(allowed)
                self.fault(f'has "{key}", which nothing reads; {hint}')

    def text(self, name: str) -> str:
        """A text, empty where there is none."""
        value = self.table.get(name, "")
        if isinstance(value, str):
            return value.strip()
        self.fault(f'has {name} that is not a text; write {name} = "…"')
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty where there is none."""
        value = self.table.get(name, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(f'has {name} that is not a list of texts; write {name} = ["…", "…"]')
        return ()

    def number(self, name: str, default: int) -> int:
        """A whole number of nought or more."""
        value = self.table.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.fault(f"has {name} that is not a whole number; write {name} = 3")
        return default

    def truth(self, name: str) -> bool:
        """True or false; false where nothing is said."""
        value = self.table.get(name, False)
        if isinstance(value, bool):
            return value
        self.fault(f"has {name} that is neither true nor false; write {name} = true")
        return False

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """One of `allowed`; a fault that lists them otherwise."""
        value = self.table.get(name, default)
        if value in allowed:
            return str(value)
        self.fault(f'has {name} = "{value}"; write one of: ' + ", ".join(text for text in allowed if text))
        return default

    def choices(self, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts, each one of `allowed`."""
        values = self.texts(name)
        for value in values:
            if value not in allowed:
                near = get_close_matches(value, allowed, 3) or list(allowed)[:12]
                self.fault(f'has "{value}" among its {name}; write one of: ' + ", ".join(near))
        return tuple(value for value in values if value in allowed)

    def tables(self, name: str) -> list[Table]:
        """The tables inside this one by that name; one table may stand for a list of one."""
        value = self.table.get(name, [])
        if isinstance(value, dict):
            value = [value]
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [Table(self.rule, item, f"{self.name}.{name}") for item in value]
        self.fault(f"has {name} that is not a table; write {name} = {{ … }} or a list of them")
        return []
