"""Inspection frameworks: what case files are asked, how they are graded, and what must follow a report.

One file of `inspection/` a framework: its grades and scales, strands with their criteria, case types, the forms that
a recommendation may take (`[[recommendation]]`) and the clocks that a published report starts (`[[clock]]`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wholestory.model.records import AGENCY_KINDS, RECORD_KINDS
from wholestory.practice.files import STANDINGS, Header, RuleFile, rule_files
from wholestory.practice.patterns import THEMES
from wholestory.practice.tables import Table

CLOCK_UNITS = ("days", "weeks", "months")


@dataclass(frozen=True, slots=True)
class Rest:
    """What a part of a framework rests on; `standing` is one of STANDINGS."""

    source: str
    standing: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade: `letter` stands for it in a picture, so that colour never says it alone."""

    id: str
    title: str
    letter: str
    means: str


@dataclass(frozen=True, slots=True)
class Scale:
    """An order of grades, best first, by id. `good_from` is the lowest that still counts as good."""

    id: str
    title: str
    grades: tuple[str, ...]
    good_from: str
    rest: Rest


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question that a reviewer answers about a case, and what a good answer looks like."""

    id: str
    asks: str
    good: str


@dataclass(frozen=True, slots=True)
class Strand:
    """One part of practice that is graded by itself."""

    id: str
    title: str
    about: str
    criteria: tuple[Criterion, ...]
    rest: Rest


@dataclass(frozen=True, slots=True)
class CaseType:
    """One kind of case that a sample is drawn from.

    A child's case is of the first type listed that it shows: by a record of one of `kinds`, or a concern of one of
    `themes`. A type with neither is chosen by hand alone.
    """

    id: str
    title: str
    rest: Rest
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationForm:
    """By when a recommendation is to be met: so many months from publication, or (`dated`) by a date of its own."""

    id: str
    title: str
    months: int
    dated: bool
    rest: Rest


@dataclass(frozen=True, slots=True)
class ClockExample:
    """A worked example: what is owed on a report published on one day is due on another."""

    published: date
    due: date


@dataclass(frozen=True, slots=True)
class Clock:
    """What is owed once a report is published: by whom, to whom, by when.

    `forms`: only where the report has a recommendation of one of these; empty: for every report. The limit runs
    from the day after publication, or, with `counts_first_day`, has that day for its first.
    """

    id: str
    title: str
    owed: str
    by: str
    to: str
    forms: tuple[str, ...]
    limit: int
    unit: str
    counts_first_day: bool
    rest: Rest
    limit_standing: str
    examples: tuple[ClockExample, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """One way of inspecting; `inspects` is the kind of agency whose practice is looked at."""

    header: Header
    inspects: str
    scales: tuple[Scale, ...]
    grades: tuple[Grade, ...]
    strands: tuple[Strand, ...]
    case_types: tuple[CaseType, ...]
    forms: tuple[RecommendationForm, ...]
    clocks: tuple[Clock, ...]


def load_frameworks(folders: tuple[Path, ...], faults: list[str]) -> tuple[Framework, ...]:
    """Every framework by id; a later folder's file replaces an earlier one's. Faults are added to `faults`."""
    frameworks = []
    for rule in rule_files(folders, "inspection", faults):
        if framework := _framework(rule):
            frameworks.append(framework)
    return tuple(frameworks)


_TOP = (
    *("id", "title", "reason", "source", "standing", "on", "version", "inspects"),
    *("scale", "grade", "strand", "case_type", "recommendation", "clock"),
)


def _framework(rule: RuleFile) -> Framework | None:
    header = rule.header()
    if not rule.table:
        return None
    top = Table(rule, rule.table, "")
    top.known(_TOP)
    grades = tuple(_grade(table) for table in _parts(rule, "grade", "one grade", needed=True))
    forms = tuple(_form(table) for table in _parts(rule, "recommendation", "the form of a recommendation"))
    framework = Framework(
        header=header,
        inspects=top.choice("inspects", AGENCY_KINDS, ""),
        scales=tuple(_scale(table, grades) for table in _parts(rule, "scale", "an order of grades", needed=True)),
        grades=grades,
        strands=tuple(_strand(table) for table in _parts(rule, "strand", "one part of practice", needed=True)),
        case_types=tuple(_case_type(table) for table in _parts(rule, "case_type", "one kind of case")),
        forms=forms,
        clocks=tuple(_clock(table, forms) for table in _parts(rule, "clock", "what a report starts")),
    )
    _check_ids(rule, framework)
    return framework


def _parts(rule: RuleFile, name: str, meaning: str, needed: bool = False) -> list[Table]:
    tables = rule.tables(name)
    if needed and not tables:
        rule.fault(f"has no [[{name}]]; add one for {meaning}")
    return [Table(rule, table, name) for table in tables]


def _check_ids(rule: RuleFile, framework: Framework) -> None:
    """A fault for each id, or letter of a grade, that stands twice: the later would hide the earlier."""
    parts: list[tuple[str, Sequence[str]]] = [
        ("scale", [part.id for part in framework.scales]),
        ("grade", [part.id for part in framework.grades]),
        ("letter of a grade", [part.letter for part in framework.grades]),
        ("strand", [part.id for part in framework.strands]),
        ("case_type", [part.id for part in framework.case_types]),
        ("recommendation", [part.id for part in framework.forms]),
        ("clock", [part.id for part in framework.clocks]),
        *((f"criterion of {part.id}", [one.id for one in part.criteria]) for part in framework.strands),
    ]
    for name, ids in parts:
        for twice in sorted({one for one in ids if one and ids.count(one) > 1}):
            rule.fault(f'has the {name} "{twice}" twice; give each one its own')


def _needed(table: Table, name: str, meaning: str) -> str:
    text = table.text(name)
    if not text and name not in table.table:
        table.fault(f'has no {name}; add {name} = "…": {meaning}')
    elif not text and isinstance(table.table[name], str):
        table.fault(f"has an empty {name}; write {meaning}")
    return text


def _rest(table: Table) -> Rest:
    source = _needed(table, "source", "where it comes from, so that a reader can check it")
    return Rest(source, table.choice("standing", STANDINGS, ""))


def _grade(table: Table) -> Grade:
    table.known(("id", "title", "letter", "means"))
    grade = Grade(
        _needed(table, "id", "a short name in small letters"),
        _needed(table, "title", "the grade as it is printed"),
        _needed(table, "letter", "one capital letter that stands for it in a picture"),
        _needed(table, "means", "what a case of this grade is like"),
    )
    if len(grade.letter) > 1:
        table.fault(f'has letter = "{grade.letter}"; write one letter')
    return grade


def _scale(table: Table, grades: tuple[Grade, ...]) -> Scale:
    table.known(("id", "title", "grades", "good_from", "source", "standing"))
    order = table.choices("grades", tuple(grade.id for grade in grades))
    if len(order) < 2 or len(set(order)) < len(order):
        table.fault('needs two grades or more, each once, best first, as in grades = ["good", "inadequate"]')
    return Scale(
        _needed(table, "id", "a short name in small letters"),
        _needed(table, "title", "the grades in words"),
        order,
        table.choice("good_from", order, ""),
        _rest(table),
    )


def _strand(table: Table) -> Strand:
    table.known(("id", "title", "about", "criterion", "source", "standing"))
    criteria = tuple(_criterion(part) for part in table.tables("criterion"))
    if not criteria:
        table.fault("has no [[strand.criterion]]; add one that asks a question and says what good looks like")
    return Strand(
        _needed(table, "id", "a short name in small letters"),
        _needed(table, "title", "the strand's name"),
        _needed(table, "about", "what of practice it looks at"),
        criteria,
        _rest(table),
    )


def _criterion(table: Table) -> Criterion:
    table.known(("id", "asks", "good"))
    return Criterion(
        _needed(table, "id", "a short name in small letters"),
        _needed(table, "asks", "the question about the case"),
        _needed(table, "good", "what good looks like"),
    )


def _case_type(table: Table) -> CaseType:
    table.known(("id", "title", "kinds", "themes", "source", "standing"))
    return CaseType(
        _needed(table, "id", "a short name in small letters"),
        _needed(table, "title", "the kind of case"),
        _rest(table),
        table.choices("kinds", tuple(sorted(RECORD_KINDS))),
        table.choices("themes", THEMES),
    )


def _form(table: Table) -> RecommendationForm:
    table.known(("id", "title", "months", "dated", "source", "standing"))
    dated = table.truth("dated")
    if dated == ("months" in table.table):
        table.fault("needs either months = 3 (0: immediately) or dated = true, and not both")
    return RecommendationForm(
        _needed(table, "id", "a short name in small letters"),
        _needed(table, "title", "the form in words"),
        table.number("months", 0),
        dated,
        _rest(table),
    )


def _clock(table: Table, forms: tuple[RecommendationForm, ...]) -> Clock:
    table.known(
        (
            *("id", "title", "owed", "by", "to", "forms", "limit", "unit", "counts_first_day"),
            *("source", "standing", "limit_standing", "example"),
        )
    )
    clock = Clock(
        id=_needed(table, "id", "a short name in small letters"),
        title=_needed(table, "title", "a short name that a practitioner would use"),
        owed=_needed(table, "owed", "what must follow, as in “an action plan”"),
        by=_needed(table, "by", "who owes it"),
        to=_needed(table, "to", "to whom"),
        forms=table.choices("forms", tuple(form.id for form in forms)),
        limit=table.number("limit", 0),
        unit=table.choice("unit", CLOCK_UNITS, ""),
        counts_first_day=table.truth("counts_first_day"),
        rest=_rest(table),
        limit_standing=table.choice("limit_standing", STANDINGS, ""),
        examples=tuple(found for part in table.tables("example") if (found := _example(part))),
    )
    if clock.limit < 1:
        table.fault("has no limit; add limit = 6 and unit = one of: " + ", ".join(CLOCK_UNITS))
    if not table.table.get("example"):
        table.fault('has no worked example; add [[clock.example]] published = "2024-02-01" and due = "…"')
    return clock


def _example(table: Table) -> ClockExample | None:
    table.known(("published", "due"))
    days = [_day(table, name) for name in ("published", "due")]
    return ClockExample(days[0], days[1]) if days[0] and days[1] else None


def _day(table: Table, name: str) -> date | None:
    try:
        return date.fromisoformat(table.text(name))
    except ValueError:
        table.fault(f'has {name} that is not a day; write {name} = "2024-02-01"')
        return None
