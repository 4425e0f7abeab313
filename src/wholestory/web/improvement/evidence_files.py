"""Whether a file may be kept as evidence: what it is by its content, how large, and what it is called.

Nothing is opened or run here beyond the list of a zip's parts. No virus scanner is asked: a site that has one lets it
watch the folder of files.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import IO

MOST_BYTES = 20 << 20
_MOST_PARTS = 5_000
_MOST_UNPACKED = 400 << 20
_LONGEST_NAME = 120

_BEGINNINGS = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
# The part by which each kind of office file is known, which all are zips.
_OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
_TEXT = (".csv", ".txt")
SUFFIXES = (*_BEGINNINGS, *_OFFICE, *_TEXT)
# Control characters, and those that turn the direction of writing, by which “gnp.exe” reads as a picture.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:\"/\\|?*]")


class EvidenceError(Exception):
    """A file that cannot be kept as evidence; the message says why and what to do."""


def plain_name(name: str) -> str:
    """The file's own name without folders or characters that mislead. Raises EvidenceError where nothing is left."""
    bare = unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name)
    path = PurePosixPath(_UNSAFE.sub("", bare).strip(". "))
    if not path.stem or path.suffix.lower() not in SUFFIXES:
        raise EvidenceError(f"Choose a file that ends in {', '.join(SUFFIXES)}.")
    return path.stem[: _LONGEST_NAME - len(path.suffix)] + path.suffix.lower()


def check(file: IO[bytes], name: str, size: int) -> None:
    """Raises EvidenceError where a file is too large, or is not by its content what its name (a plain one) says."""
    if not size:
        raise EvidenceError("The file is empty. Choose another.")
    if size > MOST_BYTES:
        raise EvidenceError(f"The file is larger than {MOST_BYTES >> 20} MB. Attach the part that shows what was done.")
    suffix = PurePosixPath(name).suffix
    file.seek(0)
    is_so = _is_what_it_says(file, suffix)
    file.seek(0)
    if not is_so:
        raise EvidenceError(f"The file is not what its name says: it is no {suffix} file by its content. Save it anew.")


def _is_what_it_says(file: IO[bytes], suffix: str) -> bool:
    if suffix in _TEXT:
        return _is_text(file)
    if suffix in _OFFICE:
        return _is_office(file, suffix)
    return file.read(8).startswith(_BEGINNINGS[suffix])


def _is_text(file: IO[bytes]) -> bool:
    try:
        return "\x00" not in file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvidenceError("The text is not in UTF-8. Save it as UTF-8, or as a PDF.") from None


def _is_office(file: IO[bytes], suffix: str) -> bool:
    if file.read(4) != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile:
        return False
    names = {part.filename for part in parts}
    if any(PurePosixPath(one).name.lower() == "vbaproject.bin" for one in names):
        raise EvidenceError("The file holds a macro. Save it without, or as a PDF.")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise EvidenceError("The file unpacks to far more than such a file can hold. Save it as a PDF.")
    return {"[Content_Types].xml", _OFFICE[suffix]} <= names
