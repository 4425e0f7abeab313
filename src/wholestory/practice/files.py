"""Practice files: one small TOML file a rule, with the header that every rule carries.

A rule gives its `id` (also its file name), a `title`, the `reason` it exists, its `source` with a `standing`, and
whether it is `on`. A file that cannot be trusted is refused with a sentence that says what to write instead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

STANDINGS = ("statute", "statutory guidance", "national standard", "local policy", "research", "unverified")


class PracticeError(Exception):
    """A practice file that was refused: one sentence a fault, each naming the file and the remedy."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Header:
    """What every rule says of itself. `standing` is one of STANDINGS; `path` is where it was read from."""

    id: str
    title: str
    reason: str
    source: str
    standing: str
    on: bool
    version: int
    path: str


class RuleFile:
    """One rule's TOML table, read with typed accessors that collect faults instead of raising at the first."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path = path
        self.faults = faults
        self.table: dict[str, Any] = {}
        try:
            self.table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.fault(f"is not readable TOML ({error}); mend that place, or start from a copy of a neighbouring rule")
        except OSError as error:
            self.fault(f"could not be opened ({error.strerror})")

    def fault(self, sentence: str) -> None:
        """Note a fault of this file; `sentence` goes on from the file's name."""
        self.faults.append(f"{self.path.parent.name}/{self.path.name} {sentence}")

    def header(self) -> Header:
        """The header, with a fault for each part that is missing."""
        stem = self.path.stem
        if self.table and self.text("id", "the rule's id, the same as the file's name") not in ("", stem):
            self.fault(f'says id = "{self.table["id"]}" but is named {stem}.toml; make the two the same')
        standing = self.text("standing", "what the rule rests on, one of: " + ", ".join(STANDINGS))
        if standing and standing not in STANDINGS:
            self.fault(f'has standing = "{standing}"; write one of: ' + ", ".join(STANDINGS))
        return Header(
            id=stem,
            title=self.text("title", "a short name that a practitioner would use"),
            reason=self.text("reason", "one or two sentences on why this matters to a child"),
            source=self.text("source", "where it comes from, so that a reader can check it"),
            standing=standing,
            on=bool(self.table.get("on", True)),
            version=int(self.table.get("version", 1)),
            path=f"{self.path.parent.name}/{self.path.name}",
        )

    def text(self, name: str, meaning: str, default: str | None = None) -> str:
        """A text value; without `default`, a fault that says what the value is for if it is missing or empty."""
        value = self.table.get(name, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        if self.table:
            self.fault(f'has no {name}; add {name} = "…": {meaning}')
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty where the file has none; a fault if it is something else."""
        value = self.table.get(name, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(f'has {name} that is not a list of texts; write {name} = ["…", "…"]')
        return ()

    def tables(self, name: str) -> list[dict[str, Any]]:
        """A list of tables (`[[name]]`), empty where the file has none; a fault if it is something else."""
        value = self.table.get(name, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        self.fault(f"has {name} that is not a list of tables; write each as [[{name}]]")
        return []


def rule_files(folders: tuple[Path, ...], part: str, faults: list[str]) -> Iterator[RuleFile]:
    """The rules of one part (`indicators`, `duties` …), by id; a later folder's file replaces an earlier one's."""
    found: Mapping[str, Path] = {
        path.stem: path for folder in folders for path in sorted((folder / part).glob("*.toml"))
    }
    for _, path in sorted(found.items()):
        yield RuleFile(path, faults)


def national_folder() -> Path:
    """The pack for England that ships with the program, in a checkout and in a wheel alike."""
    return Path(str(files("wholestory_practice"))) / "england"
