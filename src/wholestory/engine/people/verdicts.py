"""From evidence to a verdict: the rules by which two persons are the same, doubtful or apart.

Name and birth together link; identifiers decide; address, phone and company only support. Nothing links by address
alone, because the residents of a children's home share one.
"""

from __future__ import annotations

from dataclasses import dataclass

from wholestory.engine.people.evidence import BIRTH_SAYS, Birth, Evidence, Profile
from wholestory.engine.people.names import Grade, NameMatch
from wholestory.model.links import Verdict


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rest of the extract says of a pair.

    `rare`: nobody else of that name is born at another time. `company`: somebody already linked is involved in
    records with both. `together`: both stand in one record, so one agency thinks them two. `generations`: one
    appears only as a parent or professional and the other only as a child.
    """

    rare: bool = False
    company: bool = False
    together: bool = False
    generations: bool = False


def decide(evidence: Evidence, setting: Setting) -> Verdict | None:
    """The verdict on two persons; None where nothing is worth a row."""
    if evidence.agreed:
        return _same_identifier(evidence)
    if evidence.conflicting:
        return _other_identifier(evidence)
    verdict = _BY_BIRTH[evidence.birth](evidence, setting)
    if verdict is Verdict.SAME:
        return _still_same(evidence, setting)
    return verdict


def _same_identifier(evidence: Evidence) -> Verdict:
    names = evidence.names
    names_differ = Grade.DIFFERENT in (names.forename, names.surname)
    if names_differ and evidence.birth == Birth.CONFLICT:
        return Verdict.DOUBTFUL
    # A twin's number is easily entered for the other twin.
    return Verdict.DOUBTFUL if _like_twins(evidence) else Verdict.SAME


def _other_identifier(evidence: Evidence) -> Verdict | None:
    if not evidence.names.agree or evidence.birth <= Birth.MISSING:
        return None
    slip = evidence.names.exact and evidence.birth == Birth.FULL and evidence.placed
    return Verdict.DOUBTFUL if slip else Verdict.APART


def _still_same(evidence: Evidence, setting: Setting) -> Verdict:
    """Whether a verdict of the same stands against sex, roles, one record and one agency."""
    whole = evidence.names.exact and evidence.birth == Birth.FULL
    if setting.together:
        return Verdict.DOUBTFUL if whole and evidence.placed else Verdict.APART
    if evidence.sex_conflict and not whole:
        return Verdict.DOUBTFUL
    if setting.generations and evidence.birth <= Birth.YEAR:
        return Verdict.DOUBTFUL
    if evidence.same_agency and not _entered_twice(evidence, setting):
        return Verdict.DOUBTFUL
    return Verdict.SAME


def _entered_twice(evidence: Evidence, setting: Setting) -> bool:
    """Whether one agency may have entered one person twice; twins there would have one birth date and two names."""
    names = evidence.names
    if names.forename == Grade.VARIANT:
        return evidence.near and evidence.birth < Birth.FULL
    return names.forename == Grade.EXACT and (evidence.near or (setting.company and names.exact))


def _like_twins(evidence: Evidence) -> bool:
    names = evidence.names
    return names.forename == Grade.DIFFERENT and names.surname >= Grade.CLOSE and evidence.birth >= Birth.EXCHANGED


def _part_missing(names: NameMatch) -> bool:
    """Whether one part agrees firmly and the other is an initial or missing."""
    return max(names.forename, names.surname) >= Grade.VARIANT and (
        Grade.MISSING <= min(names.forename, names.surname) <= Grade.INITIAL
    )


def _by_full_birth(evidence: Evidence, setting: Setting) -> Verdict | None:
    names = evidence.names
    supported = evidence.near or setting.company
    if names.agree:
        return Verdict.SAME if names.firm or supported else Verdict.DOUBTFUL
    if _part_missing(names):
        initial = min(names.forename, names.surname) == Grade.INITIAL
        return Verdict.SAME if initial or supported else Verdict.DOUBTFUL
    if _like_twins(evidence):
        return Verdict.APART
    if names.surname == Grade.DIFFERENT and names.forename >= Grade.VARIANT and (evidence.placed or setting.company):
        return Verdict.SAME if evidence.placed else Verdict.DOUBTFUL
    return None


def _by_exchanged_birth(evidence: Evidence, setting: Setting) -> Verdict | None:
    names = evidence.names
    if names.agree:
        firm = min(names.forename, names.surname) >= Grade.VARIANT
        return Verdict.SAME if firm or evidence.near or setting.company else Verdict.DOUBTFUL
    if _like_twins(evidence):
        return Verdict.APART
    return Verdict.DOUBTFUL if _part_missing(names) and evidence.near else None


def _by_month_of_birth(evidence: Evidence, setting: Setting) -> Verdict | None:
    names = evidence.names
    if names.agree:
        if evidence.near or setting.company or (names.exact and setting.rare):
            return Verdict.SAME
        return Verdict.DOUBTFUL if names.firm else None
    if _part_missing(names) and evidence.near:
        known_at_home = evidence.placed and names.forename >= Grade.VARIANT and names.surname == Grade.INITIAL
        return Verdict.SAME if known_at_home else Verdict.DOUBTFUL
    return None


def _by_year_of_birth(evidence: Evidence, setting: Setting) -> Verdict | None:
    names = evidence.names
    if names.agree:
        if evidence.near or setting.company:
            return Verdict.SAME
        if names.exact and setting.rare and evidence.address is not False:
            return Verdict.SAME
        return Verdict.DOUBTFUL if names.firm and setting.rare else None
    return Verdict.DOUBTFUL if _part_missing(names) and evidence.placed else None


def _by_nearly_equal_birth(evidence: Evidence, setting: Setting) -> Verdict | None:
    names = evidence.names
    if names.agree:
        firm = names.forename >= Grade.VARIANT
        supported = evidence.near or setting.company or (names.exact and setting.rare)
        return Verdict.SAME if firm and supported else Verdict.DOUBTFUL
    siblings = names.forename == Grade.DIFFERENT and names.surname >= Grade.CLOSE and evidence.near
    return Verdict.APART if siblings else None


def _by_name_alone(evidence: Evidence, setting: Setting) -> Verdict | None:
    names = evidence.names
    if names.agree:
        likely = names.forename >= Grade.VARIANT or names.surname == Grade.EXACT
        if likely and (evidence.placed or ((evidence.near or setting.company) and names.firm)):
            return Verdict.SAME
        return Verdict.DOUBTFUL if names.exact and setting.rare else None
    if _part_missing(names):
        if evidence.phone and (setting.company or min(names.forename, names.surname) == Grade.INITIAL):
            return Verdict.SAME
        return Verdict.DOUBTFUL if evidence.placed or setting.company else None
    return None


def _by_conflicting_birth(evidence: Evidence, setting: Setting) -> Verdict | None:
    names = evidence.names
    if not names.agree or not (evidence.placed or setting.company):
        return None
    return Verdict.DOUBTFUL if names.exact and evidence.years_apart <= 10 else Verdict.APART


_BY_BIRTH = {
    Birth.FULL: _by_full_birth,
    Birth.EXCHANGED: _by_exchanged_birth,
    Birth.MONTH: _by_month_of_birth,
    Birth.YEAR: _by_year_of_birth,
    Birth.ONE_DIGIT: _by_nearly_equal_birth,
    Birth.MISSING: _by_name_alone,
    Birth.CONFLICT: _by_conflicting_birth,
}


def strength_of(evidence: Evidence, setting: Setting) -> int:
    """How many kinds of evidence agree, weightier kinds counting more: an order between judgements, nothing else."""
    return (
        200 * bool(evidence.agreed)
        + 6 * evidence.birth
        + 5 * evidence.names.forename
        + 3 * evidence.names.surname
        + 6 * bool(evidence.address)
        + 6 * evidence.phone
        + 3 * bool(evidence.postcode)
        + 4 * setting.company
        - 4 * (evidence.address is False)
        - 10 * evidence.sex_conflict
        - 200 * (bool(evidence.conflicting) and not evidence.agreed)
    )


def reasons_for(one: Profile, other: Profile, evidence: Evidence, setting: Setting) -> tuple[str, ...]:
    """What spoke for and against, in sentences."""
    birth = BIRTH_SAYS[evidence.birth].format(one.born, other.born)
    said = [f"{evidence.names.why}; {birth}."]
    said += [f"The {scheme.upper()} number agrees." for scheme in sorted(evidence.agreed)]
    said += [f"The {scheme.upper()} numbers differ." for scheme in sorted(evidence.conflicting)]
    same = [
        word
        for word, agrees in (("address", evidence.address), ("postcode", evidence.postcode), ("phone", evidence.phone))
        if agrees
    ]
    said += [f"The same {' and '.join(same)}."] if same else []
    notes = (
        (evidence.address is False, "The addresses differ."),
        (evidence.sex_conflict, "The recorded sex differs."),
        (setting.company, "Both are involved in records with the same person."),
        (setting.together, "Both are named in one record."),
        (setting.generations, "One appears only as a parent or professional, the other only as a child."),
        (evidence.same_agency, "One agency holds both as different persons."),
        (_like_twins(evidence), "They may be twins."),
        (
            evidence.birth == Birth.CONFLICT and evidence.years_apart > 10 and evidence.names.agree,
            "They may be parent and child of one name.",
        ),
    )
    return tuple(said + [sentence for holds, sentence in notes if holds])
