"""The practice framework of a report: its strands, the forms of its recommendations and the clocks that it starts."""

from __future__ import annotations

from datetime import date

from wholestory.engine.rounds.clocks import recommendation_due
from wholestory.practice.inspection import Framework, RecommendationForm
from wholestory.web.accounts.permissions import RefusedError
from wholestory.web.children.practice import practice


def frameworks() -> tuple[Framework, ...]:
    """Every framework in force."""
    return practice().frameworks


def framework_of(framework: str) -> Framework | None:
    """The framework with an id; None where practice has it no more."""
    return next((one for one in frameworks() if one.header.id == framework), None)


def form_of(framework: str, form: str) -> RecommendationForm | None:
    """The form of a recommendation; None where practice has it no more."""
    found = framework_of(framework)
    return next((one for one in found.forms if one.id == form), None) if found else None


def due_of(framework: str, form: str, published: date, by_date: date | None) -> date:
    """By when a recommendation of a form is to be met.

    Raises RefusedError where there is no such form, or a date is missing or too many.
    """
    found = form_of(framework, form)
    if found is None:
        raise RefusedError("This form of a recommendation is not in the report’s framework. Choose one that is.")
    if by_date is not None and by_date < published:
        raise RefusedError("A recommendation falls due on or after the day of its report. Choose a later date.")
    try:
        return recommendation_due(found, published, by_date)
    except ValueError as error:
        raise RefusedError(str(error)) from error


def strand_title(framework: str, strand: str) -> str:
    """A strand's name as it is printed."""
    found = framework_of(framework)
    titles = {one.id: one.title for one in found.strands} if found else {}
    return titles.get(strand, strand.replace("_", " "))


def form_title(framework: str, form: str) -> str:
    """A form's name as it is printed."""
    found = form_of(framework, form)
    return found.title if found else form.replace("_", " ")
