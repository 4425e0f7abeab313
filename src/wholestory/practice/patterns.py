"""Patterns: what several records mean together, written so that a safeguarding lead can read it aloud.

A pattern lists what is needed (`[[need]]`), within how many days, in what order, and what explains it after all
(`[[unless]]`). Each part says what a record must be: its kind, agency, outcome, the child's part in it, the signs that
its narrative carries. See `docs/reference/practice-files.md` for the vocabulary. Examples are tiny stories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from wholestory.model.findings import Assertion
from wholestory.model.records import AGENCY_KINDS, ITEM_TYPES, RECORD_KINDS, ROLES
from wholestory.practice.expressions import Expression, ExpressionError, compile_expression
from wholestory.practice.files import Header, RuleFile, rule_files

THEMES = (
    "sexual_exploitation",
    "criminal_exploitation",
    "missing",
    "physical_harm",
    "neglect",
    "domestic_abuse",
    "online_harm",
    "self_harm",
    "unheard",
    "family_support",
)

COUNTS = ("events", "signs", "agencies", "reporters", "days")

SHARED_KINDS = ("adult", *ITEM_TYPES)

EXAMPLES_WANTED = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """What one record must be. Empty parts ask nothing; every part that is given must hold.

    `signs`: any of these, `all_signs`: every one, `without_signs`: none of these present or possible. `assertions`
    says how a sign must be said. `people`: another person involved in one of these roles; `adult_as`: likewise, 18 or
    of unrecorded age. `hours_at_least` is the length of what happened. `shared`: things shared with other children.
    """

    kinds: tuple[str, ...] = ()
    agency_kinds: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    adult_as: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    all_signs: tuple[str, ...] = ()
    without_signs: tuple[str, ...] = ()
    assertions: tuple[str, ...] = (Assertion.PRESENT, Assertion.POSSIBLE)
    wording: tuple[Expression, ...] = ()
    shared: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    under_months: int | None = None
    hours_at_least: float | None = None
    at_night: bool = False
    related: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """So many records that fulfil a condition.

    `count_of` is one of COUNTS. `days_apart`: each counted event at least so long after the one before.
    `shrinking_gaps`: the time between the last `count` events grows shorter each time. `unanswered_by`: kinds of
    record none of which came within `unanswered_days` days of its being recorded (seen when the next record arrives).
    """

    what: Condition
    count: int = 1
    count_of: str = "events"
    days_apart: int = 0
    shrinking_gaps: bool = False
    unanswered_by: tuple[str, ...] = ()
    unanswered_days: int = 0


@dataclass(frozen=True, slots=True)
class Unless:
    """What explains the pattern after all.

    With `same_record` it takes a record that fulfils it out of the evidence; else a record known by then that happened
    no more than `days_before` days before the first evidence stands against the whole pattern.
    """

    what: Condition
    same_record: bool = False
    days_before: int = 0


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """One record of an example: `day` counts from the first (0), `hour` is a UK clock hour, None for a bare date."""

    kind: str
    day: int
    agency: str = "police"
    hour: int | None = None
    hours: float | None = None
    known_after: int = 0
    outcome: str = ""
    role: str = "subject"
    people: tuple[str, ...] = ()
    reporter: str = ""
    items: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    says: str = ""
    related: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A tiny story that must, or must not, complete the pattern; `months` is the child's age on day 0."""

    say: str
    records: tuple[ExampleRecord, ...]
    months: int = 168


@dataclass(frozen=True, slots=True)
class PatternRule:
    """One pattern. `statement` is a sentence; `{evidence}` in it becomes the dated evidence in words.

    `within_days` spans all needs, by when things happened. `titles` maps a sign's id to plain words.
    """

    header: Header
    theme: str
    statement: str
    within_days: int
    needs: tuple[Need, ...]
    unless: tuple[Unless, ...] = ()
    in_order: bool = False
    same_record: bool = False
    different_records: bool = False
    possible_suffices: bool = False
    matches: tuple[Example, ...] = ()
    near_misses: tuple[Example, ...] = ()
    titles: Mapping[str, str] | None = None


