"""The measures that the records themselves give, and which way is better of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wholestory.engine.rounds.effect import DOWN, UP, Measure
from wholestory.web.children.practice import practice

LANGUAGE, CONCERNS, DUTY = "language", "concerns", "duty:"
ANSWERED_WITHIN_DAYS = 28


@dataclass(frozen=True, slots=True)
class Known:
    """A measure by its id: `duty:` and the id of a duty, or LANGUAGE or CONCERNS. `counts` says what is counted, of
    what, and to which day each belongs."""

    id: str
    measure: Measure
    counts: str

    @property
    def title(self) -> str:
        """What it is called."""
        return self.measure.name

    @property
    def per(self) -> int:
        """What its values are told by: 100 for shares."""
        return self.measure.per or 100


@cache
def measures() -> dict[str, Known]:
    """Every measure by its id: one for each duty in force, blaming language, concerns answered."""
    known = [
        Known(
            f"{DUTY}{rule.header.id}",
            Measure(f"{rule.header.title}: on record in time", UP),
            "Of the duties that fell due, those met in time; a duty belongs to the day on which it fell due, and to "
            "the district of the record that started it. Duties that were excused are not counted.",
        )
        for rule in practice().duties
        if rule.header.on
    ]
    language = Known(
        LANGUAGE,
        Measure("Records with words that blame the child or minimise harm", DOWN, per=1_000),
        "Of the records with a narrative, those in which the author’s own words blame the child or minimise harm; a "
        "record belongs to the day on which it was made, and to its district.",
    )
    concerns = Known(
        CONCERNS,
        Measure(f"Concerns followed by an answer on record within {ANSWERED_WITHIN_DAYS} days", UP),
        f"Of the concerns that became visible at least {ANSWERED_WITHIN_DAYS} days ago, those that a record answered "
        "in that time; a concern belongs to the day on which it became visible, and to the district of the record "
        "that completed it.",
    )
    return {one.id: one for one in (*known, language, concerns)}
