"""The report's templates, with every value escaped, and dates in words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from wholestory.model.moments import Moment


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The template environment: everything is escaped, and a name that a template misspells is an error."""
    env = Environment(
        loader=PackageLoader("wholestory.reports", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["words"] = lambda name: str(name).replace("_", " ")
    env.filters["moment"] = moment_words
    return env


# A page says the same days hundreds of times.
@lru_cache(maxsize=10_000)
def in_words(day: date) -> str:
    """8 March 2014."""
    return f"{day.day} {day:%B %Y}"


@lru_cache(maxsize=10_000)
def moment_words(moment: Moment) -> str:
    """8 March 2014, or 8 March 2014, 19:00."""
    local = moment.local
    return in_words(local.date()) + ("" if moment.whole_day else f", {local:%H:%M}")
