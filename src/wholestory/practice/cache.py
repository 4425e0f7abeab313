"""What a start worked out, kept for the next: files in a folder of the user's own.

A cache is only ever a shorter way to the same thing. What is missing, damaged, unreadable or could have been written by
somebody else is taken for absent; what cannot be written is not. Neither is an error, and nothing is said about it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# Where to keep it: a folder, or `off`.
SETTING = "WHOLESTORY_CACHE"

# So many files of a kind are kept, the newest: one for each pack and version in use, and a few that were.
_KEPT = 4
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Cache:
    """Kept contents by kind and key. Without a folder it holds nothing and keeps nothing."""

    folder: Path | None

    @classmethod
    def of_user(cls) -> Cache:
        """The folder that WHOLESTORY_CACHE names, else one below XDG_CACHE_HOME or the user's ~/.cache."""
        setting = os.environ.get(SETTING, "")
        if setting.casefold() == "off":
            return cls(None)
        if setting:
            return cls(Path(setting))
        base = os.environ.get("XDG_CACHE_HOME", "")
        try:
            return cls((Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "wholestory")
        except RuntimeError:  # A user without a home.
            return cls(None)

    def read(self, kind: str, key: str) -> bytes | None:
        """The content kept under a key; None where there is none to trust."""
        if self.folder is None or not _is_only_ours(self.folder):
            return None
        try:
            opened = os.open(self.folder / f"{kind}-{key}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(opened, "rb") as file:
                if not _is_nobody_elses(os.fstat(file.fileno())):
                    return None
                digest, content = file.read(_DIGEST), file.read()
        except OSError:
            return None
        return content if hashlib.sha256(content).digest() == digest else None

    def write(self, kind: str, key: str, content: bytes) -> None:
        """Keep content under a key, whole or not at all; the oldest of its kind make room."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_only_ours(self.folder):
                _put(self.folder, f"{kind}-{key}", hashlib.sha256(content).digest() + content)
                _make_room(self.folder, kind)


def key_of(*parts: str | bytes) -> str:
    """A key for what follows from these parts alone, in this version of the program and of Python."""
    try:
        program = version("wholestory")
    except PackageNotFoundError:
        program = ""
    content = hashlib.sha256()
    for part in (program, sys.version, *parts):
        piece = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        content.update(len(piece).to_bytes(8, "little") + piece)
    return content.hexdigest()[:32]


def sources_of(folders: Iterable[Path]) -> bytes:
    """A digest of the program's own files in some folders: changed code must not find what the old code made."""
    content = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            content.update(path.read_bytes())
    return content.digest()


def _put(folder: Path, name: str, content: bytes) -> None:
    opened, fresh = tempfile.mkstemp(prefix=".", dir=folder)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
        Path(fresh).replace(folder / name)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise


def _make_room(folder: Path, kind: str) -> None:
    kept = sorted(folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_KEPT:]:
        path.unlink(missing_ok=True)


def _is_only_ours(folder: Path) -> bool:
    """Whether a folder is there, no link, and one that nobody else can write to."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and _is_nobody_elses(found)


def _is_nobody_elses(found: os.stat_result) -> bool:
    # Where files have no owner to compare (Windows), the user's profile keeps others out.
    owner = getattr(os, "geteuid", None)
    return owner is None or (found.st_uid == owner() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
