"""What a round asks, from the practice pack: its strands, grades and case types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wholestory.practice.inspection import Criterion, Framework, Grade, Scale, Strand
from wholestory.web.accounts.permissions import RefusedError
from wholestory.web.children.practice import practice
from wholestory.web.inspections.models import NOT_GRADED, OVERALL, Round

GRADE = "grade"
"""In place of a question: the grade of the part."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is graded by itself: a strand, or the case as a whole, which has no questions of its own."""

    id: str
    title: str
    about: str
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A framework with the scale that a round uses."""

    framework: Framework
    scale: Scale

    @property
    def strands(self) -> tuple[Strand, ...]:
        """The strands, in the framework's order."""
        return self.framework.strands

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every strand, and the case as a whole last."""
        strands = tuple(Part(one.id, one.title, one.about, one.criteria) for one in self.strands)
        return (*strands, Part(OVERALL, "The case as a whole", "What the child received, taken together."))

    def part(self, name: str) -> Part | None:
        """A part by its id; None where the framework has none of that name."""
        return next((one for one in self.parts if one.id == name), None)

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The scale's grades, best first."""
        known = {grade.id: grade for grade in self.framework.grades}
        return tuple(known[name] for name in self.scale.grades)

    @property
    def titles(self) -> Mapping[str, str]:
        """The words for every grade, and for none."""
        return {**{grade.id: grade.title for grade in self.grades}, NOT_GRADED: "does not arise in this case"}

    @property
    def case_types(self) -> Mapping[str, str]:
        """The title of each case type."""
        return {one.id: one.title for one in self.framework.case_types}


def first_question(part: Part) -> str:
    """The id of a part's first question; GRADE where it has none."""
    return part.criteria[0].id if part.criteria else GRADE


def usable() -> tuple[Framework, ...]:
    """The frameworks from which a round can be planned."""
    return tuple(one for one in practice().frameworks if not why_not_planned(one))


def not_usable() -> tuple[tuple[str, str], ...]:
    """The other frameworks: the title of each, and why no round can be planned from it."""
    return tuple((one.header.title, why) for one in practice().frameworks if (why := why_not_planned(one)))


def why_not_planned(framework: Framework) -> str:
    """Why no round can be planned from a framework; empty where one can. It has to say which children are cases."""
    if any(kind.kinds or kind.themes for kind in framework.case_types):
        return ""
    unverified = [f"“{one.title}”" for one in framework.scales if one.rest.standing == "unverified"]
    scale = f", and the scale {' and '.join(unverified)} is unverified" if unverified else ""
    return (
        f"It ships switched off: its file does not say which children are cases{scale}. "
        "A file of the same name in a practice folder of your own that names its case types switches it on."
    )


def asked_of(inspected: Round) -> Asked:
    """What a round asks. Raises RefusedError where the practice pack no longer has its framework or scale."""
    framework = next((one for one in practice().frameworks if one.header.id == inspected.framework), None)
    scale = next((one for one in framework.scales if one.id == inspected.scale), None) if framework else None
    if framework is None or scale is None:
        raise RefusedError(
            f"The practice pack no longer has the framework {inspected.framework} with the scale {inspected.scale}. "
            "Put its file back to go on with this round."
        )
    return Asked(framework, scale)
