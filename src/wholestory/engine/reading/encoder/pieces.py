"""Labelled notes taken apart into labelled sentences: the words that carry a sign, and clauses that carry none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholestory.engine.reading.clauses import clauses
from wholestory.engine.reading.hits import Span
from wholestory.engine.reading.sentences import split_sentences
from wholestory.model.findings import Assertion
from wholestory.practice.expressions import fold
from wholestory.practice.notes import LabelledNote
from wholestory.practice.sentences import LabelledSentence

_FEWEST_LETTERS = 5
Says = tuple[tuple[str, Assertion], ...]


def pieces_of(notes: Sequence[LabelledNote]) -> tuple[LabelledSentence, ...]:
    """The labelled sentences that the notes hold, each text once, in the order of the notes.

    A clause that a labelled stretch only touches is left out: nobody has said what it says by itself.
    """
    found: dict[str, LabelledSentence] = {}
    for note in notes:
        for text, says in _pieces(note):
            if len(text) >= _FEWEST_LETTERS:
                found.setdefault(
                    fold(text), LabelledSentence(text, note.agency, says, says[0][0] if says else "nothing")
                )
    return tuple(found.values())


def _pieces(note: LabelledNote) -> Iterator[tuple[str, Says]]:
    labelled: dict[Span, list[tuple[str, Assertion]]] = {}
    for sign, assertion, words in note.signs:
        start = note.narrative.index(words)
        labelled.setdefault(Span(start, start + len(words)), []).append((sign, assertion))
    for span in labelled:
        yield note.narrative[span.start : span.end], _said_within(span, labelled)
    folded = fold(note.narrative)
    for sentence in split_sentences(folded):
        for clause in clauses(folded, sentence):
            touching = [span for span in labelled if span.start < clause.end and clause.start < span.end]
            if all(clause.start <= span.start and span.end <= clause.end for span in touching):
                yield note.narrative[clause.start : clause.end], _said_within(clause, labelled)


def _said_within(stretch: Span, labelled: dict[Span, list[tuple[str, Assertion]]]) -> Says:
    within = (says for span, says in labelled.items() if stretch.start <= span.start and span.end <= stretch.end)
    return tuple(dict.fromkeys(pair for says in within for pair in says))
