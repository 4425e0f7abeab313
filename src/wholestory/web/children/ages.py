"""How old a child is, in words, by a date of birth of which parts may not be known."""

from __future__ import annotations

from datetime import date

from wholestory.model.moments import PartialDate


def age_in_words(born: str, day: date) -> str:
    """“15”, “14 or 15”, “13 to 15”, or “age not recorded”; `born` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    if not born:
        return "age not recorded"
    youngest, oldest = PartialDate.parse(born).age_on(day)
    if youngest == oldest:
        return str(youngest)
    return f"{youngest} {'or' if oldest - youngest == 1 else 'to'} {oldest}"