def load_patterns(folders: tuple[Path, ...], faults: list[str]) -> tuple[PatternRule, ...]:
    """The patterns of the practice folders, by id; a rule with a fault is left out and its faults are added."""
    titles = _sign_titles(folders)
    rules = []
    for file in rule_files(folders, "patterns", faults):
        before = len(faults)
        rule = _rule(file, titles) if file.table else None
        if rule and len(faults) == before and rule.header.on:
            rules.append(rule)
    return tuple(rules)


def _sign_titles(folders: tuple[Path, ...]) -> Mapping[str, str]:
    unread: list[str] = []
    files = list(rule_files(folders, "indicators", unread))
    return {file.path.stem: str(file.table.get("title", file.path.stem.replace("_", " "))) for file in files}


def _rule(file: RuleFile, titles: Mapping[str, str]) -> PatternRule:
    reader = _Reader(file, titles)
    return PatternRule(
        header=file.header(),
        theme=reader.theme(),
        statement=file.text("statement", "the sentence that tells a practitioner what was found, with {evidence}"),
        within_days=reader.days(),
        needs=reader.needs(),
        unless=tuple(reader.unless(table) for table in file.tables("unless")),
        **{name: bool(file.table.get(name, False)) for name in _SWITCHES},
        matches=reader.examples("match", "that complete it"),
        near_misses=reader.examples("near_miss", "that differ from a match in one condition and must not complete it"),
        titles=titles,
    )


_SWITCHES = ("in_order", "same_record", "different_records", "possible_suffices")
_TOP = {
    *(field.name for field in fields(Header)),
    *_SWITCHES,
    *("theme", "statement", "within_days", "need", "unless", "match", "near_miss"),
}
_KNOWN_VALUES: Mapping[str, tuple[str, ...]] = {
    "kinds": tuple(sorted(RECORD_KINDS)),
    "unanswered_by": tuple(sorted(RECORD_KINDS)),
    "agency_kinds": AGENCY_KINDS,
    "roles": ROLES,
    "people": ROLES,
    "adult_as": ROLES,
    "items": ITEM_TYPES,
    "shared": SHARED_KINDS,
    "assertions": tuple(Assertion),
}
_CONDITION_LISTS = {
    *("kinds", "agency_kinds", "outcomes", "roles", "people", "adult_as", "items", "signs", "all_signs"),
    *("without_signs", "assertions", "shared"),
}
_CONDITION_VALUES = {"min_age", "max_age", "under_months", "hours_at_least", "at_night", "related"}
_NEED_VALUES = {"count", "count_of", "days_apart", "shrinking_gaps", "unanswered_by", "unanswered_days"}
_UNLESS_VALUES = {"same_record", "days_before"}


