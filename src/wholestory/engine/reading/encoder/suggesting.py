"""Candidates by likeness: for every clause that the rules have not settled, the signs that it reads like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wholestory.engine.reading.candidates import Candidate, Page
from wholestory.engine.reading.clauses import clauses
from wholestory.engine.reading.encoder.likeness import Like, Likeness
from wholestory.engine.reading.hits import Span
from wholestory.model.findings import Way


@dataclass(frozen=True, slots=True)
class _Asked:
    """A clause of a page that is compared with the labelled sentences, and the sentence that it stands in."""

    page: int
    span: Span
    text: str
    sentence: str


class Suggester:
    """Suggests candidates for many pages at once; called as the reader's second way of finding."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def __call__(self, pages: Sequence[Page]) -> list[list[Candidate]]:
        """For each page the further candidates, none of a sign that the rules found in the same stretch."""
        asked = [one for number, page in enumerate(pages) for one in _asked(number, page)]
        answers = self._likeness.of([one.text for one in asked], [one.sentence for one in asked])
        found: list[list[Candidate]] = [[] for _ in pages]
        for one, likes in zip(asked, answers, strict=True):
            for like in likes:
                if not _is_told(like.indicator, one.span, (*pages[one.page].candidates, *found[one.page])):
                    found[one.page].append(_candidate(one.span, like))
        return found


def _asked(number: int, page: Page) -> Iterator[_Asked]:
    for sentence in page.sentences:
        whole = page.narrative[sentence.start : sentence.end]
        for span in clauses(page.folded, sentence):
            yield _Asked(number, span, page.narrative[span.start : span.end], whole)


def _is_told(indicator: str, span: Span, candidates: Sequence[Candidate]) -> bool:
    """Whether a candidate of the sign already stands in the stretch (a clause of it, or wording of a rule)."""
    return any(one.indicator == indicator and one.start < span.end and span.start < one.end for one in candidates)


def _candidate(span: Span, like: Like) -> Candidate:
    examples = "; ".join(f"“{example}”" for example in like.examples)
    return Candidate(
        like.indicator,
        span.start,
        span.end,
        like.assertion,
        f"reads like: {examples}",
        is_clause=True,
        way=Way.ENCODER,
        like=like.examples,
    )
