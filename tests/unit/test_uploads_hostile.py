"""What somebody uploads can fill no disk and reach no file outside its own folder; each refusal is a sentence."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from wholestory.web.records.uploads import MOST_FILES, UploadError, unpack

_Entry = tuple[str | zipfile.ZipInfo, bytes]


def _zip(*entries: _Entry) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries:
            out.writestr(name, content)
    return packed.getvalue()


def _link(name: str, target: bytes) -> _Entry:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


def _twice() -> bytes:
    """A zip that holds the same name twice, of which its maker warns."""
    with warnings.catch_warnings(action="ignore"):
        return _zip(("people.csv", b"a\n"), ("people.csv", b"b\n"))


def _locked() -> bytes:
    """A zip whose file says that it is locked by a password: bit 0 of its flags, in both of its headers."""
    content = bytearray(_zip(("people.csv", b"a\n")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _claiming_less() -> bytes:
    """A zip whose file is larger than its headers say."""
    content, large = bytearray(_zip(("people.csv", b"x" * 5_000))), (5_000).to_bytes(4, "little")
    for _ in range(2):
        at = content.index(large)
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


HOSTILE = {
    "a path above": (_zip(("../people.csv", b"a\n")), "names a file outside itself"),
    "a path above, further in": (_zip(("police/../../people.csv", b"a\n")), "names a file outside itself"),
    "a path above, by backslashes": (_zip(("..\\people.csv", b"a\n")), "names a file outside itself"),
    "a path from the root": (_zip(("/etc/people.csv", b"a\n")), "names a file outside itself"),
    "a drive": (_zip(("C:\\people.csv", b"a\n")), "names a file outside itself"),
    "a symbolic link": (_zip(_link("people.csv", b"/etc/passwd")), "names a file outside itself"),
    "a link to a folder, and a file through it": (
        _zip(_link("police.csv", b"/tmp"), ("police.csv/people.csv", b"a\n")),
        "names a file outside itself",
    ),
    "a bomb": (_zip(("people.csv", b"0" * 20_000_000)), "unpacks to far more than such a file can hold"),
    "more files than an extract has": (
        _zip(*((f"a{number}.csv", b"") for number in range(5_000))),
        "The zip holds 5,000 files; an extract has four an agency.",
    ),
    "a zip in a zip": (_zip(("inner.zip", _zip(("people.csv", b"a\n")))), "The zip holds inner.zip; only"),
    "a program": (_zip(("people.exe", b"MZ")), "The zip holds people.exe; only"),
    "the same file twice": (_twice(), "it is there twice"),
    "a file where a folder is": (_zip(("a.csv", b"a\n"), ("a.csv/b.csv", b"b\n")), "could not be unpacked"),
    "a name beyond all length": (_zip((f"{'a' * 400}.csv", b"a\n")), "its name is too long"),
    "a password": (_locked(), "locked by a password"),
    "a file larger than it says": (_claiming_less(), "is damaged"),
    "nothing": (_zip(), "The zip file is empty."),
    "only clutter": (_zip(("__MACOSX/people.csv", b"a\n"), (".hidden.csv", b"")), "The zip file is empty."),
    "no zip": (b"Not a zip at all.", "The zip file is damaged."),
    "half a zip": (_zip(("people.csv", b"a\n" * 50))[:60], "The zip file is damaged."),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_zip_is_refused_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    around = tmp_path / "around"
    around.mkdir()
    with pytest.raises(UploadError, match=r"[.]$") as refused:
        unpack(io.BytesIO(content), "extract.zip", around / "unpacked")
    assert sentence in str(refused.value)
    assert str(tmp_path) not in str(refused.value)
    # Whatever it held, it lies in its own folder, and is small.
    assert [path.name for path in around.iterdir()] == ["unpacked"]
    inside = [path for path in around.rglob("*") if path.is_file()]
    assert all(not path.is_symlink() and path.stat().st_size < 1_000_000 for path in inside)


def test_a_name_with_folders_is_only_a_name(tmp_path: Path) -> None:
    folder = unpack(io.BytesIO(b"a\n"), "..\\..\\people.csv", tmp_path / "unpacked")
    assert [path.name for path in folder.iterdir()] == ["people.csv"]


def test_a_zip_of_as_many_files_as_may_be_is_taken(tmp_path: Path) -> None:
    content = _zip(*((f"a{number}.csv", b"a\n") for number in range(MOST_FILES)))
    assert len(list(unpack(io.BytesIO(content), "extract.zip", tmp_path / "unpacked").iterdir())) == MOST_FILES
