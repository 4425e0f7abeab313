"""What somebody uploads, unpacked into a folder of its own: bounded in size and number, and nothing outside the folder."""

from __future__ import annotations

import shutil
import zipfile
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
    if not zipfile.is_zipfile(upload):
        return _one_file(upload, name, folder)
    upload.seek(0)
    with zipfile.ZipFile(upload) as packed:
        files = [entry for entry in packed.infolist() if not entry.is_dir() and not _is_clutter(entry.filename)]
        _refuse_unsafe(files)
        for entry in files:
            target = folder.joinpath(*PurePosixPath(entry.filename).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(packed, entry, target)
    inside = list(folder.iterdir())
    if len(inside) == 1 and inside[0].is_dir() and not (folder / "extract.toml").is_file():
        return inside[0]
    return folder


def _one_file(upload: IO[bytes], name: str, folder: Path) -> Path:
    bare = PurePosixPath(name.replace("\\", "/")).name
    if Path(bare).suffix.lower() not in SUFFIXES:
        raise UploadError(f"Only {', '.join(sorted(SUFFIXES))} files, or a zip of them, can be taken.")
    upload.seek(0)
    with (folder / bare).open("wb") as out:
        shutil.copyfileobj(upload, out)
    return folder


def _is_clutter(name: str) -> bool:
    """What other programs leave in a zip: hidden files and the Mac's folder."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _refuse_unsafe(files: list[zipfile.ZipInfo]) -> None:
    if not files:
        raise UploadError("The zip file is empty. Pack extract.toml and the agencies' folders.")
    if len(files) > MOST_FILES:
        raise UploadError(f"The zip holds {len(files):,} files; an extract has four an agency. Pack only those.")
    if sum(entry.file_size for entry in files) > MOST_BYTES:
        raise UploadError(f"Unpacked it would be larger than {MOST_BYTES >> 30} GiB. Load it by command instead.")
    for entry in files:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        is_link = (entry.external_attr >> 28) == 0xA
        if path.is_absolute() or ".." in path.parts or ":" in entry.filename or is_link:
            raise UploadError(f"The zip names a file outside itself ({path.name}). Pack it anew.")
        if path.suffix.lower() not in SUFFIXES:
            raise UploadError(f"The zip holds {path.name}; only {', '.join(sorted(SUFFIXES))} files can be taken.")
        if entry.flag_bits & 1:
            raise UploadError("The zip is locked by a password. Pack it without one.")
        if entry.file_size > max(entry.compress_size, 1_000) * MOST_UNPACKED_FROM_ONE_BYTE:
            raise UploadError(f"{path.name} unpacks to far more than such a file can hold. Pack it anew.")


def _copy(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    try:
        with packed.open(entry) as source, target.open("xb") as out:
            shutil.copyfileobj(source, out)
    except FileExistsError:
        raise UploadError(f"The zip holds {target.name} twice in one folder. Pack it anew.") from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise UploadError(f"{target.name} in the zip is damaged. Pack it anew.") from error
