"""Duties: what guidance says must follow when something happens to a child, and by when.

One file of `duties/` a duty: when it is owed (`[[trigger]]`), what answers it (`[[response]]`), the limit and its
clock, what excuses it (`[[excused]]`), what the duty and its limit rest on, and examples (`[[example]]`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from wholestory.model.findings import CURRENT, Assertion, DutyState
from wholestory.model.records import AGENCY_KINDS, RECORD_KINDS, ROLES
from wholestory.practice.duty_examples import DutyExample, read_examples
from wholestory.practice.expressions import Expression, ExpressionError, compile_expression
from wholestory.practice.files import STANDINGS, Header, RuleFile, rule_files
from wholestory.practice.tables import Table
from wholestory.practice.words import load_words

UNITS = ("hours", "days", "working_days", "months")
CLOCKS = ("recorded_at", "happened_from", "happened_to")
NOT_OWED = "not owed"
EXPECTATIONS = (*(state.value for state in DutyState), NOT_OWED)
WHERE = ("answer", "trigger", "child")
HOLDING_EXAMPLES, NOT_OWED_EXAMPLES = 3, 2


@dataclass(frozen=True, slots=True)
class Sign:
    """An indicator, and how it must be said of the child for it to count."""

    indicator: str
    assertions: frozenset[Assertion]


@dataclass(frozen=True, slots=True)
class Said:
    """What a narrative says: any one of the signs, or any one of the wordings (patterns over folded text)."""

    signs: tuple[Sign, ...] = ()
    words: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """How often the same thing must have happened: `count` times, this one included, in so many days or months."""

    count: int
    days: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """What a record must be: every part that is not empty must hold.

    `roles`: the child's part in it. `outcomes`, `unless_outcomes`: patterns over the folded outcome. `says`: each
    of these must be said; `unless`: none of these may be.
    """

    kinds: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    outcomes: tuple[Expression, ...] = ()
    unless_outcomes: tuple[Expression, ...] = ()
    says: tuple[Said, ...] = ()
    unless: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One way in which the duty comes to be owed; any one of a rule's triggers is enough.

    `ended`: the end is on record. `others`: someone is involved in one of these roles, in the record or (`others_in`
    = "matter") in what it answers or what answers it; `adult`: and is not known to be a child. `during`: an event
    of that kind was going on. `known_to`: an agency of that kind recorded it, or is linked to it.
    """

    condition: Condition
    ended: bool = False
    others: tuple[str, ...] = ()
    others_in: str = "record"
    adult: bool = False
    during: str = ""
    known_to: str = ""
    times: tuple[Times, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """One kind of record that answers the duty, for its `step`; every step of a rule must be answered.

    `child_under`: only for children younger than so many years (0: any). `itself`: the record that started the duty
    may itself show that it was done.
    """

    condition: Condition
    step: int = 1
    child_under: int = 0
    itself: bool = False


@dataclass(frozen=True, slots=True)
class Excuse:
    """A recorded reason why nothing more was owed, told on the record named by `where`.

    "answer": a record that leads back to the trigger; "trigger": the record that started the duty; "child": any
    record about the child up to the limit.
    """

    because: str
    condition: Condition
    where: str = "answer"


@dataclass(frozen=True, slots=True)
class DutyRule:
    """One duty. `limit` is in `unit`, one of UNITS; the clock starts at `clock_starts`, one of CLOCKS.

    `clock_of` names the kind of record, answered by the trigger, whose time starts the clock instead of the
    trigger's own. `answer` is what is asked for, in words ("a return interview"). `own_answer`: a record that
    answers another trigger of this duty does not answer this one too.
    """

    header: Header
    answer: str
    triggers: tuple[Trigger, ...]
    responses: tuple[Response, ...]
    excuses: tuple[Excuse, ...]
    limit: int
    unit: str
    clock_starts: str
    clock_of: str
    limit_standing: str
    research: str
    own_answer: bool
    examples: tuple[DutyExample, ...]

    @property
    def duty_standing(self) -> str:
        """What the duty itself rests on: one of STANDINGS."""
        return self.header.standing

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps that must each be answered, in order."""
        return tuple(sorted({response.step for response in self.responses}))


def load_duties(folders: tuple[Path, ...], faults: list[str]) -> tuple[DutyRule, ...]:
    """Every duty by id, those switched off too; a later folder's file replaces an earlier one's.

    Faults are added to `faults` as sentences that say what to write.
    """
    words = load_words(folders, [])
    indicators = {path.stem for folder in folders for path in (folder / "indicators").glob("*.toml")}
    duties = []
    for rule in rule_files(folders, "duties", faults):
        if duty := _duty(rule, words):
            _check_signs(rule, duty, indicators)
            duties.append(duty)
    return tuple(duties)


def _check_signs(rule: RuleFile, duty: DutyRule, indicators: set[str]) -> None:
    """A fault for each sign that no indicator of the pack can ever give (left out where the pack has none)."""
    parts: tuple[Trigger | Response | Excuse, ...] = (*duty.triggers, *duty.responses, *duty.excuses)
    conditions = [part.condition for part in parts]
    signs = {sign for one in conditions for said in (*one.says, *one.unless) for sign in said.signs}
    for name in sorted({sign.indicator for sign in signs} - indicators if indicators else ()):
        near = get_close_matches(name, sorted(indicators), 1)
        hint = f'did you mean "{near[0]}"?' if near else "write the id of a file of indicators/"
        rule.fault(f'has the sign "{name}", which no indicator gives; {hint}')


_TOP = (
    *("id", "title", "reason", "source", "standing", "on", "version", "answer", "limit", "unit", "clock_starts"),
    *("clock_of", "limit_standing", "research", "own_answer", "trigger", "response", "excused", "example"),
)


def _duty(rule: RuleFile, words: Mapping[str, tuple[str, ...]]) -> DutyRule | None:
    header = rule.header()
    if not rule.table:
        return None
    top = Table(rule, rule.table, "")
    top.known(_TOP)
    duty = DutyRule(
        header=header,
        answer=rule.text("answer", "what is asked for, as in “a return interview”"),
        triggers=tuple(_trigger(table, words) for table in _parts(rule, "trigger", "when the duty is owed")),
        responses=tuple(_response(table, words) for table in _parts(rule, "response", "what answers it")),
        excuses=tuple(_excuse(Table(rule, table, "excused"), words) for table in rule.tables("excused")),
        limit=top.number("limit", 0),
        unit=top.choice("unit", UNITS, ""),
        clock_starts=top.choice("clock_starts", CLOCKS, ""),
        clock_of=top.choice("clock_of", ("", *sorted(RECORD_KINDS)), ""),
        limit_standing=top.choice("limit_standing", STANDINGS, ""),
        research=rule.text("research", "the rows of the research notes that it was written from"),
        own_answer=top.truth("own_answer"),
        examples=read_examples(rule, EXPECTATIONS),
    )
    if duty.limit < 1:
        rule.fault("has no limit; add limit = 72 and unit = one of: " + ", ".join(UNITS))
    _check_examples(rule, duty.examples)
    return duty


def _parts(rule: RuleFile, name: str, meaning: str) -> list[Table]:
    tables = rule.tables(name)
    if not tables:
        rule.fault(f'has no [[{name}]]; add one that says {meaning}, such as kinds = ["missing_episode"]')
    return [Table(rule, table, name) for table in tables]


def _check_examples(rule: RuleFile, examples: tuple[DutyExample, ...]) -> None:
    not_owed = sum(example.expect == NOT_OWED for example in examples)
    if len(examples) - not_owed < HOLDING_EXAMPLES:
        rule.fault(
            f"has {len(examples) - not_owed} examples in which the duty is owed; write at least {HOLDING_EXAMPLES} "
            'as [[example]], with says, expect = "met" (late, missed, pending, excused) and its records'
        )
    if not_owed < NOT_OWED_EXAMPLES:
        rule.fault(
            f"has {not_owed} examples in which the duty is not owed; write at least {NOT_OWED_EXAMPLES} "
            f'with expect = "{NOT_OWED}", each close to one in which it is'
        )


_CONDITION = ("kinds", "agencies", "roles", "outcomes", "unless_outcomes", "says", "unless")


def _trigger(table: Table, words: Mapping[str, tuple[str, ...]]) -> Trigger:
    table.known((*_CONDITION, "ended", "others", "others_in", "adult", "during", "known_to", "times"))
    return Trigger(
        condition=_condition(table, words, roles=("subject",)),
        ended=table.truth("ended"),
        others=table.choices("others", ROLES),
        others_in=table.choice("others_in", ("record", "matter"), "record"),
        adult=table.truth("adult"),
        during=table.choice("during", ("", *sorted(RECORD_KINDS)), ""),
        known_to=table.choice("known_to", ("", *AGENCY_KINDS), ""),
        times=tuple(_times(part) for part in table.tables("times")),
    )


def _times(table: Table) -> Times:
    table.known(("count", "days", "months"))
    times = Times(table.number("count", 0), table.number("days", 0), table.number("months", 0))
    if times.count < 2 or bool(times.days) == bool(times.months):
        table.fault("needs a count of two or more and either days or months, as in { count = 2, days = 28 }")
    return times


def _response(table: Table, words: Mapping[str, tuple[str, ...]]) -> Response:
    table.known((*_CONDITION, "step", "child_under", "itself"))
    return Response(
        condition=_condition(table, words),
        step=table.number("step", 1),
        child_under=table.number("child_under", 0),
        itself=table.truth("itself"),
    )


def _excuse(table: Table, words: Mapping[str, tuple[str, ...]]) -> Excuse:
    table.known((*_CONDITION, "because", "where"))
    because = table.text("because")
    if not because:
        table.fault('has no because; say it so that "because" can stand before it, as in "the child died"')
    where = table.choice("where", WHERE, "answer")
    return Excuse(because, _condition(table, words, any_kind=where != "answer"), where)


def _condition(
    table: Table, words: Mapping[str, tuple[str, ...]], roles: tuple[str, ...] = (), any_kind: bool = False
) -> Condition:
    kinds = table.choices("kinds", tuple(sorted(RECORD_KINDS)))
    if not kinds and not any_kind:
        table.fault('has no kinds; add kinds = ["…"], one or more of the kinds of record of the interchange')
    return Condition(
        kinds=kinds,
        agencies=table.choices("agencies", AGENCY_KINDS),
        roles=table.choices("roles", ROLES) or roles,
        outcomes=_patterns(table, "outcomes", words),
        unless_outcomes=_patterns(table, "unless_outcomes", words),
        says=tuple(_said(part, words) for part in table.tables("says")),
        unless=tuple(_said(part, words) for part in table.tables("unless")),
    )


def _said(table: Table, words: Mapping[str, tuple[str, ...]]) -> Said:
    table.known(("signs", "words"))
    said = Said(
        signs=tuple(sign for text in table.texts("signs") if (sign := read_sign(table, text))),
        words=_patterns(table, "words", words),
    )
    if not said.signs and not said.words:
        table.fault('says nothing; give it signs = ["…"] or words = ["…"]')
    return said


def read_sign(table: Table, text: str) -> Sign | None:
    """Read `indicator` (present or possible) or `indicator assertion`; a fault where it is neither."""
    found = re.fullmatch(r"([a-z_]+)(?: ([a-z_]+))?", text)
    assertions: Mapping[str, Assertion] = {assertion.value: assertion for assertion in Assertion}
    if found and not found[2]:
        return Sign(found[1], CURRENT)
    if found and found[2] in assertions:
        return Sign(found[1], frozenset({assertions[found[2]]}))
    table.fault(f'has the sign "{text}"; write an indicator\'s id, alone or with one of: ' + ", ".join(assertions))
    return None


def _patterns(table: Table, name: str, words: Mapping[str, tuple[str, ...]]) -> tuple[Expression, ...]:
    patterns: list[Expression] = []
    for source in table.texts(name):
        try:
            patterns.append(compile_expression(source, words))
        except ExpressionError as error:
            table.fault(f"has an expression in {name} that cannot be read: {error}")
    return tuple(patterns)
