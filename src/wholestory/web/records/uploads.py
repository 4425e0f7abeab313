"""What somebody uploads, unpacked into a folder of its own: bounded in size and number, nothing outside it."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

MOST_BYTES = 4 << 30
MOST_FILES = 500
# A CSV file packs to about a tenth; a file that unpacks to so much more is made to fill the disk.
MOST_UNPACKED_FROM_ONE_BYTE = 200
SUFFIXES = frozenset({".csv", ".toml", ".xml", ".xlsx", ".jsonl", ".parquet"})


class UploadError(Exception):
    """An upload that cannot be taken; the message says why and what to do."""


def unpack(upload: IO[bytes], name: str, folder: Path) -> Path:
    """Put an upload into an empty folder: a zip's files, or the one file it is; gives the folder of the extract.

    A zip may hold the extract at its top or in one folder. Raises UploadError.
    """
    folder.mkdir(parents=True)
    # Told by its name: an Excel file is a zip too.
    if not name.lower().endswith(".zip"):
        return _one_file(upload, name, folder)
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as packed:
            _unpack_all(packed, folder)
    except zipfile.BadZipFile as error:
        raise UploadError("The zip file is damaged. Pack it anew.") from error
    inside = list(folder.iterdir())
    if len(inside) == 1 and inside[0].is_dir() and not (folder / "extract.toml").is_file():
        return inside[0]
    return folder


def _unpack_all(packed: zipfile.ZipFile, folder: Path) -> None:
    files = [entry for entry in packed.infolist() if not entry.is_dir() and not _is_clutter(entry)]
    _refuse_unsafe(files)
    for entry in files:
        target = folder.joinpath(*_path(entry).parts)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(entry) as source, target.open("xb") as out:
                shutil.copyfileobj(source, out)
        except OSError as error:
            raise UploadError(
                f"{target.name} could not be unpacked: it is there twice, its name is too long, or the disk is full."
            ) from error
        except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
            raise UploadError(f"{target.name} in the zip is damaged, or packed in a rare way. Pack it anew.") from error


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The path in the zip; some programs of Windows part folders by backslashes."""
    return PurePosixPath(entry.filename.replace("\\", "/"))


def _one_file(upload: IO[bytes], name: str, folder: Path) -> Path:
    bare = PurePosixPath(name.replace("\\", "/")).name
    if Path(bare).suffix.lower() not in SUFFIXES:
        raise UploadError(f"Only {', '.join(sorted(SUFFIXES))} files, or a zip of them, can be taken.")
    upload.seek(0)
    with (folder / bare).open("wb") as out:
        shutil.copyfileobj(upload, out)
    return folder


def _is_clutter(entry: zipfile.ZipInfo) -> bool:
    """What other programs leave in a zip: hidden files and the Mac's folder."""
    parts = _path(entry).parts
    return ".." not in parts and any(part.startswith((".", "__MACOSX")) for part in parts)


def _refuse_unsafe(files: list[zipfile.ZipInfo]) -> None:
    if not files:
        raise UploadError("The zip file is empty. Pack extract.toml and the agencies' folders.")
    if len(files) > MOST_FILES:
        raise UploadError(f"The zip holds {len(files):,} files; an extract has four an agency. Pack only those.")
    if sum(entry.file_size for entry in files) > MOST_BYTES:
        raise UploadError(f"Unpacked it would be larger than {MOST_BYTES >> 30} GiB. Load it by command instead.")
    for entry in files:
        path = _path(entry)
        is_link = (entry.external_attr >> 28) == 0xA
        if path.is_absolute() or ".." in path.parts or ":" in entry.filename or is_link:
            raise UploadError(f"The zip names a file outside itself ({path.name}). Pack it anew.")
        if path.suffix.lower() not in SUFFIXES:
            raise UploadError(f"The zip holds {path.name}; only {', '.join(sorted(SUFFIXES))} files can be taken.")
        if entry.flag_bits & 1:
            raise UploadError("The zip is locked by a password. Pack it without one.")
        if entry.file_size > max(entry.compress_size, 1_000) * MOST_UNPACKED_FROM_ONE_BYTE:
            raise UploadError(f"{path.name} unpacks to far more than such a file can hold. Pack it anew.")
