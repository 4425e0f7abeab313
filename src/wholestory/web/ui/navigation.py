"""The pages that stand in the navigation, and for whose posts. Roles are the words that `accounts` gives them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

# (label, name of the route, roles whose posts show it), in the order shown.
PAGES: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Find a child", "find", frozenset({"recorder", "supervisor", "hub"})),
    ("Doubtful links", "doubtful", frozenset({"clerk"})),
    ("Imports", "imports", frozenset({"clerk"})),
    ("Worklist", "worklist", frozenset({"supervisor", "hub"})),
    ("To agree", "agreements", frozenset({"supervisor", "hub"})),
    ("Challenges", "challenges_under_way", frozenset({"supervisor", "hub"})),
    ("Recommendations", "recommendations", frozenset({"improvement_lead", "inspector"})),
    ("For leaders", "leaders", frozenset({"improvement_lead", "inspector"})),
    ("Survivors’ panel", "panel", frozenset({"improvement_lead", "inspector", "commissioner"})),
    ("Published", "public_reports", frozenset({"improvement_lead", "inspector", "commissioner"})),
    ("Returned by inspectors", "live_risks", frozenset({"supervisor", "hub"})),
    ("Rounds", "rounds", frozenset({"inspector", "improvement_lead", "commissioner"})),
    ("Marked as wrong", "marks", frozenset({"supervisor", "hub"})),
    ("Who looked", "who_looked", frozenset({"auditor", "data_guardian"})),
    ("Broken glass", "broken_glass", frozenset({"auditor", "data_guardian"})),
    ("Unusual reading", "unusual", frozenset({"auditor", "data_guardian"})),
    ("Log", "log", frozenset({"auditor", "data_guardian"})),
    ("Notices", "notices", frozenset({"recorder", "supervisor", "hub", "data_guardian"})),
    ("People", "people", frozenset({"administrator"})),
    ("Agencies and districts", "places", frozenset({"administrator"})),
    ("Settings", "settings", frozenset({"administrator"})),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the navigation; `current` is “page” where one is on it, “true” where one is below it."""

    label: str
    address: str
    current: str


def pages_for(roles: Collection[str], path: str) -> list[Page]:
    """The pages that somebody's posts open, as seen from a path."""
    shown = []
    for label, name, needed in PAGES:
        if needed.isdisjoint(roles):
            continue
        address = reverse(name)
        below = "true" if path.startswith(address) else ""
        shown.append(Page(label, address, "page" if path == address else below))
    return shown
