"""Files in agencies' own formats as sources: told from an extract, converted, and read as one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from wholestory.engine.extract.formats.converting import Choice, Conversion, convert
from wholestory.engine.extract.formats.loading import shipped
from wholestory.engine.extract.formats.writing import write_extract
from wholestory.engine.extract.result import Extract
from wholestory.model.moments import Moment


def is_source(path: Path) -> bool:
    """Whether a path is a source in some agency's own format and not an extract: a file, or a folder of them."""
    if path.is_file():
        return True
    if not path.is_dir() or (path / "extract.toml").is_file():
        return False
    return any(entry.is_file() and not entry.name.startswith(".") for entry in path.iterdir())


def convert_source(source: Path) -> Conversion:
    """Convert a source in any of the shipped formats. Raises ExtractError."""
    return convert((source,), Choice(shipped(), Moment(datetime.now(UTC)), "", None))


def extract_of(made: Conversion, folder: Path, read: Callable[[Path], Extract]) -> Extract:
    """Write a conversion as an extract into `folder`, anew, and read it; its rejects hold what was set aside on the
    way. Raises ExtractError."""
    if folder.is_dir():
        shutil.rmtree(folder)
    write_extract(made, folder)
    extract = read(folder)
    said = [f"{name} was read as: {title}." for name, title in made.recognised.items()]
    return replace(
        extract,
        rejects=(*extract.rejects, *made.rejects),
        counts={**made.counts, **extract.counts},
        headers={**made.headers, **extract.headers},
        notes=(*said, *made.notes, *(note for note in extract.notes if "when this extract was made" not in note)),
    )
