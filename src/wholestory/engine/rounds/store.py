"""A folder of published rounds: one small JSON file each, so that it can be read, compared and kept by anybody.

STORE/rounds/ID.json        one PublishedResult
STORE/judgements/ID.json    one Judgement
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from wholestory.engine.rounds.published import GRADES, Judgement, PublishedResult, RoundsError

ADDED, UNCHANGED, DIFFERS = "added", "unchanged", "differs"


class RoundStore:
    """Published results in a folder. What is there is never overwritten: figures that differ are told, not taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, value: PublishedResult | Judgement) -> str:
        """Keep a value: ADDED, UNCHANGED where the same is there already, DIFFERS where other figures are."""
        path = self.path(value)
        text = json.dumps(asdict(value), indent=2, ensure_ascii=False) + "\n"
        if path.exists():
            kept = _kept_result(path) if isinstance(value, PublishedResult) else _kept_judgement(path)
            return UNCHANGED if kept == value else DIFFERS
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved, so that a run that is cut off leaves no half file.
        part = path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
        return ADDED

    def path(self, value: PublishedResult | Judgement) -> Path:
        """Where a value is kept."""
        return self.folder / ("rounds" if isinstance(value, PublishedResult) else "judgements") / f"{value.id}.json"

    def results(self) -> tuple[PublishedResult, ...]:
        """Every round, by its id. Raises RoundsError where a file cannot be read."""
        found = [_kept_result(path) for path in self.folder.glob("rounds/*.json")]
        return tuple(sorted(found, key=lambda one: one.id))

    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement, by district and day of publication. Raises RoundsError where a file cannot be read."""
        found = [_kept_judgement(path) for path in self.folder.glob("judgements/*.json")]
        return tuple(sorted(found, key=lambda one: (one.district, one.published)))

    def result(self, name: str) -> PublishedResult:
        """The round of that id, or the only one whose id begins so. Raises RoundsError with the near ones otherwise."""
        results = {result.id: result for result in self.results()}
        if name in results:
            return results[name]
        begin = [known for known in results if known.startswith(name)]
        if len(begin) == 1:
            return results[begin[0]]
        if begin:
            raise RoundsError(f"More than one round begins with {name}: {', '.join(begin)}. Name one whole.")
        known = ", ".join(results) or "none"
        raise RoundsError(f"There is no round called {name} in {self.folder}; there are: {known}.")


def _kept_result(path: Path) -> PublishedResult:
    table = _table(path, {**dict.fromkeys(_TEXTS, str), "published_n": int, "counts": dict})
    counts = table["counts"]
    if not all(grade in GRADES and isinstance(count, int) for grade, count in counts.items()):
        raise _unreadable(path)
    return PublishedResult(**{**table, "counts": {grade: counts[grade] for grade in GRADES if grade in counts}})


def _kept_judgement(path: Path) -> Judgement:
    return Judgement(**_table(path, dict.fromkeys((part.name for part in fields(Judgement)), str)))


_TEXTS = ("force", "round", "fieldwork", "published", "graded_by", "subset", "source")


def _table(path: Path, kinds: Mapping[str, type]) -> dict[str, Any]:
    """The JSON object of a file, with exactly these names, each of its kind."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise _unreadable(path) from None
    if not isinstance(table, dict) or set(table) != set(kinds):
        raise _unreadable(path)
    if not all(isinstance(table[name], kind) for name, kind in kinds.items()):
        raise _unreadable(path)
    return table


def _unreadable(path: Path) -> RoundsError:
    return RoundsError(f"{path} is not as it was stored; take it out of the folder and load its source file again.")
