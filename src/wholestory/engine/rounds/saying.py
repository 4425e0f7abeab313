"""What a comparison shows, in plain sentences: shares, the whole scale, whether it is more than chance, cautions."""

from __future__ import annotations

from math import floor

from wholestory.engine.rounds.agreement import Agreement, CrossTable
from wholestory.engine.rounds.comparing import Comparison, GradeLine
from wholestory.engine.rounds.needed import Needed
from wholestory.engine.rounds.published import PublishedResult, same_cases
from wholestory.engine.rounds.shares import CONFIDENCE, Share

FEW = 10


def said(found: Comparison, first: str, second: str) -> tuple[str, ...]:
    """The comparison in sentences, the answer first; `first` and `second` are what the two are called ("A", "B")."""
    lines = (_line(line, first, second) for line in found.lines)
    return (_verdict(found, second), _pairs(found, first, second), *lines)


def cautions(found: Comparison, first: PublishedResult, second: PublishedResult) -> tuple[str, ...]:
    """What a reader must bear in mind of this comparison."""
    sentences = [f"{result.title}: {result.discrepancy}" for result in (first, second) if result.discrepancy]
    for group in found.merged:
        sentences.append(
            f"The two used different grades: {grades_in_words(group)} are taken as one, which is a judgement. Whether "
            "the graders drew the lines at the same places cannot be known from counts."
        )
    if same_cases(first, second):
        sentences.append(
            "These are the same cases graded twice, and only totals were printed. They are compared as if they were "
            "two samples, so that a real difference is more likely to be missed than a false one seen."
        )
    if min(found.cases) < FEW:
        sentences.append(f"With fewer than {FEW} cases on one side, resamples say little.")
    sentences.append("Inspectors choose cases for a purpose: a sample that is not random can differ more than chance.")
    return tuple(sentences)


def said_cross(table: CrossTable, first: str, second: str) -> str:
    """Who graded the same cases higher; `first` and `second` are the graders ("the force", "inspectors")."""
    if not table.cases:
        return "No case was graded by both."
    differ = table.first_higher + table.first_lower
    told = (
        f"Of {table.cases} cases graded by both, {table.alike} were graded alike; {first} graded {table.first_higher} "
        f"higher than {second} and {table.first_lower} lower."
    )
    if not differ:
        return told
    if table.chance < 1 - CONFIDENCE:
        return f"{told} That is more one-sided than chance would give, which leans so far {_often(table.chance)}."
    return f"{told} Tossing a coin over the {differ} on which they differ would lean so far {_often(table.chance)}."


def said_agreement(found: Agreement | None) -> str:
    """How far people agree, without calling it good or poor: what is enough depends on what hangs on it."""
    if found is None:
        return "No case was graded by two people, so that agreement cannot be told."
    graded = "1 case was" if found.cases == 1 else f"{found.cases} cases were"
    parts = [f"{graded} graded by two people or more; all gave one grade to {share_in_words(found.alike)}"]
    for name, measured in (("kappa", found.kappa), ("alpha", found.alpha)):
        if measured:
            low, high = measured.interval.low, measured.interval.high
            parts.append(f"{name} {measured.value:.2f} ({low:.2f} to {high:.2f})")
    if found.cases == 1:
        parts.append("one case cannot tell agreement from chance")
    elif found.alpha is None:
        parts.append("only one grade was given, so that agreement cannot be told from habit")
    return "; ".join(parts) + "."


def said_needed(plan: Needed) -> str:
    """What the next sample needs, in a sentence."""
    points = f"{abs(plan.change) * 100:.0f} points {'more' if plan.change > 0 else 'fewer'}"
    following = (
        f"the next round would need {plan.following:,} cases beside this one"
        if plan.following is not None
        else "no size of the next round is enough beside this one, which has too few cases"
    )
    return (
        f"To show that {points} are good (from about {plan.share:.0%}), {following}; two new rounds would need "
        f"{plan.each:,} cases each, or about {plan.each_by_scale:,} where every grade shifts alike and all of them are "
        "compared."
    )


def grades_in_words(grades: tuple[str, ...]) -> str:
    """good; adequate with requires improvement."""
    return " with ".join(grade.replace("_", " ") for grade in grades)


def share_in_words(share: Share) -> str:
    """2 of 28 (7%, 2% to 23%)."""
    low, high = share.interval.low, share.interval.high
    return f"{share.count} of {share.of} ({share.value:.0%}, {low:.0%} to {high:.0%})"


def in_twenty(share: float) -> str:
    """A share of resamples in the form in which people can picture it: never more than it is."""
    if share == 1:
        return "every resample"
    if share > 0.95:
        return "more than 19 of 20 resamples"
    return f"{floor(20 * share + 1e-9)} of 20 resamples" if share >= 0.05 else "fewer than 1 of 20 resamples"


def _line(line: GradeLine, first: str, second: str) -> str:
    low, high = 100 * line.change.low, 100 * line.change.high
    apart = "" if line.change.holds(0) else "; more than chance would give, taken by itself"
    return (
        f"{grades_in_words(line.grades).capitalize()}: {share_in_words(line.second)} in {second}, "
        f"{share_in_words(line.first)} in {first}; a change between {low:+.0f} and {high:+.0f} points{apart}."
    )


def _pairs(found: Comparison, first: str, second: str) -> str:
    low, high = (100 * end for end in (found.better_interval.low, found.better_interval.high))
    return (
        f"Taken over all grades, a case of {second} is graded better than one of {first} in "
        f"{100 * found.better:.0f} of 100 pairs, ties counting half ({low:.0f} to {high:.0f}; 50 is no difference)."
    )


def _verdict(found: Comparison, second: str) -> str:
    better = found.better_in >= found.worse_in
    leaning = (
        f"{second} comes out {'better' if better else 'worse'} in {in_twenty(max(found.better_in, found.worse_in))}."
    )
    often = _often(found.chance)
    if found.told_apart:
        return f"{leaning} This is more than chance would give: with no difference, one as large comes up {often}."
    fewest = min(found.cases)
    return (
        f"{leaning} {fewest} cases cannot tell this apart from chance: with no difference at all, one as large comes "
        f"up {often}. That is not the same as no difference."
    )


def _often(chance: float) -> str:
    if chance < 0.001:
        return "less than once in 1,000 times"
    return f"{100 * chance:.0f} times in 100" if chance >= 0.095 else f"{1000 * chance:.0f} times in 1,000"
