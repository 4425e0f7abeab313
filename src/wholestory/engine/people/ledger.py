"""The ledger of judgements: rows are only ever appended; which of them stand follows from their order."""

from __future__ import annotations

from collections.abc import Iterable

from wholestory.model.links import Judgement


def live_rows(ledger: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The one judgement that stands for each pair, sorted by keys.

    Of what a model said of a pair the last row stands, likewise of what people said, unless it is undone. A person's
    standing judgement goes before a model's.
    """
    latest: dict[tuple[str, str], dict[bool, Judgement]] = {}
    for row in ledger:
        latest.setdefault(row.pair, {})[row.by_person] = row
    standing = (_standing(said) for _, said in sorted(latest.items()))
    return tuple(row for row in standing if row)


def _standing(said: dict[bool, Judgement]) -> Judgement | None:
    in_turn = (said.get(by_person) for by_person in (True, False))
    return next((row for row in in_turn if row and row.undone_at is None), None)
