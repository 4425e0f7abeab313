"""A practice pack: every rule of one or more practice folders laid over one another, loaded and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wholestory.practice.duties import DutyRule, load_duties
from wholestory.practice.escalation import EscalationRule, load_escalation
from wholestory.practice.files import PracticeError, national_folder
from wholestory.practice.inspection import Framework, load_frameworks
from wholestory.practice.notes import LabelledNote, load_notes
from wholestory.practice.patterns import PatternRule, load_patterns
from wholestory.practice.places import PlaceRule, load_places
from wholestory.practice.sentences import LabelledSentence, load_sentences
from wholestory.practice.wording import (
    CueRule,
    IndicatorRule,
    LanguageRule,
    load_cues,
    load_indicators,
    load_language,
)
from wholestory.practice.words import load_words


@dataclass(frozen=True, slots=True)
class Practice:
    """Every rule in force. `digest` changes when any file of the pack does."""

    indicators: tuple[IndicatorRule, ...]
    cues: tuple[CueRule, ...]
    language: tuple[LanguageRule, ...]
    patterns: tuple[PatternRule, ...]
    duties: tuple[DutyRule, ...]
    places: tuple[PlaceRule, ...]
    frameworks: tuple[Framework, ...]
    escalation: EscalationRule
    words: Mapping[str, tuple[str, ...]]
    sentences: tuple[LabelledSentence, ...]
    notes: tuple[LabelledNote, ...]
    digest: str


def load_practice(local: tuple[Path, ...] = ()) -> Practice:
    """The national pack with local folders laid over it, in order.

    Raises PracticeError with one sentence a fault when any file of the pack cannot be trusted.
    """
    folders = (national_folder(), *local)
    faults = [
        f"There is no practice folder at {folder}; name a folder that holds indicators/, duties/ …"
        for folder in local
        if not folder.is_dir()
    ]
    words = load_words(folders, faults)
    indicators = load_indicators(folders, words, faults)
    signs = frozenset(rule.header.id for rule in indicators)
    practice = Practice(
        indicators=indicators,
        cues=load_cues(folders, words, faults),
        language=load_language(folders, words, faults),
        patterns=load_patterns(folders, faults),
        duties=load_duties(folders, faults),
        places=load_places(folders, faults),
        frameworks=load_frameworks(folders, faults),
        escalation=load_escalation(folders, faults),
        words=words,
        sentences=load_sentences(folders, signs, faults),
        notes=load_notes([path for folder in folders for path in sorted(folder.glob("notes/*.txt"))], signs, faults),
        digest=_digest(folders),
    )
    if faults:
        raise PracticeError(faults)
    return practice


def _digest(folders: tuple[Path, ...]) -> str:
    content = hashlib.sha256()
    for folder in folders:
        for path in sorted((*folder.rglob("*.toml"), *folder.glob("sentences/*.csv"), *folder.glob("notes/*.txt"))):
            content.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:16]
