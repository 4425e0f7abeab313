"""The stages through which one agency challenges another's decision, and the clock of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholestory.practice.files import Header, RuleFile, rule_files

UNITS = ("hours", "days", "working_days")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its title, who speaks to whom, and within how many of `unit` (one of UNITS) a reply is due."""

    title: str
    who: str
    limit: int
    unit: str


@dataclass(frozen=True, slots=True)
class EscalationRule:
    """The way a challenge takes, its stages in order."""

    header: Header
    stages: tuple[Stage, ...]


def load_escalation(folders: tuple[Path, ...], faults: list[str]) -> EscalationRule:
    """The one way that the practice folders hold; a local folder replaces it by a file of the same name."""
    rules = [_rule(file) for file in rule_files(folders, "escalation", faults)]
    if len(rules) != 1:
        named = ", ".join(rule.header.path for rule in rules) or "none"
        faults.append(
            f"escalation/ must hold one file that says through which stages a challenge goes, and holds {named}; "
            "replace the national one by a file of the same name"
        )
    return rules[0] if rules else EscalationRule(Header("", "", "", "", "", False, 1, ""), ())


def _rule(file: RuleFile) -> EscalationRule:
    stages = []
    for number, table in enumerate(file.tables("stage"), 1):
        title, who = str(table.get("title", "")).strip(), str(table.get("who", "")).strip()
        limit, unit = table.get("limit"), str(table.get("unit", ""))
        if not title or not who:
            file.fault(f'has stage {number} without a title or who speaks; add title = "…" and who = "…"')
        if not isinstance(limit, int) or limit < 1 or unit not in UNITS:
            file.fault(f"has stage {number} without a clock; add limit = 2 and unit = one of: {', '.join(UNITS)}")
            limit = 1
        stages.append(Stage(title, who, limit, unit))
    if file.table and not stages:
        file.fault("has no [[stage]]; add one for each stage, in order")
    return EscalationRule(file.header(), tuple(stages))
