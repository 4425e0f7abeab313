"""The deciding stage: from a score to a verdict, past everything that a score cannot know.

In this order: national numbers decide; two who are known apart, twins, siblings and parent and child of one name are
apart; without a name that agrees nothing links, whatever else is shared; then the score speaks, and what still gives
reason to look makes a link doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wholestory.engine.people.evidence import Evidence
from wholestory.engine.people.model import LinkingModel
from wholestory.model.links import Verdict


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rest of the extract says of a pair.

    `rare`: nobody else of that name is born at another time. `company`: somebody already linked is involved in
    records with both. `together`: both stand in one record, so one agency thinks them two. `generations`: one is
    grown up, or appears only as a parent or professional, and the other appears only as a child. `parents`: both
    appear only as parents or professionals, so that they are no brother and sister of one home.
    """

    rare: bool = False
    company: bool = False
    together: bool = False
    generations: bool = False
    parents: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, the score it rests on in hundredths of log2, and what decided it, in sentences."""

    verdict: Verdict
    score: int
    why: tuple[str, ...]


def decide(evidence: Evidence, setting: Setting, model: LinkingModel) -> Decision | None:
    """The verdict on two persons; None where nothing is worth a row."""
    score = evidence.levels.score + (model.company if setting.company else 0)
    if evidence.agreed:
        doubt = _number_doubted(evidence)
        return Decision(Verdict.DOUBTFUL if doubt else Verdict.SAME, score, doubt)
    if evidence.conflicting:
        return _other_number(evidence, score, model)
    apart = _known_apart(evidence, setting)
    if apart:
        return Decision(Verdict.APART, score, (apart,))
    if score < model.doubtful_from or not _name_speaks(evidence, setting):
        return None
    doubts = tuple(_doubts(evidence, setting))
    if score < model.same_from:
        doubts = ("Too little agrees to be sure.", *doubts)
    return Decision(Verdict.DOUBTFUL if doubts else Verdict.SAME, score, doubts)


def _number_doubted(evidence: Evidence) -> tuple[str, ...]:
    if evidence.like_siblings and evidence.birth in ("full", "exchanged"):
        return ("They may be twins, and a twin's number is easily entered for the other.",)
    if "different" in (evidence.forename, evidence.surname) and evidence.birth in _OTHER_BIRTH:
        return ("The number agrees but the name and the date of birth do not.",)
    return ()


_OTHER_BIRTH = ("conflict", "two_slips")


def _other_number(evidence: Evidence, score: int, model: LinkingModel) -> Decision | None:
    if not evidence.names_agree or evidence.birth in (None, *_OTHER_BIRTH) or score < model.doubtful_from:
        return None
    if evidence.names_exact and evidence.birth == "full" and evidence.placed:
        return Decision(Verdict.DOUBTFUL, score, ("Everything else agrees, so one of the numbers may be wrong.",))
    return Decision(Verdict.APART, score, ("A national number belongs to one person alone.",))


def _known_apart(evidence: Evidence, setting: Setting) -> str:
    """Why two persons are never the same; empty where nothing says so."""
    if evidence.like_siblings and evidence.birth in ("full", "exchanged"):
        return "They may be twins."
    if evidence.like_siblings and evidence.birth == "one_slip" and evidence.near:
        return "They may be brothers or sisters."
    alike = evidence.names_agree and evidence.birth in _OTHER_BIRTH
    if alike and evidence.years_apart > 10 and (evidence.placed or setting.company):
        return "They may be parent and child of one name."
    whole = evidence.names_exact and evidence.birth == "full" and evidence.placed
    if setting.together and (evidence.names_agree or evidence.part_missing) and not whole:
        return "One record names both, so the agency knows them as two."
    return ""


_SPEAKING = ("exact", "variant", "close")


def _name_speaks(evidence: Evidence, setting: Setting) -> bool:
    """Whether the name itself points to one person; an address, a phone or company alone never links."""
    if evidence.names_agree:
        return evidence.birth is not None or evidence.near or setting.company or setting.rare
    if evidence.part_missing:
        return evidence.birth in ("full", "exchanged") or evidence.near or setting.company
    renamed = evidence.surname == "different" and evidence.forename in _SPEAKING and evidence.birth == "full"
    return renamed and (evidence.near or setting.company)


def _doubts(evidence: Evidence, setting: Setting) -> Iterator[str]:
    """What gives a person reason to look, although the score is high."""
    whole = evidence.names_exact and evidence.birth == "full"
    if setting.together:
        yield "One record names both, so the agency may know them as two."
    if evidence.sex_conflict and not whole:
        yield "The recorded sex differs."
    if setting.generations and evidence.birth in (None, "year"):
        yield "One is grown up, or appears only as a parent or professional; the other appears only as a child."
    if evidence.same_agency and not _entered_twice(evidence, setting):
        yield "One agency holds both as different persons."
    yield from _doubts_of_birth(evidence, setting)
    if evidence.surname == "different" and not evidence.near:
        yield "The surname is another, and no address or phone agrees."


def _doubts_of_birth(evidence: Evidence, setting: Setting) -> Iterator[str]:
    supported = evidence.near or setting.company
    # No brother or sister has the same forename, and a namesake of another generation is born more years apart.
    two_slips = evidence.birth == "two_slips" and evidence.names_exact and evidence.placed
    if evidence.birth in _OTHER_BIRTH and not two_slips:
        yield "The dates of birth conflict."
    if evidence.birth == "one_slip" and not (
        evidence.forename_firm and (supported or (evidence.names_exact and setting.rare))
    ):
        yield "With dates of birth that differ they may be brothers or sisters."
    if evidence.birth in ("month", "year") and not supported and not setting.rare:
        yield "Others of that name are born at other times."
    if evidence.birth not in ("full", "exchanged") and evidence.part_missing and not _known_at_home(evidence, setting):
        yield "A part of the name is missing, and so is the date of birth."
    if evidence.birth is None and not (supported or (evidence.place == "institution" and setting.rare)):
        yield "Without a date of birth the name alone never links."
    if (
        evidence.birth is None
        and evidence.names_agree
        and not (setting.parents or evidence.starts_alike or evidence.forename == "exchanged")
    ):
        yield "Without a date of birth they may be brothers or sisters."


def _known_at_home(evidence: Evidence, setting: Setting) -> bool:
    """Whether a name of which a part is missing is held by somebody known there."""
    if evidence.birth is None:
        return evidence.phone and (setting.company or evidence.initial)
    return evidence.placed and evidence.forename_firm and evidence.surname == "initial"


def _entered_twice(evidence: Evidence, setting: Setting) -> bool:
    """Whether one agency may have entered one person twice; twins there would have one birth date and two names."""
    if evidence.forename in ("variant", "exchanged"):
        return evidence.near and evidence.birth != "full"
    return evidence.forename == "exact" and (evidence.near or (setting.company and evidence.names_exact))


def may_be_slip(evidence: Evidence) -> bool:
    """Whether what differs may be a slip in one of two agencies; a place or phone alone never makes one of two."""
    if evidence.agreed or evidence.conflicting or evidence.sex_conflict:
        return False
    named = (*_SPEAKING, "exchanged")
    return evidence.birth == "full" or evidence.forename in named or evidence.surname in named


def contradicts(evidence: Evidence) -> Decision | None:
    """APART where two persons whom a chain of links would make one cannot be one."""
    if evidence.agreed:
        return None
    far_in_age = evidence.birth in _OTHER_BIRTH and (evidence.years_apart > 2 or not evidence.names_agree)
    if evidence.conflicting or far_in_age:
        return Decision(Verdict.APART, evidence.levels.score, ("A chain of links would make them one.",))
    return None
