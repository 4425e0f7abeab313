"""Rules about wording: the signs that narratives carry, the cues that say how, and the words that blame.

Each is one file with expressions (practice.expressions) and examples, which are run as tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wholestory.model.findings import Assertion
from wholestory.practice.expressions import Expression, ExpressionError, WordClasses, compile_expression
from wholestory.practice.files import Header, RuleFile, rule_files

ABOUT = ("child", "household", "parent", "peer", "done_to_child", "anyone")
CLASSES = ("never", "challenge", "prefer", "minimising")
CUE_EFFECTS = (*(assertion.value for assertion in Assertion), "stop", "clause", "corrected", "attributed")


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """A sign: wording for each way of saying it, what only looks like it, and examples by assertion (or `none`)."""

    header: Header
    about: str
    wording: Mapping[Assertion, tuple[Expression, ...]]
    not_this: tuple[Expression, ...]
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LanguageRule:
    """A family of blaming or minimising words, why it harms (the header's reason) and a better wording."""

    header: Header
    severity: str
    suggestion: str
    about_adults: bool
    phrases: tuple[Expression, ...]
    not_this: tuple[Expression, ...]
    challenged: tuple[str, ...]
    left_alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueRule:
    """A family of cues: what it makes of what it governs, on which side it stands and how far it reaches.

    `reach` counts words onwards from a cue that stands before, `reach_back` words back from one that stands after;
    `crosses_commas` is false for cues that a comma ends, and `lists_only` true for those that cross one only within a
    list that goes on with "or" ("no cuts, bruises or redness"), and no colon; `crosses_clauses` is true for cues that
    a new subject with its verb does not end ("last year she was …").
    """

    header: Header
    effect: str
    before: tuple[Expression, ...]
    after: tuple[Expression, ...]
    anywhere: tuple[Expression, ...]
    reach: int
    reach_back: int
    crosses_commas: bool
    lists_only: bool
    crosses_clauses: bool
    not_this: tuple[Expression, ...]


def load_indicators(folders: tuple[Path, ...], words: WordClasses, faults: list[str]) -> tuple[IndicatorRule, ...]:
    """Every indicator rule, by id."""
    return tuple(_indicator(rule, words) for rule in rule_files(folders, "indicators", faults))


def load_language(folders: tuple[Path, ...], words: WordClasses, faults: list[str]) -> tuple[LanguageRule, ...]:
    """Every language family, by id."""
    return tuple(_language(rule, words) for rule in rule_files(folders, "language", faults))


def load_cues(folders: tuple[Path, ...], words: WordClasses, faults: list[str]) -> tuple[CueRule, ...]:
    """Every family of cues, by id."""
    return tuple(_cue(rule, words) for rule in rule_files(folders, "cues", faults))


def _indicator(rule: RuleFile, words: WordClasses) -> IndicatorRule:
    header = rule.header()
    about = rule.text("about", "whose sign it is, one of: " + ", ".join(ABOUT))
    if about and about not in ABOUT:
        rule.fault(f'has about = "{about}"; write one of: ' + ", ".join(ABOUT))
    wording = {
        assertion: _expressions(rule, "phrases" if assertion is Assertion.PRESENT else assertion.value, words)
        for assertion in Assertion
    }
    if rule.table and not any(wording.values()):
        rule.fault('has no wording; add phrases = ["…"]')
    examples = _examples(rule, (*(assertion.value for assertion in Assertion), "none"))
    if rule.table and not (examples.get("none") and any(examples.get(a.value) for a in Assertion)):
        rule.fault('has no examples; add [examples] with present = ["…"] and none = ["…"] (what must not match)')
    return IndicatorRule(header, about, wording, _expressions(rule, "not", words), examples)


def _language(rule: RuleFile, words: WordClasses) -> LanguageRule:
    header = rule.header()
    severity = rule.text("class", "how serious it is, one of: " + ", ".join(CLASSES))
    if severity and severity not in CLASSES:
        rule.fault(f'has class = "{severity}"; write one of: ' + ", ".join(CLASSES))
    phrases = _expressions(rule, "phrases", words)
    if rule.table and not phrases:
        rule.fault('has no wording; add phrases = ["…"]')
    examples = _examples(rule, ("challenged", "left_alone"))
    for name in ("challenged", "left_alone"):
        if rule.table and not examples.get(name):
            rule.fault(f'has no example of what is {name.replace("_", " ")}; add [examples] {name} = ["…"]')
    return LanguageRule(
        header,
        severity,
        rule.text("suggestion", "a better wording, with {child} for the child's name"),
        bool(rule.table.get("about_adults", False)),
        phrases,
        _expressions(rule, "not", words),
        examples.get("challenged", ()),
        examples.get("left_alone", ()),
    )


def _cue(rule: RuleFile, words: WordClasses) -> CueRule:
    header = rule.header()
    effect = rule.text("effect", "what it makes of the words it governs, one of: " + ", ".join(CUE_EFFECTS))
    if effect and effect not in CUE_EFFECTS:
        rule.fault(f'has effect = "{effect}"; write one of: ' + ", ".join(CUE_EFFECTS))
    return CueRule(
        header,
        effect,
        _expressions(rule, "before", words),
        _expressions(rule, "after", words),
        _expressions(rule, "anywhere", words),
        int(rule.table.get("reach", 8)),
        int(rule.table.get("reach_back", 3)),
        bool(rule.table.get("crosses_commas", True)),
        bool(rule.table.get("lists_only", False)),
        bool(rule.table.get("crosses_clauses", False)),
        _expressions(rule, "not", words),
    )


def _expressions(rule: RuleFile, name: str, words: WordClasses) -> tuple[Expression, ...]:
    compiled = []
    for source in rule.texts(name):
        try:
            compiled.append(compile_expression(source, words))
        except ExpressionError as error:
            rule.fault(f"has in {name} an expression that cannot be used: {error}")
    return tuple(compiled)


def _examples(rule: RuleFile, names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    table = rule.table.get("examples", {})
    if not isinstance(table, dict):
        rule.fault("has examples that are not a table; write [examples] on a line of its own")
        return {}
    for name in sorted(set(table) - set(names)):
        rule.fault(f"has examples.{name}, which means nothing here; use: " + ", ".join(names))
    return {name: tuple(str(text) for text in table.get(name, ())) for name in names}
