"""How old a child is, in words, by a date of birth of which parts may not be known."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from wholestory.model.moments import PartialDate

# A story says how old the child was at each of its events.
_birth = lru_cache(maxsize=1_000)(PartialDate.parse)


def age_in_words(born: str, day: date) -> str:
    """“15”, “14 or 15”, “13 to 15”, or “age not recorded”; `born` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    if not born:
        return "age not recorded"
    youngest, oldest = _birth(born).age_on(day)
    if youngest == oldest:
        return str(youngest)
    return f"{youngest} {'or' if oldest - youngest == 1 else 'to'} {oldest}"


def day_of_turning_18(born: str) -> date | None:
    """The 18th birthday; None unless the whole date of birth is known."""
    if not born or PartialDate.parse(born).day is None:
        return None
    birth = date.fromisoformat(born)
    # Somebody born on 29 February turns 18 on 1 March, as the law in England has it.
    leap = (birth.month, birth.day) == (2, 29)
    return date(birth.year + 18, 3, 1) if leap else birth.replace(year=birth.year + 18)
