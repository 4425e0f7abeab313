"""Runs the worked examples of practice rules: they are the pack's tests and its manual."""

from __future__ import annotations

from collections.abc import Iterator

from wholestory.engine.duties import run_examples as run_duty_examples
from wholestory.engine.patterns import run_examples as run_pattern_examples
from wholestory.engine.reading import Involved, Reader
from wholestory.engine.rounds.clocks import due
from wholestory.engine.sharing.institutions import told_by_words
from wholestory.engine.things.places import plain_place
from wholestory.practice.inspection import Framework
from wholestory.practice.pack import Practice
from wholestory.practice.places import PlaceRule
from wholestory.practice.wording import IndicatorRule, LanguageRule

# In every example of wording the child of the record is called Alex, and nobody else is named to the reader.
THE_CHILD = Involved.of(("Alex",), "", ())


def failing_examples(practice: Practice) -> Iterator[str]:
    """One sentence for every example of the pack that does not come out as it says."""
    reader = Reader(practice.indicators, practice.cues, practice.language, practice.words)
    for indicator in practice.indicators:
        if indicator.header.on:
            yield from indicator_faults(reader, indicator)
    for family in practice.language:
        if family.header.on:
            yield from language_faults(reader, family)
    for pattern in practice.patterns:
        yield from run_pattern_examples(pattern)
    for duty in practice.duties:
        yield from run_duty_examples(duty)
    for kind in practice.places:
        yield from place_faults(kind)
    for framework in practice.frameworks:
        yield from framework_faults(framework)


def indicator_faults(reader: Reader, rule: IndicatorRule) -> Iterator[str]:
    """Examples that are read otherwise than the file says: an example carries its one assertion and no other."""
    for expected, sentences in rule.examples.items():
        wanted = set() if expected == "none" else {expected}
        for sentence in sentences:
            reading = reader.read("", sentence, THE_CHILD)
            got = {m.assertion.value for m in reading.mentions if m.indicator == rule.header.id}
            if got != wanted:
                said = " and ".join(sorted(got)) or "not this sign"
                yield f"{rule.header.path}: “{sentence}” should be read as {expected}, and is read as {said}"


def language_faults(reader: Reader, rule: LanguageRule) -> Iterator[str]:
    """Examples that should be challenged and are not, or are and should not be."""
    for sentences, wanted in ((rule.challenged, True), (rule.left_alone, False)):
        for sentence in sentences:
            found = reader.read("", sentence, THE_CHILD).language
            if any(finding.term == rule.header.id for finding in found) != wanted:
                fault = "should be challenged, and is not" if wanted else "should be left alone, and is challenged"
                yield f"{rule.header.path}: “{sentence}” {fault}"


def place_faults(rule: PlaceRule) -> Iterator[str]:
    """Examples of addresses that should be told as this kind of place and are not, or are and should not be."""
    for texts, wanted in ((rule.institution, True), (rule.place, False)):
        for text in texts:
            if told_by_words(rule, plain_place(text)) != wanted:
                fault = "should link nobody, and does not" if wanted else "should be a place like any, and links nobody"
                yield f"{rule.header.path}: “{text}” {fault}"


def framework_faults(framework: Framework) -> Iterator[str]:
    """Worked examples of a framework's clocks that fall due on another day than the file says."""
    for clock in framework.clocks:
        for example in clock.examples:
            found = due(clock, example.published)
            if found != example.due:
                yield (
                    f"{framework.header.path}: {clock.id} of a report published on {example.published} should be due "
                    f"on {example.due}, and is due on {found}"
                )
