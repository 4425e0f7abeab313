"""Published inspection results as frozen values: kept as they were printed, also where they do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

GRADES = ("outstanding", "good", "adequate", "requires_improvement", "inadequate")
"""Every grade in print, best first; a result uses some of them."""

GRADED_BY = ("inspectors", "force")


class RoundsError(Exception):
    """What was asked for cannot be done; the message is a sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """The case grades of one round as printed.

    `published_n`: the number of cases that was printed. `counts`: cases by grade, best first, for the grades that
    were used; a grade used for no case is there with 0, one that was not used is not there. `fieldwork` and
    `published` are as printed: a day, a month, a year or two years (2014/2015). `graded_by` is one of GRADED_BY.
    """

    force: str
    round: str
    fieldwork: str
    published: str
    published_n: int
    counts: Mapping[str, int]
    graded_by: str
    subset: str
    source: str

    @property
    def graded(self) -> int:
        """What the printed counts add up to."""
        return sum(self.counts.values())

    @property
    def sum_agrees(self) -> bool:
        """Whether the printed counts add up to the printed number of cases. Where not, neither is ever changed."""
        return self.graded == self.published_n

    @property
    def discrepancy(self) -> str:
        """The sentence that goes with counts that do not add up; empty where they do."""
        if self.sum_agrees:
            return ""
        parts = " + ".join(str(count) for count in self.counts.values())
        return (
            f"The published grades do not add up: {parts} is {self.graded}, and {self.published_n} cases were printed. "
            "Both are kept as printed; shares are of the grades."
        )

    @property
    def id(self) -> str:
        """The name by which the round is asked for; the same for the same force, fieldwork, subset and graders."""
        parts = [self.force, self.fieldwork]
        parts += [self.subset] if self.subset != "all" else []
        parts += ["by force"] if self.graded_by == "force" else []
        return slug(" ".join(parts))

    @property
    def title(self) -> str:
        """The round in words, as it is said on a page."""
        also = [self.subset] if self.subset != "all" else []
        also += ["graded by the force itself"] if self.graded_by == "force" else []
        return f"{self.force}, {self.round[:1].lower()}{self.round[1:]} {self.fieldwork}" + "".join(
            f", {part}" for part in also
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """One published judgement on a council's children's services; a part that was not judged is empty."""

    district: str
    inspection: str
    published: str
    overall: str
    help_and_protection: str
    leadership: str
    source: str

    @property
    def id(self) -> str:
        """The name under which it is kept: one a district and inspection."""
        return slug(f"{self.district} {self.inspection}")


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: its file's name, the line it starts on, and a sentence that says how to mend it."""

    file: str
    line: int
    reason: str


def slug(text: str) -> str:
    """Small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def same_cases(one: PublishedResult, other: PublishedResult) -> bool:
    """Whether the two are the same cases graded twice, by the force and by inspectors."""
    return one.graded_by != other.graded_by and _cases(one) == _cases(other)


def _cases(result: PublishedResult) -> tuple[str, ...]:
    return result.force, result.round, result.fieldwork, result.subset


def pooled(results: Sequence[PublishedResult], force: str) -> PublishedResult:
    """Several rounds as one, under the name `force`. Published numbers are added as printed.

    Raises RoundsError where they use different grades, were graded by different people, or hold the same cases twice.
    """
    if not results:
        raise RoundsError("There is nothing to pool; name at least one round.")
    _check_poolable(results)
    first = results[0]
    return PublishedResult(
        force=force,
        round="pooled",
        fieldwork=_span(result.fieldwork for result in results),
        published=_span(result.published for result in results),
        published_n=sum(result.published_n for result in results),
        counts={grade: sum(result.counts[grade] for result in results) for grade in first.counts},
        graded_by=first.graded_by,
        subset=_span(result.subset for result in results),
        source="; ".join(dict.fromkeys(result.source for result in results)),
    )


def _check_poolable(results: Sequence[PublishedResult]) -> None:
    first = results[0]
    for number, result in enumerate(results):
        if tuple(result.counts) != tuple(first.counts):
            raise RoundsError(f"{first.title} and {result.title} use different grades; pool rounds of one scale.")
        if result.graded_by != first.graded_by:
            raise RoundsError(f"{first.title} and {result.title} were graded by different people; pool one kind.")
        for other in results[:number]:
            alike = (other.force, other.round, other.fieldwork) == (result.force, result.round, result.fieldwork)
            if alike and (other.subset == result.subset or "all" in (other.subset, result.subset)):
                raise RoundsError(f"{other.title} and {result.title} share cases; leave one out of the pool.")


def _span(texts: Iterable[str]) -> str:
    found = sorted(set(texts))
    return found[0] if len(found) == 1 else f"{found[0]} to {found[-1]}"
