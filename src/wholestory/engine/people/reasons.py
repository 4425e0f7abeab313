"""Why two persons were judged as they were, said in sentences and field by field."""

from __future__ import annotations

from wholestory.engine.people.comparisons import BIRTH, FIELDS, FORENAME, SURNAME, Level
from wholestory.engine.people.evidence import Evidence
from wholestory.engine.people.names import Name
from wholestory.engine.people.scorer import Compared
from wholestory.engine.people.verdicts import Decision, Setting
from wholestory.model.links import FieldWeight

_SAYS = {field.id: {level.id: level for level in field.levels} for field in FIELDS}


def reasons_for(compared: Compared, evidence: Evidence, setting: Setting, decision: Decision) -> tuple[str, ...]:
    """What spoke for and against, and what decided, in sentences."""
    said = [f"{_names(compared)}; {_birth(evidence)}."]
    said += [f"The {scheme.upper()} number agrees." for scheme in sorted(evidence.agreed)]
    said += [f"The {scheme.upper()} numbers differ." for scheme in sorted(evidence.conflicting)]
    said += [_sentence(found.says) for found in _others(evidence)]
    if setting.company:
        said.append("Both are involved in records with the same person.")
    return tuple(dict.fromkeys((*said, *decision.why)))


def breakdown(evidence: Evidence, setting: Setting, company: int) -> tuple[FieldWeight, ...]:
    """Each field that was compared, its level, and what it weighs in log2."""
    levels = evidence.levels
    found = [FieldWeight(field, level, levels.weights[field] / 100) for field, level in levels.of.items() if level]
    return (*found, FieldWeight("company", "same", company / 100)) if setting.company else tuple(found)


def _names(compared: Compared) -> str:
    one, other, of = compared.name, compared.other_name, compared.levels.of
    if one.handle and one.handle == other.handle:
        return f"Both are known as {one.handle}"
    if of["forename"] is None and of["surname"] is None:
        return "No name is recorded in one"
    if of["forename"] == of["surname"] == "exact":
        return "Surname and forename agree"
    if of["forename"] == "exchanged":
        return "Surname and forename are the other way round"
    surname = _part(SURNAME.id, of["surname"], _surname(one), _surname(other))
    forename = _part(FORENAME.id, of["forename"], _forename(one), _forename(other))
    return f"{surname[0].upper()}{surname[1:]}; {forename}"


def _part(field: str, level: str | None, one: str, other: str) -> str:
    return _SAYS[field][level].says.format(one, other) if level else f"{field} is missing in one"


def _surname(name: Name) -> str:
    return _shown((name.handle,) if name.handle else name.surname)


def _forename(name: Name) -> str:
    return _shown((name.handle,) if name.handle else name.forenames)


def _shown(words: tuple[str, ...]) -> str:
    return " ".join(word.capitalize() for word in words)


def _birth(evidence: Evidence) -> str:
    if evidence.birth is None:
        return "date of birth is missing in one"
    return _SAYS[BIRTH.id][evidence.birth].says.format(*evidence.births)


def _others(evidence: Evidence) -> list[Level]:
    found = (_SAYS[field].get(evidence.levels.of[field] or "") for field in ("place", "phone", "sex"))
    return [level for level in found if level and level.says]


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
