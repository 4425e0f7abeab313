"""A practice pack: every rule of one or more practice folders laid over one another, loaded and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from wholestory.practice.cache import Cache, key_of, sources_of
from wholestory.practice.duties import DutyRule, load_duties
from wholestory.practice.escalation import EscalationRule, load_escalation
from wholestory.practice.files import PracticeError, national_folder
from wholestory.practice.inspection import Framework, load_frameworks
from wholestory.practice.notes import LabelledNote, load_notes
from wholestory.practice.patterns import PatternRule, load_patterns
from wholestory.practice.places import PlaceRule, load_places
from wholestory.practice.plain import NotPlainError, as_json, from_json
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


@dataclass(frozen=True)
class Practice:
    """Every rule in force. `digest` changes when any file of the pack does.

    Labelled sentences and notes are read from `folders` when they are first asked for: only some commands use them.
    """

    indicators: tuple[IndicatorRule, ...]
    cues: tuple[CueRule, ...]
    language: tuple[LanguageRule, ...]
    patterns: tuple[PatternRule, ...]
    duties: tuple[DutyRule, ...]
    places: tuple[PlaceRule, ...]
    frameworks: tuple[Framework, ...]
    escalation: EscalationRule
    words: Mapping[str, tuple[str, ...]]
    digest: str
    folders: tuple[Path, ...]

    @property
    def signs(self) -> frozenset[str]:
        """The id of every indicator, those switched off too."""
        return frozenset(rule.header.id for rule in self.indicators)

    @cached_property
    def sentences(self) -> tuple[LabelledSentence, ...]:
        """The labelled sentences. Raises PracticeError where a file of theirs cannot be trusted."""
        faults: list[str] = []
        return _sound(load_sentences(self.folders, self.signs, faults), faults)

    @cached_property
    def notes(self) -> tuple[LabelledNote, ...]:
        """The labelled notes. Raises PracticeError where a file of theirs cannot be trusted."""
        faults: list[str] = []
        paths = [path for folder in self.folders for path in sorted(folder.glob("notes/*.txt"))]
        return _sound(load_notes(paths, self.signs, faults), faults)


def load_practice(local: tuple[Path, ...] = (), cache: Cache | None = None) -> Practice:
    """The national pack with local folders laid over it, in order; from the cache (the user's) where it was kept.

    Raises PracticeError with one sentence a fault when any file of the pack cannot be trusted.
    """
    folders = (national_folder(), *local)
    faults = [
        f"There is no practice folder at {folder}; name a folder that holds indicators/, duties/ …"
        for folder in local
        if not folder.is_dir()
    ]
    cache, digest = cache or Cache.of_user(), _digest(folders)
    key = key_of(digest, sources_of((_HERE, _HERE.parent / "model")))
    practice = None if faults else _kept(cache.read(_KIND, key), folders, digest)
    if practice is None:
        practice = _read(folders, digest, faults)
        with suppress(NotPlainError):
            cache.write(_KIND, key, _to_keep(practice))
    return practice


_HERE = Path(__file__).parent
_KIND = "practice"
_RULES = tuple(field.name for field in fields(Practice) if field.name not in ("words", "digest", "folders"))


def _read(folders: tuple[Path, ...], digest: str, faults: list[str]) -> Practice:
    """The pack from its files; raises PracticeError where there are faults, those of labelled texts among them."""
    words = load_words(folders, faults)
    practice = Practice(
        indicators=load_indicators(folders, words, faults),
        cues=load_cues(folders, words, faults),
        language=load_language(folders, words, faults),
        patterns=load_patterns(folders, faults),
        duties=load_duties(folders, faults),
        places=load_places(folders, faults),
        frameworks=load_frameworks(folders, faults),
        escalation=load_escalation(folders, faults),
        words=words,
        digest=digest,
        folders=folders,
    )
    for name in ("sentences", "notes"):
        try:
            getattr(practice, name)
        except PracticeError as error:
            faults += error.faults
    return _sound(practice, faults)


def _to_keep(practice: Practice) -> bytes:
    """The rules of a sound pack as two lines of JSON: its word classes, and all else."""
    rules = tuple(getattr(practice, name) for name in _RULES)
    return f"{as_json(practice.words, {})}\n{as_json(rules, practice.words)}".encode()


def _kept(content: bytes | None, folders: tuple[Path, ...], digest: str) -> Practice | None:
    """The pack as it was kept; None where it was not."""
    if content is None:
        return None
    first, _, second = content.decode().partition("\n")
    try:
        words = from_json(first, {})
        rules = dict(zip(_RULES, from_json(second, words), strict=True))
    except NotPlainError:
        return None
    return Practice(**rules, words=words, digest=digest, folders=folders)


Loaded = TypeVar("Loaded")


def _sound(loaded: Loaded, faults: list[str]) -> Loaded:
    if faults:
        raise PracticeError(faults)
    return loaded


def _digest(folders: tuple[Path, ...]) -> str:
    content = hashlib.sha256()
    for folder in folders:
        for path in sorted((*folder.rglob("*.toml"), *folder.glob("sentences/*.csv"), *folder.glob("notes/*.txt"))):
            content.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:16]