class _Reader:
    """Reads one pattern's parts and notes a sentence for everything that is not understood."""

    def __init__(self, file: RuleFile, titles: Mapping[str, str]) -> None:
        self.file = file
        self.titles = titles
        for name in sorted(set(file.table) - _TOP):
            file.fault(f"has {name}, which patterns do not know; known are: {', '.join(sorted(_TOP - {'path'}))}")

    def theme(self) -> str:
        theme = self.file.text("theme", "one of: " + ", ".join(THEMES))
        if theme and theme not in THEMES:
            self.file.fault(f'has theme = "{theme}"; write one of: ' + ", ".join(THEMES))
        return theme

    def days(self) -> int:
        days = self.file.table.get("within_days")
        if isinstance(days, int) and days >= 0:
            return days
        self.file.fault("has no within_days; say within how many days everything must happen, such as within_days = 90")
        return 0

    def needs(self) -> tuple[Need, ...]:
        needs = tuple(self.need(table) for table in self.file.tables("need"))
        if not needs:
            self.file.fault("needs nothing; add a [[need]] that says which records make up the pattern")
        return needs

    def need(self, table: dict[str, Any]) -> Need:
        values = {name: table[name] for name in _NEED_VALUES & set(table)}
        if values.get("count_of", "events") not in COUNTS:
            self.file.fault(f'counts "{values["count_of"]}"; write count_of = one of: ' + ", ".join(COUNTS))
        if "unanswered_by" in values:
            values["unanswered_by"] = self.known("unanswered_by", values["unanswered_by"])
            if not values.get("unanswered_days"):
                self.file.fault("has unanswered_by but not by when; add unanswered_days = 14 or the limit you mean")
        return Need(self.condition(table, _NEED_VALUES, "need"), **values)

    def unless(self, table: dict[str, Any]) -> Unless:
        values = {name: table[name] for name in _UNLESS_VALUES & set(table)}
        return Unless(self.condition(table, _UNLESS_VALUES, "unless"), **values)

    def condition(self, table: dict[str, Any], also: set[str], part: str) -> Condition:
        known = _CONDITION_LISTS | _CONDITION_VALUES | {"wording"}
        for name in sorted(set(table) - known - also):
            offer = ", ".join(sorted(known | also))
            self.file.fault(f"has {name} in a [[{part}]], which is not known there; write one of: {offer}")
        given: dict[str, Any] = {name: self.known(name, table[name]) for name in _CONDITION_LISTS & set(table)}
        given |= {name: table[name] for name in _CONDITION_VALUES & set(table)}
        if not (given or table.get("wording")):
            self.file.fault(f'has an empty [[{part}]]; say which records it means, such as kinds = ["missing_episode"]')
        return Condition(**given, wording=self.wording(table.get("wording", [])))

    def known(self, name: str, values: Any) -> tuple[str, ...]:
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.file.fault(f'has {name} that is not a list of texts; write {name} = ["…", "…"]')
            return ()
        allowed = tuple(self.titles) if name.endswith("signs") else _KNOWN_VALUES.get(name, ())
        for value in dict.fromkeys(values):
            if allowed and value not in allowed:
                near = get_close_matches(value, allowed, n=1)
                offer = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(allowed)}"
                self.file.fault(f'has "{value}" in {name}, which is not known; {offer}')
        return tuple(value.casefold() if name == "outcomes" else value for value in values)

    def wording(self, sources: list[str]) -> tuple[Expression, ...]:
        compiled = []
        for source in sources:
            try:
                compiled.append(compile_expression(source, {}))
            except ExpressionError as error:
                self.file.fault(f"has a wording that cannot be read: {error}")
        return tuple(compiled)

    def examples(self, name: str, meaning: str) -> tuple[Example, ...]:
        tables = self.file.tables(name)
        if len(tables) < EXAMPLES_WANTED:
            shape = 'say = "…" and records = [{ day = 0, kind = "incident", signs = ["missing"] }, …]'
            self.file.fault(f"has {len(tables)} [[{name}]]; write at least three tiny stories {meaning}: {shape}")
        return tuple(self.example(table, name) for table in tables)

    def example(self, table: dict[str, Any], name: str) -> Example:
        if not table.get("say") or not table.get("records"):
            self.file.fault(f"has a [[{name}]] without say or records; say what it shows and list at least one record")
        records = tuple(self.example_record(record) for record in table.get("records", []))
        return Example(str(table.get("say", "")), records, int(table.get("months", 168)))

    def example_record(self, table: dict[str, Any]) -> ExampleRecord:
        known = {field.name for field in fields(ExampleRecord)}
        for name in sorted(set(table) - known):
            self.file.fault(f"has {name} in an example's record; write one of: {', '.join(sorted(known))}")
        if table.get("kind") not in RECORD_KINDS or not isinstance(table.get("day"), int):
            self.file.fault(
                'has an example\'s record without a known kind and day; write { day = 0, kind = "incident" }'
            )
        self.known("signs", [sign.partition(":")[0] for sign in table.get("signs", ())])
        given: dict[str, Any] = {"kind": "", "day": 0}
        given |= {name: value for name, value in table.items() if name in known}
        for name, value in given.items():
            given[name] = tuple(value) if isinstance(value, list) else value
        return ExampleRecord(**given)
